package signature

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature/cms"
	"giaouoc/internal/signature/pdf"
	"giaouoc/internal/vn"
)

// Level is that of PAdES baseline; empty for a signature that is none.
type Level string

// The levels.
const (
	LevelB Level = "B" // the signer claims the time
	LevelT Level = "T" // a time-stamp server vouches for it
)

// Stamper sends a request to a time-stamp server and gives its answer (RFC 3161).
type Stamper func(ctx context.Context, request []byte) ([]byte, error)

// Terms say how to sign.
type Terms struct {
	At      time.Time // when the signer says it signs
	Reason  string    // may be empty
	Place   string    // may be empty
	Look    *Look     // nil for a signature that is not seen
	Stamper Stamper   // nil for level B
	Wait    time.Duration
}

// Result is a signed file.
type Result struct {
	PDF   []byte
	Level Level
	Said  string // why the level is lower than was asked for: one Vietnamese sentence, or empty
}

const (
	stampWait = 15 * time.Second // where Terms.Wait is zero
	// What a SignedData takes beside the certificates, and a time stamp with the
	// certificates of its server; what is not needed stays zeros.
	roomForCMS   = 2 << 10
	roomForStamp = 12 << 10
)

const subFilter = "ETSI.CAdES.detached"

// Sign appends a signature to a PDF. What the person can mend is a problem beside
// "pdf", "key", "page", "position", "image", "seal" or "lines".
func Sign(ctx context.Context, file []byte, s Signer, t Terms) (Result, error) {
	if err := s.may(t.At); err != nil {
		return Result{}, err
	}
	return t.sign(ctx, file, s)
}

// sign signs without asking whether the certificate is one to sign with.
func (t Terms) sign(ctx context.Context, file []byte, s Signer) (Result, error) {
	doc, err := openToSign(file)
	if err != nil {
		return Result{}, err
	}
	room := roomForCMS
	if t.Stamper != nil {
		room += roomForStamp
	}
	for _, c := range s.Chain {
		room += len(c.Raw)
	}
	u := doc.Update()
	value := u.Add(t.dictionary(s, room))
	if err := t.field(doc, u, value, s); err != nil {
		return Result{}, err
	}
	if err := doc.Fault(); err != nil {
		return Result{}, errUnreadable()
	}
	out, at := u.Bytes()
	hole, err := seal(out, at[value], room)
	if err != nil {
		return Result{}, err
	}
	digest := sha256.New()
	digest.Write(out[:hole[0]])
	digest.Write(out[hole[1]:])
	unstamped, err := cms.Sign(s.Key, s.Chain, digest.Sum(nil))
	if err != nil {
		return Result{}, fmt.Errorf("sign a PDF: %w", err)
	}
	r := Result{PDF: out, Level: LevelB}
	if t.Stamper != nil {
		r.Said = t.stamp(ctx, unstamped, &r.Level)
	}
	return r, fill(out[hole[0]+1:hole[1]-1], unstamped, &r)
}

// fill writes the signature into the hole. A time stamp that is larger than any
// should be is left out.
func fill(hole []byte, u *cms.Unstamped, r *Result) error {
	der, err := u.Encode()
	if err == nil && 2*len(der) > len(hole) && r.Level == LevelT {
		u.Stamp(nil)
		r.Level, r.Said = LevelB, lowered("dấu thời gian lớn hơn chỗ dành cho nó")
		der, err = u.Encode()
	}
	if err != nil {
		return err
	}
	if 2*len(der) > len(hole) {
		return fmt.Errorf("sign a PDF: the signature takes %d bytes of %d", len(der), len(hole)/2)
	}
	hex.Encode(hole, der)
	return nil
}

func errUnreadable() error {
	return problem.Field("pdf", "Không đọc được cấu trúc của tệp PDF nên không ký: tệp hỏng hoặc bị cắt; hãy xuất lại tệp từ chương trình soạn thảo.")
}

// openToSign opens a file that may be signed.
func openToSign(file []byte) (*pdf.Document, error) {
	if len(file) > pdf.MostBytes {
		return nil, problem.Field("pdf", "Tệp PDF lớn hơn %d MB; hãy nén ảnh trong tệp rồi ký.", pdf.MostBytes>>20)
	}
	doc, err := pdf.Open(file)
	if err != nil {
		return nil, errUnreadable()
	}
	if doc.Encrypted() {
		return nil, problem.Field("pdf", "Tệp PDF đặt mật khẩu hoặc hạn chế quyền nên không ký được; hãy bỏ mật khẩu rồi ký.")
	}
	_, root := doc.Catalogue()
	if root == nil {
		return nil, errUnreadable()
	}
	if permitted(doc, doc.Dict(doc.Dict(root["Perms"])["DocMDP"])) == 1 {
		return nil, problem.Field("pdf", "Người ký trước đã khóa tệp, không cho thay đổi gì thêm, kể cả chữ ký; hãy xin bản chưa khóa.")
	}
	return doc, nil
}

// permitted is what a signature lets others change (DocMDP): 1 nothing, 2 forms and
// signatures, 3 remarks too; 0 when it says nothing.
func permitted(doc *pdf.Document, signed pdf.Dict) int64 {
	for _, v := range doc.Array(signed["Reference"]) {
		ref := doc.Dict(v)
		if doc.Get(ref["TransformMethod"]) != pdf.Name("DocMDP") {
			continue
		}
		if p, ok := doc.Get(doc.Dict(ref["TransformParams"])["P"]).(int64); ok {
			return p
		}
		return 2
	}
	return 0
}

// The mark of the signed ranges, as wide as ten digits thrice.
var rangeMark = []byte("[0 ?????????? ?????????? ??????????]")

func (t Terms) dictionary(s Signer, room int) pdf.Dict {
	hole := bytes.Repeat([]byte("0"), 2*room+2)
	hole[0], hole[len(hole)-1] = '<', '>'
	d := pdf.Dict{
		"Type": pdf.Name("Sig"), "Filter": pdf.Name("Adobe.PPKLite"), "SubFilter": pdf.Name(subFilter),
		"ByteRange": pdf.Raw(rangeMark), "Contents": pdf.Raw(hole),
		"M": pdf.Text(t.At.In(vn.Zone).Format("D:20060102150405-07'00'")), "Name": pdf.Text(nameOf(s.Chain[0])),
	}
	if t.Reason != "" {
		d["Reason"] = pdf.Text(t.Reason)
	}
	if t.Place != "" {
		d["Location"] = pdf.Text(t.Place)
	}
	return d
}

// seal writes the signed ranges and says where the hole for the signature is, its
// angle brackets with it.
func seal(out []byte, at, room int) (hole [2]int, err error) {
	mark := bytes.Index(out[at:], rangeMark)
	contents := bytes.Index(out[at:], []byte("/Contents <0"))
	if mark < 0 || contents < 0 {
		return hole, errors.New("sign a PDF: the signature is not where it was put")
	}
	hole[0] = at + contents + len("/Contents ")
	hole[1] = hole[0] + 2*room + 2
	text := fmt.Sprintf("[0 %d %d %d", hole[0], hole[1], len(out)-hole[1])
	copy(out[at+mark:], fmt.Sprintf("%-*s]", len(rangeMark)-1, text))
	return hole, nil
}

// field puts a signature field into the form and onto a page.
func (t Terms) field(doc *pdf.Document, u *pdf.Update, value pdf.Ref, s Signer) error {
	name := freeName(doc)
	field := pdf.Dict{
		"Type": pdf.Name("Annot"), "Subtype": pdf.Name("Widget"), "FT": pdf.Name("Sig"), "T": pdf.Text(name), "V": value,
		"F": int64(4 + 128), "Rect": pdf.Array{int64(0), int64(0), int64(0), int64(0)}, // printed and locked
	}
	var page pdf.Page
	if t.Look.seen() {
		d, err := t.Look.layOut(u)
		if err != nil {
			return err
		}
		var at [4]float64
		if page, at, err = t.Look.find(doc, d); err != nil {
			return err
		}
		content, err := deflate([]byte(d.content))
		if err != nil {
			return err
		}
		r := page.Unseen(at)
		field["Rect"] = pdf.Array{r[0], r[1], r[2], r[3]}
		form := pdf.Stream{Dict: pdf.Dict{
			"Type": pdf.Name("XObject"), "Subtype": pdf.Name("Form"), "BBox": pdf.Array{int64(0), int64(0), d.width, d.height},
			"Matrix": page.Upright(), "Resources": d.resources, "Filter": pdf.Name("FlateDecode"), "Length": int64(len(content)),
		}, Raw: content}
		if i := d.image; i[2] > 0 {
			form.Dict[imageKey] = pdf.Array{i[0], i[1], i[2], i[3]}
		}
		field["AP"] = pdf.Dict{"N": u.Add(form)}
	} else {
		var ok bool
		if page, ok = doc.First(); !ok {
			return errUnreadable()
		}
	}
	field["P"] = page.Ref
	ref := u.Add(field)
	dict := maps.Clone(page.Dict)
	if extend(doc, u, dict, "Annots", ref) {
		u.Set(page.Ref, dict)
	}
	rootRef, root := doc.Catalogue()
	form := maps.Clone(doc.Dict(root["AcroForm"]))
	if form == nil {
		form = pdf.Dict{}
	}
	changed := extend(doc, u, form, "Fields", ref) || form["SigFlags"] != int64(3)
	form["SigFlags"] = int64(3) // signatures are there, and the file is only to be appended to
	switch at, ok := root["AcroForm"].(pdf.Ref); {
	case ok && changed:
		u.Set(at, form)
	case !ok:
		root = maps.Clone(root)
		root["AcroForm"] = form
		u.Set(rootRef, root)
	}
	return nil
}

// extend appends to the list at a key of a dictionary: in the dictionary, or where the
// list itself is. It reports whether the dictionary changed.
func extend(doc *pdf.Document, u *pdf.Update, dict pdf.Dict, key pdf.Name, ref pdf.Ref) bool {
	list := append(append(pdf.Array{}, doc.Array(dict[key])...), ref)
	if at, ok := dict[key].(pdf.Ref); ok && doc.Array(at) != nil {
		u.Set(at, list)
		return false
	}
	dict[key] = list
	return true
}

// freeName is a name that no field of the form has.
func freeName(doc *pdf.Document) string {
	taken := map[string]bool{}
	_, root := doc.Catalogue()
	for _, v := range doc.Array(doc.Dict(root["AcroForm"])["Fields"]) {
		taken[pdf.ReadText(doc.Get(doc.Dict(v)["T"]))] = true
	}
	n := 1
	for taken[fmt.Sprintf("ChuKy%d", n)] {
		n++
	}
	return fmt.Sprintf("ChuKy%d", n)
}

// stamp asks for a time stamp. What goes wrong is a sentence, and the level stays.
func (t Terms) stamp(ctx context.Context, u *cms.Unstamped, level *Level) string {
	wait := t.Wait
	if wait == 0 {
		wait = stampWait
	}
	ctx, stop := context.WithTimeout(ctx, wait)
	defer stop()
	r, err := cms.NewStampRequest(u.Value)
	if err != nil {
		return lowered("không lập được yêu cầu")
	}
	type said struct {
		answer []byte
		err    error
	}
	answered := make(chan said, 1) // a Stamper that does not heed ctx goes on alone
	go func() {
		answer, err := t.Stamper(ctx, r.Encoded)
		answered <- said{answer, err}
	}()
	select {
	case <-ctx.Done():
		return lowered("máy chủ dấu thời gian không trả lời kịp")
	case a := <-answered:
		if a.err != nil {
			return lowered("không hỏi được máy chủ dấu thời gian")
		}
		token, stamp, err := r.Token(a.answer)
		if err != nil {
			return lowered("máy chủ dấu thời gian trả lời sai")
		}
		if d := stamp.Time.Sub(t.At); d > day || d < -day {
			return lowered("dấu thời gian ghi " + moment(stamp.Time) + ", cách giờ của máy này hơn một ngày")
		}
		u.Stamp(token)
		*level = LevelT
		return ""
	}
}

const day = 24 * time.Hour

func lowered(why string) string {
	return "Chữ ký ở mức B, không có dấu thời gian: " + why + "."
}
