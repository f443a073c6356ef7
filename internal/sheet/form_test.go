package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
)

func figureForm() Form {
	return Form{
		Title: "Số liệu", About: [][2]string{{"Cụm", "Cụm A"}, {"Đơn vị", "=Tỉnh B"}}, Help: []string{"Điền số."},
		Columns: []Column{
			{Key: "code", Head: "Mã", Width: 20},
			{Key: "unit", Head: "Đơn vị tính", Same: true},
			{Key: "before", Head: "Số trước", Number: true},
			{Key: "value", Head: "Số liệu", Number: true, Asked: true},
			{Key: "note", Head: "Ghi chú", Asked: true},
		},
		Rows: [][]string{{"THU", "tỷ đồng", "774000", "834875.801", "=1+1"}, {"TY_LE", "%", "", "", ""}, {"VU", "vụ", "12.5", "", ""}},
	}
}

// filled is the form as a person brings it back after a change.
func filled(t *testing.T, change func(f *excelize.File)) []byte {
	t.Helper()
	content, err := figureForm().Write()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t *testing.T, f *excelize.File, cell string, value any) {
	t.Helper()
	if err := f.SetCellValue("Số liệu", cell, value); err != nil {
		t.Fatal(err)
	}
}

func style(t *testing.T, f *excelize.File, cell string, s excelize.Style) {
	t.Helper()
	id, err := f.NewStyle(&s)
	if err == nil {
		err = f.SetCellStyle("Số liệu", cell, cell, id)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A form that comes back as it went out says what it said; numbers are as a
// person types them, and rows without an answer are passed over.
func TestAFormComesBackAsItWentOut(t *testing.T) {
	content := filled(t, func(f *excelize.File) {
		set(t, f, "D3", 51.4)
		set(t, f, "D4", "1.250")
		set(t, f, "D20000", "")
	})
	answers, err := figureForm().Read(content)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, a := range answers {
		got = append(got, []string{a.Code, a.Values["value"], a.Values["note"], a.Cells["value"]})
	}
	want := [][]string{{"THU", "834.875,801", "=1+1", "Số liệu!D2"}, {"TY_LE", "51,4", "", "Số liệu!D3"}, {"VU", "1.250", "", "Số liệu!D4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAWrongFormNamesEachCell(t *testing.T) {
	percent := excelize.Style{NumFmt: 10}
	for _, c := range []struct {
		what   string
		change func(t *testing.T, f *excelize.File)
		want   []string
	}{
		{"another unit's", func(t *testing.T, f *excelize.File) {
			if err := f.SetCellValue(aboutSheet, "B3", "Tỉnh C"); err != nil {
				t.Fatal(err)
			}
		}, []string{"Ghi chú!B3: Tệp này của đơn vị «Tỉnh C»; trang này của «=Tỉnh B»."}},
		{"nothing filled", func(t *testing.T, f *excelize.File) { set(t, f, "D2", nil); set(t, f, "E2", nil) }, []string{"Số liệu: Chưa có ô nào được điền"}},
		{"an unknown code, a code twice and a missing code", func(t *testing.T, f *excelize.File) {
			set(t, f, "A3", "THU")
			set(t, f, "D3", 1)
			set(t, f, "A4", "VỤ")
			set(t, f, "D4", 1)
			set(t, f, "D5", 1)
		}, []string{"Số liệu!A3: «THU» đã có ở hàng 2.", "Số liệu!A4: «VỤ» không có trong biểu.", "Số liệu!A5: Thiếu «Mã»."}},
		{"another unit of measure", func(t *testing.T, f *excelize.File) { set(t, f, "B2", "triệu đồng") }, []string{"Số liệu!B2: «Đơn vị tính» của THU là «tỷ đồng»; tệp ghi «triệu đồng»."}},
		{"a percentage, and all else that is wrong", func(t *testing.T, f *excelize.File) {
			set(t, f, "D3", 0.514)
			style(t, f, "D3", percent)
			set(t, f, "D4", "99.6")
		}, []string{"Số liệu!D3: Ô đang định dạng phần trăm; hãy đổi sang định dạng số và ghi 51,4, không có dấu %.", "Số liệu!D4: «99.6» có thể là"}},
		{"a day", func(t *testing.T, f *excelize.File) { set(t, f, "D3", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)) }, []string{"Số liệu!D3: Ô đang định dạng ngày"}},
		{"a formula that was never computed", func(t *testing.T, f *excelize.File) {
			if err := f.SetCellFormula("Số liệu", "D3", "D2*2"); err != nil {
				t.Fatal(err)
			}
		}, []string{"Số liệu!D3: Ô có công thức mà tệp không lưu giá trị"}},
		{"a column of one's own", func(t *testing.T, f *excelize.File) { set(t, f, "F1", "Tạm tính") }, []string{"Số liệu!F1: Cột «Tạm tính» không có trong biểu"}},
		{"no head", func(t *testing.T, f *excelize.File) {
			if err := f.RemoveRow("Số liệu", 1); err != nil {
				t.Fatal(err)
			}
		}, []string{"Số liệu!A1: Cột «THU» không có trong biểu", "Số liệu!A1: Hàng 1 là tiêu đề cột; thiếu cột «Mã»."}},
		{"another worksheet", func(t *testing.T, f *excelize.File) {
			if err := f.SetSheetName("Số liệu", "Bảng 1"); err != nil {
				t.Fatal(err)
			}
		}, []string{"Tệp không có trang tính «Số liệu»"}},
	} {
		answers, err := figureForm().Read(filled(t, func(f *excelize.File) { c.change(t, f) }))
		list := problem.All(err)
		if len(list) == 0 || answers != nil {
			t.Errorf("%s: got %v, %v; want a refusal", c.what, answers, err)
		}
		for _, w := range c.want {
			if !slices.ContainsFunc(list, func(p *problem.Problem) bool { return strings.HasPrefix(p.Error(), w) }) {
				t.Errorf("%s: want %q, got:\n%v", c.what, w, list)
			}
		}
	}
	for _, content := range [][]byte{nil, []byte("x"), []byte("PK\x03\x04")} {
		if _, err := figureForm().Read(content); len(problem.All(err)) != 1 {
			t.Errorf("%q: got %v", content, err)
		}
	}
}

// A worksheet bears a name that spreadsheets take, and no two bear the same.
func TestTablesAreWorksheetsWithNamesOfTheirOwn(t *testing.T) {
	long := "Số liệu đã công bố của sáu tháng đầu năm 2026"
	content, err := WriteTables(
		Table{Title: long, Columns: []Column{{Head: "A"}, {Head: "B", Number: true}}, Rows: [][]string{{"=1", "1234.5"}, {"", "hồ sơ giấy"}}, Notes: []string{"@nguồn"}},
		Table{Title: long}, Table{Title: "6 tháng [2026]: 'x'?"}, Table{},
	)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"Số liệu đã công bố của sáu thán", "Số liệu đã công bố của sáu  (2)", "6 tháng  2026   'x", "Bảng"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows, err := f.GetRows(want[0], excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"A", "B"}, {"'=1", "1234.5"}, {"", "hồ sơ giấy"}, nil, {"'@nguồn"}}, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// One cell at the very end of a worksheet does not hold the reading up.
func TestASparseSheetIsReadQuickly(t *testing.T) {
	content := workbook(t, "Thành viên", map[string]any{"A1": "Cụm, khối", "B1": "Đơn vị", "A1048576": "a", "B1048576": "u-a"})
	began := time.Now()
	list := try(t, "a.xlsx", content)
	if len(list) != 1 || list[0].Field != "Thành viên!A1048576" {
		t.Errorf("got %v", list)
	}
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("it took %s", d)
	}
}
