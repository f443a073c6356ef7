package signature

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/signature/pdf"
)

// A byte that is changed anywhere in what was signed is found out.
func TestAChangedByteIsCaught(t *testing.T) {
	w := theWorld()
	for name, file := range map[string][]byte{"table": madePDF(1), "stream": streamedPDF()} {
		out := signed(t, file, w.signer(keys.ec(), "Nguyễn Văn A", nil), Terms{}).PDF
		if r := Check(out, w.trust()); !r.Good() {
			t.Fatalf("%s: untouched: %s", name, r)
		}
		open := bytes.Index(out, []byte("/Contents <")) + len("/Contents ")
		close := open + bytes.IndexByte(out[open:], '>') + 1
		step := 7
		if testing.Short() {
			step = 101
		}
		for i := 0; i < len(out); i += step {
			if i >= open && i < close {
				continue
			}
			changed := bytes.Clone(out)
			changed[i] ^= 1 << (i % 8)
			if r := Check(changed, w.trust()); r.Good() {
				t.Errorf("%s: byte %d changed from %q to %q: %s", name, i, out[i], changed[i], r)
			}
		}
		// In the signature itself, from its signed attributes to its end. What stands
		// before, such as numbers of versions, says nothing that is relied on.
		_, der := parts(t, out)
		first := 2 * bytes.Index(der, []byte{6, 9, 42, 134, 72, 134, 247, 13, 1, 9, 3})
		for i := first; i < 2*len(der); i++ {
			changed := bytes.Clone(out)
			digit := &changed[open+1+i]
			*digit = map[bool]byte{true: '1', false: '0'}[*digit == '0']
			if r := Check(changed, w.trust()); r.Good() {
				t.Errorf("%s: digit %d of the signature changed: %s", name, i, r)
			}
		}
	}
}

// What is added after signing is told from signatures that are added.
func TestWhatChangesLaterIsSaid(t *testing.T) {
	w := theWorld()
	first := signed(t, madePDF(2), w.signer(keys.ec(), "Lãnh đạo", nil), Terms{}).PDF
	second := signed(t, first, w.signer(keys.rsa(), "Văn thư", nil), Terms{Look: &Look{Page: 2, X: 20, Y: 30, Lines: []string{"Văn thư"}}}).PDF
	if r := Check(second, w.trust()); !r.Good() || r.Has(Changed) || !r.Signatures[0].Has(SignedLater) || r.Signatures[0].Last || !r.Signatures[1].Last {
		t.Fatalf("two signatures: %s", r)
	}
	note := func(u *pdf.Update) pdf.Ref {
		return u.Add(pdf.Dict{"Type": pdf.Name("Annot"), "Subtype": pdf.Name("FreeText"), "Contents": pdf.Text("Không"), "Rect": pdf.Array{int64(0), int64(0), int64(500), int64(500)}})
	}
	for what, c := range map[string]struct {
		change func(*pdf.Document, *pdf.Update)
		want   string
	}{
		"another content": {func(d *pdf.Document, u *pdf.Update) {
			s := "BT (khac) Tj ET"
			ref := d.Pages()[1].Dict["Contents"].(pdf.Ref)
			u.Set(ref, pdf.Stream{Dict: pdf.Dict{"Length": int64(len(s))}, Raw: []byte(s)})
		}, "nội dung trang 2"},
		"a remark": {func(d *pdf.Document, u *pdf.Update) {
			p := d.Pages()[0]
			p.Dict["Annots"] = append(d.Array(p.Dict["Annots"]), note(u))
			u.Set(p.Ref, p.Dict)
		}, "chú thích hoặc ô biểu mẫu trên trang 1"},
		"a remark that poses as a signature": {func(d *pdf.Document, u *pdf.Update) {
			p := d.Pages()[0]
			real := d.SignatureFields()[0]
			fake := u.Add(pdf.Dict{"Type": pdf.Name("Annot"), "Subtype": pdf.Name("Widget"), "FT": pdf.Name("Sig"), "T": real.Dict["T"], "V": real.Value, "Rect": pdf.Array{int64(0), int64(0), int64(500), int64(500)}})
			p.Dict["Annots"] = append(d.Array(p.Dict["Annots"]), fake)
			u.Set(p.Ref, p.Dict)
		}, "chú thích hoặc ô biểu mẫu trên trang 1"},
		"other looks of a signature": {func(d *pdf.Document, u *pdf.Update) {
			f := d.SignatureFields()[1]
			f.Dict["Rect"] = pdf.Array{int64(0), int64(0), int64(500), int64(500)}
			u.Set(f.Ref, f.Dict)
		}, "chú thích hoặc ô biểu mẫu trên trang 2"},
		"another name of the signer": {func(d *pdf.Document, u *pdf.Update) {
			f := d.SignatureFields()[0]
			f.Signed["Name"] = pdf.Text("Người khác")
			u.Set(f.Value.(pdf.Ref), f.Signed)
		}, ""},
		"pages in another order": {func(d *pdf.Document, u *pdf.Update) {
			_, root := d.Catalogue()
			pages := d.Dict(root["Pages"])
			kids := d.Array(pages["Kids"])
			pages["Kids"] = pdf.Array{kids[1], kids[0]}
			u.Set(root["Pages"].(pdf.Ref), pages)
		}, "trang"},
		"one page less": {func(d *pdf.Document, u *pdf.Update) {
			_, root := d.Catalogue()
			pages := d.Dict(root["Pages"])
			pages["Kids"] = d.Array(pages["Kids"])[:1]
			u.Set(root["Pages"].(pdf.Ref), pages)
		}, "bớt trang"},
		"a script": {func(d *pdf.Document, u *pdf.Update) {
			ref, root := d.Catalogue()
			root["OpenAction"] = pdf.Dict{"S": pdf.Name("JavaScript"), "JS": pdf.Text("x")}
			u.Set(ref, root)
		}, "OpenAction"},
	} {
		doc, err := pdf.Open(second)
		if err != nil {
			t.Fatal(err)
		}
		u := doc.Update()
		c.change(doc, u)
		changed, _ := u.Bytes()
		r := Check(changed, w.trust())
		if r.Good() || !r.Signatures[0].Has(Intact) && what != "another name of the signer" || !strings.Contains(r.String(), c.want) || len(r.Signatures[1].Changes) == 0 && what != "another name of the signer" {
			t.Errorf("%s: %s", what, r)
		}
	}
}

func TestWhatIsOnlyAppendedIsSaid(t *testing.T) {
	w := theWorld()
	second := signed(t, madePDF(2), w.signer(keys.ec(), "Lãnh đạo", nil), Terms{}).PDF
	if r := Check(append(bytes.Clone(second), []byte("% more\n")...), w.trust()); r.Good() {
		t.Errorf("bytes at the end: %s", r)
	}
	// A revision that changes nothing is no fault.
	doc := must(pdf.Open(second))
	same, _ := doc.Update().Bytes()
	if r := Check(same, w.trust()); !r.Good() {
		t.Errorf("saved again: %s", r)
	}
}

// The numbers and the hole of a signature must be those of the signature.
func TestRangesThatDoNotFit(t *testing.T) {
	w := theWorld()
	out := signed(t, madePDF(1), w.signer(keys.ec(), "Nguyễn Văn A", nil), Terms{}).PDF
	if r := Check(out, w.trust()); !r.Good() {
		t.Fatal(r)
	}
	at := bytes.Index(out, []byte("/ByteRange ")) + len("/ByteRange ")
	end := at + bytes.IndexByte(out[at:], ']') + 1
	for _, text := range []string{
		"[0 1 2 9223372036854775807]", "[0 9223372036854775807 1 2]", "[0 1 9223372036854775806 2]", "[0 -1 5 5]", "[1 2 3 4]", "[0 10 5 4]", "[0 1 2 3]", "[]", "[0 0 0 0]",
		"[0 1 2]", "[(a) 1 2 3]", "[99999999999999999999 1 2 3]", "7", fmt.Sprintf("[0 %d %d 0]", len(out)-1, len(out)),
	} {
		changed := bytes.Clone(out)
		copy(changed[at:end], text+strings.Repeat(" ", end-at-len(text)))
		if r := Check(changed, w.trust()); r.Good() {
			t.Errorf("%s: %s", text, r)
		}
	}
}

func TestCertificatesThatDoNotHold(t *testing.T) {
	w := theWorld()
	server := newStampServer(t, w.below)
	stranger := newAuthority(nil, "Gốc lạ")
	check := func(s Signer, terms Terms, change func(*Trust)) *Report {
		t.Helper()
		at := terms.At
		if at.IsZero() {
			at = now
		}
		// The key is not asked whether it may: a stranger's program would not.
		s2 := s
		terms.At = at
		out := force(t, s2, terms)
		trust := w.trust()
		if change != nil {
			change(&trust)
		}
		return Check(out, trust)
	}
	good := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	if r := check(good, Terms{}, func(tr *Trust) { tr.Revoked = w.lists(t, now) }); !r.Good() || !r.Has(Trusted) || !r.Has(NotRevoked) || r.Has(RevocationUnknown) {
		t.Errorf("good: %s", r)
	}
	if r := check(good, Terms{}, nil); !r.Good() || !r.Has(RevocationUnknown) || !strings.Contains(r.String(), "không hỏi OCSP") {
		t.Errorf("nobody says what is revoked: %s", r)
	}
	if r := check(good, Terms{}, func(tr *Trust) { tr.Revoked = w.lists(t, now.Add(-time.Hour), good.Chain[0]) }); r.Good() || !r.Has(Revoked) || !r.Has(Intact) {
		t.Errorf("revoked: %s", r)
	}
	if r := check(good, Terms{}, func(tr *Trust) { tr.Revoked = w.lists(t, now.Add(-time.Hour), w.below.cert) }); r.Good() || !r.Has(Revoked) {
		t.Errorf("its issuer is revoked: %s", r)
	}
	if r := check(good, Terms{Stamper: server.ask}, func(tr *Trust) { tr.Revoked = w.lists(t, now.Add(time.Hour), good.Chain[0]) }); !r.Good() || !r.Has(Revoked) {
		t.Errorf("revoked after a time stamp: %s", r)
	}
	if r := check(good, Terms{}, func(tr *Trust) { tr.Revoked = w.lists(t, now.Add(time.Hour), good.Chain[0]) }); r.Good() {
		t.Errorf("revoked later, and no time stamp: %s", r)
	}
	if r := check(good, Terms{}, func(tr *Trust) { tr.Roots = nil }); r.Good() || !r.Has(Foreign) {
		t.Errorf("no roots: %s", r)
	}
	if r := check(good, Terms{}, func(tr *Trust) { tr.Roots = []*x509.Certificate{stranger.cert} }); r.Good() || !r.Has(Foreign) {
		t.Errorf("other roots: %s", r)
	}
	foreign := Signer{keys.ec(), []*x509.Certificate{stranger.issue(keys.ec(), "Người lạ", nil), stranger.cert}}
	if r := check(foreign, Terms{}, nil); r.Good() || !r.Has(Foreign) || !r.Has(Intact) {
		t.Errorf("foreign: %s", r)
	}
	expired := w.signer(keys.ec(), "Nguyễn Văn A", func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) })
	if r := check(expired, Terms{At: now.Add(-2 * time.Hour)}, nil); r.Good() || !r.Has(Expired) || !r.Has(Trusted) {
		t.Errorf("expired: %s", r)
	}
	early := w.signer(keys.ec(), "Nguyễn Văn A", func(c *x509.Certificate) { c.NotBefore = now.Add(time.Hour) })
	if r := check(early, Terms{}, nil); r.Good() || !r.Has(NotYetValid) {
		t.Errorf("not yet valid: %s", r)
	}
	// It expired later than it signed, and a time stamp says so; without one nothing does.
	brief := w.signer(keys.ec(), "Nguyễn Văn A", func(c *x509.Certificate) { c.NotAfter = now.Add(time.Hour) })
	later := func(tr *Trust) { tr.At = now.Add(2 * time.Hour) }
	if r := check(brief, Terms{Stamper: server.ask}, later); !r.Good() || !r.Has(TimeStamped) {
		t.Errorf("expired after a time stamp: %s", r)
	}
	if r := check(brief, Terms{}, later); r.Good() || !r.Has(Expired) {
		t.Errorf("expired, and no time stamp: %s", r)
	}
	short := must(rsa.GenerateKey(rand.Reader, 1024))
	if r := check(w.signer(short, "Nguyễn Văn A", nil), Terms{}, nil); r.Good() || !r.Has(Weak) {
		t.Errorf("a short key: %s", r)
	}
	encrypts := w.signer(keys.ec(), "Nguyễn Văn A", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement })
	if r := check(encrypts, Terms{}, nil); r.Good() || !r.Has(Purpose) {
		t.Errorf("not one to sign with: %s", r)
	}
}

// force signs with a certificate that Sign refuses: as one that is in force, whose
// place the other takes before the file is signed.
func force(t *testing.T, s Signer, terms Terms) []byte {
	t.Helper()
	out, err := terms.sign(t.Context(), madePDF(1), s)
	if err != nil {
		t.Fatal(err)
	}
	return out.PDF
}

// Signatures of other programs, with signing-time in them, are reported too.
func TestAnOlderKindIsReported(t *testing.T) {
	needs(t, "openssl")
	w := theWorld()
	s := w.signer(keys.rsa(), "Cơ quan khác", nil)
	out := signed(t, madePDF(1), s, Terms{}).PDF
	out = bytes.Replace(out, []byte("/SubFilter /ETSI.CAdES.detached"), []byte("/SubFilter /adbe.pkcs7.detached"), 1)
	content, _ := parts(t, out)
	dir := t.TempDir()
	write(t, dir, "content", content)
	write(t, dir, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Chain[0].Raw}))
	write(t, dir, "i.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Chain[1].Raw}))
	write(t, dir, "k.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(s.Key))}))
	for what, c := range map[string]struct {
		args []string
		good bool
		want string
	}{
		"as it was used to":   {nil, true, "signing-time"},
		"in BER":              {[]string{}, true, "signing-time"},
		"named by its key":    {[]string{"-keyid"}, true, "signing-time"},
		"PSS":                 {[]string{"-keyopt", "rsa_padding_mode:pss"}, true, "signing-time"},
		"SHA-512":             {[]string{"-md", "sha512"}, true, "SHA-512"},
		"SHA-1":               {[]string{"-md", "sha1"}, false, "SHA-1"},
		"without attributes":  {[]string{"-noattr"}, true, "không gắn với chứng thư"},
		"without certificate": {[]string{"-nocerts"}, false, "không kèm chứng thư"},
		"with its content":    {[]string{"-nodetach"}, false, "Không đọc được chữ ký"},
	} {
		args := append([]string{"cms", "-sign", "-binary", "-in", "content", "-signer", "c.pem", "-certfile", "i.pem", "-inkey", "k.pem", "-outform", "DER", "-out", "cms"}, c.args...)
		if said, err := run(t, dir, "openssl", args...); err != nil {
			t.Fatalf("%s: %v: %s", what, err, said)
		}
		der := must(os.ReadFile(filepath.Join(dir, "cms")))
		if what == "in BER" {
			der = endless(t, der)
		}
		file := bytes.Clone(out)
		open := bytes.LastIndex(file, []byte("/Contents <")) + len("/Contents <")
		room := bytes.IndexByte(file[open:], '>')
		if 2*len(der) > room {
			der = der[:room/2]
		}
		copy(file[open:], fmt.Sprintf("%x", der)+strings.Repeat("0", room-2*len(der)))
		r := Check(file, w.trust())
		if r.Good() != c.good || !strings.Contains(r.String(), c.want) || r.Signatures[0].Level != "" {
			t.Errorf("%s: %s", what, r)
		}
	}
}

// endless writes the three outermost elements of a SignedData without their lengths,
// as BER allows.
func endless(t *testing.T, der []byte) []byte {
	t.Helper()
	var info struct {
		Kind    asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	var inner asn1.RawValue
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		t.Fatal(err)
	}
	if _, err := asn1.Unmarshal(info.Content.Bytes, &inner); err != nil {
		t.Fatal(err)
	}
	out := append([]byte{0x30, 0x80}, must(asn1.Marshal(info.Kind))...)
	out = append(append(out, 0xa0, 0x80, 0x30, 0x80), inner.Bytes...)
	return append(out, 0, 0, 0, 0, 0, 0)
}

func TestWhatSignRefuses(t *testing.T) {
	w := theWorld()
	good := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	for what, c := range map[string]struct {
		file  []byte
		s     Signer
		terms Terms
		want  string
	}{
		"no PDF":          {[]byte("xin chào"), good, Terms{}, "Không đọc được cấu trúc"},
		"cut off":         {madePDF(1)[:400], good, Terms{}, "Không đọc được cấu trúc"},
		"with a password": {bytes.Replace(madePDF(1), []byte("/Root "), []byte("/Encrypt 99 0 R /Root "), 1), good, Terms{}, "mật khẩu"},
		"expired":         {madePDF(1), w.signer(keys.ec(), "A", func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) }), Terms{}, "hết hạn"},
		"another key":     {madePDF(1), Signer{keys.rsa(), good.Chain}, Terms{}, "không đi cùng nhau"},
		"no key":          {madePDF(1), Signer{}, Terms{}, "Chưa có khóa"},
		"no such page":    {madePDF(1), good, Terms{Look: &Look{Page: 3, Lines: []string{"a"}}}, "không có trang 3"},
		"off the page":    {madePDF(1), good, Terms{Look: &Look{X: 205, Lines: []string{"Nguyễn Văn A"}}}, "ra ngoài trang 1"},
		"no picture":      {madePDF(1), good, Terms{Look: &Look{Image: &Picture{PNG: []byte("x")}}}, "Không đọc được tệp ảnh"},
	} {
		c.terms.At = now
		if _, err := Sign(t.Context(), c.file, c.s, c.terms); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := Sign(t.Context(), madePDF(1), good, Terms{At: now}); err != nil {
		t.Errorf("nothing to refuse: %v", err)
	}
}
