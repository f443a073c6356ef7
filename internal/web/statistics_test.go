package web

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/document/docx"
	"giaouoc/internal/org"
	"giaouoc/internal/statistics"
	"giaouoc/internal/vn"
)

// LibreOffice opens a form as a workbook and as a Word file, and reads the same
// figures in both; what is not known is no zero.
func TestLibreOfficeReadsStatistics(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "" {
			t.Skip("soffice is not installed (libreoffice-calc, libreoffice-writer)")
		}
		t.Fatal(err)
	}
	form := statistics.Form{Code: statistics.BodyAwards, Name: "Số lượng khen thưởng", Columns: []statistics.Column{{Key: "1", Mark: "1", Title: "Tổng số"}, {Key: "2", Mark: "2", Title: "Bằng khen"}}, Rows: []statistics.Row{
		{Key: "tong", Mark: "01", Name: "Tổng số", Cells: []statistics.Cell{{Counted: make([]int, 4137)}, {Counted: make([]int, 2759)}}},
		{Heading: true, Name: "Chia theo đối tượng"},
		{Key: "nu", Name: "Nữ", Added: true, Cells: []statistics.Cell{{Unknown: "sổ không ghi"}, {Empty: true}}},
	}}
	set := &statistics.Set{Year: 2026, Registers: 1, Forms: []statistics.Form{{Code: statistics.StateAwards}, form}}
	u, dir := org.Unit{Name: "Sở A", FullName: "Sở A thành phố B"}, t.TempDir()
	book, err := statisticsBook(u, set, &form).Write()
	if err != nil {
		t.Fatal(err)
	}
	word, err := statisticsPaper(u, set, &form, vn.NewDate(2026, 12, 15), docx.Write)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]struct {
		content []byte
		to, out string
	}{"bieu.xlsx": {book, "csv:Text - txt - csv (StarCalc):44,34,76", "bieu.csv"}, "van-ban.docx": {word, "txt:Text (encoded):UTF8", "van-ban.txt"}} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, f.content, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", f.to, "--outdir", dir, file)
		cmd.Env = append(os.Environ(), "HOME="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		read, err := os.ReadFile(filepath.Join(dir, f.out))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(read), ".", "")
		for _, want := range []string{"4137", "2759", "0603N/BNV-TĐKT", "…", "Mẫu chưa đối chiếu", "mẫu không có"} {
			if !strings.Contains(strings.ReplaceAll(text, ",", ""), want) && !(name == "van-ban.docx" && want == "Mẫu chưa đối chiếu") {
				t.Errorf("%s does not say %s:\n%s", name, want, read)
			}
		}
	}
}
