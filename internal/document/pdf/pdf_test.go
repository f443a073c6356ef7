package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/document"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/vn"
)

func write(t testing.TB, d *document.Document) []byte {
	t.Helper()
	l, err := layout.Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, &l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// poppler runs one of poppler's programs, which is not our own reader, on a file.
func poppler(t *testing.T, content []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "" {
			t.Skipf("%s is not installed (poppler-utils)", name)
		}
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	all := append(append([]string(nil), args...), file)
	if name == "pdftotext" {
		all = append(all, "-")
	}
	var mistakes bytes.Buffer
	cmd := exec.Command(path, all...)
	cmd.Stderr = &mistakes
	out, err := cmd.Output()
	if err != nil || mistakes.Len() > 0 {
		t.Fatalf("%s: %v %s", name, err, mistakes.String())
	}
	return string(out)
}

func sample() *document.Document {
	return &document.Document{
		Kind: document.KindDecision, Title: "QUYẾT ĐỊNH", Abstract: "Về việc thử (một) \\ hai", Issuer: "Sở Thí Dụ", Sign: "QĐ-S", Number: 5, Place: "Huế", Date: vn.NewDate(2026, 1, 2),
		Body: []document.Block{
			document.P("Các đơn vị cam kết tổ chức thực hiện, tự kiểm tra, báo cáo trung thực số liệu theo kỳ và chịu sự đánh giá chung của cụm; ký tự lạ 🙂 không làm hỏng trang."),
			{Part: document.Article, Label: "Điều 1.", Text: "Tặng Bằng khen cho những người có tên trong danh sách kèm theo quyết định này và trao tại hội nghị."},
			{Part: document.Chapter, Label: "I.", Text: "PHẦN MỘT"},
		},
		Signatures: []document.Signature{{Lines: []string{"GIÁM ĐỐC"}, Name: "Nguyễn Văn A"}}, Recipients: []string{"Như trên", "Lưu: VT"}, Notes: []string{document.Illustrative},
	}
}

func rows(n int) []document.Block {
	list := make([][]string, n)
	for i := range list {
		list[i] = []string{fmt.Sprintf("#%d", i+1), "Nguyễn Văn Minh Họa", "Công nhân, Xí nghiệp Thí Dụ"}
	}
	return []document.Block{document.List(&document.Table{Columns: []document.Column{{Title: "Thứ tự", Weight: 1}, {Title: "Tên", Weight: 3}, {Title: "Việc", Weight: 3}}, Rows: list})}
}

func TestTheTextCanBeCopied(t *testing.T) {
	content := write(t, sample())
	got := strings.Join(strings.Fields(poppler(t, content, "pdftotext", "-layout")), " ")
	for _, want := range []string{
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 05/QĐ-S", "Huế, ngày 02 tháng 01 năm 2026", "Về việc thử (một) \\ hai",
		"Các đơn vị cam kết tổ chức thực hiện, tự kiểm tra, báo cáo trung thực số liệu theo kỳ và chịu sự đánh giá chung của cụm; ký tự lạ ? không làm hỏng trang.",
		"Điều 1. Tặng Bằng khen cho những người có tên trong danh sách kèm theo quyết định này và trao tại hội nghị.", "Số liệu minh họa",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q:\n%s", want, got)
		}
	}
	info := poppler(t, content, "pdfinfo")
	for _, want := range []string{"QUYẾT ĐỊNH Về việc thử", "Sở Thí Dụ", "Pages:           1\n", "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("the properties lack %q:\n%s", want, info)
		}
	}
	if !bytes.Contains(content, []byte("/Lang (vi-VN)")) {
		t.Error("the language is not told")
	}
	if n := bytes.Count(content, []byte("/Title (\xfe\xff")); n != 4 { // the document's own, and those of three bookmarks
		t.Errorf("%d titles, want 4", n)
	}
	fonts := poppler(t, content, "pdffonts")
	for _, line := range strings.Split(strings.TrimSpace(fonts), "\n")[2:] {
		if !strings.Contains(line, "Identity-H") || !strings.Contains(line, "yes yes yes") && !strings.Contains(line, "yes no  yes") {
			t.Errorf("a font that is not embedded, or whose text cannot be copied: %s", line)
		}
	}
}

func TestAListRepeatsItsHeadOnEveryPage(t *testing.T) {
	for _, n := range []int{30, 1000, 5000} {
		d := sample()
		d.Appendices = []document.Appendix{{Title: "Danh sách", Body: rows(n)}}
		pages := strings.Split(strings.TrimSuffix(poppler(t, write(t, d), "pdftotext", "-layout"), "\f"), "\f")
		seen := 0
		for i, page := range pages[1:] {
			if strings.Count(page, "Thứ tự") != 1 {
				t.Errorf("%d rows, page %d has %d heads", n, i+2, strings.Count(page, "Thứ tự"))
			}
			number := strings.TrimSpace(strings.SplitN(strings.TrimLeft(page, "\n"), "\n", 2)[0])
			if i > 0 && number != fmt.Sprint(i+1) {
				t.Errorf("%d rows, page %d of the appendix is numbered %q", n, i+1, number)
			}
			seen += strings.Count(page, "#")
		}
		if seen != n || !strings.Contains(pages[len(pages)-1], fmt.Sprintf("#%d ", n)) {
			t.Errorf("%d of %d rows are on paper", seen, n)
		}
	}
}

func TestNoSignatureStandsAlone(t *testing.T) {
	for lines := 15; lines < 45; lines++ {
		d := sample()
		d.Body = nil
		for i := range lines {
			d.Body = append(d.Body, document.P(fmt.Sprintf("Đoạn %d.", i)))
		}
		pages := strings.Split(strings.TrimSuffix(poppler(t, write(t, d), "pdftotext", "-layout"), "\f"), "\f")
		last := pages[len(pages)-1]
		if !strings.Contains(last, "GIÁM ĐỐC") || !strings.Contains(last, "Nguyễn Văn A") || !strings.Contains(last, fmt.Sprintf("Đoạn %d.", lines-1)) {
			t.Errorf("with %d lines the last page says:\n%s", lines, last)
		}
	}
}

func TestWhatIsHigherThanAPageGoesOnOverIt(t *testing.T) {
	d := sample()
	long := strings.Repeat("từ ", 3000) + "HẾT"
	d.Body = []document.Block{document.P(long), document.List(&document.Table{Columns: []document.Column{{Title: "Một", Weight: 1}, {Title: "Hai", Weight: 1}}, Rows: [][]string{{long, "ngắn"}, {strings.Repeat("Z", 500), "b"}}})}
	got := poppler(t, write(t, d), "pdftotext", "-layout")
	if n := strings.Count(got, "từ"); n != 6000 {
		t.Errorf("%d of 6000 words are on paper", n)
	}
	if n := strings.Count(got, "HẾT"); n != 2 {
		t.Errorf("%d ends", n)
	}
	if n := strings.Count(got, "Z"); n != 500 {
		t.Errorf("%d of 500 letters of a long word", n)
	}
}

func TestTheSameLayoutIsTheSameFile(t *testing.T) {
	first := write(t, sample())
	for range 3 {
		if !bytes.Equal(first, write(t, sample())) {
			t.Fatal("two writings differ")
		}
	}
	other := sample()
	other.Abstract = "Khác"
	if bytes.Equal(first, write(t, other)) {
		t.Error("two documents are one file")
	}
}
