package signature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/signature/cms"
	"giaouoc/internal/signature/pdf"
)

// appended changes a file by one more revision.
func appended(t *testing.T, file []byte, change func(*pdf.Document, *pdf.Update)) []byte {
	t.Helper()
	doc, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	u := doc.Update()
	change(doc, u)
	out, _ := u.Bytes()
	return out
}

// What a later hand puts in for checking is no change, and is used: only when its
// issuer signed it.
func TestListsInTheFileAreUsed(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	file := signed(t, madePDF(1), s, Terms{}).PDF
	with := func(lists ...[]byte) []byte {
		return appended(t, file, func(d *pdf.Document, u *pdf.Update) {
			var all pdf.Array
			for _, l := range lists {
				packed, err := deflate(l)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, u.Add(pdf.Stream{Dict: pdf.Dict{"Length": int64(len(packed)), "Filter": pdf.Name("FlateDecode")}, Raw: packed}))
			}
			ref, root := d.Catalogue()
			root["DSS"] = u.Add(pdf.Dict{"CRLs": all})
			u.Set(ref, root)
		})
	}
	none, own := w.lists(t, now), w.lists(t, now.Add(-1), s.Chain[0])
	if r := Check(with(none[0].Raw, none[1].Raw), w.trust()); !r.Good() || !r.Has(NotRevoked) || r.Has(Changed) {
		t.Errorf("nothing is revoked: %s", r)
	}
	if r := Check(with(none[0].Raw, own[1].Raw), w.trust()); r.Good() || !r.Has(Revoked) {
		t.Errorf("revoked: %s", r)
	}
	if r := Check(with(none[0].Raw), w.trust()); !r.Good() || !r.Has(RevocationUnknown) {
		t.Errorf("a list is missing: %s", r)
	}
	// A list in the same name that another key signed is nobody's word.
	fake := &world{w.root, newAuthority(w.root, "Nơi cấp minh họa")}
	if r := Check(with(none[0].Raw, fake.lists(t, now.Add(-1), s.Chain[0])[1].Raw), w.trust()); !r.Good() || r.Has(Revoked) || !r.Has(RevocationUnknown) {
		t.Errorf("a list of a stranger: %s", r)
	}
}

// stampDocument adds a time stamp of the whole file, as others do for keeping it.
func stampDocument(t *testing.T, file []byte, server *stampServer) []byte {
	t.Helper()
	terms := Terms{At: now}
	doc := must(pdf.Open(file))
	u := doc.Update()
	const room = 8 << 10
	dict := terms.dictionary(theWorld().signer(keys.ec(), "x", nil), room)
	dict["Type"], dict["SubFilter"] = pdf.Name("DocTimeStamp"), pdf.Name("ETSI.RFC3161")
	value := u.Add(dict)
	if err := terms.field(doc, u, value, Signer{}); err != nil {
		t.Fatal(err)
	}
	out, at := u.Bytes()
	hole, err := seal(out, at[value], room)
	if err != nil {
		t.Fatal(err)
	}
	content := append(bytes.Clone(out[:hole[0]]), out[hole[1]:]...)
	request, err := cms.NewStampRequest(content)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := request.Token(must(server.ask(t.Context(), request.Encoded)))
	if err != nil {
		t.Fatal(err)
	}
	hex.Encode(out[hole[0]+1:], token)
	return out
}

func TestATimeStampOfTheDocument(t *testing.T) {
	w := theWorld()
	server := newStampServer(t, w.below)
	file := stampDocument(t, signed(t, madePDF(1), w.signer(keys.ec(), "Nguyễn Văn A", nil), Terms{}).PDF, server)
	r := Check(file, w.trust())
	if !r.Good() || len(r.Signatures) != 2 || !r.Signatures[1].Document || r.Signatures[1].Stamped.IsZero() || !strings.Contains(r.String(), "Dấu thời gian của cả văn bản") {
		t.Errorf("%s", r)
	}
	file[200] ^= 1
	if r := Check(file, w.trust()); r.Good() || !r.Signatures[1].Has(Altered) {
		t.Errorf("changed: %s", r)
	}
}

// Who certified a file and forbade every change is heard.
func TestALockedFileStaysLocked(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	for p, locked := range map[int]bool{1: true, 2: false} {
		terms := Terms{At: now}
		doc := must(pdf.Open(madePDF(1)))
		u := doc.Update()
		dict := terms.dictionary(s, 4<<10)
		dict["Reference"] = pdf.Array{pdf.Dict{"TransformMethod": pdf.Name("DocMDP"), "TransformParams": pdf.Dict{"P": int64(p)}}}
		value := u.Add(dict)
		if err := terms.field(doc, u, value, s); err != nil {
			t.Fatal(err)
		}
		ref, _ := doc.Catalogue()
		root := u.Get(ref).(pdf.Dict)
		root["Perms"] = pdf.Dict{"DocMDP": value}
		u.Set(ref, root)
		out, at := u.Bytes()
		hole, err := seal(out, at[value], 4<<10)
		if err != nil {
			t.Fatal(err)
		}
		h := sha(out[:hole[0]], out[hole[1]:])
		unstamped, err := cms.Sign(s.Key, s.Chain, h)
		if err != nil {
			t.Fatal(err)
		}
		hex.Encode(out[hole[0]+1:], must(unstamped.Encode()))
		if r := Check(out, w.trust()); !r.Good() {
			t.Fatalf("%d: %s", p, r)
		}
		_, err = Sign(t.Context(), out, s, Terms{At: now})
		if refused := err != nil && strings.Contains(err.Error(), "khóa tệp"); refused != locked {
			t.Errorf("%d: signing it: %v", p, err)
		}
		// Another program signs all the same.
		doc = must(pdf.Open(out))
		u = doc.Update()
		value = u.Add(terms.dictionary(s, 4<<10))
		if err := terms.field(doc, u, value, s); err != nil {
			t.Fatal(err)
		}
		more, at := u.Bytes()
		if hole, err = seal(more, at[value], 4<<10); err != nil {
			t.Fatal(err)
		}
		if unstamped, err = cms.Sign(s.Key, s.Chain, sha(more[:hole[0]], more[hole[1]:])); err != nil {
			t.Fatal(err)
		}
		hex.Encode(more[hole[0]+1:], must(unstamped.Encode()))
		if r := Check(more, w.trust()); r.Good() == locked || r.Signatures[0].Has(Changed) != locked {
			t.Errorf("%d: signed all the same: %s", p, r)
		}
	}
}

// A form that waits for its signatures is filled in; one that is not asked for is not.
func TestAFieldThatWaitedIsSigned(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	var empty pdf.Ref
	form := appended(t, madePDF(1), func(d *pdf.Document, u *pdf.Update) {
		page, _ := d.First()
		look := u.Add(pdf.Stream{Dict: pdf.Dict{"Subtype": pdf.Name("Form"), "Length": int64(0)}})
		empty = u.Add(pdf.Dict{"Type": pdf.Name("Annot"), "Subtype": pdf.Name("Widget"), "FT": pdf.Name("Sig"), "T": pdf.Text("Chờ"), "P": page.Ref, "AP": pdf.Dict{"N": look}})
		page.Dict["Annots"] = pdf.Array{empty}
		u.Set(page.Ref, page.Dict)
		ref, root := d.Catalogue()
		root["AcroForm"] = u.Add(pdf.Dict{"Fields": u.Add(pdf.Array{empty})})
		u.Set(ref, root)
	})
	first := signed(t, form, s, Terms{}).PDF
	r := Check(first, w.trust())
	if !r.Good() || len(r.Signatures) != 1 || !strings.Contains(r.String(), "1 ô chữ ký chưa ai ký") {
		t.Fatalf("a form: %s", r)
	}
	// Another program fills the field that waited.
	terms := Terms{At: now}
	doc := must(pdf.Open(first))
	u := doc.Update()
	value := u.Add(terms.dictionary(s, 4<<10))
	field := doc.Get(empty).(pdf.Dict)
	field["V"], field["AP"] = value, pdf.Dict{"N": u.Add(pdf.Stream{Dict: pdf.Dict{"Subtype": pdf.Name("Form"), "Length": int64(3)}, Raw: []byte("0 g")})}
	u.Set(empty, field)
	out, at := u.Bytes()
	hole, err := seal(out, at[value], 4<<10)
	if err != nil {
		t.Fatal(err)
	}
	unstamped, err := cms.Sign(s.Key, s.Chain, sha(out[:hole[0]], out[hole[1]:]))
	if err != nil {
		t.Fatal(err)
	}
	hex.Encode(out[hole[0]+1:], must(unstamped.Encode()))
	if r := Check(out, w.trust()); !r.Good() || len(r.Signatures) != 2 || r.Has(Changed) {
		t.Errorf("filled in: %s", r)
	}
	// The looks of a field that nobody signed are a change.
	changed := appended(t, first, func(d *pdf.Document, u *pdf.Update) {
		field := d.Get(empty).(pdf.Dict)
		field["AP"] = pdf.Dict{"N": u.Add(pdf.Stream{Dict: pdf.Dict{"Subtype": pdf.Name("Form"), "Length": int64(3)}, Raw: []byte("0 g")})}
		u.Set(empty, field)
	})
	if r := Check(changed, w.trust()); r.Good() || !r.Has(Changed) {
		t.Errorf("looks without a signature: %s", r)
	}
}

// An object that was prepared before signing and swapped in afterwards is found out.
func TestAPreparedObjectIsFound(t *testing.T) {
	w := theWorld()
	var hidden pdf.Ref
	file := appended(t, madePDF(1), func(_ *pdf.Document, u *pdf.Update) {
		hidden = u.Add(pdf.Stream{Dict: pdf.Dict{"Length": int64(15)}, Raw: []byte("BT (khac) Tj ET")})
	})
	file = signed(t, file, w.signer(keys.ec(), "Nguyễn Văn A", nil), Terms{}).PDF
	if r := Check(file, w.trust()); !r.Good() {
		t.Fatal(r)
	}
	doc := must(pdf.Open(file))
	page, _ := doc.First()
	shown := page.Dict["Contents"].(pdf.Ref)
	from, _, _ := doc.Extent(hidden)
	// The number of what is shown leads to what was hidden.
	swapped := append(bytes.Clone(file), fmt.Sprintf("xref\n%d 1\n%010d 00000 n\r\ntrailer\n<</Root %s/Size %d/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
		shown.Num, from, refText(doc.Trailer["Root"]), 99, doc.Start(), len(file))...)
	if r := Check(swapped, w.trust()); r.Good() {
		t.Errorf("the table is swapped: %s", r)
	}
	swapped = appended(t, file, func(_ *pdf.Document, u *pdf.Update) {
		page.Dict["Contents"] = hidden
		u.Set(page.Ref, page.Dict)
	})
	if r := Check(swapped, w.trust()); r.Good() || !strings.Contains(r.String(), "nội dung trang 1") {
		t.Errorf("the page is swapped: %s", r)
	}
}

// A long chain of objects, such as a table of contents, is compared to its end.
func TestALongChainIsCompared(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	const items = 5000
	last := pdf.Ref{}
	file := appended(t, madePDF(1), func(d *pdf.Document, u *pdf.Update) {
		for range items {
			item := pdf.Dict{"Title": pdf.Text("Điều")}
			if last.Num > 0 {
				item["Next"] = last
			}
			last = u.Add(item)
		}
		ref, root := d.Catalogue()
		root["Outlines"] = pdf.Dict{"First": last}
		u.Set(ref, root)
	})
	first := signed(t, file, s, Terms{}).PDF
	if r := Check(signed(t, first, s, Terms{}).PDF, w.trust()); !r.Good() || !r.Signatures[0].Has(SignedLater) {
		t.Errorf("nothing changed: %s", r)
	}
	end := pdf.Ref{Num: last.Num - items + 1}
	changed := appended(t, first, func(_ *pdf.Document, u *pdf.Update) { u.Set(end, pdf.Dict{"Title": pdf.Text("Khác")}) })
	if r := Check(changed, w.trust()); r.Good() || !strings.Contains(r.String(), "Outlines") {
		t.Errorf("the last of them changed: %s", r)
	}
}

func refText(v any) string {
	r := v.(pdf.Ref)
	return fmt.Sprintf("%d %d R", r.Num, r.Gen)
}

func sha(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}
