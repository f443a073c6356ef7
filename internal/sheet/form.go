package sheet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Form is a form of a page as a worksheet: one row for each thing that is asked
// about, the code of the thing in the first column.
type Form struct {
	Title   string
	About   [][2]string // what it belongs to, each with its name: {"Đơn vị", "Đà Nẵng"}
	Help    []string    // sentences for who fills it
	Columns []Column
	Rows    [][]string // numbers with a point
}

// aboutSheet holds what a form belongs to.
const aboutSheet = "Ghi chú"

var aboutWidths = []float64{24, 80}

// Bound on a form that is read.
const mostFormRows = 5000

// Write writes the form as a workbook to be filled and brought back.
func (f Form) Write() ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	s, err := newStyles(file)
	if err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	w, err := startSheet(file, s, f.Title, heads(f.Columns), widths(f.Columns))
	if err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	for n, row := range f.Rows {
		cells := make([]any, len(row))
		for i, value := range row {
			cells[i] = s.asked(value, f.Columns[i])
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), cells, excelize.RowOpts{Height: heightOf(row, widths(f.Columns))}); err != nil {
			return nil, fmt.Errorf("write form: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	if err := f.writeAbout(file, s); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	return finished(file)
}

func (f Form) writeAbout(file *excelize.File, s styles) error {
	w, err := startSheet(file, s, aboutSheet, []string{"Tệp này", ""}, aboutWidths)
	if err != nil {
		return err
	}
	n := 2
	for _, about := range f.About {
		if err := w.SetRow(fmt.Sprintf("A%d", n), []any{excelize.Cell{StyleID: s.text, Value: about[0]}, excelize.Cell{StyleID: s.text, Value: plain(about[1])}}); err != nil {
			return err
		}
		n++
	}
	for _, help := range f.Help {
		if err := w.SetRow(fmt.Sprintf("A%d", n), []any{nil, excelize.Cell{StyleID: s.text, Value: help}}, excelize.RowOpts{Height: heightOf([]string{"", help}, aboutWidths)}); err != nil {
			return err
		}
		n++
	}
	return w.Flush()
}

// asked is a cell of a form; what is not to be filled is grey.
func (s styles) asked(value string, c Column) any {
	x, isNumber := binary(value)
	switch {
	case c.Asked && value == "":
		return nil
	case c.Asked && c.Number && isNumber:
		return x
	case c.Asked:
		return excelize.Cell{StyleID: s.text, Value: plain(value)}
	case c.Number && isNumber:
		return excelize.Cell{StyleID: s.lockedNumbers[decimalsOf(value)], Value: x}
	}
	return excelize.Cell{StyleID: s.locked, Value: plain(value)}
}

// Answer is one filled row of a form that came back: values by the keys of the
// columns, as a person would type them, and the cells in which they stand.
type Answer struct {
	Code   string
	Values map[string]string
	Cells  map[string]string
}

// Read reads a form that came back: the rows in which something asked for was
// filled. Every mistake is named by its cell; numbers in letters are left to the
// page, which refuses them beside their field, unless the file is wrong otherwise.
func (f Form) Read(content []byte) ([]Answer, error) {
	if len(content) == 0 {
		return nil, problem.List{problem.Field("", "Tệp trống.")}
	}
	file, err := openWorkbook(content)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := formReader{form: f, file: file, cells: newCells(file)}
	r.cells.refuseUncomputed(&r.list)
	if !r.findSheet() || !r.sameAbout() {
		return nil, r.list.Err()
	}
	answers, err := r.rows()
	if err != nil {
		return nil, problem.List{problem.Field(r.sheet, "Không đọc được trang tính này; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.")}
	}
	if len(answers) == 0 && len(r.list) == 0 {
		r.list.Add(r.sheet, "Chưa có ô nào được điền; hãy điền vào %s rồi nhập lại.", strings.Join(f.asked(), ", "))
	}
	if len(r.list) > 0 {
		return nil, append(r.list, r.typos...)
	}
	return answers, nil
}

func (f Form) asked() []string {
	var list []string
	for _, c := range f.Columns {
		if c.Asked {
			list = append(list, "«"+c.Head+"»")
		}
	}
	return list
}

// formReader is one form while it is read.
type formReader struct {
	form  Form
	file  *excelize.File
	cells *cells
	sheet string
	at    map[string]int // columns of the file by key
	list  problem.List
	typos problem.List // numbers that the page itself refuses beside their field
}

// findSheet finds the worksheet of the form: the one that bears its title, or
// the only one.
func (r *formReader) findSheet() bool {
	sheets := r.file.GetSheetList()
	i := slices.IndexFunc(sheets, func(name string) bool { return vn.NFC(name) == r.form.Title })
	if i < 0 && len(sheets) == 1 {
		i = 0
	}
	if i < 0 {
		r.list.Add("", "Tệp không có trang tính «%s»; hãy dùng tệp tải từ trang này.", r.form.Title)
		return false
	}
	r.sheet = sheets[i]
	return true
}

// sameAbout refuses the form of another unit, period or year.
func (r *formReader) sameAbout() bool {
	if i, err := r.file.GetSheetIndex(aboutSheet); err != nil || i < 0 {
		return true
	}
	for n := 2; n < 2+len(r.form.About); n++ {
		name, errName := r.file.GetCellValue(aboutSheet, fmt.Sprintf("A%d", n))
		value, errValue := r.file.GetCellValue(aboutSheet, fmt.Sprintf("B%d", n))
		if errName != nil || errValue != nil {
			continue
		}
		for _, about := range r.form.About {
			if vn.NFC(name) == about[0] && vn.NFC(value) != plain(about[1]) {
				r.list.Add(aboutSheet+fmt.Sprintf("!B%d", n), "Tệp này của %s «%s»; trang này của «%s».", strings.ToLower(about[0]), shorten(value), about[1])
			}
		}
	}
	return len(r.list) == 0
}

func (r *formReader) rows() ([]Answer, error) {
	rows, err := r.file.Rows(r.sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var answers []Answer
	seen := map[string]int{}
	filled := 0
	for n := 1; rows.Next(); n++ {
		values, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if len(values) > 0 {
			filled++
		}
		switch {
		case len(values) > widestSheet || filled > mostFormRows:
			r.list.Add(place(r.sheet, 0, n), "Trang tính quá lớn: nhiều nhất %d hàng và %d cột.", mostFormRows, widestSheet)
			return nil, nil
		case n == 1:
			if !r.header(values) {
				return nil, nil
			}
		default:
			if a, ok := r.row(values, n, seen); ok {
				answers = append(answers, a)
			}
		}
	}
	return answers, rows.Error()
}

// header finds the columns by their heads; what is not asked for may be missing,
// but for the code.
func (r *formReader) header(values []string) bool {
	r.at = map[string]int{}
	for i, head := range values {
		head = vn.NFC(strings.TrimSpace(head))
		j := slices.IndexFunc(r.form.Columns, func(c Column) bool { return c.Head == head })
		switch {
		case head == "":
		case j < 0:
			r.list.Add(place(r.sheet, i, 1), "Cột «%s» không có trong biểu; hãy xóa cột này hoặc chuyển sang trang tính khác.", shorten(head))
		default:
			if _, twice := r.at[r.form.Columns[j].Key]; twice {
				r.list.Add(place(r.sheet, i, 1), "Cột «%s» có hai lần.", head)
			}
			r.at[r.form.Columns[j].Key] = i
		}
	}
	filled := false
	for i, c := range r.form.Columns {
		_, found := r.at[c.Key]
		filled = filled || found && c.Asked
		if i == 0 && !found {
			r.list.Add(place(r.sheet, 0, 1), "Hàng 1 là tiêu đề cột; thiếu cột «%s».", c.Head)
		}
	}
	if !filled {
		r.list.Add(place(r.sheet, 0, 1), "Hàng 1 là tiêu đề cột; cần ít nhất một cột trong số %s.", strings.Join(r.form.asked(), ", "))
	}
	return len(r.list) == 0
}

// row reads one row; ok says that something asked for was filled.
func (r *formReader) row(values []string, n int, seen map[string]int) (a Answer, ok bool) {
	a = Answer{Values: map[string]string{}, Cells: map[string]string{}}
	first := r.form.Columns[0]
	for _, c := range r.form.Columns {
		i, there := r.at[c.Key]
		if !there {
			continue
		}
		a.Cells[c.Key] = place(r.sheet, i, n)
		if i < len(values) && strings.TrimSpace(values[i]) != "" {
			a.Values[c.Key] = r.typed(values[i], i, n, c)
			ok = ok || c.Asked
		}
	}
	a.Code = a.Values[first.Key]
	if a.Code == "" {
		if ok {
			r.list.Add(a.Cells[first.Key], "Thiếu «%s».", first.Head)
		}
		return a, false
	}
	i := slices.IndexFunc(r.form.Rows, func(row []string) bool { return row[0] == a.Code })
	switch {
	case !ok:
		return a, false
	case i < 0:
		r.list.Add(a.Cells[first.Key], "«%s» không có trong biểu.", shorten(a.Code))
		return a, false
	case seen[a.Code] > 0:
		r.list.Add(a.Cells[first.Key], "«%s» đã có ở hàng %d.", a.Code, seen[a.Code])
		return a, false
	}
	seen[a.Code] = n
	for j, c := range r.form.Columns {
		if said, there := a.Values[c.Key]; c.Same && there && said != r.form.Rows[i][j] {
			r.list.Add(a.Cells[c.Key], "«%s» của %s là «%s»; tệp ghi «%s».", c.Head, a.Code, r.form.Rows[i][j], shorten(said))
		}
	}
	return a, true
}

// typed is the value of a cell as a person would type it: a cell that holds a
// number is written the Vietnamese way, text stays as it is.
func (r *formReader) typed(raw string, i, n int, c Column) string {
	at := place(r.sheet, i, n)
	if !c.Number {
		value, wrong := r.cells.value(raw, asText)
		if wrong != "" {
			r.list.Add(at, "%s", wrong)
		}
		return value
	}
	value, wrong := r.cells.value(raw, asAmount)
	if wrong != "" {
		r.list.Add(at, "%s", wrong)
		return ""
	}
	cell, err := excelize.CoordinatesToCellName(i+1, n)
	if err != nil {
		return value
	}
	kind, err := r.file.GetCellType(r.sheet, cell)
	if err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeBool {
		if _, err := vn.ParseNumber(value); err != nil && c.Asked {
			for _, p := range problem.All(err) {
				r.typos.Add(at, "%s", p.Text)
			}
		}
		return value
	}
	d, ok := exactly(value)
	if !ok {
		return value
	}
	if c.Asked {
		r.refuseFormat(cell, at, d)
	}
	return vn.Format(d)
}

// refuseFormat refuses a number that its cell shows as another one: 51,4% is
// 0,514 inside, a day is a count of days.
func (r *formReader) refuseFormat(cell, at string, d decimal.Decimal) {
	id, err := r.file.GetCellStyle(r.sheet, cell)
	if err != nil || id == 0 {
		return
	}
	s, err := r.file.GetStyle(id)
	if err != nil {
		return
	}
	custom := ""
	if s.CustomNumFmt != nil {
		custom = strings.ToLower(*s.CustomNumFmt)
	}
	switch {
	case s.NumFmt == 9 || s.NumFmt == 10 || strings.Contains(custom, "%"):
		r.list.Add(at, "Ô đang định dạng phần trăm; hãy đổi sang định dạng số và ghi %s, không có dấu %%.", vn.Format(d.Shift(2)))
	case s.NumFmt >= 14 && s.NumFmt <= 22 || s.NumFmt >= 45 && s.NumFmt <= 47 || strings.Contains(custom, "yy") || strings.Contains(custom, "dd"):
		r.list.Add(at, "Ô đang định dạng ngày; hãy đổi sang định dạng số và ghi lại số liệu.")
	}
}
