package layout

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/document"
)

func compose(t *testing.T, d *document.Document) Layout {
	t.Helper()
	l, err := Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// paragraphs lists every paragraph of a layout, those in tables too.
func paragraphs(l Layout) []Paragraph {
	var list []Paragraph
	for _, s := range l.Sections {
		for _, b := range s.Blocks {
			if b.Paragraph != nil {
				list = append(list, *b.Paragraph)
				continue
			}
			for _, r := range b.Table.Rows {
				for _, c := range r.Cells {
					list = append(list, c.Paragraphs...)
				}
			}
		}
	}
	return list
}

func text(p Paragraph) string {
	var b strings.Builder
	for _, r := range p.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// A name that is not in the table of measures would be 0 on paper.
func TestEveryMeasureThatIsAskedForExists(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`taken\("([a-z_]+)"\)`).FindAllStringSubmatch(string(content), -1) {
			n++
			if document.Taken(m[1]) == 0 {
				t.Errorf("%s asks for %q, which is no measure", f, m[1])
			}
		}
	}
	if n < 30 {
		t.Errorf("found only %d", n)
	}
	seen := map[string]bool{}
	for _, s := range Styles() {
		if s.Size < 1 || s.Line < 1 || s.Align == "" || seen[s.ID] {
			t.Errorf("style %s: %+v", s.ID, s)
		}
		seen[s.ID] = true
	}
}

func TestTheHeadOfADocument(t *testing.T) {
	d := &document.Document{Superior: "Bộ Thí dụ", Issuer: "Cục Thí dụ", Number: 5, Sign: "TTr-CTD", Place: "Hà Nội", Title: "TỜ TRÌNH", Abstract: "Về việc thử"}
	var all []string
	for _, p := range paragraphs(compose(t, d)) {
		if s := text(p); s != "" {
			all = append(all, p.Style.ID+": "+s)
		}
	}
	want := []string{
		"CoQuanChuQuan: BỘ THÍ DỤ", "CoQuanBanHanh: CỤC THÍ DỤ", "QuocHieu: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TieuNgu: Độc lập - Tự do - Hạnh phúc",
		"SoKyHieu: Số: 05/TTr-CTD", "DiaDanh: Hà Nội, ngày … tháng … năm …", "TenLoai: TỜ TRÌNH", "TrichYeu: Về việc thử",
	}
	if strings.Join(all, "\n") != strings.Join(want, "\n") {
		t.Errorf("the head is\n%s", strings.Join(all, "\n"))
	}
	d.Title, d.Number = "", 0 // an official letter
	all = nil
	for _, p := range paragraphs(compose(t, d)) {
		all = append(all, text(p))
	}
	joined := strings.Join(all, "\n")
	if !strings.Contains(joined, "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/TTr-CTD\nV/v Về việc thử") || strings.Contains(joined, "TỜ TRÌNH") {
		t.Errorf("the head of a letter is %q", joined)
	}
}

func TestBasesAndRecipientsEndAsTheDecreeAsks(t *testing.T) {
	d := &document.Document{Bases: []string{"Căn cứ Luật A", "Căn cứ Luật B;", "Theo đề nghị của C."}, Recipients: []string{"Như trên", "Lưu: VT"}}
	var got []string
	for _, p := range paragraphs(compose(t, d)) {
		if p.Style == Basis || p.Style == Recipient {
			got = append(got, text(p))
		}
	}
	if want := "Căn cứ Luật A;|Căn cứ Luật B;|Theo đề nghị của C.|- Như trên;|- Lưu: VT."; strings.Join(got, "|") != want {
		t.Errorf("%s", strings.Join(got, "|"))
	}
}

func TestTextsAreComposedAndLegible(t *testing.T) {
	d := &document.Document{Title: "A", Issuer: "B", Body: []document.Block{document.P(norm.NFD.String("Cụm thi đua") + "\x00\x1b\n\tsố <1> & «2»\ufffe")}}
	for _, p := range paragraphs(compose(t, d)) {
		if p.Style == Body {
			if got := text(p); got != "Cụm thi đua số <1> & «2»" {
				t.Errorf("%q", got)
			}
			return
		}
	}
	t.Error("the paragraph is not there")
}

func TestColumnsFillTheLineAndHoldTheirHeads(t *testing.T) {
	columns := []document.Column{{Title: "STT", Weight: 0.01}, {Title: "Tên", Weight: 9}, {Title: "Tiền thưởng", Weight: 0}, {Title: "", Weight: 1}}
	list := widths(columns, CellHead, 400)
	total := 0.0
	for i, w := range list {
		total += w
		for _, word := range strings.Fields(columns[i].Title) {
			if w < widthOf(CellHead, word)+2*PadSide {
				t.Errorf("%q stands in %.1f points", word, w)
			}
		}
	}
	if math.Abs(total-400) > 0.01 {
		t.Errorf("the columns are %.2f points wide", total)
	}
}

func TestALongTitleBreaksEvenly(t *testing.T) {
	lines, longest := even(Issuer, "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", 180)
	if len(lines) != 2 || text(lines[0]) != "ỦY BAN NHÂN DÂN" || text(lines[1]) != "THÀNH PHỐ HÀ NỘI" || longest > 180 {
		t.Errorf("%v, %.1f", lines, longest)
	}
	if lines, _ := even(Issuer, "SỞ NỘI VỤ", 180); len(lines) != 1 {
		t.Errorf("a short one stands in %d lines", len(lines))
	}
	if lines, _ := even(Issuer, "HỘI ĐỒNG\nTHI ĐUA", 180); len(lines) != 2 {
		t.Errorf("its own break is not kept: %d lines", len(lines))
	}
	if lines, _ := even(Issuer, strings.Repeat("A", 100), 180); len(lines) != 1 {
		t.Errorf("one long word stands in %d lines", len(lines))
	}
}

func TestAWideAppendixLiesOnItsSide(t *testing.T) {
	l := compose(t, &document.Document{Kind: document.KindDecision, Sign: "QĐ-UBND", Number: 7, Issuer: "Sở", Appendices: []document.Appendix{{Title: "Danh sách", Landscape: true}, {Number: "II", Title: "Khác"}}})
	if len(l.Sections) != 3 || l.Sections[0].Landscape() || !l.Sections[1].Landscape() || l.Sections[2].Landscape() {
		t.Fatalf("%d sections", len(l.Sections))
	}
	if got := text(*l.Sections[1].Blocks[2].Paragraph); got != "(Kèm theo Quyết định số 07/QĐ-UBND ngày … tháng … năm … của Sở)" {
		t.Errorf("%q", got)
	}
}
