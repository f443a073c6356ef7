package sheet

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// PlanBook is the plan of a unit for a year (kế hoạch xét): first what can be
// proposed of each award, then a worksheet for each award with every subject.
type PlanBook struct {
	Title   string
	About   []string
	Summary []PlanSum
	Awards  []PlanAward
}

// PlanSum is one award in the summary.
type PlanSum struct {
	Award                                      string
	Eligible, Judgement, Not, Nominated, Given int
	Most, Left                                 string // empty where nothing limits the award
}

// PlanAward is the worksheet of one award.
type PlanAward struct {
	Code, Name string
	About      []string // its ceilings
	Rows       []PlanRow
}

// PlanRow is one subject; reasons stand one a line, each with its citation.
type PlanRow struct {
	Name, Born, Place, Answer, Reasons, Earliest, Nominated string
}

var planSumColumns = []Column{
	{Head: "Hình thức", Width: 52},
	{Head: "Đủ điều kiện", Number: true, Width: 11},
	{Head: "Đủ phần tính được", Number: true, Width: 11},
	{Head: "Chưa đủ", Number: true, Width: 11},
	{Head: "Dự kiến đề nghị", Number: true, Width: 11},
	{Head: "Đã được tặng", Number: true, Width: 11},
	{Head: "Tối đa", Number: true, Width: 15},
	{Head: "Còn", Number: true, Width: 9},
}

var planColumns = []Column{
	{Head: "STT", Number: true, Width: 6},
	{Head: "Họ tên, tên tập thể", Width: 28},
	{Head: "Năm sinh", Number: true, Width: 9},
	{Head: "Nơi công tác", Width: 24},
	{Head: "Kết quả đối chiếu", Width: 17},
	{Head: "Lý do, căn cứ", Width: 66},
	{Head: "Sớm nhất", Number: true, Width: 10},
	{Head: "Dự kiến đề nghị", Width: 24},
}

// Write writes the workbook.
func (b PlanBook) Write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := planWriter{f: f, book: b, taken: map[string]bool{}}
	if err := w.newStyles(); err != nil {
		return nil, fmt.Errorf("write plan: %w", err)
	}
	rows := make([][]string, len(b.Summary))
	for i, s := range b.Summary {
		rows[i] = []string{s.Award, strconv.Itoa(s.Eligible), strconv.Itoa(s.Judgement), strconv.Itoa(s.Not), strconv.Itoa(s.Nominated), strconv.Itoa(s.Given), s.Most, s.Left}
	}
	if err := w.worksheet("Tổng hợp", b.Title, b.About, planSumColumns, rows); err != nil {
		return nil, fmt.Errorf("write plan: %w", err)
	}
	for _, a := range b.Awards {
		rows := make([][]string, len(a.Rows))
		for i, r := range a.Rows {
			rows[i] = []string{strconv.Itoa(i + 1), r.Name, r.Born, r.Place, r.Answer, r.Reasons, r.Earliest, r.Nominated}
		}
		if err := w.worksheet(a.Code, a.Name, append(append([]string{}, b.About...), a.About...), planColumns, rows); err != nil {
			return nil, fmt.Errorf("write plan of %s: %w", a.Code, err)
		}
	}
	return finished(f)
}

// planWriter is one plan while it is written.
type planWriter struct {
	f     *excelize.File
	book  PlanBook
	taken map[string]bool

	title, about, head, words, number int
}

func (w *planWriter) newStyles() (err error) {
	add := func(id *int, size float64, bold bool, fill string, at *excelize.Alignment) {
		if err != nil {
			return
		}
		style := excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold}, Alignment: at}
		if at != nil {
			at.WrapText, at.Vertical = true, "top"
			for _, side := range []string{"left", "right", "top", "bottom"} {
				style.Border = append(style.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
			}
		}
		if fill != "" {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
		}
		*id, err = w.f.NewStyle(&style)
	}
	add(&w.title, 14, true, "", nil)
	add(&w.about, 11, false, "", nil)
	add(&w.head, 11, true, "EADFCB", &excelize.Alignment{Horizontal: "center"})
	add(&w.words, 11, false, "", &excelize.Alignment{Horizontal: "left"})
	add(&w.number, 11, false, "", &excelize.Alignment{Horizontal: "right"})
	return err
}

// worksheet writes one table under its title, with its heads on every page.
func (w *planWriter) worksheet(name, title string, about []string, columns []Column, rows [][]string) error {
	name = sheetTitle(name, w.taken)
	if _, err := w.f.NewSheet(name); err != nil {
		return err
	}
	headRow := len(about) + 3
	foot := w.book.Title
	if title != foot {
		foot += ", " + title
	}
	if err := laidOut(w.f, name, paper{size: paperA4, across: 1, rows: fmt.Sprintf("$%d:$%d", headRow, headRow), foot: foot}); err != nil {
		return err
	}
	stream, err := w.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, c := range columns {
		if err := stream.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	for i, text := range append([]string{title}, about...) {
		style := w.about
		if i == 0 {
			style = w.title
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), []any{excelize.Cell{StyleID: style, Value: plain(text)}}); err != nil {
			return err
		}
	}
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = excelize.Cell{StyleID: w.head, Value: c.Head}
	}
	if err := stream.SetRow(fmt.Sprintf("A%d", headRow), cells, excelize.RowOpts{Height: 34}); err != nil {
		return err
	}
	for n, row := range rows {
		for i, value := range row {
			cells[i] = w.cell(value, columns[i].Number)
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", headRow+1+n), cells, excelize.RowOpts{Height: heightOf(row, widths(columns)) + 2}); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func (w *planWriter) cell(value string, number bool) excelize.Cell {
	if n, err := strconv.Atoi(value); number && err == nil {
		return excelize.Cell{StyleID: w.number, Value: n}
	}
	return excelize.Cell{StyleID: w.words, Value: plain(value)}
}
