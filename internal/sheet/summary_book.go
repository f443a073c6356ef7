package sheet

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

// SummaryBook is the points of a whole cluster as offices print them (bảng tổng hợp
// điểm): criteria down, units across with a column for each level, totals and ranks
// at the bottom; a second worksheet has the ranking.
type SummaryBook struct {
	Title     string
	About     []string // lines above the table
	Scored    scoring.Scored
	Standings []ranking.Standing // in the order of the units
	Notes     map[string]string  // by unit: what is said beside its rank
}

// The worksheets of a summary.
const (
	summaryTable   = "Bảng tổng hợp"
	summaryRanking = "Xếp hạng"
)

// summaryFixed are the columns before those of the units.
var summaryFixed = []markColumn{{head: "Mã", width: 7}, {head: "Tiêu chí", width: 46}, {head: "Tối đa", number: true, width: 9}}

// widestPage is how many columns of points fit on a page of A3 in letters that can
// be read.
const widestPage = 32

// Write writes the workbook.
func (b SummaryBook) Write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := summaryWriter{SummaryBook: b, f: f, summary: b.Scored.Summary()}
	for _, step := range []func() error{w.newStyles, w.table, w.ranking} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("write summary: %w", err)
		}
	}
	return finished(f)
}

// summaryWriter is one summary while it is written.
type summaryWriter struct {
	SummaryBook
	f       *excelize.File
	summary scoring.Summary

	title, about, head, code, points, group, groupPoints, total, totalPoints, totalText, middle int
	indented                                                                                    [5]int
	stream                                                                                      *excelize.StreamWriter
	n                                                                                           int // the row that was written last
}

func (w *summaryWriter) newStyles() (err error) {
	add := func(id *int, bold bool, colour, format string, at excelize.Alignment) {
		if err != nil {
			return
		}
		at.WrapText, at.Vertical = true, "center"
		style := excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 11, Bold: bold}, Alignment: &at}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
		}
		if colour != "" {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		}
		if format != "" {
			style.CustomNumFmt = &format
		}
		*id, err = w.f.NewStyle(&style)
	}
	format := "#,##0"
	if n := w.Scored.Decimals; n > 0 {
		format += "." + strings.Repeat("0", n)
	}
	right, centre := excelize.Alignment{Horizontal: "right"}, excelize.Alignment{Horizontal: "center"}
	const headColour, groupColour, totalColour = "EADFCB", "F1ECE2", "EADFCB"
	add(&w.head, true, headColour, "", centre)
	add(&w.code, false, "", "", excelize.Alignment{})
	add(&w.points, false, "", format, right)
	add(&w.group, true, groupColour, "", excelize.Alignment{})
	add(&w.groupPoints, true, groupColour, format, right)
	add(&w.total, true, totalColour, "", excelize.Alignment{})
	add(&w.totalPoints, true, totalColour, format, right)
	add(&w.totalText, true, totalColour, "", centre)
	add(&w.middle, true, "", "", centre)
	for depth := range w.indented {
		add(&w.indented[depth], false, "", "", excelize.Alignment{Horizontal: "left", Indent: depth})
	}
	if err != nil {
		return err
	}
	if w.title, err = w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 14, Bold: true}}); err != nil {
		return err
	}
	w.about, err = w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 11}})
	return err
}

func (w *summaryWriter) units() []scoring.UnitResult { return w.Scored.Result.Units }

// each is how many columns a unit has.
func (w *summaryWriter) each() int { return len(w.summary.Columns) }

// headRow is the first of the two rows of heads.
func (w *summaryWriter) headRow() int { return len(w.About) + 3 }

func (w *summaryWriter) table() error {
	if _, err := w.f.NewSheet(summaryTable); err != nil {
		return err
	}
	fixed := len(summaryFixed)
	last, err := excelize.ColumnNumberToName(fixed)
	if err != nil {
		return err
	}
	across := max(1, (len(w.units())*w.each()+widestPage-1)/widestPage)
	heads := w.headRow()
	if err := laidOut(w.f, summaryTable, paper{
		size: paperA3, across: across, rows: fmt.Sprintf("$%d:$%d", heads, heads+1), columns: "$A:$" + last, foot: strings.Join(append([]string{w.Title}, w.About[:min(1, len(w.About))]...), ", "),
	}); err != nil {
		return err
	}
	if w.stream, err = w.f.NewStreamWriter(summaryTable); err != nil {
		return err
	}
	freeze, err := excelize.CoordinatesToCellName(fixed+1, heads+2)
	if err != nil {
		return err
	}
	if err := w.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: fixed, YSplit: heads + 1, TopLeftCell: freeze, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, c := range summaryFixed {
		if err := w.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if n := len(w.units()) * w.each(); n > 0 {
		if err := w.stream.SetColWidth(fixed+1, fixed+n, 9.5); err != nil {
			return err
		}
	}
	for _, step := range []func() error{w.above, w.heads, w.criteria, w.totals, w.stream.Flush} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// put writes the next row.
func (w *summaryWriter) put(height float64, cells ...any) error {
	w.n++
	if height == 0 {
		return w.stream.SetRow(fmt.Sprintf("A%d", w.n), cells)
	}
	return w.stream.SetRow(fmt.Sprintf("A%d", w.n), cells, excelize.RowOpts{Height: height})
}

// merge joins cells of the row that was written last.
func (w *summaryWriter) merge(from, to, fromRow, toRow int) error {
	if from == to && fromRow == toRow {
		return nil
	}
	a, err := excelize.CoordinatesToCellName(from, fromRow)
	if err != nil {
		return err
	}
	b, err := excelize.CoordinatesToCellName(to, toRow)
	if err != nil {
		return err
	}
	return w.stream.MergeCell(a, b)
}

func (w *summaryWriter) above() error {
	for i, text := range append([]string{w.Title}, w.About...) {
		style := w.about
		if i == 0 {
			style = w.title
		}
		if err := w.put(0, excelize.Cell{StyleID: style, Value: plain(text)}); err != nil {
			return err
		}
	}
	w.n = w.headRow() - 1
	return nil
}

// heads are two rows: the units, and below each its levels.
func (w *summaryWriter) heads() error {
	first, second := []any{}, []any{}
	for _, c := range summaryFixed {
		first, second = append(first, excelize.Cell{StyleID: w.head, Value: c.head}), append(second, excelize.Cell{StyleID: w.head})
	}
	for _, u := range w.units() {
		for i, level := range w.summary.Columns {
			cell := excelize.Cell{StyleID: w.head}
			if i == 0 {
				cell.Value = plain(u.Unit.Name)
			}
			first, second = append(first, cell), append(second, excelize.Cell{StyleID: w.head, Value: level.SummaryName()})
		}
	}
	if err := w.put(34, first...); err != nil {
		return err
	}
	if err := w.put(34, second...); err != nil {
		return err
	}
	for i := range summaryFixed {
		if err := w.merge(i+1, i+1, w.n-1, w.n); err != nil {
			return err
		}
	}
	for i := range w.units() {
		if err := w.merge(w.column(i), w.column(i)+w.each()-1, w.n-1, w.n-1); err != nil {
			return err
		}
	}
	return nil
}

// column is the first column of a unit, from 1.
func (w *summaryWriter) column(unit int) int { return len(summaryFixed) + 1 + unit*w.each() }

func (w *summaryWriter) criteria() error {
	for _, line := range w.summary.Lines {
		r := line.Row
		code, name, points := w.code, w.indented[min(r.Depth(), len(w.indented)-1)], w.points
		if r.Kind == "" {
			code, name, points = w.group, w.group, w.groupPoints
		}
		cells := []any{excelize.Cell{StyleID: code, Value: plain(r.Code())}, excelize.Cell{StyleID: name, Value: plain(r.Label())}, w.number(r.Max, points)}
		for _, unit := range line.Cells {
			for _, c := range unit {
				if c.Unassigned {
					cells = append(cells, excelize.Cell{StyleID: points, Value: "không giao"})
					continue
				}
				cells = append(cells, w.rat(c.Points, points))
			}
		}
		if err := w.put(heightOf([]string{r.Label()}, []float64{summaryFixed[1].width * narrowLetters})+2, cells...); err != nil {
			return err
		}
	}
	return nil
}

// rat is exact points as a number of the spreadsheet, as the pages round them.
func (w *summaryWriter) rat(x *big.Rat, style int) excelize.Cell {
	if x == nil {
		return excelize.Cell{StyleID: style}
	}
	return w.number(scoring.Format(x, w.Scored.Decimals), style)
}

// number is a decimal with a point; one that a spreadsheet's numbers would not hold
// without loss stands there as text.
func (w *summaryWriter) number(value string, style int) excelize.Cell {
	if value == "" {
		return excelize.Cell{StyleID: style}
	}
	if x, ok := markBinary(value); ok {
		return excelize.Cell{StyleID: style, Value: x}
	}
	return excelize.Cell{StyleID: style, Value: markText(value, markColumn{number: true})}
}

// totals are the rows at the bottom.
func (w *summaryWriter) totals() error {
	cells := []any{excelize.Cell{StyleID: w.total}, excelize.Cell{StyleID: w.total, Value: "Tổng điểm"}, excelize.Cell{StyleID: w.total}}
	for _, unit := range w.summary.Totals {
		for _, x := range unit {
			cells = append(cells, w.rat(x, w.totalPoints))
		}
	}
	if err := w.put(20, cells...); err != nil {
		return err
	}
	if err := w.foot("Điểm tối đa được giao", func(i int) excelize.Cell { return w.rat(w.units()[i].AssignedMax, w.totalPoints) }); err != nil {
		return err
	}
	if w.Scored.Result.Sheet.RankBy == scoring.ByPercent {
		if err := w.foot("Tỷ lệ so với điểm được giao (%)", func(i int) excelize.Cell { return w.rat(w.units()[i].Percent(), w.totalPoints) }); err != nil {
			return err
		}
	}
	if err := w.foot("Hạng", func(i int) excelize.Cell { return w.rank(i, w.totalText) }); err != nil {
		return err
	}
	if len(w.Scored.Result.Sheet.Bands) == 0 {
		return nil
	}
	return w.foot("Xếp loại", func(i int) excelize.Cell {
		return excelize.Cell{StyleID: w.totalText, Value: plain(bandOf(w.units()[i]))}
	})
}

func bandOf(u scoring.UnitResult) string {
	if u.Band == nil {
		return ""
	}
	return u.Band.Name
}

// rank is the rank of a unit, or a dash for one without.
func (w *summaryWriter) rank(i, style int) excelize.Cell {
	if w.Standings[i].Rank == 0 {
		return excelize.Cell{StyleID: style, Value: "–"}
	}
	return excelize.Cell{StyleID: style, Value: w.Standings[i].Rank}
}

// foot is a row with one value for each unit.
func (w *summaryWriter) foot(name string, value func(unit int) excelize.Cell) error {
	cells := []any{excelize.Cell{StyleID: w.total}, excelize.Cell{StyleID: w.total, Value: name}, excelize.Cell{StyleID: w.total}}
	for i := range w.units() {
		cells = append(cells, value(i))
		for range w.each() - 1 {
			cells = append(cells, excelize.Cell{StyleID: w.totalText})
		}
	}
	if err := w.put(20, cells...); err != nil {
		return err
	}
	for i := range w.units() {
		if err := w.merge(w.column(i), w.column(i)+w.each()-1, w.n, w.n); err != nil {
			return err
		}
	}
	return nil
}

// ranking is the worksheet of the ranking, best first.
func (w *summaryWriter) ranking() error {
	if _, err := w.f.NewSheet(summaryRanking); err != nil {
		return err
	}
	columns := []Column{{Head: "Hạng", Width: 8}, {Head: "Đơn vị", Width: 36}, {Head: "Tổng điểm", Width: 13}, {Head: "Điểm tối đa được giao", Width: 13}, {Head: "Tỷ lệ (%)", Width: 11}, {Head: "Tiêu chí phụ đã dùng", Width: 20}, {Head: "Xếp loại", Width: 18}, {Head: "Ghi chú", Width: 44}}
	grouped := len(w.Scored.Groups) > 0
	if grouped {
		columns = slices.Insert(columns, 2, Column{Head: "Nhóm", Width: 20})
	}
	if err := laidOut(w.f, summaryRanking, paper{size: paperA4, across: 1, rows: fmt.Sprintf("$%d:$%d", w.headRow(), w.headRow()), foot: w.Title}); err != nil {
		return err
	}
	var err error
	if w.stream, err = w.f.NewStreamWriter(summaryRanking); err != nil {
		return err
	}
	if err := w.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: w.headRow(), TopLeftCell: fmt.Sprintf("A%d", w.headRow()+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, c := range columns {
		if err := w.stream.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	w.n = 0
	if err := w.above(); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = excelize.Cell{StyleID: w.head, Value: c.Head}
	}
	if err := w.put(34, cells...); err != nil {
		return err
	}
	for _, i := range w.bestFirst() {
		u := w.units()[i]
		note := w.Notes[u.Unit.ID]
		cells := []any{
			w.rank(i, w.middle),
			excelize.Cell{StyleID: w.code, Value: plain(u.Unit.Name)},
			w.rat(u.Total, w.points), w.rat(u.AssignedMax, w.points), w.rat(u.Percent(), w.points),
			excelize.Cell{StyleID: w.code, Value: plain(w.Standings[i].TieUsed)},
			excelize.Cell{StyleID: w.code, Value: plain(bandOf(u))},
			excelize.Cell{StyleID: w.code, Value: plain(note)},
		}
		if grouped {
			cells = slices.Insert(cells, 2, any(excelize.Cell{StyleID: w.code, Value: plain(w.Scored.GroupOf(u.Unit.ID))}))
		}
		if err := w.put(heightOf([]string{note}, []float64{44 * narrowLetters})+4, cells...); err != nil {
			return err
		}
	}
	return w.stream.Flush()
}

// bestFirst lists the units of each group by rank, those without one at its end.
func (w *summaryWriter) bestFirst() []int {
	list := make([]int, len(w.Standings))
	for i := range list {
		list[i] = i
	}
	slices.SortStableFunc(list, func(a, b int) int {
		x, y := w.Standings[a].Rank, w.Standings[b].Rank
		if c := cmp.Compare(w.Standings[a].Group, w.Standings[b].Group); c != 0 {
			return c
		}
		switch {
		case x == y:
			return 0
		case x == 0:
			return 1
		case y == 0:
			return -1
		}
		return x - y
	})
	return list
}
