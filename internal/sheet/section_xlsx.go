package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// largestWorkbook bounds what a workbook may unpack to.
const largestWorkbook = 64 << 20

func readWorkbook(content []byte) (*bundle, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: largestWorkbook, UnzipXMLSizeLimit: largestWorkbook})
	if err != nil {
		return nil, problem.List{problem.Field("tệp", "Không mở được bảng tính; hãy lưu lại ở dạng .xlsx, không đặt mật khẩu, không quá 64 MB khi giải nén.")}
	}
	defer f.Close()
	b := &bundle{rows: map[string][]row{}}
	for _, name := range f.GetSheetList() {
		t := sectionTitled(name)
		if t == nil {
			b.list.Add(name, "Trang tính «%s» không được nhận; các trang được nhận: %s.", name, strings.Join(titles(), ", "))
			continue
		}
		if err := readWorksheet(f, t, b); err != nil {
			return nil, err
		}
	}
	if len(b.list) > 0 {
		return nil, b.list.Err()
	}
	return b, nil
}

func readWorksheet(f *excelize.File, t *section, b *bundle) error {
	rows, err := f.Rows(t.title)
	if err != nil {
		return fmt.Errorf("read worksheet %s: %w", t.title, err)
	}
	defer rows.Close()
	var header []string // key of each column, in the order of the worksheet
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return fmt.Errorf("read worksheet %s row %d: %w", t.title, n, err)
		}
		if n == 1 {
			header = readHeader(t, cells, b)
			continue
		}
		if r, filled := readCells(t, header, cells, n, b); filled {
			b.rows[t.key] = append(b.rows[t.key], r)
		}
	}
	return rows.Error()
}

func readHeader(t *section, cells []string, b *bundle) []string {
	header := make([]string, len(cells))
	for i, cell := range cells {
		title := vn.NFC(strings.TrimSpace(cell))
		j := slices.IndexFunc(t.columns, func(c column) bool { return c.title == title || c.key == title })
		switch {
		case title == "":
		case j < 0:
			b.list.Add(cellPlace(t, i, 1), "Cột «%s» không được nhận.", title)
		case slices.Contains(header, t.columns[j].key):
			b.list.Add(cellPlace(t, i, 1), "Cột «%s» có hai lần.", title)
		default:
			header[i] = t.columns[j].key
		}
	}
	return header
}

func readCells(t *section, header, cells []string, n int, b *bundle) (row, bool) {
	r := row{section: t, values: map[string]string{}, whole: fmt.Sprintf("%s, hàng %d", t.title, n), places: map[string]string{}}
	filled := false
	for i, cell := range cells {
		value := vn.NFC(strings.TrimSpace(cell))
		if value == "" {
			continue
		}
		if i >= len(header) || header[i] == "" {
			b.list.Add(cellPlace(t, i, n), "Ô có chữ nhưng cột không có tiêu đề.")
			continue
		}
		filled = true
		// Export writes an apostrophe before what a spreadsheet would take for a formula.
		if len(value) > 1 && value[0] == '\'' && strings.ContainsRune("=+-@", rune(value[1])) {
			value = value[1:]
		}
		r.values[header[i]], r.places[header[i]] = value, cellPlace(t, i, n)
	}
	return r, filled
}

func cellPlace(t *section, column, n int) string {
	name, err := excelize.CoordinatesToCellName(column+1, n)
	if err != nil {
		name = fmt.Sprintf("hàng %d", n)
	}
	return t.title + "!" + name
}

func writeWorkbook(rows map[string][]map[string]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	written := 0
	for _, t := range sections() {
		if len(rows[t.key]) == 0 {
			continue
		}
		if err := writeWorksheet(f, t, rows[t.key]); err != nil {
			return nil, fmt.Errorf("write worksheet %s: %w", t.title, err)
		}
		written++
	}
	if written > 0 {
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

func writeWorksheet(f *excelize.File, t section, rows []map[string]string) error {
	if _, err := f.NewSheet(t.title); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(t.title)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	header := make([]any, len(t.columns))
	for i, c := range t.columns {
		header[i] = excelize.Cell{StyleID: bold, Value: c.title}
	}
	if err := w.SetRow("A1", header); err != nil {
		return err
	}
	for n, values := range rows {
		cells := make([]any, len(t.columns))
		for i, c := range t.columns {
			cells[i] = escaped(values[c.key])
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// escaped keeps a spreadsheet from taking a text for a formula.
func escaped(value string) string {
	if value != "" && strings.ContainsRune("=+-@", rune(value[0])) && !isNumber(value) {
		return "'" + value
	}
	return value
}

func isNumber(value string) bool { return decimalText.MatchString(value) }

func sectionTitled(title string) *section {
	for _, t := range sections() {
		if t.title == title || t.key == title {
			return &t
		}
	}
	return nil
}

func titles() []string {
	var list []string
	for _, t := range sections() {
		list = append(list, t.title)
	}
	return list
}
