package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

// try loads a file into an empty database and returns its mistakes.
func try(t *testing.T, name string, content []byte) problem.List {
	t.Helper()
	d := dbtest.OpenSQLite(t)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, name, content) })
	if err != nil && problem.All(err) == nil {
		t.Errorf("%s: an error that is ours: %v", name, err)
	}
	if err != nil && len(dump(t, d, "out.yaml")) != len("format: giaouoc/1\n") {
		t.Errorf("%s: a refused file changed the database", name)
	}
	return problem.All(err)
}

// workbook makes a workbook with the cells of one worksheet.
func workbook(t *testing.T, sheet string, cells map[string]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	for at, value := range cells {
		var err error
		if formula, ok := value.(formulaOf); ok {
			err = f.SetCellFormula(sheet, at, string(formula))
		} else {
			err = f.SetCellValue(sheet, at, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type formulaOf string

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func littleEndian(text string, mark bool) []byte {
	var b []byte
	if mark {
		b = []byte{0xff, 0xfe}
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

const head = "format: giaouoc/1\n"

// Every file that cannot be read says in Vietnamese what is wrong and where.
func TestAFileThatCannotBeRead(t *testing.T) {
	deep := head + "units: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	bomb := head + "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	for _, c := range []struct {
		what, name string
		content    []byte
		place, say string
	}{
		{"an empty file", "a.yaml", nil, "tệp", "Tệp trống"},
		{"an empty workbook", "a.xlsx", nil, "tệp", "Tệp trống"},
		{"another ending", "a.docx", []byte("PK"), "tệp", "đuôi .yaml hoặc .xlsx"},
		{"no ending", "a", []byte(head), "tệp", "đuôi .yaml hoặc .xlsx"},
		{"text called a workbook", "a.xlsx", []byte("not a workbook"), "tệp", "không phải là bảng tính .xlsx"},
		{"an old workbook", "a.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "tệp", ".xls"},
		{"half a zip", "a.xlsx", []byte("PK\x03\x04half"), "tệp", "Không mở được"},
		{"a zip that is no workbook", "a.xlsx", zipped(t, map[string]string{"word/document.xml": "<w/>"}), "tệp", "Không mở được bảng tính"},
		{"a workbook called YAML", "a.yaml", zipped(t, map[string]string{"x": "y"}), "dòng 1", "bảng tính"},
		{"tabs", "a.yaml", []byte(head + "units:\n\t- {id: u-a}\n"), "dòng 3", "tab"},
		{"UTF-16 without its mark", "a.yaml", littleEndian(head, false), "dòng 1", "UTF-8"},
		{"Windows-1258", "a.yaml", []byte(head + "clusters:\n  - {slug: a, name: C\xf4m thi \xf0ua}\n"), "dòng 3", "UTF-8"},
		{"a key twice", "a.yaml", []byte(head + "units: []\nunits: []\n"), "dòng 3", "hai lần"},
		{"a value twice", "a.yaml", []byte(head + "clusters:\n  - {slug: a, slug: b, name: A, kind: cluster, level: central}\n"), "dòng 3", "hai lần"},
		{"an unknown section", "a.yaml", []byte(head + "ducks: []\n"), "dòng 2", "ducks"},
		{"an unknown value", "a.yaml", []byte(head + "clusters:\n  - {slug: a, name: A, kind: cluster, level: central, colour: red}\n"), "dòng 3", "colour"},
		{"an alias bomb", "a.yaml", []byte(bomb), "dòng 2", "không được nhận"},
		{"an alias of rows", "a.yaml", []byte(head + "units: &u\n  - {id: u-a, name: A, kind: province}\nclusters: *u\n"), "dòng 4", "bí danh"},
		{"a row that is a word", "a.yaml", []byte(head + "units: [u-a]\n"), "dòng 2", "nhóm khóa"},
		{"a value that is a list", "a.yaml", []byte(head + "clusters:\n  - {slug: [a], name: A, kind: cluster, level: central}\n"), "dòng 3", "phải là chữ"},
		{"a value that is no text", "a.yaml", []byte(head + "clusters:\n  - {slug: a, name: \"A\\0\", kind: cluster, level: central}\n"), "dòng 3", "ký tự"},
		{"a bell in a value", "a.yaml", []byte(head + "clusters:\n  - {slug: a, name: \"A\\a\", kind: cluster, level: central}\n"), "dòng 3", "ký tự"},
		{"lists in lists", "a.yaml", []byte(deep), "dòng 2", "Không đọc được"},
		{"two documents", "a.yaml", []byte(head + "---\n" + head), "dòng 2", "hơn một văn bản"},
	} {
		list := try(t, c.name, c.content)
		if !slices.ContainsFunc(list, func(p *problem.Problem) bool {
			return strings.HasPrefix(p.Field, c.place) && strings.Contains(p.Text, c.say)
		}) {
			t.Errorf("%s: want %q at %s, got: %v", c.what, c.say, c.place, list)
		}
		if strings.Contains(list.Error(), "yaml:") || len(list) > 20 {
			t.Errorf("%s: %v", c.what, list)
		}
	}
}

// UTF-16 with its mark, as Notepad saves it, is read.
func TestUTF16WithItsMarkIsRead(t *testing.T) {
	if list := try(t, "a.yaml", littleEndian(head+"units:\n  - {id: u-a, name: Tỉnh Ạ, kind: province}\n", true)); len(list) > 0 {
		t.Error(list)
	}
}

func TestEachMistakeOfAWorkbookIsNamedByItsCell(t *testing.T) {
	good := map[string]any{"A1": "Cụm, khối", "B1": "Năm", "C1": "Nhập từ nguồn", "A2": "a", "B2": 2026}
	for _, c := range []struct {
		what  string
		sheet string
		cells map[string]any
		want  []string
	}{
		{"an unknown worksheet", "Bảng lạ", good, []string{"Bảng lạ: Trang tính «Bảng lạ» không được nhận"}},
		{"a missing header", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "A2": "a"}, []string{"Năm thi đua!A1: Hàng 1 là tiêu đề cột; thiếu cột «Năm»."}},
		{"no header", "Năm thi đua", map[string]any{"A2": "a", "B2": 2026}, []string{"Năm thi đua!A1: Hàng 1 là tiêu đề cột; thiếu cột «Cụm, khối».", "Năm thi đua!A1: Hàng 1 là tiêu đề cột; thiếu cột «Năm»."}},
		{"an unknown header", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "C1": "Màu"}, []string{"Năm thi đua!C1: Cột «Màu» không được nhận"}},
		{"a header twice", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "C1": "Năm"}, []string{"Năm thi đua!C1: Cột «Năm» có hai lần."}},
		{"words beside the table", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "A2": "a", "B2": 2026, "D2": "ghi chú"}, []string{"Năm thi đua!D2: Ô có chữ nhưng cột không có tiêu đề."}},
		{"words for a number", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "A2": "a", "B2": "năm nay"}, []string{"Năm thi đua!B2: «năm nay» không phải là số nguyên."}},
		{"an error value", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "A2": "a", "B2": "#REF!"}, []string{"Năm thi đua!B2: Ô báo lỗi #REF!"}},
		{"a formula without its value", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "A2": "a", "B2": formulaOf("=2000+26")}, []string{"Năm thi đua!B2: Ô có công thức mà tệp không lưu giá trị"}},
		{"a missing value", "Năm thi đua", map[string]any{"A1": "Cụm, khối", "B1": "Năm", "B2": 2026}, []string{"Năm thi đua, hàng 2: Năm thi đua: thiếu «Cụm, khối»."}},
		{"an unknown cluster", "Năm thi đua", good, []string{"Năm thi đua!A2: Không có cụm hoặc khối «a»."}},
		{"a very wide sheet", "Năm thi đua", map[string]any{"XFD1": "x"}, []string{"Năm thi đua!GS1: Trang tính rộng quá 200 cột"}},
	} {
		list := try(t, "a.xlsx", workbook(t, c.sheet, c.cells))
		for _, w := range c.want {
			if !slices.ContainsFunc(list, func(p *problem.Problem) bool { return strings.HasPrefix(p.Error(), w) }) {
				t.Errorf("%s: want %q, got: %v", c.what, w, list)
			}
		}
	}
}

// What officers' spreadsheets hold besides text: true days, numbers with the
// digits of their binary form, letters taken apart, yes and no, formulas that
// were computed.
func TestAnOfficersWorkbookIsRead(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, "Số liệu đã công bố", map[string]any{
		"A1": "Cụm, khối", "B1": norm.NFD.String("Năm"), "C1": "Mã chỉ số", "D1": "Tên chỉ số", "E1": "Đơn vị tính", "F1": "Giá trị", "G1": "Nguồn",
		"A2": "a", "B2": 2025, "C2": "THU", "D2": norm.NFD.String("Tổng thu ngân sách"), "E2": "tỷ đồng", "F2": 834875.801, "G2": "minh họa",
	})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, cells := range map[string]map[string]any{
		"Cụm, khối":           {"A1": "Địa chỉ", "B1": "Tên", "C1": "Loại", "D1": "Cấp", "A2": "a", "B2": "A", "C2": "cluster", "D2": "central"},
		"Năm thi đua":         {"A1": "Cụm, khối", "B1": "Năm", "C1": "Nhập từ nguồn", "A2": "a", "B2": 2025, "C2": true},
		"Giao ước đã công bố": {"A1": "Cụm, khối", "B1": "Năm", "C1": "Ngày ký", "D1": "Nguồn", "A2": "a", "B2": 2025, "C2": time.Date(2025, 4, 9, 0, 0, 0, 0, time.UTC), "D2": "minh họa"},
	} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for at, value := range cells {
			if err := f.SetCellValue(sheet, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	content := rewritten(t, b.Bytes(), "<v>834875.801</v>", "<f>800000+34875.801</f><v>834875.80099999998</v>")
	d := dbtest.OpenSQLite(t)
	load(t, d, "a.xlsx", content)
	out := string(dump(t, d, "out.yaml"))
	for _, want := range []string{"name: Tổng thu ngân sách", "value: \"834875.801\"", "history: \"true\"", "signed_on: \"2025-04-09\""} {
		if !strings.Contains(out, want) {
			t.Errorf("want %s in:\n%s", want, out)
		}
	}
}

// rewritten is an archive with a text in its files replaced.
func rewritten(t *testing.T, content []byte, before, after string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = strings.ReplaceAll(b.String(), before, after)
	}
	return zipped(t, files)
}

// A workbook that unpacks to more than we hold is refused before it is unpacked.
func TestAZipBombIsRefused(t *testing.T) {
	files := map[string]string{"xl/worksheets/sheet2.xml": strings.Repeat("<row/>", 12<<20)}
	content := zipped(t, files)
	if len(content) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(content))
	}
	began := time.Now()
	list := try(t, "a.xlsx", content)
	if len(list) != 1 || !strings.Contains(list[0].Text, "64 MB") {
		t.Errorf("got %v", list)
	}
	if d := time.Since(began); d > 10*time.Second {
		t.Errorf("the refusal took %s", d)
	}
}

// A hundred thousand rows of mistakes are named up to a bound, and quickly.
func TestMistakesAreNamedUpToABound(t *testing.T) {
	rows := make([]map[string]string, 100_000)
	for i := range rows {
		rows[i] = map[string]string{"cluster": "a", "unit": "u-a"}
	}
	content, err := writeWorkbook(map[string][]map[string]string{"members": rows})
	if err != nil {
		t.Fatal(err)
	}
	list := try(t, "a.xlsx", content)
	if len(list) != mostMistakes+1 || list[0].Field != "Thành viên!A2" || !strings.Contains(list[mostMistakes].Text, "Còn nhiều chỗ sai nữa") {
		t.Errorf("%d mistakes, first %v, last %v", len(list), list[0], list[len(list)-1])
	}
}

// Any text goes out and comes back as it was, in both forms; what a spreadsheet
// would take for a formula or a number is among it.
func TestAnyTextComesBackAsItWas(t *testing.T) {
	texts := rapid.OneOf(
		rapid.StringMatching(`[=+\-@'#_x0-9A-F\n\t ."\\{}:,&<>;ăĐạ%]{1,20}`),
		rapid.SampledFrom([]string{"=1+1", "+84", "-", "@a", "'", "''", "'=1", "#REF!", "_x0041_", "01", "1e5", "true", "null", "~", "2021-04-09", "44295", "1.0", "a\r\nb", "- a", "? b", "*x", "&y", "!!str z"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]string{}
		for _, c := range planSection.columns {
			text := strings.TrimSpace(norm.NFC.String(texts.Draw(t, c.key)))
			if text != "" && text == norm.NFC.String(text) {
				values[c.key] = text
			}
		}
		if len(values) == 0 {
			return
		}
		rows := map[string][]map[string]string{"plans": {values}}
		for name, write := range map[string]func(map[string][]map[string]string) ([]byte, error){"a.yaml": writeYAML, "a.xlsx": writeWorkbook} {
			content, err := write(rows)
			if err != nil {
				t.Fatal(err)
			}
			b, err := Read(name, content)
			if err != nil {
				t.Fatalf("%s: %q: %v", name, values, err)
			}
			if diff := cmp.Diff(values, b.rows["plans"][0].values); diff != "" {
				t.Fatalf("%s (-out +back):\n%s", name, diff)
			}
		}
	})
}

// A text longer than a cell holds is not cut; the export says so.
func TestATextLongerThanACellIsNotCut(t *testing.T) {
	_, err := writeWorkbook(map[string][]map[string]string{"plans": {{"cluster": "a", "title": strings.Repeat("ạ", 40_000)}}})
	if list := problem.All(err); len(list) != 1 || list[0].Field != "Kế hoạch, chương trình!F2" {
		t.Errorf("got %v", err)
	}
}
