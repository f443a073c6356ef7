package sheet

import (
	"bytes"
	"encoding/csv"
	"testing"
)

// What comes out as CSV is read back, and no cell of it is a formula.
func TestCSV(t *testing.T) {
	table := Table{
		Columns: []Column{{Key: "name"}, {Key: "value", Number: true}},
		Rows:    [][]string{{"Đặng Văn Đức", "-12.50"}, {"=1+1", "=1"}, {"@x", "+7"}, {"-dấu", ""}, {"a\"b,\nc", "834875.801"}, {"+84", "00012"}},
	}
	content, err := WriteCSV(table)
	if err != nil {
		t.Fatal(err)
	}
	text, marked := bytes.CutPrefix(content, []byte("\ufeff"))
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || !marked {
		t.Fatal(err, marked)
	}
	want := [][]string{{"name", "value"}, {"Đặng Văn Đức", "-12.50"}, {"'=1+1", "'=1"}, {"'@x", "'+7"}, {"'-dấu", ""}, {"a\"b,\nc", "834875.801"}, {"'+84", "00012"}}
	for i, line := range want {
		for j, cell := range line {
			if lines[i][j] != cell {
				t.Errorf("line %d: %q, want %q", i, lines[i][j], cell)
			}
		}
	}
}
