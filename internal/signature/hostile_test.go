package signature

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bounded runs fn and fails when it takes more time or memory than an answer may.
func bounded(t *testing.T, what string, fn func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	fn()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 20*time.Second || used > 1500 {
		t.Errorf("%s: took %v and %d MB", what, took, used)
	}
}

func packed(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// withXref is a file of one body and one stream of references.
func withXref(dict string, content []byte) []byte {
	head := "%PDF-1.5\n"
	return []byte(head + fmt.Sprintf("1 0 obj\n<</Type/XRef/Root 2 0 R %s/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", dict, len(content), content, len(head)))
}

// table is a file whose objects are given, with a classic table.
func table(trailer string, objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n1 %d\n", len(objects))
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return []byte(b.String())
}

func TestHostileFilesGetAnAnswer(t *testing.T) {
	w := theWorld()
	good := signed(t, madePDF(1), w.signer(keys.ec(), "Nguyễn Văn A", nil), Terms{}).PDF
	if !Check(good, w.trust()).Good() {
		t.Fatal("the file is not good to begin with")
	}
	chain := []string{"<</Type/Catalog/AcroForm 2 0 R>>"}
	for i := range 200_000 {
		chain = append(chain, fmt.Sprintf("<</Length %d 0 R>>\nstream\nendstream", i+3))
	}
	bomb := packed(make([]byte, 400<<20))
	circle := table("", "<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>", "<</Kids[2 0 R 2 0 R]/Parent 2 0 R>>", "<</Fields[4 0 R 4 0 R]>>", "<</Kids[4 0 R 5 0 R]/FT/Sig>>", "<</Kids[4 0 R]/FT/Sig/V 5 0 R/T 6 0 R>>", "6 0 R")
	files := map[string][]byte{
		"nothing": nil, "one byte": {'%'}, "no PDF": []byte("xin chào"), "only a head": []byte("%PDF-1.7\n"),
		"an offset too large":     []byte("%PDF-1.7\nstartxref\n99999999999\n%%EOF"),
		"an offset too large yet": []byte("%PDF-1.7\nstartxref\n99999999999999999999999\n%%EOF"),
		"a table of itself":       []byte("%PDF-1.7\nxref\n0 0\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"),
		"a table without end":     []byte("%PDF-1.7\nxref\n0 99999999999\n0000000000 65535 f \nstartxref\n9\n%%EOF"),
		"a bomb of references":    withXref("/W[1 2 1]/Size 100000000/Filter/FlateDecode", bomb),
		"entries of no width":     withXref("/W[0 0 0]/Size 100000000", nil),
		"entries too wide":        withXref("/W[9 999999999 1]/Size 10", nil),
		"an index too large":      withXref("/W[1 1 1]/Index[0 9223372036854775807]", []byte{1, 1, 1}),
		"an index that overflows": withXref("/W[1 1 1]/Index[9223372036854775807 2]", []byte{1, 1, 1, 1, 1, 1}),
		"lengths of each other":   table("", "<</Type/Catalog/AcroForm 2 0 R>>", "<</Length 3 0 R>>\nstream\nendstream", "<</Length 2 0 R>>\nstream\nendstream"),
		"lengths in a long chain": table("", chain...),
		"deep arrays":             table("", "<</Type/Catalog/AcroForm "+strings.Repeat("[", 1<<20)+">>"),
		"deep dictionaries":       table("", "<</Type/Catalog/AcroForm "+strings.Repeat("<</A", 1<<18)+">>"),
		"objects in a circle":     circle,
		"many ones":               table("", "<</Type/Catalog/AcroForm 2 0 R>>", "<</Fields["+strings.Repeat("1 ", 4<<20)+"]>>"),
		"many fields":             table("", "<</Type/Catalog/AcroForm 2 0 R>>", "<</Fields["+strings.Repeat("3 0 R ", 1<<18)+"]>>", "<</FT/Sig/T(a)/V 4 0 R>>", "<</Type/Sig>>"),
		"a string without end":    table("", "<</Type/Catalog/AcroForm (((((>>"),
		"a CMS of open elements":  bytes.Replace(good, contentsOf(good)[:4000], bytes.Repeat([]byte("3080"), 1000), 1),
		"a CMS of huge length":    bytes.Replace(good, contentsOf(good)[:12], []byte("3084ffffffff"), 1),
		"a CMS cut off":           bytes.Replace(good, contentsOf(good)[:12], []byte("308000000000"), 1),
	}
	for name, file := range files {
		bounded(t, name, func() {
			if r := Check(file, w.trust()); r.Good() || len(r.String()) < 20 {
				t.Errorf("%s: %s", name, r)
			}
			if _, err := Sign(t.Context(), file, w.signer(keys.ec(), "A", nil), Terms{At: now}); err == nil && !strings.Contains(name, "CMS") {
				t.Errorf("%s was signed", name)
			}
		})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		bounded(t, "cut off", func() {
			if r := Check(good[:rng.IntN(len(good)-20)], w.trust()); r.Good() {
				t.Errorf("cut off, %d: %s", i, r)
			}
		})
		random := make([]byte, rng.IntN(4096))
		for j := range random {
			random[j] = byte(rng.Uint32())
		}
		bounded(t, "random", func() {
			if r := Check(append([]byte("%PDF-1.4\n"), random...), w.trust()); r.Good() {
				t.Errorf("random, %d: %s", i, r)
			}
		})
	}
}

// contentsOf are the digits of the only signature.
func contentsOf(file []byte) []byte {
	from := bytes.Index(file, []byte("/Contents <")) + len("/Contents <")
	return file[from : from+bytes.IndexByte(file[from:], '>')]
}

// FuzzCheck holds that any bytes get an answer, that none is good which is not the
// signed file, and that what is signed of them is good.
func FuzzCheck(f *testing.F) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	for _, file := range [][]byte{madePDF(1), streamedPDF()} {
		out, err := Sign(f.Context(), file, s, Terms{At: now})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
		f.Add(out.PDF)
	}
	f.Add(table("", "<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>", "<</Kids[2 0 R]>>", "<</Fields[3 0 R]>>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r := Check(file, w.trust())
		if r.Good() && !bytes.Contains(file, []byte("ETSI.CAdES.detached")) {
			t.Errorf("good: %s", r)
		}
		if out, err := Sign(t.Context(), file, s, Terms{At: now}); err == nil {
			if r := Check(out.PDF, w.trust()); len(r.Signatures) == 0 || !r.Signatures[len(r.Signatures)-1].Has(Intact) {
				t.Errorf("signed and not intact: %s", r)
			}
		}
	})
}
