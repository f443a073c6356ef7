package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/award"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// StaffList is a unit's staff with ratings and titles, as a workbook or CSV says.
type StaffList struct {
	Lines   []deliberation.Line
	Rows    []int  // of the worksheet, by line
	Sheet   string // its name
	Unread  []string
	columns map[string]int
}

// staffHeads are the columns of a list of staff by what offices call them, without
// marks and case.
var staffHeads = map[string][]string{
	"code":       {"ma", "ma so", "ma can bo", "ma nhan vien", "ma so can bo", "so hieu cong chuc"},
	"name":       {"ho va ten", "ho ten", "ten"},
	"birth_year": {"nam sinh", "ngay sinh", "ngay thang nam sinh"},
	"female":     {"nu", "gioi tinh"},
	"post":       {"chuc vu", "chuc danh", "chuc vu chuc danh", "vi tri viec lam"},
	"department": {"phong", "bo phan", "phong ban", "don vi", "phong bo phan", "noi cong tac", "don vi cong tac", "khoa phong", "to"},
	"leader":     {"lanh dao", "lanh dao quan ly", "quan ly"},
	"direct":     {"truc tiep", "truc tiep lao dong", "nguoi truc tiep"},
	"rating":     {"xep loai", "muc xep loai", "xep loai chat luong", "ket qua xep loai", "danh gia xep loai", "muc do hoan thanh nhiem vu"},
	"unrated":    {"ly do chua xep loai", "ly do khong xep loai", "chua xep loai"},
	"registered": {"dang ky", "dang ky thi dua", "danh hieu dang ky", "dang ky danh hieu"},
	"nominated":  {"de nghi", "danh hieu de nghi", "de nghi danh hieu", "bo phan de nghi"},
	"login":      {"tai khoan", "ten dang nhap"},
}

// StaffColumns are the columns of the workbook to fill.
func StaffColumns() []Column {
	return []Column{
		{Head: "Mã", Width: 10},
		{Head: "Họ và tên", Width: 28},
		{Head: "Năm sinh", Width: 10},
		{Head: "Giới tính", Width: 10},
		{Head: "Chức vụ", Width: 22},
		{Head: "Bộ phận", Width: 28},
		{Head: "Lãnh đạo, quản lý", Width: 12},
		{Head: "Trực tiếp lao động", Width: 12},
		{Head: "Xếp loại", Width: 12},
		{Head: "Lý do chưa xếp loại", Width: 26},
		{Head: "Danh hiệu đăng ký", Width: 16},
		{Head: "Danh hiệu đề nghị", Width: 16},
		{Head: "Tài khoản", Width: 14},
	}
}

// ReadStaff reads a list from the first worksheet that has a column of names and one
// of ratings, or from CSV in UTF-8 with commas, semicolons or tabs. The problems name
// each cell that cannot be read.
func ReadStaff(content []byte) (StaffList, problem.List) {
	grids, err := staffGrids(content)
	if err != nil {
		return StaffList{}, problem.All(err)
	}
	for _, g := range grids {
		for i, row := range g.rows[:min(len(g.rows), deepestHead)] {
			columns, strange := staffColumns(row)
			if _, named := columns["name"]; !named {
				continue
			}
			l := StaffList{Sheet: g.sheet, columns: columns, Unread: strange}
			var list problem.List
			for key, head := range map[string]string{"rating": "Xếp loại", "department": "Bộ phận"} {
				if _, there := columns[key]; !there {
					list.Add(l.Sheet+"!"+cellName(columns["name"], row.n), "Hàng tiêu đề thiếu cột «%s».", head)
				}
			}
			if len(list) > 0 {
				return l, list
			}
			for _, r := range g.rows[i+1:] {
				if l.row(r, &list); len(list) > mostMarkMistakes {
					break
				}
			}
			if len(l.Lines) == 0 && len(list) == 0 {
				break
			}
			return l, list
		}
	}
	return StaffList{}, problem.List{problem.Field("file", "Không trang tính nào có hàng để nhập. Hàng tiêu đề cần các cột «Họ và tên», «Bộ phận», «Xếp loại».")}
}

func staffGrids(content []byte) ([]*grid, error) {
	if !bytes.HasPrefix(content, []byte("PK")) && len(content) > 0 && content[0] != 0xd0 && looksLikeCSV(content) {
		g, err := csvGrid(content)
		return []*grid{g}, err
	}
	b, err := openMarks(content)
	if err != nil {
		return nil, err
	}
	var list []*grid
	for _, s := range b.sheets {
		g, err := b.readGrid(s)
		if err != nil {
			return nil, problem.List{problem.Field("file", "Không đọc được trang «%s»; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.", s.name)}
		}
		if g.full {
			return nil, problem.List{problem.Field("file", "Trang «%s» có quá nhiều hàng; chia thành nhiều tệp.", s.name)}
		}
		list = append(list, g)
	}
	return list, nil
}

// looksLikeCSV reports whether a text has columns in its first line.
func looksLikeCSV(content []byte) bool {
	first, _, _ := bytes.Cut(content, []byte("\n"))
	return bytes.ContainsAny(first, ",;\t") && !bytes.HasPrefix(content, []byte("%PDF")) && !bytes.ContainsRune(first, 0)
}

// csvGrid reads CSV as a worksheet named CSV.
func csvGrid(content []byte) (*grid, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return nil, problem.List{problem.Field("file", "Tệp CSV không ở bảng mã UTF-8; khi lưu, chọn «Unicode (UTF-8)», hoặc lưu ở dạng .xlsx.")}
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for _, c := range []rune{';', '\t'} {
		if bytes.ContainsRune(first, c) {
			r.Comma = c
		}
	}
	g := &grid{sheet: "CSV"}
	for n := 1; ; n++ {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, problem.List{problem.Field("file", "Dòng %d của tệp CSV không đọc được; mở bằng LibreOffice rồi lưu lại.", n)}
		}
		row := gridRow{n: n}
		for _, f := range fields {
			row.cells = append(row.cells, gridCell{text: vn.NFC(strings.Join(strings.Fields(f), " "))})
		}
		if len(row.filled()) > 0 {
			g.rows = append(g.rows, row)
		}
		if len(g.rows) > mostAwardRows {
			return nil, problem.List{problem.Field("file", "Tệp có hơn %d dòng; chia thành nhiều tệp.", mostAwardRows)}
		}
	}
}

func staffColumns(row gridRow) (at map[string]int, strange []string) {
	at = map[string]int{}
	for i, c := range row.cells {
		said := award.Folded(strings.NewReplacer("(", " ", ")", " ", ",", " ", "/", " ", ".", " ").Replace(vn.NFC(c.text)))
		known := said == "" || said == "stt" || said == "tt" || strings.HasPrefix(said, "ghi chu")
		for key, heads := range staffHeads {
			for _, h := range heads {
				if _, taken := at[key]; said == h && !taken {
					at[key], known = i, true
				}
			}
		}
		if !known {
			strange = append(strange, c.text)
		}
	}
	return at, strange
}

func (l *StaffList) row(r gridRow, list *problem.List) {
	text := func(key string) string {
		if at, ok := l.columns[key]; ok {
			return vn.NFC(r.cell(at).text)
		}
		return ""
	}
	wrong := func(key, format string, args ...any) {
		list.Add(l.Sheet+"!"+cellName(l.columns[key], r.n), format, args...)
	}
	if text("name") == "" {
		if text("rating") != "" {
			wrong("name", "Hàng này có xếp loại mà thiếu họ và tên.")
		}
		return
	}
	if text("rating") == "" && text("department") == "" && text("unrated") == "" {
		return // a heading among the rows, a sum, a signature
	}
	p := deliberation.Line{
		Code: text("code"), Name: text("name"), Post: text("post"), Department: text("department"), Unrated: text("unrated"), Login: text("login"),
		Female: marked(text("female")), Leader: marked(text("leader")), Direct: marked(text("direct")),
	}
	p.BirthYear = yearIn(text("birth_year"))
	if y := text("birth_year"); y != "" && p.BirthYear == 0 {
		wrong("birth_year", "«%s» không phải là năm sinh hoặc ngày sinh.", shorten(y))
	}
	var ok bool
	if p.Rating, ok = deliberation.RatingOf(text("rating")); !ok {
		wrong("rating", "«%s» không phải là mức xếp loại; ghi HTXS, HTT, HT hoặc KHT (hay viết đủ chữ). Chưa xếp loại thì để trống và ghi lý do.", shorten(text("rating")))
	}
	for key, into := range map[string]*string{"registered": &p.Registered, "nominated": &p.Nominated} {
		if *into, ok = deliberation.TitleOf(text(key)); !ok {
			wrong(key, "«%s» không phải danh hiệu được xét ở đây; ghi LĐTT hoặc CSTĐCS, hoặc để trống.", shorten(text(key)))
		}
	}
	_, registers := l.columns["registered"]
	_, nominates := l.columns["nominated"]
	p.NoTitles = !registers && !nominates
	l.Lines, l.Rows = append(l.Lines, p), append(l.Rows, r.n)
}

// Place is the cell of a field of a line.
func (l *StaffList) Place(n int, field string) string {
	at, ok := l.columns[field]
	if !ok {
		at = l.columns["name"]
	}
	return l.Sheet + "!" + cellName(at, l.Rows[n])
}

// yearIn is the year of a year or a day, written or as a spreadsheet counts days.
func yearIn(text string) int {
	if y := smallCount(text); y > 0 {
		return y
	}
	if d, err := vn.ParseDate(text); err == nil {
		return d.Year()
	}
	if n := daysTyped(text); n > 3653 && n < 60_000 { // days after 1909
		return vn.NewDate(1899, 12, 30).AddDays(n).Year()
	}
	return 0
}

// daysTyped reads a number of at most six figures; 0 for none.
func daysTyped(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 99_999 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
