package clerk

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/document"
)

func letter(second string) *document.Document {
	return &document.Document{
		Kind: document.KindSubmission, Issuer: "Sở A", Sign: "TTr-SA", Title: "TỜ TRÌNH", Abstract: "Về việc khen", Addressees: []string{"UBND"},
		Body: []document.Block{
			document.P("Đoạn đầu."),
			document.List(&document.Table{Columns: []document.Column{{Title: "Tên"}}, Rows: [][]string{{"A"}, {"…"}}}),
			{Part: document.Article, Label: "Điều 1.", Text: second},
		},
		Signatures: []document.Signature{{Lines: []string{"GIÁM ĐỐC"}}}, Recipients: []string{"Như trên", "Lưu: VT"},
	}
}

// Words stand in the place they were written for; a list is the source's, whatever a form
// sends.
func TestWordsStandInTheirPlace(t *testing.T) {
	d := letter("Tặng 02 tập thể.")
	words, err := chosen(d, map[string]string{
		"body_0": "Một <đoạn> & dấu\n\nthêm một đoạn", "body_1": "sửa danh sách", "body_2": "Tặng 02 tập thể.", "name_0": "  Nguyễn  Thị Hòa ", "recipients": "Như trên\nLưu: VT", "nobody": "x",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(words) != 2 || words["name_0"] != "Nguyễn Thị Hòa" {
		t.Fatalf("kept %q", words)
	}
	out := written(d, words)
	if len(out.Body) != 4 || out.Body[0].Text != "Một <đoạn> & dấu" || out.Body[1].Text != "thêm một đoạn" || out.Body[2].Table == nil || out.Body[3].Label != "Điều 1." {
		t.Errorf("body %+v", out.Body)
	}
	if out.Signatures[0].Name != "Nguyễn Thị Hòa" || d.Signatures[0].Name != "" || d.Body[0].Text != "Đoạn đầu." {
		t.Error("the words are not in the copy alone")
	}
	if n := gaps(out); n != 1 {
		t.Errorf("%d gaps, want that of the list", n)
	}
	if none := written(d, map[string]string{"body_0": ""}); len(none.Body) != 2 {
		t.Errorf("a paragraph without words stays: %+v", none.Body)
	}
	if _, err := chosen(d, map[string]string{"abstract": strings.Repeat("a", longestWords+1)}); err == nil {
		t.Error("words without end are taken")
	}
}

// A draft that is drawn anew keeps the words on texts that did not change, and takes the
// figures of those that did.
func TestADraftDrawnAnewKeepsItsWords(t *testing.T) {
	old, now := letter("Tặng 02 tập thể."), letter("Tặng 03 tập thể.")
	now.Body = slices.Insert(now.Body, 1, document.P("Đoạn mới."))
	kept := carried(old, now, map[string]string{"body_0": "Đầu khác", "body_2": "Tặng hai tập thể", "abstract": "Trích yếu khác"})
	if len(kept) != 2 || kept["body_0"] != "Đầu khác" || kept["abstract"] != "Trích yếu khác" {
		t.Errorf("kept %q", kept)
	}
	if same := carried(old, letter("Tặng 02 tập thể."), map[string]string{"body_2": "Tặng hai tập thể"}); same["body_2"] != "Tặng hai tập thể" {
		t.Errorf("lost %q", same)
	}
}

func TestEveryKindHasASpecimen(t *testing.T) {
	words, err := document.Carried()
	if err != nil {
		t.Fatal(err)
	}
	o := Office{Issuer: "Sở A", Place: "Hà Nội"}
	for _, k := range document.Kinds() {
		d := document.Specimen(k, words, o.head())
		if d == nil {
			t.Errorf("%s has none", k)
			continue
		}
		if word, paper, err := Files(d); err != nil || len(word) == 0 || len(paper) == 0 {
			t.Errorf("%s: %v", k, err)
		}
	}
}
