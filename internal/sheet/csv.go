package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
)

// numberText is a number as a decimal writes it, which no program takes for a formula.
var numberText = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// WriteCSV writes a table as CSV (RFC 4180): UTF-8 that begins with a byte order
// mark, without which Excel takes the marks of Vietnamese for something else; the
// first line has the keys of the columns. A text that a spreadsheet would take for a
// formula has an apostrophe before it, as in workbooks; a number has none. A field
// may hold line breaks. The notes of the table are left out.
func WriteCSV(t Table) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	keys := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		keys[i] = c.Key
	}
	if err := w.Write(keys); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	line := make([]string, len(t.Columns))
	for _, row := range t.Rows {
		for i, value := range row {
			line[i] = value
			if !t.Columns[i].Number || !numberText.MatchString(value) {
				line[i] = escaped(value, asText)
			}
		}
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return b.Bytes(), nil
}
