package sheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Write writes the workbook to be filled and brought back.
func (b MarkBook) Write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := markWriter{MarkBook: b, f: f, styles: map[markStyle]int{}}
	for _, step := range []func() error{w.table, w.rules, w.protect, w.print, w.help, w.stamp} {
		if err := step(); err != nil {
			if problem.All(err) != nil {
				return nil, err
			}
			return nil, fmt.Errorf("write marking table: %w", err)
		}
	}
	return finished(f)
}

// markWriter is one workbook while it is written.
type markWriter struct {
	MarkBook
	f      *excelize.File
	styles map[markStyle]int
}

// markStyle is how a cell looks.
type markStyle struct {
	open, group, head bool
	right             bool
	indent            int
	decimals          int // -1 shows a number as it is
}

func (w *markWriter) style(s markStyle) (int, error) {
	if id, ok := w.styles[s]; ok {
		return id, nil
	}
	line := func(side string) excelize.Border { return excelize.Border{Type: side, Color: "A6A6A6", Style: 1} }
	style := excelize.Style{
		Font:       &excelize.Font{Family: "Times New Roman", Size: 11, Bold: s.group || s.head},
		Alignment:  &excelize.Alignment{WrapText: true, Vertical: "top", Indent: s.indent},
		Border:     []excelize.Border{line("left"), line("right"), line("top"), line("bottom")},
		Protection: &excelize.Protection{Locked: !s.open},
	}
	switch {
	case s.head:
		style.Alignment.Horizontal, style.Alignment.Vertical = "center", "center"
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EADFCB"}}
	case s.group:
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F1ECE2"}}
	case s.open:
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFDE7"}}
	}
	if s.indent > 0 {
		style.Alignment.Horizontal = "left"
	}
	if s.right {
		style.Alignment.Horizontal = "right"
	}
	if s.decimals > 0 || s.decimals == 0 && s.right {
		format := "#,##0"
		if s.decimals > 0 {
			format += "." + strings.Repeat("0", s.decimals)
		}
		style.CustomNumFmt = &format
	}
	id, err := w.f.NewStyle(&style)
	w.styles[s] = id
	return id, err
}

// narrowLetters is how many more letters of the table's font a column holds than of
// the one by which widths are counted.
const narrowLetters = 1.15

// headRow is the row of the heads; the lines about the table stand above it.
func (w *markWriter) headRow() int { return len(w.About) + 3 }

func (w *markWriter) table() error {
	if _, err := w.f.NewSheet(markTable); err != nil {
		return err
	}
	bold, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 14, Bold: true}})
	if err != nil {
		return err
	}
	above, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 11}})
	if err != nil {
		return err
	}
	for i, text := range append([]string{w.Title}, w.About...) {
		at, id := fmt.Sprintf("B%d", i+1), above
		if i == 0 {
			id = bold
		}
		if err := w.text(at, text, id); err != nil {
			return err
		}
	}
	head, err := w.style(markStyle{head: true})
	if err != nil {
		return err
	}
	for i, c := range w.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(markTable, name, name, c.width); err != nil {
			return err
		}
		if err := w.text(fmt.Sprintf("%s%d", name, w.headRow()), c.head, head); err != nil {
			return err
		}
	}
	if err := w.f.SetColVisible(markTable, "A", false); err != nil {
		return err
	}
	widths := make([]float64, len(w.columns))
	for i, c := range w.columns {
		widths[i] = c.width * narrowLetters
	}
	if err := w.f.SetRowHeight(markTable, w.headRow(), heightOf(heads(headColumns(w.columns)), widths)+6); err != nil {
		return err
	}
	for n, r := range w.rows {
		if err := w.row(r, w.headRow()+1+n, widths); err != nil {
			return err
		}
	}
	return nil
}

func headColumns(list []markColumn) []Column {
	columns := make([]Column, len(list))
	for i, c := range list {
		columns[i].Head = c.head
	}
	return columns
}

func (w *markWriter) text(at, value string, style int) error {
	if err := w.f.SetCellStr(markTable, at, value); err != nil {
		return err
	}
	return w.f.SetCellStyle(markTable, at, at, style)
}

func (w *markWriter) row(r markRow, n int, widths []float64) error {
	texts := make([]string, len(w.columns))
	for i, c := range w.columns {
		at, err := excelize.CoordinatesToCellName(i+1, n)
		if err != nil {
			return err
		}
		cell := r.cells[c.key]
		x, isNumber := markBinary(cell.value)
		isNumber = isNumber && (c.number || c.key == "value")
		look := markStyle{open: cell.field != "", group: r.group, right: c.number || isNumber, decimals: -1}
		if c.key == "name" {
			look.indent = min(r.depth, 6)
		}
		if isNumber && cell.field == "" {
			look.decimals = decimalsOf(cell.value)
		}
		id, err := w.style(look)
		if err != nil {
			return err
		}
		if err := w.f.SetCellStyle(markTable, at, at, id); err != nil {
			return err
		}
		switch {
		case cell.value == "":
		case isNumber:
			if err := w.f.SetCellFloat(markTable, at, x, -1, 64); err != nil {
				return err
			}
		default:
			if tooLongForCell(cell.value) {
				return problem.New(problem.Invalid, "«%s» của %s dài hơn một ô bảng tính chứa được; hãy làm việc trên trang.", c.head, r.path)
			}
			texts[i] = markText(cell.value, c)
			if err := w.f.SetCellStr(markTable, at, texts[i]); err != nil {
				return err
			}
		}
	}
	texts[0] = "" // hidden
	return w.f.SetRowHeight(markTable, n, heightOf(texts, widths)+2)
}

// markText is a value as the text of a cell; a number of more digits than a
// spreadsheet's numbers hold is written the Vietnamese way.
func markText(value string, c markColumn) string {
	if c.number {
		return vn.Grouped(value)
	}
	return escaped(value, asText)
}

// markBinary is a number, with zeros at its end or not, that a spreadsheet's own
// numbers hold without loss.
func markBinary(value string) (float64, bool) {
	d, ok := markNumber(value)
	if !ok {
		return 0, false
	}
	return binary(d.String())
}

// rules put the checks of a spreadsheet on the open cells: a list to choose from,
// numbers within bounds, with what to write in a sentence.
func (w *markWriter) rules() error {
	cells := map[markRule][]string{}
	var order []markRule
	for n, r := range w.rows {
		for i, c := range w.columns {
			cell := r.cells[c.key]
			if cell.field == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(i+1, w.headRow()+1+n)
			if err != nil {
				return err
			}
			if cells[cell.rule] == nil {
				order = append(order, cell.rule)
			}
			cells[cell.rule] = append(cells[cell.rule], at)
		}
	}
	for _, rule := range order {
		// One rule names so many cells that it stays far below what Excel reads.
		for part := range slices.Chunk(cells[rule], 200) {
			v, err := rule.validation()
			if err != nil {
				return err
			}
			v.SetSqref(strings.Join(part, " "))
			if err := w.f.AddDataValidation(markTable, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// validation is the rule in the form of a spreadsheet.
func (r markRule) validation() (*excelize.DataValidation, error) {
	v := excelize.NewDataValidation(true)
	var err error
	switch r.kind {
	case takesChoice:
		err = v.SetDropList([]string{markReached, markUnreached})
	case takesPoints:
		most := r.most
		if most == "" {
			most = "1000000"
		}
		err = v.SetRange("0", most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	case takesNumber:
		err = v.SetRange("-1000000000000000", "1000000000000000", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	case takesCount:
		err = v.SetRange("0", "1000000000", excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	case takesRank:
		err = v.SetRange("1", "1000000", excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	case takesText:
		err = v.SetRange("0", "2000", excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween)
	}
	v.SetError(excelize.DataValidationErrorStyleStop, "Chưa đúng", r.says()+" Bấm Hủy để bỏ điều vừa gõ.")
	return v, err
}

// says is what a cell of the rule takes.
func (r markRule) says() string {
	switch r.kind {
	case takesChoice:
		return "Chọn «đạt» hoặc «không đạt»."
	case takesPoints:
		if r.most == "" {
			return "Ghi điểm là số từ 0."
		}
		return "Ghi điểm là số từ 0 đến " + vn.Grouped(r.most) + "."
	case takesNumber:
		return "Ghi số, không kèm chữ hay đơn vị tính."
	case takesCount:
		return "Ghi số lần là số nguyên từ 0."
	case takesRank:
		return "Ghi thứ hạng là số nguyên từ 1."
	}
	return "Ghi nhiều nhất 2.000 chữ."
}

func (w *markWriter) protect() error {
	return w.f.ProtectSheet(markTable, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true,
	})
}

func (w *markWriter) print() error {
	name := w.column("name")
	freeze, err := excelize.CoordinatesToCellName(name+2, w.headRow()+1)
	if err != nil {
		return err
	}
	if err := w.f.SetPanes(markTable, &excelize.Panes{Freeze: true, XSplit: name + 1, YSplit: w.headRow(), TopLeftCell: freeze, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	return laidOut(w.f, markTable, paper{size: paperA4, across: 1, rows: fmt.Sprintf("$%d:$%d", w.headRow(), w.headRow()), foot: strings.Join(w.About[:min(2, len(w.About))], ", ")})
}

func (w *markWriter) help() error {
	s, err := newStyles(w.f)
	if err != nil {
		return err
	}
	sheet, err := startSheet(w.f, s, markHelp, []string{"Cách điền"}, []float64{100})
	if err != nil {
		return err
	}
	for n, text := range append([]string{"Điền các ô màu vàng ở trang «" + markTable + "»: " + w.asked() + ". Các ô khác bị khóa."}, w.Help...) {
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+2), []any{excelize.Cell{StyleID: s.text, Value: text}}, excelize.RowOpts{Height: heightOf([]string{text}, []float64{100})}); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// stamp writes the hidden worksheet: what the file was made for, and what stood in
// every cell, so that a cell nobody has touched is known.
func (w *markWriter) stamp() error {
	if _, err := w.f.NewSheet(markStamp); err != nil {
		return err
	}
	sheet, err := w.f.NewStreamWriter(markStamp)
	if err != nil {
		return err
	}
	n := 0
	put := func(values ...any) error {
		n++
		return sheet.SetRow(fmt.Sprintf("A%d", n), values)
	}
	for _, line := range w.Stamp.lines() {
		if err := put(line[0], line[1]); err != nil {
			return err
		}
	}
	keys := make([]any, len(w.columns))
	for i, c := range w.columns {
		keys[i] = c.key
	}
	if err := put(keys...); err != nil {
		return err
	}
	for _, r := range w.rows {
		if r.group {
			continue
		}
		values := make([]any, len(w.columns))
		for i, c := range w.columns {
			if v := r.cells[c.key].value; v != "" {
				values[i] = escaped(v, asText)
			}
		}
		if err := put(values...); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	if err := w.f.SetSheetVisible(markStamp, false, true); err != nil {
		return err
	}
	index, err := w.f.GetSheetIndex(markTable)
	w.f.SetActiveSheet(index)
	return err
}

// paper is how a worksheet is printed.
type paper struct {
	size    int
	across  int    // how many pages it is wide
	rows    string // repeated on every page: "$7:$7"
	columns string // "$A:$C"; may be empty
	foot    string
}

// Sizes of paper as spreadsheets number them.
const (
	paperA3 = 8
	paperA4 = 9
)

// laidOut lays a worksheet out on paper lying on its side, with its heads on every
// page and the number of the page at the foot.
func laidOut(f *excelize.File, sheet string, p paper) error {
	fit, down, orientation, order := true, 0, "landscape", "overThenDown"
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &p.size, Orientation: &orientation, FitToWidth: &p.across, FitToHeight: &down, PageOrder: &order}); err != nil {
		return err
	}
	side, end := 0.4, 0.6
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &end, Footer: &side}); err != nil {
		return err
	}
	foot := strings.ReplaceAll(p.foot, "&", "&&")
	if r := []rune(foot); utf8.RuneCountInString(foot) > 120 {
		foot = string(r[:120]) + "…"
	}
	if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&8" + footText(foot) + "&R&8Trang &P/&N"}); err != nil {
		return err
	}
	titles := ""
	if p.columns != "" {
		titles = "'" + sheet + "'!" + p.columns + ","
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles + "'" + sheet + "'!" + p.rows, Scope: sheet})
}

// footText keeps the size of the letters apart from a text that begins with a digit.
func footText(text string) string {
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		return " " + text
	}
	return text
}
