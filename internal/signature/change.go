package signature

import (
	"fmt"
	"slices"

	"giaouoc/internal/signature/pdf"
)

// mostChanges are named.
const mostChanges = 12

// sortOut tells signatures that were added later from everything else that changed:
// later counts the signatures, changes says the rest, each once.
func sortOut(doc *pdf.Document, list []pdf.Difference) (later int, changes []string) {
	counted := map[string]bool{}
	fields := doc.SignatureFields()
	for _, d := range list {
		if name, ok := addedSignature(fields, d); ok {
			counted[name] = true
			continue
		}
		if harmless(fields, d) {
			continue
		}
		if what := described(d); !slices.Contains(changes, what) {
			changes = append(changes, what)
		}
	}
	slices.Sort(changes)
	if len(changes) > mostChanges {
		changes = append(changes[:mostChanges], "…")
	}
	return len(counted), changes
}

// addedSignature recognises a signature of the form that is new, and a field of the
// form that was empty and is signed now. What only looks like one, such as a remark on
// a page that the form does not know, is none.
func addedSignature(fields []pdf.Field, d pdf.Difference) (name string, ok bool) {
	if d.Was != nil || len(d.Path) < 3 {
		return "", false
	}
	ref := d.In
	switch list, last := d.Path[len(d.Path)-2], d.Path[len(d.Path)-1]; {
	case last == "V":
	case list == "Annots" || list == "Fields":
		ref = d.Ref
	default:
		return "", false
	}
	f := signedAt(fields, ref)
	if f == nil {
		return "", false
	}
	return f.Name, true
}

// signedAt is the signed field of the form that is this object, or nil.
func signedAt(fields []pdf.Field, ref pdf.Ref) *pdf.Field {
	for i, f := range fields {
		if f.Ref == ref && ref.Num > 0 && f.Signed["ByteRange"] != nil {
			return &fields[i]
		}
	}
	return nil
}

// harmless are the differences that come with signing and with what is kept for
// checking later, and change nothing that is read.
func harmless(fields []pdf.Field, d pdf.Difference) bool {
	if d.Path[0] != "Root" || len(d.Path) < 2 {
		return false
	}
	last := d.Path[len(d.Path)-1]
	switch d.Path[1] {
	case "DSS", "Extensions", "Version":
		return true
	case "AcroForm":
		if len(d.Path) == 3 && (last == "SigFlags" || d.Was == nil && (last == "DR" || last == "DA")) {
			return true
		}
	}
	// A field that waited for its signature gets its looks with it.
	if d.WasIn["V"] == nil && d.IsIn["V"] != nil && signedAt(fields, d.In) != nil {
		return slices.Contains([]string{"AP", "M", "MK", "F", "DA", "Q"}, last)
	}
	return false
}

// aboutTheFile is what most programs write anew each time.
const aboutTheFile = "thông tin mô tả tệp (tên, tác giả …)"

// described says in words what a difference is about.
func described(d pdf.Difference) string {
	switch {
	case d.Path[0] == "Info" || len(d.Path) > 1 && d.Path[1] == "Metadata":
		return aboutTheFile
	case slices.Contains(d.Path, "Annots") && d.Page > 0:
		return fmt.Sprintf("chú thích hoặc ô biểu mẫu trên trang %d", d.Page)
	case d.Page > 0:
		return fmt.Sprintf("nội dung trang %d", d.Page)
	case len(d.Path) > 1 && d.Path[1] == "Pages":
		if d.Is == nil {
			return "bớt trang"
		}
		if d.Was == nil {
			return "thêm trang"
		}
		return "thứ tự hoặc khuôn khổ các trang"
	case len(d.Path) > 1 && d.Path[1] == "AcroForm":
		return "ô biểu mẫu"
	case len(d.Path) > 1:
		return "phần khác của tệp (" + printable(d.Path[1]) + ")"
	}
	return "phần khác của tệp"
}
