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

// Bounds on a workbook that is read.
const (
	largestWorkbook = 64 << 20 // what it may unpack to
	widestSheet     = 200      // columns
)

// openWorkbook opens a workbook, or says in Vietnamese why it cannot.
func openWorkbook(content []byte) (*excelize.File, error) {
	refuse := func(text string) (*excelize.File, error) {
		return nil, problem.List{problem.Field("tệp", "%s", text)}
	}
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return refuse("Tệp là bảng tính Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu lại ở dạng .xlsx, không đặt mật khẩu.")
	case !bytes.HasPrefix(content, []byte("PK")):
		return refuse("Tệp không phải là bảng tính .xlsx; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại ở dạng .xlsx.")
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: largestWorkbook, UnzipXMLSizeLimit: largestWorkbook})
	if err != nil {
		return refuse("Không mở được bảng tính; hãy lưu lại ở dạng .xlsx, không đặt mật khẩu, không quá 64 MB khi giải nén.")
	}
	if len(f.GetSheetList()) == 0 {
		f.Close()
		return refuse("Tệp nén này không có trang tính nào; hãy chọn tệp .xlsx.")
	}
	return f, nil
}

func readWorkbook(content []byte) (*Bundle, error) {
	f, err := openWorkbook(content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := &Bundle{rows: map[string][]row{}}
	cells := newCells(f)
	cells.refuseUncomputed(&b.list)
	for _, name := range f.GetSheetList() {
		t := sectionTitled(vn.NFC(name))
		if t == nil {
			b.list.Add(name, "Trang tính «%s» không được nhận; các trang được nhận: %s.", name, strings.Join(titles(), "; "))
			continue
		}
		w := worksheet{cells: cells, name: name, section: t, b: b}
		if err := w.read(f); err != nil {
			return nil, problem.List{problem.Field(name, "Không đọc được trang tính này; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.")}
		}
	}
	if len(b.list) > 0 {
		return nil, b.list.Err()
	}
	return b, nil
}

// worksheet is one worksheet while it is read.
type worksheet struct {
	cells   *cells
	name    string
	section *section
	b       *Bundle
	header  []*column // in the order of the worksheet; nil where there is none
}

func (w *worksheet) read(f *excelize.File) error {
	rows, err := f.Rows(w.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 1; rows.Next() && !w.b.full(); n++ {
		values, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		if len(values) > widestSheet {
			w.b.list.Add(place(w.name, widestSheet, n), "Trang tính rộng quá %d cột; hãy xóa các cột thừa.", widestSheet)
			return nil
		}
		if n == 1 {
			if !w.readHeader(values) {
				return nil
			}
			continue
		}
		if r, filled := w.readRow(values, n); filled {
			w.b.rows[w.section.key] = append(w.b.rows[w.section.key], r)
		}
	}
	return rows.Error()
}

// readHeader finds the columns; it is false when a required one is missing, so
// that the rows cannot be read.
func (w *worksheet) readHeader(values []string) bool {
	t := w.section
	w.header = make([]*column, len(values))
	found := map[string]bool{}
	for i, cell := range values {
		title := vn.NFC(strings.TrimSpace(cell))
		j := slices.IndexFunc(t.columns, func(c column) bool { return c.title == title || c.key == title })
		switch {
		case title == "":
		case j < 0:
			w.b.list.Add(place(w.name, i, 1), "Cột «%s» không được nhận; các cột được nhận: %s.", shorten(title), strings.Join(t.headers(), "; "))
		case found[t.columns[j].key]:
			w.b.list.Add(place(w.name, i, 1), "Cột «%s» có hai lần.", title)
		default:
			w.header[i], found[t.columns[j].key] = &t.columns[j], true
		}
	}
	ok := true
	for _, c := range t.columns {
		if c.required && !found[c.key] {
			w.b.list.Add(place(w.name, 0, 1), "Hàng 1 là tiêu đề cột; thiếu cột «%s».", c.title)
			ok = false
		}
	}
	return ok
}

func (w *worksheet) readRow(values []string, n int) (row, bool) {
	r := row{section: w.section, values: map[string]string{}, whole: fmt.Sprintf("%s, hàng %d", w.section.title, n), places: map[string]string{}}
	filled := false
	for i, raw := range values {
		if strings.TrimSpace(raw) == "" {
			continue
		}
		if i >= len(w.header) || w.header[i] == nil {
			w.b.list.Add(place(w.name, i, n), "Ô có chữ nhưng cột không có tiêu đề.")
			continue
		}
		value, wrong := w.cells.value(raw, w.header[i].kind)
		if wrong != "" {
			w.b.list.Add(place(w.name, i, n), "%s", wrong)
		}
		filled = true
		r.values[w.header[i].key], r.places[w.header[i].key] = value, place(w.name, i, n)
	}
	return r, filled
}

// place names a cell, as the field of a problem: "Thành viên!C5". Columns count
// from 0, rows from 1.
func place(sheet string, column, n int) string {
	name, err := excelize.CoordinatesToCellName(column+1, n)
	if err != nil {
		name = fmt.Sprintf("hàng %d", n)
	}
	return sheet + "!" + name
}

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

func (t section) headers() []string {
	var list []string
	for _, c := range t.columns {
		list = append(list, c.title)
	}
	return list
}
