package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// SignedBook is a list that an office prints and signs: a table with its sum, the sum
// in words, and the places for signatures, which stay empty.
type SignedBook struct {
	Sheet   string // name of the worksheet
	Office  string // whose list it is
	Title   string
	About   []string // lines under the title
	Columns []Column
	Rows    []SignedRow
	Total   []string // the last row; empty cells are left so
	Below   []string // lines under the table: the sum in words, notes
	Signers []string // who signs, from left to right
}

// SignedRow is one line of a SignedBook.
type SignedRow struct {
	Cells []string
	Group bool // a heading across all columns: only the first cell
}

// signedStyles are the styles of a SignedBook.
type signedStyles struct{ office, title, about, head, text, number, group, total, totalNumber, below, signer int }

// Write writes the workbook.
func (b SignedBook) Write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := b.write(f); err != nil {
		return nil, fmt.Errorf("write %s: %w", b.Sheet, err)
	}
	return finished(f)
}

func (b SignedBook) write(f *excelize.File) error {
	name := sheetTitle(b.Sheet, map[string]bool{})
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	s, err := newSignedStyles(f)
	if err != nil {
		return err
	}
	head := len(b.About) + 4
	if err := laidOut(f, name, paper{size: paperA4, across: 1, rows: fmt.Sprintf("$%d:$%d", head, head), foot: b.Title + ". " + b.Office}); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	widths := make([]float64, len(b.Columns))
	for i, c := range b.Columns {
		widths[i] = c.Width
		if err := w.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
		widths[i] *= narrowLetters
	}
	p := signedWriter{StreamWriter: w, columns: len(b.Columns)}
	if err := b.above(&p, s); err != nil {
		return err
	}
	cells := make([]any, len(b.Columns))
	for i, c := range b.Columns {
		cells[i] = excelize.Cell{StyleID: s.head, Value: c.Head}
	}
	if err := p.put(34, cells...); err != nil {
		return err
	}
	for _, r := range b.Rows {
		if r.Group {
			if err := p.across(s.group, r.Cells[0], 20); err != nil {
				return err
			}
			continue
		}
		if err := p.put(heightOf(r.Cells, widths)+4, b.cells(r.Cells, s.text, s.number)...); err != nil {
			return err
		}
	}
	if len(b.Total) > 0 {
		if err := p.put(20, b.cells(b.Total, s.total, s.totalNumber)...); err != nil {
			return err
		}
	}
	p.n++
	for _, line := range b.Below {
		if err := p.across(s.below, line, 18); err != nil {
			return err
		}
	}
	if err := b.signers(&p, s); err != nil {
		return err
	}
	return w.Flush()
}

func (b SignedBook) above(p *signedWriter, s signedStyles) error {
	if err := p.across(s.office, strings.ToUpper(b.Office), 18); err != nil {
		return err
	}
	if err := p.across(s.title, strings.ToUpper(b.Title), 24); err != nil {
		return err
	}
	for _, line := range b.About {
		if err := p.across(s.about, line, 18); err != nil {
			return err
		}
	}
	p.n++ // an empty row
	return nil
}

// cells are a row's values: numbers where the column holds them.
func (b SignedBook) cells(values []string, text, number int) []any {
	cells := make([]any, len(b.Columns))
	for i := range b.Columns {
		cells[i] = excelize.Cell{StyleID: text}
		if i >= len(values) || values[i] == "" {
			continue
		}
		if x, ok := binary(values[i]); ok && b.Columns[i].Number {
			cells[i] = excelize.Cell{StyleID: number, Value: x}
			continue
		}
		cells[i] = excelize.Cell{StyleID: text, Value: plain(values[i])}
	}
	return cells
}

// signers are the places for signatures, of the same width as far as columns allow.
func (b SignedBook) signers(p *signedWriter, s signedStyles) error {
	if len(b.Signers) == 0 {
		return nil
	}
	p.n++
	cells := make([]any, p.columns)
	for i, who := range b.Signers {
		from := i * p.columns / len(b.Signers)
		cells[from] = excelize.Cell{StyleID: s.signer, Value: plain(who) + "\n(Ký, ghi rõ họ tên)"}
	}
	if err := p.put(100, cells...); err != nil {
		return err
	}
	for i := range b.Signers {
		if err := p.merge(i*p.columns/len(b.Signers)+1, (i+1)*p.columns/len(b.Signers)); err != nil {
			return err
		}
	}
	return nil
}

// signedWriter writes rows one after another.
type signedWriter struct {
	*excelize.StreamWriter
	n       int // the row that was written last
	columns int
}

func (p *signedWriter) put(height float64, cells ...any) error {
	p.n++
	if height == 0 {
		return p.SetRow(fmt.Sprintf("A%d", p.n), cells)
	}
	return p.SetRow(fmt.Sprintf("A%d", p.n), cells, excelize.RowOpts{Height: height})
}

// across writes one cell over all columns.
func (p *signedWriter) across(style int, text string, height float64) error {
	cells := make([]any, p.columns)
	for i := range cells {
		cells[i] = excelize.Cell{StyleID: style}
	}
	cells[0] = excelize.Cell{StyleID: style, Value: plain(text)}
	if err := p.put(height, cells...); err != nil {
		return err
	}
	return p.merge(1, p.columns)
}

// merge joins cells of the row that was written last.
func (p *signedWriter) merge(from, to int) error {
	if from >= to {
		return nil
	}
	a, err := excelize.CoordinatesToCellName(from, p.n)
	if err != nil {
		return err
	}
	b, err := excelize.CoordinatesToCellName(to, p.n)
	if err != nil {
		return err
	}
	return p.MergeCell(a, b)
}

func newSignedStyles(f *excelize.File) (s signedStyles, err error) {
	add := func(id *int, size float64, bold bool, colour string, framed bool, at string) {
		if err != nil {
			return
		}
		style := excelize.Style{
			Font: &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold}, Alignment: &excelize.Alignment{Horizontal: at, Vertical: "center", WrapText: true},
		}
		if framed {
			for _, side := range []string{"left", "right", "top", "bottom"} {
				style.Border = append(style.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
			}
		}
		if colour != "" {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		}
		if at == "right" {
			format := "#,##0"
			style.CustomNumFmt = &format
		}
		*id, err = f.NewStyle(&style)
	}
	const headColour, groupColour = "EADFCB", "F1ECE2"
	add(&s.office, 12, true, "", false, "left")
	add(&s.title, 14, true, "", false, "center")
	add(&s.about, 12, false, "", false, "center")
	add(&s.head, 11, true, headColour, true, "center")
	add(&s.text, 11, false, "", true, "left")
	add(&s.number, 11, false, "", true, "right")
	add(&s.group, 11, true, groupColour, true, "left")
	add(&s.total, 11, true, headColour, true, "left")
	add(&s.totalNumber, 11, true, headColour, true, "right")
	add(&s.below, 12, false, "", false, "left")
	if err != nil {
		return s, err
	}
	s.signer, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Family: "Times New Roman", Size: 12, Bold: true}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "top", WrapText: true},
	})
	return s, err
}
