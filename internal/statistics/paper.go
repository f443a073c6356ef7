package statistics

import (
	"strconv"

	"giaouoc/internal/document"
)

// missing stands where there is no figure.
const missing = "…"

// Text is the cell as it stands on paper.
func (c Cell) Text() string {
	if c.Empty {
		return ""
	}
	if n, known := c.Count(); known {
		return strconv.Itoa(n)
	}
	return missing
}

// Full is the column's head in one line.
func (c Column) Full() string {
	if c.Group == "" {
		return c.Title
	}
	return c.Group + ": " + c.Title
}

// said is the row's name as it stands on paper.
func (r Row) said() string {
	name := r.Name
	switch {
	case r.Heading || r.Key == "tong":
	case r.Level > 0:
		name = "· " + name
	default:
		name = "– " + name
	}
	if r.Added {
		name += " (thêm, mẫu không có)"
	}
	return name
}

// Grid is the form as a table of texts, its head apart: what each row is of, its
// number, its unit and its figures. The first row are the marks of the columns.
func (f *Form) Grid() (head []string, rows [][]string, bold map[int]bool) {
	head = []string{"", "Mã số"}
	marks := []string{"A", "B"}
	if f.Measure == "" {
		head, marks = append(head, "Đơn vị tính"), append(marks, "C")
	}
	for _, c := range f.Columns {
		head, marks = append(head, c.Full()), append(marks, c.Mark)
	}
	bold = map[int]bool{}
	if f.None != "" || len(f.Rows) == 0 {
		return head, nil, bold
	}
	rows = [][]string{marks}
	for _, r := range f.Rows {
		row := make([]string, len(head))
		row[0], row[1] = r.said(), r.Mark
		n := 2
		if f.Measure == "" {
			row[2], n = r.Unit, 3
		}
		for i, c := range r.Cells {
			row[n+i] = c.Text()
		}
		if r.Heading || r.Key == "tong" {
			bold[len(rows)] = true
		}
		rows = append(rows, row)
	}
	return head, rows, bold
}

// Paper is the form as an official document; the head says who issues it.
func (s *Set) Paper(f *Form, h document.Head) *document.Statistics {
	p := document.Statistics{Head: h, Code: f.Full(), Name: f.Name, Period: "năm " + strconv.Itoa(s.Year), Below: s.Notes(f)}
	head, rows, bold := f.Grid()
	if len(rows) == 0 {
		return &p
	}
	t := document.Table{Rows: rows, Bold: bold, Size: 10}
	for i, title := range head {
		c := document.Column{Title: title, Weight: 1, Align: document.Centre}
		switch {
		case i == 0:
			c.Weight, c.Align = 4, document.Left
		case i < len(head)-len(f.Columns):
		default:
			c.Title, c.Group, c.Align = f.Columns[i-len(head)+len(f.Columns)].Title, f.Columns[i-len(head)+len(f.Columns)].Group, document.Right
		}
		t.Columns = append(t.Columns, c)
	}
	p.Table, p.Wide = &t, len(t.Columns) > 6
	return &p
}

// Notes are the lines under a form: what is counted in it and what is not.
func (s *Set) Notes(f *Form) []string {
	var list []string
	if f.None != "" {
		list = append(list, f.None+".")
	}
	list = append(list, f.Notes...)
	if f.Code == StateAwards || f.Code == BodyAwards {
		list = append(list, s.Sums())
	}
	if s.Below {
		text := "Cộng sổ của " + strconv.Itoa(s.Registers) + " đơn vị: đơn vị báo cáo và các đơn vị trực thuộc."
		if s.Withheld > 0 {
			text += " Chưa có sổ của " + strconv.Itoa(s.Withheld) + " đơn vị mà người lập biểu không được xem."
		}
		list = append(list, text)
	}
	return append(list, "«…»: chưa có số liệu. Tên hàng, cột theo bản đang dùng, chưa đối chiếu với Thông tư 02/2023/TT-BNV.")
}

// Sums says how the forms and the register of awards add up.
func (s *Set) Sums() string {
	n := func(code string) int {
		_, _, c, _ := s.Form(code).Of("tong", "1")
		return len(c.Counted)
	}
	return "Đối chiếu với sổ khen thưởng: " + strconv.Itoa(len(s.Grants)+len(s.Annulled)) + " lần tặng có quyết định trong năm = " +
		strconv.Itoa(n(StateAwards)) + " (biểu 0602) + " + strconv.Itoa(n(BodyAwards)) + " (biểu 0603) + " + strconv.Itoa(len(s.Outside)) +
		" hình thức khác không thuộc biểu nào + " + strconv.Itoa(len(s.Annulled)) + " đã bị hủy bỏ."
}
