package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Column is the head of a column of a table or a form.
type Column struct {
	Key    string
	Head   string
	Number bool    // its values are decimals with a point, written as numbers
	Width  float64 // in letters; 14 when zero
	Asked  bool    // of a form: a person fills it
	Same   bool    // of a form: what a file says must be what is here
}

// Table is a table as a page shows it, to be taken away as a worksheet.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]string
	Notes   []string // lines under the table: what it shows, its source
}

// WriteTables writes tables as a workbook, each as a worksheet.
func WriteTables(tables ...Table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("write tables: %w", err)
	}
	taken := map[string]bool{}
	for n := range tables {
		title := sheetTitle(tables[n].Title, taken)
		if err := tables[n].write(f, s, title); err != nil {
			return nil, fmt.Errorf("write table %s: %w", title, err)
		}
	}
	return finished(f)
}

// finished is the workbook without the worksheet that it began with.
func finished(f *excelize.File) ([]byte, error) {
	if len(f.GetSheetList()) > 1 {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			return nil, fmt.Errorf("write workbook: %w", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b.Bytes(), nil
}

// sheetTitle is a name that a worksheet may bear, and that no other bears.
func sheetTitle(text string, taken map[string]bool) string {
	clean := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, text), "' "))
	if len(clean) == 0 {
		clean = []rune("Bảng")
	}
	title := string(clean[:min(len(clean), excelize.MaxSheetNameLength)])
	for n := 2; taken[strings.ToLower(title)]; n++ {
		end := fmt.Sprintf(" (%d)", n)
		title = string(clean[:min(len(clean), excelize.MaxSheetNameLength-len(end))]) + end
	}
	taken[strings.ToLower(title)] = true
	return title
}

func (t Table) write(f *excelize.File, s styles, title string) error {
	w, err := startSheet(f, s, title, heads(t.Columns), widths(t.Columns))
	if err != nil {
		return err
	}
	line := 2
	for _, row := range t.Rows {
		cells := make([]any, len(row))
		for i, value := range row {
			cells[i] = s.shown(value, t.Columns[i].Number)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", line), cells, excelize.RowOpts{Height: heightOf(row, widths(t.Columns))}); err != nil {
			return err
		}
		line++
	}
	for _, note := range t.Notes {
		line++
		if err := w.SetRow(fmt.Sprintf("A%d", line), []any{plain(note)}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// shown is a value of a table: a number where the column holds numbers and the
// value is one, else text.
func (s styles) shown(value string, number bool) any {
	if value == "" {
		return nil
	}
	if number {
		if x, ok := binary(value); ok {
			return excelize.Cell{StyleID: s.numbers[decimalsOf(value)], Value: x}
		}
	}
	return excelize.Cell{StyleID: s.text, Value: plain(value)}
}

// decimalsOf is how many decimals a cell shows.
func decimalsOf(value string) int {
	_, fraction, _ := strings.Cut(value, ".")
	return min(len(fraction), len(styles{}.numbers)-1)
}

// plain is a text for reading, kept from being taken for a formula and cut to
// what a cell holds.
func plain(value string) string {
	if r := []rune(value); tooLongForCell(value) {
		value = string(r[:longestCell/2]) + "…"
	}
	return escaped(value, asText)
}

func heads(columns []Column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.Head
	}
	return list
}

func widths(columns []Column) []float64 {
	list := make([]float64, len(columns))
	for i, c := range columns {
		list[i] = c.Width
		if c.Width == 0 {
			list[i] = 14
		}
	}
	return list
}
