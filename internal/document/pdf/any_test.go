package pdf

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/vn"
)

// anyText has letters that break writers: marks apart, signs of XML and PDF, letters
// beyond the first plane, control characters, words longer than a line.
func anyText() *rapid.Generator[string] {
	pieces := []string{"đồng", "Nguyễn", "a\u0323\u0302", "<w:p>", "&amp;", "(x\\", ")", "🙂", "\x00", "\n", "\t", " ", "  ", "\u00a0", "NĐ-CP", "-", "--", "/", "…", "\ufffe", "\xff", strings.Repeat("W", 120), "中", "\u202e"}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40), func(list []string) string { return strings.Join(list, " ") })
}

func anyDocument(t *rapid.T) *document.Document {
	text := anyText()
	table := func() *document.Table {
		n := rapid.IntRange(0, 6).Draw(t, "columns")
		out := &document.Table{Size: rapid.SampledFrom([]float64{0, 10, 12}).Draw(t, "size")}
		for range n {
			out.Columns = append(out.Columns, document.Column{
				Title: text.Draw(t, "title"), Group: rapid.SampledFrom([]string{"", "", "Nhóm", "Khác"}).Draw(t, "group"),
				Weight: float64(rapid.IntRange(-1, 5).Draw(t, "weight")), Align: rapid.SampledFrom([]document.Align{"", document.Left, document.Right, document.Centre, document.Justify}).Draw(t, "align"),
			})
		}
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			out.Rows = append(out.Rows, rapid.SliceOfN(text, 0, 7).Draw(t, "row"))
		}
		return out
	}
	part := rapid.SampledFrom([]document.Part{document.Paragraph, document.Chapter, document.Heading, document.Article, document.Clause, document.Point, document.Dash, document.Centred, document.Listing, ""})
	d := &document.Document{
		Kind: rapid.SampledFrom(document.Kinds()).Draw(t, "kind"), Superior: text.Draw(t, "superior"), Issuer: text.Draw(t, "issuer"), Sign: text.Draw(t, "sign"),
		Title: text.Draw(t, "head"), Abstract: text.Draw(t, "abstract"), Subtitle: text.Draw(t, "subtitle"), Number: rapid.IntRange(0, 2000).Draw(t, "number"),
		Addressees: rapid.SliceOfN(text, 0, 3).Draw(t, "to"), Bases: rapid.SliceOfN(text, 0, 3).Draw(t, "bases"), Recipients: rapid.SliceOfN(text, 0, 4).Draw(t, "recipients"),
		Columns: rapid.IntRange(0, 3).Draw(t, "side by side"), Notes: rapid.SliceOfN(text, 0, 2).Draw(t, "notes"), Date: vn.NewDate(2026, 2, 3),
	}
	for range rapid.IntRange(0, 8).Draw(t, "blocks") {
		b := document.Block{Part: part.Draw(t, "part"), Label: text.Draw(t, "label"), Text: text.Draw(t, "text")}
		if b.Part == document.Listing {
			b.Table = table()
		}
		d.Body = append(d.Body, b)
	}
	for range rapid.IntRange(0, 5).Draw(t, "signatures") {
		d.Signatures = append(d.Signatures, document.Signature{Party: text.Draw(t, "party"), Lines: rapid.SliceOfN(text, 0, 3).Draw(t, "lines"), Name: text.Draw(t, "name")})
	}
	if rapid.Bool().Draw(t, "appendix") {
		d.Appendices = []document.Appendix{{Number: text.Draw(t, "which"), Title: text.Draw(t, "of"), Landscape: rapid.Bool().Draw(t, "lies"), Body: []document.Block{document.List(table())}}}
	}
	return d
}

// Whatever is written into a document, both writers end and write the same file
// twice.
func TestAnyDocumentIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		var files [2][2]bytes.Buffer
		for i := range files {
			l, err := layout.Compose(d)
			if err != nil {
				t.Fatal(err)
			}
			if err := Write(&files[i][0], &l); err != nil {
				t.Fatal(err)
			}
			if err := docx.Write(&files[i][1], &l); err != nil {
				t.Fatal(err)
			}
		}
		for k := range files[0] {
			if !bytes.Equal(files[0][k].Bytes(), files[1][k].Bytes()) {
				t.Errorf("file %d is another the second time", k)
			}
		}
	})
}
