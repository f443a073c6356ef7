package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

// cellsOf are the cells of the worksheets of a workbook.
type cellsOf map[string]map[string]any

// goodCells is a small workbook as an office makes one: Vietnamese names on some
// worksheets, the contract's on others.
func goodCells() cellsOf {
	return cellsOf{
		"Bảng chấm điểm": {"A1": "Mục", "B1": "Giá trị", "A2": "Tên bảng", "B2": "Bảng điểm", "A3": "tie_break", "B3": "bonus; I/2", "A4": "cross_from", "B4": 0, "A5": "cross_to", "B5": 100},
		"Criteria": {
			"A1": "Mã", "B1": "Tên", "C1": "max", "D1": "kind", "E1": "Cách tính", "F1": "Điểm mỗi lần", "G1": "table", "H1": "steps", "I1": "Cần minh chứng", "J1": "Hạn", "K1": "Ghi chú của văn phòng",
			"A2": "I", "B2": "Nhóm một", "C2": 50.5,
			"A3": "I/1", "C3": 10, "D3": "định lượng", "E3": "leader", "I3": "x", "J3": time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC),
			"A4": "I/2", "C4": "12,5", "D4": "direct", "K4": "điểm cao",
			"A5": "I/3", "C5": 9, "D5": "per_event", "F5": 2.25,
			"A6": "I/4", "C6": 9, "D6": "rank_points", "G6": "1: 9; 2: 7,5",
			"A7": "I/5", "C7": 10, "D7": "target", "E7": "threshold", "H7": "[[100, 10], [95, 8]]",
			"A8": "2", "B8": "Điểm thưởng", "C8": 5, "D8": "Điểm thưởng",
		},
		"Đơn vị": {"A1": "id", "B1": "name", "C1": "Lý do loại", "D1": "document", "A2": "U1", "B2": "Một", "A3": "U2", "B3": "Hai", "C3": "kỷ luật", "D3": "1/QĐ"},
		"Entries": {
			"A1": "unit", "B1": "criterion", "C1": "Chỉ tiêu", "D1": "Kết quả", "E1": "points", "F1": "count", "G1": "rank", "H1": "Được giao",
			"A2": "U1", "B2": "I/1", "C2": 834875.801, "D2": "834.875,801",
			"A3": "U1", "B3": "I/2", "E3": 7.125, "A4": "U1", "B4": "I/3", "F4": 3, "A5": "U1", "B5": "I/4", "G5": 2, "A7": "U2", "B7": "I/2", "H7": "không giao",
		},
		"Marks": {"A1": "unit", "B1": "criterion", "C1": "Cấp", "D1": "points", "E1": "Lý do", "A2": "U1", "B2": "I/2", "C2": "Thẩm định", "D2": "6,5", "E2": "sai số"},
		"Cross": {"A1": "from", "B1": "to", "C1": "points", "A2": "U1", "B2": "U2", "C2": 80, "A3": "U2", "B3": "U1", "C3": 90.5},
	}
}

func (c cellsOf) workbook(t testing.TB, also ...func(*excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	try := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for sheet, cells := range c {
		_, err := f.NewSheet(sheet)
		try(err)
		for at, value := range cells {
			if formula, ok := value.(formulaOf); ok {
				try(f.SetCellFormula(sheet, at, string(formula)))
			} else {
				try(f.SetCellValue(sheet, at, value))
			}
		}
	}
	for _, change := range also {
		try(change(f))
	}
	try(f.DeleteSheet("Sheet1"))
	var b bytes.Buffer
	try(f.Write(&b))
	return b.Bytes()
}

func readScore(content []byte) (*ScoreBundle, error) {
	return ReadScoreFile(bytes.NewReader(content), int64(len(content)))
}

// scoreMistakes reads a workbook and lists what is wrong.
func scoreMistakes(t *testing.T, content []byte) []string {
	t.Helper()
	b, err := readScore(content)
	if err == nil {
		return nil
	}
	if b != nil {
		t.Error("a bundle beside an error")
	}
	var out []string
	for _, p := range problem.All(err) {
		out = append(out, p.Error())
	}
	if out == nil {
		t.Fatalf("not a problem: %v", err)
	}
	return out
}

// A workbook of an office and the same in YAML are the same bundle.
func TestAnOfficesScoreWorkbook(t *testing.T) {
	want, err := ReadScoreBundle([]byte(`
sheet:
  name: Bảng điểm
  tie_break: [bonus, I/2]
  criteria:
    - code: I
      name: Nhóm một
      max: 50.5
      children:
        - {code: "1", max: 10, kind: target, scheme: leader, evidence: true, deadline: 2026-11-30}
        - {code: "2", max: 12.5, kind: direct}
        - {code: "3", max: 9, kind: per_event, each: 2.25}
        - {code: "4", max: 9, kind: rank_points, table: {1: 9, 2: 7.5}}
        - {code: "5", max: 10, kind: target, scheme: threshold, steps: [[100, 10], [95, 8]]}
    - {code: "2", name: Điểm thưởng, max: 5, kind: bonus}
units: [{id: U1, name: Một}, {id: U2, name: Hai, disqualified: {reason: kỷ luật, document: 1/QĐ}}]
entries:
  - {unit: U1, criterion: I/1, target: 834875.801, actual: 834875.801}
  - {unit: U1, criterion: I/2, points: 7.125}
  - {unit: U1, criterion: I/3, count: 3}
  - {unit: U1, criterion: I/4, rank: 2}
  - {unit: U2, criterion: I/2, assigned: false}
marks: [{unit: U1, criterion: I/2, level: appraised, points: 6.5, reason: sai số}]
cross: [{from: U1, to: U2, points: 80}, {from: U2, to: U1, points: 90.5}]
cross_range: [0, 100]
`))
	if err != nil {
		t.Fatal(err)
	}
	content := goodCells().workbook(t)
	// A spreadsheet stores the 17 digits of its binary form, beside a formula.
	content = rewritten(t, content, "<v>834875.801</v>", "<f>800000+34875.801</f><v>834875.80099999998</v>")
	got, err := readScore(content)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, sameBundle); d != "" {
		t.Errorf("-yaml +xlsx:\n%s", d)
	}
}

// sameBundle compares bundles without the places where they were read.
var sameBundle = cmp.Options{
	cmpopts.IgnoreTypes(scoring.Place{}), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *big.Rat) bool {
		return a == b || a != nil && b != nil && a.Cmp(b) == 0
	}),
}

// Each mistake of a cell is named by the cell.
func TestBadScoreCells(t *testing.T) {
	if got := scoreMistakes(t, goodCells().workbook(t)); got != nil {
		t.Fatal(got)
	}
	format := func(sheet, cell string, id int) func(*excelize.File) error {
		return func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: id})
			if err != nil {
				return err
			}
			return f.SetCellStyle(sheet, cell, cell, style)
		}
	}
	for _, c := range []struct {
		what, sheet string
		cells       map[string]any
		also        func(*excelize.File) error
		want        []string
	}{
		{"an unknown worksheet", "Ghi nhớ", map[string]any{"A1": "a"}, nil, []string{"Ghi nhớ!A1: Trang tính “Ghi nhớ” không được nhận; các trang được nhận: Bảng chấm điểm (Sheet), Mức xếp loại (Bands), Tiêu chí (Criteria), Đơn vị (Units), Số liệu (Entries), Điểm chấm (Marks), Chấm chéo (Cross)."}},
		{"a worksheet by both names", "Units", map[string]any{"A1": "id", "A2": "U1"}, nil, []string{"Trang tính “", "là một; hãy giữ một trang."}},
		{"an unknown column", "Cross", map[string]any{"D1": "weight"}, nil, []string{"Cross!D1: Cột “weight” không được nhận; các cột được nhận: Đơn vị chấm (from), Đơn vị được chấm (to), Tiêu chí (criterion), Điểm (points); cột để đọc thêm hãy đặt tên bắt đầu bằng “Ghi chú”."}},
		{"a column twice", "Cross", map[string]any{"D1": "Điểm"}, nil, []string{"Cross!D1: Cột “Điểm” đã có ở Cross!C1."}},
		{"words beside the table", "Cross", map[string]any{"F2": "xem lại"}, nil, []string{"Cross!F2: Ô có chữ nhưng cột không có tiêu đề."}},
		{"text for points", "Cross", map[string]any{"C2": "tám mươi"}, nil, []string{"Cross!C2: «tám mươi» không phải là số; hãy ghi như 774.000 hoặc 51,4."}},
		{"a decimal point in letters", "Cross", map[string]any{"C2": "80.5"}, nil, []string{"Cross!C2: «80.5» có thể là tám mươi phẩy năm hoặc tám trăm linh năm; hãy ghi «80,5» hoặc «805»: dấu phẩy trước phần thập phân, dấu chấm giữa các hàng nghìn."}},
		{"commas and points mixed", "Entries", map[string]any{"D2": "834,875.801"}, nil, []string{"Entries!D2: «834,875.801» viết theo kiểu tiếng Anh."}},
		{"a unit of measure", "Entries", map[string]any{"D2": "12 tỷ"}, nil, []string{"Entries!D2: «12 tỷ» có cả chữ hoặc đơn vị «tỷ»; hãy chỉ ghi số: «12»."}},
		{"a formula without its value", "Cross", map[string]any{"C2": formulaOf("=40+40")}, nil, []string{"Cross!C2: Ô có công thức mà tệp không lưu giá trị; hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi đọc, hoặc dán giá trị thay công thức."}},
		{"merged cells", "Cross", nil, func(f *excelize.File) error { return f.MergeCell("Cross", "A2", "A3") }, []string{"Cross!A2:A3: Các ô A2:A3 bị gộp nên chỉ ô đầu có giá trị; hãy bỏ gộp ô và ghi giá trị vào từng ô."}},
		{"a percentage", "Cross", map[string]any{"C2": 0.8}, format("Cross", "C2", 9), []string{"Cross!C2: Ô đang định dạng phần trăm; hãy đổi sang dạng số và ghi 80, không có dấu %."}},
		{"a code that became a day", "Marks", map[string]any{"B2": 46023}, format("Marks", "B2", 14), []string{"Marks!B2: Ô đang ở dạng ngày nên mã hoặc số bên trong không còn như đã gõ; hãy đổi ô sang dạng chữ hoặc số rồi ghi lại."}},
		{"half a time", "Entries", map[string]any{"F4": 2.5}, nil, []string{"Entries!F4: Ô phải là số nguyên, không phải 2,5."}},
		{"neither yes nor no", "Entries", map[string]any{"H7": "chưa rõ"}, nil, []string{"Entries!H7: Ô phải là có hoặc không (true, false), không phải “chưa rõ”."}},
		{"no day", "Criteria", map[string]any{"J3": "cuối năm"}, nil, []string{"Criteria!J3: Giá trị của “deadline” là “cuối năm”, không phải là ngày; hãy ghi như 2026-11-30."}},
		{"ranks that are none", "Criteria", map[string]any{"G6": "nhất: 9"}, nil, []string{"Criteria!G6: Ô phải là các cặp số, ví dụ “1: 10; 2: 8”."}},
		{"a rank twice", "Criteria", map[string]any{"G6": "1: 9; 1: 8"}, nil, []string{"Criteria!G6: Thứ hạng 1 được ghi hai lần."}},
		{"a group without its row", "Criteria", map[string]any{"A9": "III/1", "C9": 5, "D9": "direct"}, nil, []string{"Criteria!A9: Nhóm “III” chưa có dòng riêng ở phía trên; hãy thêm một dòng cho nhóm trước các tiêu chí của nhóm."}},
		{"a group that does not add up", "Criteria", map[string]any{"C2": 51}, nil, []string{"Criteria!C2: Điểm tối đa của nhóm “I” là 51 nhưng tổng điểm tối đa của các tiêu chí con là 50,5 (không tính điểm thưởng, điểm trừ); hãy sửa cho khớp."}},
		{"a mark above the maximum", "Marks", map[string]any{"D2": 12.75}, nil, []string{"Marks!D2: Điểm 12,75 cao hơn điểm tối đa 12,5 của tiêu chí “I/2”."}},
		{"a target of 0", "Entries", map[string]any{"C2": 0}, nil, []string{"Entries!C2: Chỉ tiêu của đơn vị “U1” ở tiêu chí “I/1” là 0, không tính được tỷ lệ thực hiện; nếu không giao chỉ tiêu thì bỏ target hoặc ghi assigned: false."}},
		{"an unknown unit", "Entries", map[string]any{"A2": "U9"}, nil, []string{"Entries!A2: Đơn vị “U9” không có trong danh sách đơn vị (units)."}},
		{"an entry twice", "Entries", map[string]any{"A8": "U1", "B8": "I/2", "E8": 3}, nil, []string{"Entries!A8: Đơn vị “U1” đã có số liệu cho tiêu chí “I/2” ở Entries!A3; mỗi đơn vị chỉ ghi một lần cho một tiêu chí."}},
		{"an unknown setting", "Bảng chấm điểm", map[string]any{"A6": "màu", "B6": "đỏ"}, nil, []string{"Bảng chấm điểm!A6: Mục “màu” không được nhận; các mục được nhận: "}},
		{"a setting twice", "Bảng chấm điểm", map[string]any{"A6": "name", "B6": "B"}, nil, []string{"Bảng chấm điểm!A6: Mục “name” đã được ghi ở Bảng chấm điểm!B2."}},
		{"a setting that is no number", "Bảng chấm điểm", map[string]any{"A6": "Điểm thưởng nhiều nhất", "B6": "hai mươi"}, nil, []string{"Bảng chấm điểm!B6: «hai mươi» không phải là số; hãy ghi như 774.000 hoặc 51,4."}},
		{"an unknown way to points", "Bảng chấm điểm", map[string]any{"A6": "final", "B6": "median"}, nil, []string{"Bảng chấm điểm!B6: Giá trị “median” của final không được nhận; hãy ghi một trong: last_level, mean_cross, weights."}},
		{"half a range", "Bảng chấm điểm", map[string]any{"B5": ""}, nil, []string{"Bảng chấm điểm!A1: Khoảng điểm chấm chéo cần cả hai mục: Chấm chéo từ (cross_from) và Chấm chéo đến (cross_to)."}},
		{"a very wide worksheet", "Cross", map[string]any{"XFD1": "x"}, nil, []string{"Cross!XFD1: Trang tính rộng quá 200 cột; hãy xóa các cột thừa."}},
	} {
		t.Run(c.what, func(t *testing.T) {
			cells := goodCells()
			if cells[c.sheet] == nil {
				cells[c.sheet] = map[string]any{}
			}
			for at, value := range c.cells {
				cells[c.sheet][at] = value
			}
			var also []func(*excelize.File) error
			if c.also != nil {
				also = append(also, c.also)
			}
			got := scoreMistakes(t, cells.workbook(t, also...))
			text := strings.Join(got, "\n")
			for _, want := range c.want {
				if !strings.Contains(text, want) || len(got) != 1 {
					t.Errorf("want only %q, got:\n%s", want, text)
				}
			}
		})
	}
	// What Excel itself writes for a broken formula.
	broken := rewritten(t, goodCells().workbook(t), `<c r="C2"><v>80</v></c>`, `<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`)
	if got := scoreMistakes(t, broken); len(got) != 1 || got[0] != "Cross!C2: Ô báo lỗi #DIV/0!; hãy sửa công thức hoặc ghi giá trị." {
		t.Error(got)
	}
}

func TestAWorkbookWithoutItsWorksheets(t *testing.T) {
	got := scoreMistakes(t, cellsOf{"Units": {"A1": "id", "A2": "U1"}}.workbook(t))
	if d := cmp.Diff([]string{"tệp: Bảng tính chưa có trang Tiêu chí (Criteria)."}, got); d != "" {
		t.Error(d)
	}
}

// Files that are no workbook, or too much of one, are refused in words.
func TestAScoreWorkbookThatCannotBeRead(t *testing.T) {
	good := goodCells().workbook(t)
	if _, err := readScore(good); err != nil {
		t.Fatal(err)
	}
	list := strings.Repeat("PK\x01\x02 a part that is listed", 20_000)
	for _, c := range []struct {
		what    string
		content []byte
		say     string
	}{
		{"half a zip", good[:len(good)/2], "Không mở được bảng tính"},
		{"a zip that is no workbook", zipped(t, map[string]string{"word/document.xml": "<w/>"}), "Không đọc được bảng tính"},
		{"a list of parts without end", []byte("PK" + list), "Bảng tính quá lớn"},
		{"a part that is cut", rewritten(t, good, "</sheetData>", "<row"), "Không đọc được trang tính này"},
		{"a document type", rewritten(t, good, "<sheetData>", "<!DOCTYPE x [<!ENTITY a 'b'>]><sheetData>"), "Không đọc được trang tính này"},
		{"rows out of order", rewritten(t, good, `<row r="3">`, `<row r="1">`), "Không đọc được trang tính này"},
		{"a shared text that is not there", rewritten(t, good, `t="s"><v>1</v>`, `t="s"><v>123456</v>`), "Không đọc được trang tính này"},
		{"a text without end", rewritten(t, good, "<v>80</v>", "<v>"+strings.Repeat("8", 5<<20)+"</v>"), "Không đọc được trang tính này"},
		{"a cell of many texts", rewritten(t, good, `<c r="C2"><v>80</v></c>`, `<c r="C2" t="inlineStr"><is>`+strings.Repeat("<t>"+strings.Repeat("a", 1000)+"</t>", 6000)+"</is></c>"), "Không đọc được trang tính này"},
	} {
		if got := scoreMistakes(t, c.content); len(got) != 1 || !strings.Contains(got[0], c.say) {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

// hollow is a file of a size, without its content.
type hollow struct{ begin string }

func (h hollow) ReadAt(b []byte, from int64) (int, error) {
	clear(b)
	if from < int64(len(h.begin)) {
		copy(b, h.begin[from:])
	}
	return len(b), nil
}

// A file of 200 MB, and a small one that unpacks to a gigabyte, are refused at
// once.
func TestAnEnormousScoreFile(t *testing.T) {
	bomb := bombed(t, goodCells().workbook(t), 1<<30)
	liar := bombed(t, goodCells().workbook(t), 1<<10)
	began := time.Now()
	for what, read := range map[string]func() (*ScoreBundle, error){
		"a workbook of 200 MB": func() (*ScoreBundle, error) { return ReadScoreFile(hollow{"PK"}, 200<<20) },
		"a text of 200 MB":     func() (*ScoreBundle, error) { return ReadScoreFile(hollow{"sheet:"}, 200<<20) },
		"a bomb":               func() (*ScoreBundle, error) { return readScore(bomb) },
	} {
		_, err := read()
		if list := problem.All(err); len(list) != 1 || list[0].Field != "tệp" || !strings.Contains(list[0].Text, "lớn") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := scoreMistakes(t, liar); len(got) != 1 || !strings.Contains(got[0], "Không đọc được trang tính này") {
		t.Errorf("a bomb that says it is small: %q", got)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("the refusals took %s", d)
	}
}

// bombed puts rows without end into the worksheets of a workbook, 20 MB packed
// small, and lets the archive say that they unpack to so many bytes.
func bombed(t *testing.T, content []byte, says uint64) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var packed, out bytes.Buffer
	z := zip.NewWriter(&out)
	d, err := flate.NewWriter(&packed, flate.BestSpeed)
	for range 20 {
		if err == nil {
			_, err = io.WriteString(d, "<worksheet><sheetData>"+strings.Repeat("<row></row>", 1<<20/11))
		}
	}
	if err == nil {
		err = d.Close()
	}
	for _, f := range in.File {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			err = z.Copy(f)
			continue
		}
		var w io.Writer
		if w, err = z.CreateRaw(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: says}); err == nil {
			_, err = w.Write(packed.Bytes())
		}
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Thousands of rows of mistakes are named up to a bound.
func TestScoreMistakesAreNamedUpToABound(t *testing.T) {
	var rows []values
	for range 5000 {
		rows = append(rows, values{"from": "U1", "to": "U1", "points": "1"})
	}
	f := excelize.NewFile()
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range scorePages {
		page := map[string][]values{
			"Criteria": {{"path": "I", "max": "1", "kind": "direct"}}, "Units": {{"id": "U1"}}, "Cross": rows,
		}[p.name]
		if page == nil {
			continue
		}
		if err := p.write(f, s, page); err != nil {
			t.Fatal(err)
		}
	}
	content, err := finished(f)
	if err != nil {
		t.Fatal(err)
	}
	got := scoreMistakes(t, content)
	if len(got) != mostMistakes+1 || !strings.HasPrefix(got[0], "Chấm chéo!B2: ") || !strings.Contains(got[mostMistakes], "Còn nhiều chỗ sai nữa") {
		t.Errorf("%d mistakes, first %s, last %s", len(got), got[0], got[len(got)-1])
	}
}

// No workbook, however broken, does more than be refused.
func TestBrokenWorkbooksNeverPanic(t *testing.T) {
	content := goodCells().workbook(t)
	rapid.Check(t, func(rt *rapid.T) {
		broken := rewritten(t, content,
			rapid.SampledFrom([]string{"<row r=", "<c r=", "<v>", "</v>", "</c>", "<sheetData>", `t="s"`, "<si>", "<t>", "I/1", "<f>", "<sheet ", "rId", "<xf ", "80"}).Draw(rt, "what"),
			rapid.SampledFrom([]string{"", "<", ">", "&", "<row r=\"99999999\" x=", "<c r=\"ZZZZZ1\" y=", "<!--", "<![CDATA[", "</", "<v>9e99</v>", "-1", "<t/>", "\xff", "&#0;", "\"'"}).Draw(rt, "put"))
		if _, err := readScore(broken); err != nil && problem.All(err) == nil {
			rt.Fatalf("not a problem: %v", err)
		}
	})
}

// drawBundle makes a bundle of any content that can be written, wrong or not.
func drawBundle(rt *rapid.T) *ScoreBundle {
	words := rapid.OneOf(rapid.SampledFrom([]string{"", "I", "2.a", "27b", "01", "1e5", "true", "null", "~", "=1+1", "'a", "+84", "-", "#REF!", "Tiêu chí: một, hai", "a\nb", "{x}", "[y]", "_x0041_", "2026-11-30"}),
		rapid.StringMatching(`[a-zạđ0-9 ,.:;&<>"'{}#@=_-]{0,12}`))
	text := func(label string) string { return strings.TrimSpace(strings.TrimLeft(words.Draw(rt, label), "'")) }
	decimal := func(label string) *big.Rat {
		n := rapid.Int64Range(-10, 1_000_000_000).Draw(rt, label)
		unit := rapid.SampledFrom([]int64{1, 10, 1000, 8, 1 << 20, 1_000_000_000}).Draw(rt, label+" unit")
		return big.NewRat(n, unit)
	}
	maybe := func(label string) *big.Rat {
		if rapid.Bool().Draw(rt, label+"?") {
			return nil
		}
		return decimal(label)
	}
	whole := func(label string) *int64 {
		if rapid.Bool().Draw(rt, label+"?") {
			return nil
		}
		return rapid.Ptr(rapid.Int64(), false).Draw(rt, label)
	}
	b := &ScoreBundle{Sheet: drawSheet(rt, text, decimal, maybe)}
	b.Units = append(b.Units, scoring.Unit{ID: "U1", Name: text("name")}, scoring.Unit{ID: "U2", Disqualified: &scoring.Disqualified{Reason: "lý do", Document: text("document")}})
	for range rapid.IntRange(0, 3).Draw(rt, "entries") {
		e := scoring.Entry{
			Unit: "U1", Criterion: text("criterion"), Unassigned: rapid.Bool().Draw(rt, "unassigned"), Target: maybe("target"),
			Actual: maybe("actual"), Points: maybe("points"), Count: whole("count"), Rank: whole("rank"),
		}
		if rapid.Bool().Draw(rt, "achieved?") {
			e.Achieved = rapid.Ptr(rapid.Bool(), false).Draw(rt, "achieved")
		}
		b.Entries = append(b.Entries, e)
	}
	for range rapid.IntRange(0, 3).Draw(rt, "marks") {
		b.Marks = append(b.Marks, scoring.Mark{Unit: "U1", Criterion: text("criterion"), Level: rapid.SampledFrom(scoring.Levels).Draw(rt, "level"), Points: maybe("points"), Reason: text("reason")})
	}
	for range rapid.IntRange(0, 3).Draw(rt, "cross") {
		b.Cross = append(b.Cross, scoring.CrossScore{From: "U1", To: "U2", Criterion: text("criterion"), Points: maybe("points")})
	}
	if rapid.Bool().Draw(rt, "range") {
		b.CrossRange = &scoring.CrossRange{Low: decimal("low"), High: decimal("high")}
	}
	return b
}

func drawSheet(rt *rapid.T, text func(string) string, decimal, maybe func(string) *big.Rat) *scoring.Sheet {
	s := &scoring.Sheet{
		Name: text("name"), Decimals: rapid.IntRange(0, 30).Draw(rt, "decimals"), BonusCap: maybe("cap"),
		RankBy:     rapid.SampledFrom([]scoring.RankBy{"", scoring.ByTotal, scoring.ByPercent}).Draw(rt, "by"),
		NoTarget:   rapid.SampledFrom([]scoring.NoTarget{"", scoring.WholeCluster}).Draw(rt, "no target"),
		Unassigned: rapid.SampledFrom([]scoring.WhenUnassigned{"", scoring.FullMark}).Draw(rt, "unassigned"),
		TieBreak:   rapid.SliceOf(rapid.SampledFrom([]string{"bonus", "self_total", "I/2.a"})).Draw(rt, "ties"),
		Final: scoring.FinalRule{
			By: rapid.SampledFrom([]scoring.FinalBy{"", scoring.LastLevel, scoring.MeanCross, scoring.Weighted}).Draw(rt, "final"), DropExtremes: rapid.IntRange(0, 3).Draw(rt, "drop"),
			OwnCounts: rapid.Bool().Draw(rt, "own"),
		},
	}
	if s.Final.By == scoring.Weighted {
		s.Final.Weights = map[scoring.Level]*big.Rat{scoring.Cross: decimal("weight"), scoring.Appraised: decimal("weight")}
	}
	for i := range rapid.IntRange(0, 2).Draw(rt, "bands") {
		s.Bands = append(s.Bands, scoring.Band{Name: fmt.Sprint("mức ", i), From: maybe("from"), Floor: maybe("floor"), FloorOn: rapid.SampledFrom([]scoring.FloorOn{"", scoring.FloorTop}).Draw(rt, "on")})
	}
	var tree func(depth int) []*scoring.Criterion
	tree = func(depth int) (list []*scoring.Criterion) {
		for i := range rapid.IntRange(1, 2).Draw(rt, "children") {
			c := &scoring.Criterion{
				Code: fmt.Sprint(rapid.SampledFrom([]string{"", "0", "2.", "I"}).Draw(rt, "code"), i+1), Name: text("name"), Max: maybe("max"), Kind: rapid.SampledFrom([]scoring.Kind{"", scoring.Target, scoring.Bonus}).Draw(rt, "kind"),
				Scheme: rapid.SampledFrom([]scoring.Scheme{"", scoring.Leading}).Draw(rt, "scheme"), Better: rapid.SampledFrom([]scoring.Better{"", scoring.Less}).Draw(rt, "better"),
				Measure: text("unit"), Each: maybe("each"), Evidence: rapid.Bool().Draw(rt, "evidence"), Deadline: rapid.SampledFrom([]string{"", "2026-11-30"}).Draw(rt, "deadline"),
			}
			if rapid.Bool().Draw(rt, "table") {
				c.Table = map[int64]*big.Rat{1: decimal("first"), 12: decimal("twelfth")}
			}
			for range rapid.IntRange(0, 2).Draw(rt, "steps") {
				c.Steps = append(c.Steps, scoring.Step{From: decimal("from"), Points: decimal("points")})
			}
			if depth > 0 && rapid.Bool().Draw(rt, "group") {
				c.Children = tree(depth - 1)
			}
			list = append(list, c)
		}
		return list
	}
	s.Criteria = tree(6)
	return s
}

// A bundle that was read is written and read again the same, through either form;
// what was written is written again to the last letter.
func TestABundleIsWrittenAsItWasRead(t *testing.T) {
	for _, name := range []string{"testdata/contract.yaml", "testdata/rules.yaml", "../../cmd/giaouoc/testdata/score.yaml"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ReadScoreBundle(content)
		if err != nil {
			t.Fatal(err)
		}
		first, err := want.WriteYAML()
		if err != nil {
			t.Fatal(err)
		}
		book, err := want.WriteWorkbook()
		if err != nil {
			t.Fatal(err)
		}
		for form, written := range map[string][]byte{"yaml": first, "xlsx": book} {
			got, err := readScore(written)
			if err != nil {
				t.Fatalf("%s, %s: %v\n%s", name, form, err, written)
			}
			if d := cmp.Diff(want, got, sameBundle); d != "" {
				t.Errorf("%s, %s:\n%s", name, form, d)
			}
			again, err := got.WriteYAML()
			if err != nil || !bytes.Equal(first, again) {
				t.Errorf("%s, %s: %v\n%s", name, form, err, cmp.Diff(string(first), string(again)))
			}
		}
	}
}

// The same for any bundle: what is wrong in it is told after it was read.
func TestAnyBundleIsWrittenAsItIs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawBundle(rt)
		written, err := want.WriteYAML()
		if err != nil {
			rt.Fatal(err)
		}
		got, top, _, err := parseScoreBundle(written)
		if err != nil || len(*top.l) > 0 {
			rt.Fatalf("%v\n%s", err, written)
		}
		if d := cmp.Diff(want, got, sameBundle); d != "" {
			rt.Fatalf("%s\n%s", d, written)
		}
		book, err := want.WriteWorkbook()
		if err != nil {
			rt.Fatal(err)
		}
		r, err := parseScoreWorkbook(bytes.NewReader(book), int64(len(book)))
		if err != nil || len(r.l) > 0 {
			rt.Fatal(r, err)
		}
		if d := cmp.Diff(want, r.b, sameBundle); d != "" {
			rt.Fatal(d)
		}
	})
}

// A fraction without an end is no decimal.
func TestAFractionIsNotWritten(t *testing.T) {
	b := &ScoreBundle{Sheet: &scoring.Sheet{BonusCap: big.NewRat(1, 3)}}
	_, errYAML := b.WriteYAML()
	_, errBook := b.WriteWorkbook()
	for _, err := range []error{errYAML, errBook} {
		if list := problem.All(err); len(list) != 1 || !strings.Contains(list[0].Text, "1/3") {
			t.Error(err)
		}
	}
}

// The guide names every worksheet, column and setting.
func TestTheGuideKnowsTheScoreWorkbook(t *testing.T) {
	content, err := os.ReadFile("../../docs/guide/tep-du-lieu.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range scorePages {
		var heads []string
		for _, c := range p.columns {
			heads = append(heads, fmt.Sprintf("%s (`%s`)", c.head, c.key))
		}
		if row := fmt.Sprintf("| %s (`%s`) | %s |\n", p.title, p.name, strings.Join(heads, "; ")); !strings.Contains(string(content), row) {
			t.Errorf("the guide lacks %s", row)
		}
	}
	for _, k := range settingKeys {
		if name := fmt.Sprintf("%s (`%s`)", k[1], k[0]); !strings.Contains(string(content), name) {
			t.Errorf("the guide lacks %s", name)
		}
	}
}
