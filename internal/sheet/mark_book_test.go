package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

// marking is a unit's part of a sheet with one criterion of every kind.
func marking(t testing.TB, extra ...scoring.Row) scoring.Desk {
	t.Helper()
	d := scoring.Definition{Settings: scoring.Settings{Decimals: 2}, Rows: append([]scoring.Row{
		{Path: "I", Name: "Nhiệm vụ"},
		{Path: "I/1", Name: "Hoàn thành kế hoạch", Max: "10", Kind: scoring.Achieved},
		{Path: "I/2", Name: "=Chất lượng tham mưu", Max: "10", Kind: scoring.Direct},
		{Path: "I/3", Name: "Văn bản phát hành sai", Max: "10", Kind: scoring.Deduction, Each: "2"},
		{Path: "II", Name: "Thu ngân sách", Max: "20", Kind: scoring.Target, Scheme: scoring.Attainment, Measure: "tỷ đồng"},
		{Path: "III", Name: "Chỉ số cải cách", Max: "5", Kind: scoring.RankPoints, Table: []scoring.StepRow{{From: "1", Points: "5"}}},
		{Path: "T", Name: "Điểm thưởng", Max: "5", Kind: scoring.Bonus},
	}, extra...)}
	s, err := d.Sheet("Bảng chấm điểm 2026")
	if err != nil {
		t.Fatal(err)
	}
	filled := map[string]scoring.Filled{"I/1": {Value: "1"}, "I/2": {Value: "7.25", Note: "-chậm một lần"}}
	result, err := scoring.Compute(s, []scoring.Unit{{ID: "u-a", Name: "Tỉnh A"}}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	desk := scoring.Desk{Sheet: scoring.YearSheet{ID: "s1", Number: 1}, Decimals: 2, Name: "Tỉnh A", Result: result.Units[0], Marking: scoring.Marking{UnitID: "u-a", State: scoring.UnitOpen, Version: 3}}
	for _, r := range d.Rows {
		line := scoring.Line{Row: r, Filled: filled[r.Path], Given: map[scoring.Level]scoring.Given{}}
		for i := range desk.Result.Leaves {
			if desk.Result.Leaves[i].Path == r.Path {
				line.Leaf = &desk.Result.Leaves[i]
			}
		}
		desk.Lines = append(desk.Lines, line)
	}
	return desk
}

func bookOf(d scoring.Desk, column scoring.Column) MarkBook {
	b := NewMarkBook(d, column)
	b.Title, b.About = "Bảng chấm điểm 2026", []string{"Cụm thử, năm 2026", "Đơn vị: Tỉnh A"}
	b.Stamp = MarkStamp{Cluster: "cum", Year: 2026, Unit: "u-a", Sheet: "s1", Number: 1, Version: 3, Column: column, Level: d.Level(column), Taken: "2026-12-01T08:00"}
	return b
}

func taken(t testing.TB, b MarkBook) []byte {
	t.Helper()
	content, err := b.Write()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// edited is a workbook after a person has worked on it.
func edited(t testing.TB, content []byte, edit func(f *excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cellOf is the cell of a criterion in a column, by the head.
func cellOf(t testing.TB, content []byte, path, head string) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(markTable)
	if err != nil {
		t.Fatal(err)
	}
	column := -1
	for n, row := range rows {
		if len(row) > 0 && row[0] == markKey {
			for i, said := range row {
				if said == head {
					column = i
				}
			}
		}
		if len(row) > 0 && row[0] == path && column >= 0 {
			name, err := excelize.CoordinatesToCellName(column+1, n+1)
			if err != nil {
				t.Fatal(err)
			}
			return name
		}
	}
	t.Fatalf("no cell of %s in %s", path, head)
	return ""
}

func put(t testing.TB, content []byte, path, head string, value any) []byte {
	t.Helper()
	at := cellOf(t, content, path, head)
	return edited(t, content, func(f *excelize.File) error { return f.SetCellValue(markTable, at, value) })
}

const entryHead = "Kết quả, số lần, thứ hạng"

func listed(list problem.List) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, "%s: %s\n", p.Field, p.Text)
	}
	return b.String()
}

// What is filled comes back by field, with its cell; what nobody touched does not,
// whatever stands there.
func TestAMarkingTableComesBackAsItWasFilled(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	content := taken(t, b)
	reading, list := b.Read(content)
	if len(list) > 0 || len(reading.Changes) > 0 || len(reading.Missing) > 0 || len(reading.Unread) > 0 || reading.Version != 3 || reading.Taken != "2026-12-01T08:00" {
		t.Fatalf("an untouched workbook: %+v, %s", reading, listed(list))
	}
	content = put(t, content, "I/1", entryHead, "Không đạt")
	content = put(t, content, "I/2", "Tự chấm", 0)
	content = put(t, content, "I/3", entryHead, 2)
	content = put(t, content, "II", "Chỉ tiêu", 834875.801)
	content = put(t, content, "II", "Thực hiện", "1.234,5")
	content = put(t, content, "III", entryHead, 1)
	content = put(t, content, "T", entryHead, "2.5")
	content = put(t, content, "T", "Ghi chú, lý do tự chấm", "+ sáng kiến\nđã được công nhận ")
	reading, list = b.Read(content)
	if len(list) > 0 {
		t.Fatal(listed(list))
	}
	got := map[string]string{}
	for _, c := range reading.Changes {
		got[c.Field+"_"+c.Path] = c.Value
		if c.Cell == "" {
			t.Errorf("%s has no cell", c.Path)
		}
	}
	want := map[string]string{
		"value_I/1": "0", "value_I/2": "0", "value_I/3": "2", "target_II": "834875.801", "actual_II": "1234.5", "value_III": "1",
		"value_T": "2.5", "note_T": "+ sáng kiến đã được công nhận",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A number among the words is as it was typed.
	const words = "Ghi chú, lý do tự chấm"
	numbered := put(t, taken(t, b), "I/3", words, 2026)
	at := cellOf(t, numbered, "T", words)
	numbered = edited(t, numbered, func(f *excelize.File) error {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			return err
		}
		if err := f.SetCellStyle(markTable, at, at, percent); err != nil {
			return err
		}
		return f.SetCellFloat(markTable, at, 0.955, -1, 64)
	})
	if reading, list := b.Read(numbered); len(list) > 0 || len(reading.Changes) != 2 || reading.Changes[0].Value != "2026" || reading.Changes[1].Value != "95,5%" {
		t.Errorf("numbers among words: %+v, %s", reading.Changes, listed(list))
	}
	// An empty cell takes nothing away.
	emptied := put(t, taken(t, b), "I/2", "Tự chấm", nil)
	if reading, list := b.Read(emptied); len(list) > 0 || len(reading.Changes) > 0 {
		t.Errorf("an emptied cell: %+v, %s", reading, listed(list))
	}
}

// Each column writes its own cells and no others.
func TestEachColumnOpensItsOwnCells(t *testing.T) {
	d := marking(t)
	d.Marking.State, d.Second = scoring.UnitSubmitted, true
	for _, c := range []struct {
		column scoring.Column
		state  scoring.UnitState
		head   string
		fields []string
	}{
		{scoring.ColumnMark, scoring.UnitSubmitted, "Thẩm định", []string{"points", "reason"}},
		{scoring.ColumnMark, scoring.UnitExplained, "Thẩm định lần hai", []string{"points", "reason"}},
		{scoring.ColumnFinal, scoring.UnitAppraised, "Kết luận", []string{"points", "reason"}},
		{scoring.ColumnExplain, scoring.UnitAppraised, "Giải trình", []string{"explain"}},
	} {
		d.Marking.State = c.state
		b := bookOf(d, c.column)
		fields := map[string]bool{}
		for _, r := range b.rows {
			for _, cell := range r.cells {
				if cell.field != "" {
					fields[cell.field] = true
				}
			}
		}
		if len(fields) != len(c.fields) {
			t.Errorf("%s: %v", c.head, fields)
		}
		value := any(4.5)
		if c.column == scoring.ColumnExplain {
			value = "có công văn"
		}
		reading, list := b.Read(put(t, taken(t, b), "I/2", c.head, value))
		if len(list) > 0 || len(reading.Changes) != 1 || reading.Changes[0].Path != "I/2" || reading.Changes[0].Field != c.fields[0] {
			t.Errorf("%s: %+v, %s", c.head, reading, listed(list))
		}
	}
}

// Numbers of people's workbooks: what has one reading is taken, what has two is not.
func TestPointsAndCommasMixed(t *testing.T) {
	for text, want := range map[string]string{
		"7,5": "7.5", "7.5": "7.5", " 7,25 ": "7.25", "0.125": "0.125", "0,125": "0.125", "1.234,5": "1234.5", "1,234.5": "1234.5",
		"1 234,5": "1234.5", "1.234.567": "1234567", "12": "12", "0": "0", "7.12345": "7.12345",
	} {
		if d, err := looseNumber(text); err != nil || d.String() != want {
			t.Errorf("%q: %s, %v", text, d, err)
		}
	}
	for _, text := range []string{"1.234", "1,234", "12,000", "7,5 điểm", "bảy", "1.2.3", "--1", "1e3", "7;5", "٣", "="} {
		if d, err := looseNumber(text); err == nil {
			t.Errorf("%q is taken for %s", text, d)
		}
	}
}

// Every way in which a workbook can be wrong is named, by cell where there is one;
// each case first shows that the same workbook passes without the tampering.
func TestAWrongMarkingTableIsRefusedByCell(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	clean := put(t, taken(t, b), "I/2", "Tự chấm", 9.5)
	if reading, list := b.Read(clean); len(list) > 0 || len(reading.Changes) != 1 {
		t.Fatalf("the untampered workbook: %+v, %s", reading, listed(list))
	}
	self := func(path string) string { return cellOf(t, clean, path, "Tự chấm") }
	row := func(path string) string { return strings.TrimLeft(self(path), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") }
	at := func(cell string, value any) func(f *excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue(markTable, cell, value) }
	}
	styled := func(cell string, value any, style excelize.Style) func(f *excelize.File) error {
		return func(f *excelize.File) error {
			id, err := f.NewStyle(&style)
			if err != nil {
				return err
			}
			if err := f.SetCellValue(markTable, cell, value); err != nil {
				return err
			}
			return f.SetCellStyle(markTable, cell, cell, id)
		}
	}
	day := "dd/mm/yyyy"
	for _, c := range []struct {
		what  string
		edit  func(f *excelize.File) error
		place string
		says  string
	}{
		{"words for points", at(self("I/2"), "chín"), self("I/2"), "I/2: «chín» không phải là số"},
		{"points over the maximum", at(self("I/2"), 10.5), self("I/2"), "I/2: điểm 10,5 cao hơn điểm tối đa 10"},
		{"points below zero", at(self("I/2"), -1), self("I/2"), "từ 0 đến 10"},
		{"two readings", at(self("I/2"), "1.234"), self("I/2"), "có thể là 1234 hoặc 1,234"},
		{"half a time", at(cellOf(t, clean, "I/3", entryHead), 1.5), cellOf(t, clean, "I/3", entryHead), "số nguyên từ 0"},
		{"rank nought", at(cellOf(t, clean, "III", entryHead), 0), cellOf(t, clean, "III", entryHead), "số nguyên từ 1"},
		{"another word", at(cellOf(t, clean, "I/1", entryHead), "gần đạt"), cellOf(t, clean, "I/1", entryHead), "Chọn «đạt» hoặc «không đạt»"},
		{"a flag", at(self("I/2"), true), self("I/2"), "TRUE/FALSE"},
		{"a percentage", styled(self("I/2"), 0.95, excelize.Style{NumFmt: 9}), self("I/2"), "phần trăm"},
		{"a day", styled(self("I/2"), 46000, excelize.Style{CustomNumFmt: &day}), self("I/2"), "ngày"},
		{"an error", at(self("I/2"), "#DIV/0!"), self("I/2"), "#DIV/0!"},
		{"a formula", func(f *excelize.File) error { return f.SetCellFormula(markTable, self("I/2"), "1+1") }, self("I/2"), "công thức"},
		{"merged cells", func(f *excelize.File) error { return f.MergeCell(markTable, self("I/2"), self("I/3")) }, self("I/2"), "bị gộp"},
		{"points of a group", at(cellOf(t, clean, "I", "Tự chấm"), 5), cellOf(t, clean, "I", "Tự chấm"), "bị khóa"},
		{"a locked cell", at(cellOf(t, clean, "I/1", "Giá trị tính"), 5), cellOf(t, clean, "I/1", "Giá trị tính"), "bị khóa"},
		{"a target where there is none", at(cellOf(t, clean, "I/1", "Chỉ tiêu"), 5), cellOf(t, clean, "I/1", "Chỉ tiêu"), "bị khóa"},
		{"another maximum", at(cellOf(t, clean, "I/2", "Tối đa"), 50), cellOf(t, clean, "I/2", "Tối đa"), "có tối đa là «10»; tệp ghi «50»"},
		{"another code", at("B"+row("I/2"), "9"), "B" + row("I/2"), "bị dán lệch"},
		{"another name", at("C"+row("I/2"), "Chuyện khác"), "C" + row("I/2"), "bị dán lệch"},
		{"a row without its key", at("A"+row("I/2"), ""), "B" + row("I/2"), "không có khóa"},
		{"the key of none", at("A"+row("I/2"), "X/9"), "A" + row("I/2"), "không có tiêu chí «X/9»"},
		{"the same key twice", at("A"+row("I/3"), "I/2"), "A" + row("I/3"), "đã có ở hàng"},
		{"a foreign row", at("F200", 7), "F200", "không thuộc bảng"},
		{"a cell beside the table", at("Z"+row("I/2"), "x"), "Z" + row("I/2"), "cột không thuộc bảng"},
		{"a cell far away", at("XFD"+row("I/2"), "x"), "XFD" + row("I/2"), "cột không thuộc bảng"},
		{"no heads", func(f *excelize.File) error {
			return f.SetCellValue(markTable, "A"+fmt.Sprint(len(b.About)+3), "?")
		}, "tệp", "không còn hàng tiêu đề"},
		{"a head renamed", func(f *excelize.File) error {
			return f.SetCellValue(markTable, "C"+fmt.Sprint(len(b.About)+3), "Nội dung")
		}, "C" + fmt.Sprint(len(b.About)+3), "không thuộc bảng"},
		{"no stamp", func(f *excelize.File) error { return f.DeleteSheet(markStamp) }, "tệp", "không phải là bảng tải từ trang"},
		{"no table", func(f *excelize.File) error { return f.DeleteSheet(markTable) }, "tệp", "không có trang tính «Chấm điểm»"},
	} {
		reading, list := b.Read(edited(t, clean, c.edit))
		found := false
		for _, p := range list {
			found = found || p.Field == c.place && strings.Contains(p.Text, c.says)
		}
		if !found {
			t.Errorf("%s: want %q at %s, got %+v\n%s", c.what, c.says, c.place, reading.Changes, listed(list))
		}
	}
}

// All that is wrong is said at once.
func TestEveryMistakeOfAMarkingTableAtOnce(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	content := put(t, taken(t, b), "I/1", entryHead, "x")
	content = put(t, content, "I/2", "Tự chấm", 99)
	content = put(t, content, "II", "Thực hiện", "nhiều")
	content = put(t, content, "III", entryHead, 1)
	reading, list := b.Read(content)
	if len(list) != 3 || len(reading.Changes) != 1 || reading.Changes[0].Path != "III" {
		t.Errorf("%+v\n%s", reading, listed(list))
	}
}

// What people do to the layout without touching what it says is no mistake.
func TestWhatChangesNothingIsTaken(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	clean := put(t, taken(t, b), "I/3", entryHead, 1)
	for what, edit := range map[string]func(f *excelize.File) error{
		"hidden rows": func(f *excelize.File) error {
			return f.SetRowVisible(markTable, len(b.About)+7, false)
		},
		"a wider column":     func(f *excelize.File) error { return f.SetColWidth(markTable, "C", "C", 90) },
		"an empty row above": func(f *excelize.File) error { return f.InsertRows(markTable, 2, 3) },
		"a sheet of one's own": func(f *excelize.File) error {
			_, err := f.NewSheet("Nháp")
			return err
		},
		"heads merged above the table": func(f *excelize.File) error { return f.MergeCell(markTable, "B1", "E1") },
	} {
		reading, list := b.Read(edited(t, clean, edit))
		if len(list) > 0 || len(reading.Changes) != 1 || reading.Changes[0].Path != "I/3" || reading.Changes[0].Value != "1" {
			t.Errorf("%s: %+v\n%s", what, reading, listed(list))
		}
		if unread := len(reading.Unread) == 1; unread != (what == "a sheet of one's own") {
			t.Errorf("%s: unread %v", what, reading.Unread)
		}
	}
	// Rows are known by their key: moved, they are what they were; deleted, they
	// leave what is there.
	n := len(b.About) + 4 // the group I
	moved := edited(t, clean, func(f *excelize.File) error { return f.DuplicateRowTo(markTable, n+3, n+1) })
	moved = edited(t, moved, func(f *excelize.File) error { return f.RemoveRow(markTable, n+4) })
	if reading, list := b.Read(moved); len(list) > 0 || len(reading.Changes) != 1 || reading.Changes[0].Path != "I/3" || len(reading.Missing) > 0 {
		t.Errorf("a moved row: %+v\n%s", reading, listed(list))
	}
	gone := edited(t, clean, func(f *excelize.File) error { return f.RemoveRow(markTable, n+1) })
	if reading, list := b.Read(gone); len(list) > 0 || !cmp.Equal(reading.Missing, []string{"I/1"}) || len(reading.Changes) != 1 {
		t.Errorf("a deleted row: %+v\n%s", reading, listed(list))
	}
}

// A workbook made for something else is refused in one sentence.
func TestAWorkbookOfSomethingElse(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	content := taken(t, b)
	if _, list := b.Read(content); len(list) > 0 {
		t.Fatal(listed(list))
	}
	for says, change := range map[string]func(s *MarkStamp){
		"Tệp này của bảng chấm điểm năm 2026 ở «cum»; trang này của năm 2027": func(s *MarkStamp) { s.Year = 2027 },
		"trang này của năm 2026 ở «khoi»":                                     func(s *MarkStamp) { s.Cluster = "khoi" },
		"của một đơn vị khác":                                                 func(s *MarkStamp) { s.Unit = "u-b" },
		"theo bản 1 của bảng chấm điểm; bảng đang có hiệu lực là bản 2":       func(s *MarkStamp) { s.Number = 2 },
		"để ghi cột «tự chấm»; lúc này trang nhận cột «thẩm định»": func(s *MarkStamp) {
			s.Column, s.Level = scoring.ColumnMark, scoring.Appraised
		},
		"đã bị sửa": func(s *MarkStamp) { s.Version = 2 },
	} {
		other := b
		change(&other.Stamp)
		if _, list := other.Read(content); len(list) != 1 || !strings.Contains(list[0].Text, says) || list[0].Field != "tệp" {
			t.Errorf("want %q, got %s", says, listed(list))
		}
	}
	old := edited(t, content, func(f *excelize.File) error { return f.SetCellValue(markStamp, "B1", "giaouoc-cham-diem/9") })
	if _, list := b.Read(old); len(list) != 1 || !strings.Contains(list[0].Text, "phiên bản khác") {
		t.Errorf("another format: %s", listed(list))
	}
}

// Points come back to the last digit, in whichever of the sure ways they were typed.
func TestPointsComeBackExactly(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	content := taken(t, b)
	at := cellOf(t, content, "II", "Tự chấm")
	rapid.Check(t, func(r *rapid.T) {
		x := decimal.New(rapid.Int64Range(0, 20_000).Draw(r, "thousandths"), -3)
		value := any(x.InexactFloat64())
		switch rapid.IntRange(0, 2).Draw(r, "way") {
		case 1:
			value = strings.Replace(x.StringFixed(4), ".", ",", 1)
		case 2:
			value = x.StringFixed(4)
		}
		reading, list := b.Read(edited(t, content, func(f *excelize.File) error { return f.SetCellValue(markTable, at, value) }))
		if len(list) > 0 || len(reading.Changes) != 1 || !decimal.RequireFromString(reading.Changes[0].Value).Equal(x) {
			r.Fatalf("%v: %+v %s", value, reading.Changes, listed(list))
		}
	})
}

// No text of the sheet becomes a formula, numbers are numbers, what is not to be
// filled is locked, and the stamp is out of sight.
func TestAMarkingTableIsSafeToOpen(t *testing.T) {
	d := marking(t, scoring.Row{Path: "K", Name: "@SUM(A1)", Max: "1", Kind: scoring.Direct})
	d.Lines[2].Filled.Note = `=HYPERLINK("http://x.example","y")`
	b := bookOf(d, scoring.ColumnSelf)
	b.Title = "+1"
	content := taken(t, b)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for i := range row {
				at, _ := excelize.CoordinatesToCellName(i+1, n+1)
				if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
					t.Errorf("%s!%s holds the formula %q, %v", sheet, at, formula, err)
				}
			}
		}
	}
	name, err := f.GetCellValue(markTable, "C"+cellOf(t, content, "I/2", "Tự chấm")[1:])
	if err != nil || name != "'=Chất lượng tham mưu" {
		t.Errorf("the name is %q, %v", name, err)
	}
	kind, err := f.GetCellType(markTable, cellOf(t, content, "I/2", "Tự chấm"))
	if raw, _ := f.GetCellValue(markTable, cellOf(t, content, "I/2", "Tự chấm"), excelize.Options{RawCellValue: true}); err != nil || raw != "7.25" || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("points are %q of type %v", raw, kind)
	}
	locked := func(at string) bool {
		id, err := f.GetCellStyle(markTable, at)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Protection == nil || s.Protection.Locked
	}
	for _, c := range []struct {
		path, head string
		locked     bool
	}{{"I/2", "Tự chấm", false}, {"I/2", "Tối đa", true}, {"I/1", entryHead, false}, {"I/1", "Chỉ tiêu", true}, {"I", "Tự chấm", true}, {"II", "Giá trị tính", true}} {
		if locked(cellOf(t, content, c.path, c.head)) != c.locked {
			t.Errorf("%s %s: locked is %v", c.path, c.head, !c.locked)
		}
	}
	if seen, err := f.GetSheetVisible(markStamp); err != nil || seen {
		t.Errorf("the stamp is in sight, %v", err)
	}
	rules, err := f.GetDataValidations(markTable)
	if err != nil {
		t.Fatal(err)
	}
	choice := false
	for _, v := range rules {
		choice = choice || v.Type == "list" && v.Formula1 == `"đạt,không đạt"` && v.Sqref == cellOf(t, content, "I/1", entryHead)
		if v.Error == nil || !v.ShowErrorMessage || strings.TrimSpace(*v.Error) == "" {
			t.Errorf("a rule of %s says nothing", v.Sqref)
		}
	}
	if !choice {
		t.Errorf("no drop-down at I/1: %+v", rules)
	}
}
