package sheet

import (
	"bytes"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// cells reads the raw values of a workbook's cells.
type cells struct {
	f    *excelize.File
	from vn.Date // the day before day 1 of the workbook's calendar
}

func newCells(f *excelize.File) *cells {
	c := &cells{f: f, from: vn.NewDate(1899, 12, 30)}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil && *p.Date1904 {
		c.from = vn.NewDate(1904, 1, 1)
	}
	return c
}

// value reads a raw value the way its column asks; wrong says as a sentence what
// cannot be in a cell.
func (c *cells) value(raw string, k kind) (value, wrong string) {
	value = vn.NFC(strings.TrimSpace(raw))
	if strings.HasPrefix(value, "#") && strings.Contains(" #REF! #DIV/0! #VALUE! #NAME? #N/A #NUM! #NULL! ", " "+value+" ") {
		return "", "Ô báo lỗi " + value + "; hãy sửa công thức hoặc ghi giá trị."
	}
	// What goes out as text that a spreadsheet would read otherwise has an
	// apostrophe before it.
	if text, ok := strings.CutPrefix(value, "'"); ok && text != "" {
		return text, ""
	}
	switch k {
	case asAmount, asNumber:
		return untangled(value), ""
	case asDay:
		if serial, err := strconv.ParseFloat(value, 64); err == nil && serial >= 1 && serial < 2958466 { // to the end of 9999
			return c.from.AddDays(int(serial)).String(), ""
		}
	}
	return value, ""
}

// untangled is the number that was typed, where a spreadsheet has stored the 17
// digits of its binary form: 834875.80099999998 is 834875.801.
func untangled(value string) string {
	if strings.Count(strings.Trim(value, "0"), "")-1 < 17 {
		return value
	}
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(x, 0) {
		return value
	}
	short := strconv.FormatFloat(x, 'g', 15, 64)
	if y, err := strconv.ParseFloat(short, 64); err != nil || y != x {
		return value
	}
	d, err := decimal.NewFromString(short)
	if err != nil {
		return value
	}
	return d.String()
}

// refuseUncomputed names the cells whose formula has no value in the file: what
// was made by a program that does not compute.
func (c *cells) refuseUncomputed(list *problem.List) {
	seen := map[string]bool{}
	c.f.Pkg.Range(func(name, content any) bool {
		part, ok := content.([]byte)
		if ok && strings.HasPrefix(name.(string), "xl/worksheets/") && bytes.Contains(part, []byte("<f")) {
			for _, cell := range uncomputed(part) {
				seen[cell] = true
			}
		}
		return len(seen) < mostMistakes
	})
	if len(seen) == 0 {
		return
	}
	for _, sheet := range c.f.GetSheetList() {
		for cell := range seen {
			formula, err := c.f.GetCellFormula(sheet, cell)
			if value, errValue := c.f.GetCellValue(sheet, cell); err != nil || errValue != nil || formula == "" || value != "" {
				continue
			}
			list.Add(sheet+"!"+cell, "Ô có công thức mà tệp không lưu giá trị; hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi nhập, hoặc dán giá trị thay công thức.")
		}
	}
}

// uncomputed lists the cells of a worksheet that have a formula and no value.
func uncomputed(part []byte) []string {
	var list []string
	d := xml.NewDecoder(bytes.NewReader(part))
	cell, formula, value := "", false, false
	for len(list) < mostMistakes {
		token, err := d.RawToken()
		if err != nil {
			return list
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "c":
				cell, formula, value = "", false, false
				for _, a := range e.Attr {
					if a.Name.Local == "r" {
						cell = a.Value
					}
				}
			case "f":
				formula = true
			case "v", "is":
				value = true
			}
		case xml.EndElement:
			if e.Name.Local == "c" && formula && !value && cell != "" {
				list = append(list, cell)
			}
		}
	}
	return list
}

// longestCell is how many letters a cell holds; what is longer would be cut.
const longestCell = excelize.TotalCellChars

// styles of the cells that are written.
type styles struct {
	head, day, text, locked int
	numbers                 [7]int // by their decimals
	lockedNumbers           [7]int
}

func newStyles(f *excelize.File) (s styles, err error) {
	add := func(id *int, style excelize.Style) {
		if err == nil {
			*id, err = f.NewStyle(&style)
		}
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	const headColour, lockedColour = "F1ECE2", "F4F4F4"
	dayFormat := "dd/mm/yyyy"
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top", Indent: 1, Horizontal: "left"}
	top := &excelize.Alignment{Vertical: "top"}
	add(&s.head, excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 11}, Alignment: wrapped, Fill: fill(headColour)})
	add(&s.day, excelize.Style{CustomNumFmt: &dayFormat, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}})
	add(&s.text, excelize.Style{Alignment: wrapped})
	add(&s.locked, excelize.Style{Alignment: wrapped, Fill: fill(lockedColour)})
	for n := range s.numbers {
		format := "#,##0"
		if n > 0 {
			format += "." + strings.Repeat("0", n)
		}
		add(&s.numbers[n], excelize.Style{CustomNumFmt: &format, Alignment: top})
		add(&s.lockedNumbers[n], excelize.Style{CustomNumFmt: &format, Alignment: top, Fill: fill(lockedColour)})
	}
	return s, err
}

// heightOf is the height of a row in points: enough for its longest text within
// the width of its column.
func heightOf(texts []string, widths []float64) float64 {
	lines := 1
	for i, text := range texts {
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n += 1 + int(float64(utf8.RuneCountInString(line))*1.15/widths[i])
		}
		lines = max(lines, n)
	}
	return min(15*float64(lines), 400)
}

// cell is a value as a spreadsheet shows it: a number, a day, or text that it
// takes for nothing else.
func (s styles) cell(value string, k kind) any {
	switch k {
	case asAmount, asNumber:
		if x, ok := binary(value); ok {
			return excelize.Cell{Value: x}
		}
	case asDay:
		// Before March 1900 spreadsheets count a day that never was.
		if d, err := vn.ParseDate(value); err == nil && d.Year() > 1900 {
			return excelize.Cell{StyleID: s.day, Value: vn.NewDate(1899, 12, 30).DaysUntil(d)}
		}
	}
	return excelize.Cell{StyleID: s.text, Value: escaped(value, k)}
}

// binary is a number that a spreadsheet's own numbers hold without loss.
func binary(value string) (float64, bool) {
	d, ok := exactly(value)
	if !ok || d.NumDigits() > 15 || d.String() != value {
		return 0, false
	}
	x, _ := d.Float64()
	back, err := decimal.NewFromString(strconv.FormatFloat(x, 'f', -1, 64))
	return x, err == nil && back.Equal(d)
}

// escaped keeps a spreadsheet, and our own reading, from taking a text for a
// formula or a number.
func escaped(value string, k kind) string {
	if value == "" || !strings.ContainsRune("=+-@'#", rune(value[0])) && k != asAmount && k != asNumber && k != asDay {
		return value
	}
	return "'" + value
}

// tooLongForCell reports a text that a cell would cut.
func tooLongForCell(value string) bool { return len(utf16.Encode([]rune(value))) >= longestCell }
