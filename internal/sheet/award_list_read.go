package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// AwardList is what a list of past awards says.
type AwardList struct {
	Lines  []award.Line
	Unread []string // what was left aside, in words: worksheets, columns, rows
}

// ReadAwardList reads a list of past awards. The problems name each cell that cannot
// be read ("Khen thưởng!F7") and what to write there, all at once; beside them stand
// the lines that could be read. Rules says what awards are called; today bounds days.
func ReadAwardList(content []byte, law *rules.Law, today vn.Date) (AwardList, problem.List) {
	b, err := openMarks(content)
	if err != nil {
		return AwardList{}, problem.All(err)
	}
	r := awardReader{book: b, law: law, today: today, seen: map[string]string{}, rated: map[string]ratedAt{}}
	for _, s := range b.sheets {
		r.sheet(s)
	}
	if len(r.list) == 0 && len(r.out.Lines) == 0 {
		r.list.Add("tệp", "Không trang tính nào có hàng để nhập. Hàng tiêu đề cần cột «Họ và tên» hoặc «Tên tập thể» và một trong các cột «Danh hiệu, hình thức khen thưởng», «Xếp loại» hoặc các năm, «Tên sáng kiến», «Hình thức kỷ luật».")
	}
	if len(r.list) > mostAwardMistakes {
		r.list = append(r.list[:mostAwardMistakes:mostAwardMistakes], problem.Field("tệp", "Còn nhiều chỗ sai nữa; hãy sửa các chỗ đã nêu rồi gửi lại."))
	}
	return r.out, r.list
}

// awardReader is one workbook while it is read.
type awardReader struct {
	book  *book
	law   *rules.Law
	today vn.Date
	out   AwardList
	list  problem.List
	rows  int
	seen  map[string]string  // places of lines by what they say
	rated map[string]ratedAt // ratings by whom and when

	// Of the worksheet that is read.
	grid    *grid
	head    *awardHead
	section string // the last heading among the rows
	kind    rules.Kind
	lines   []int // rows that were read as such
	passed  []int // rows that were passed over
}

type ratedAt struct {
	rating rules.Rating
	place  string
}

func (r *awardReader) sheet(s bookSheet) {
	name := vn.NFC(strings.TrimSpace(s.name))
	if slices.ContainsFunc(awardAside, func(aside string) bool { return strings.HasPrefix(name, aside) }) {
		return
	}
	g, err := r.book.readGrid(s)
	if err != nil {
		r.list.Add(name, "Không đọc được trang tính này; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.")
		return
	}
	if len(g.rows) == 0 {
		return
	}
	h := g.head()
	if h == nil {
		r.out.Unread = append(r.out.Unread, "Trang «"+shorten(name)+"»: không có hàng tiêu đề nào được nhận nên không đọc.")
		return
	}
	r.grid, r.head, r.section, r.kind, r.lines, r.passed = g, h, "", "", nil, nil
	for _, caption := range h.strange {
		r.out.Unread = append(r.out.Unread, "Trang «"+shorten(name)+"»: cột «"+shorten(caption)+"» không đọc.")
	}
	if g.full {
		r.list.Add(name, "Trang tính có hơn %d hàng; hãy chia thành nhiều tệp.", mostAwardRows)
		return
	}
	r.table()
	r.refuseMerged()
	if len(r.passed) > 0 {
		r.out.Unread = append(r.out.Unread, "Trang «"+shorten(name)+"»: bỏ qua "+rowsInWords(r.passed)+" (đề mục, dòng cộng, chữ ký hoặc hàng không ghi gì để nhập).")
	}
}

// table reads the rows under the heads.
func (r *awardReader) table() {
	rows := r.grid.rows[r.head.last+1:]
	last := -1
	for i, row := range rows {
		if r.named(row) && r.told(row) {
			last = i
			r.rows++
		}
	}
	if r.rows > mostAwardRows {
		r.list.Add(r.grid.sheet, "Tệp có hơn %d hàng; hãy chia thành nhiều tệp.", mostAwardRows)
		return
	}
	signed := r.signature(rows)
	for i, row := range rows {
		named, told := r.named(row), r.told(row)
		switch {
		case i == 0 && r.counting(row) || r.headAgain(row):
		case i >= signed || r.sum(row):
			r.passed = append(r.passed, row.n)
		case named && told:
			r.lines = append(r.lines, row.n)
			r.row(row)
		case told:
			r.wrong(row, r.head.names()[0], "Hàng này có «%s» mà thiếu tên; ghi họ và tên hoặc tên tập thể.", shorten(r.firstTold(row)))
		case r.heading(row, i > last):
			r.passed = append(r.passed, row.n)
		case named && r.saysMore(row):
			r.wrong(row, r.head.main()[0], "Thiếu %s của «%s»; ghi vào, hoặc xóa hàng.", r.lacking(), shorten(r.nameIn(row)))
		case named && i < last:
			if r.head.kind != award.OfRating {
				r.wrong(row, r.head.main()[0], "Thiếu %s của «%s»; ghi vào, hoặc xóa hàng.", r.lacking(), shorten(r.nameIn(row)))
				continue
			}
			r.passed = append(r.passed, row.n)
		default:
			r.passed = append(r.passed, row.n)
		}
	}
}

func (r *awardReader) lacking() string {
	return map[award.LineKind]string{award.OfAward: "danh hiệu, hình thức khen thưởng", award.OfRating: "xếp loại", award.OfInitiative: "tên sáng kiến", award.OfDiscipline: "hình thức kỷ luật"}[r.head.kind]
}

func (r *awardReader) named(row gridRow) bool {
	return slices.ContainsFunc(r.head.names(), func(at int) bool { return !row.cell(at).empty() })
}

func (r *awardReader) nameIn(row gridRow) string {
	for _, at := range r.head.names() {
		if text := row.cell(at).text; text != "" {
			return text
		}
	}
	return ""
}

func (r *awardReader) told(row gridRow) bool {
	return slices.ContainsFunc(r.head.main(), func(at int) bool { return !row.cell(at).empty() })
}

func (r *awardReader) firstTold(row gridRow) string {
	for _, at := range r.head.main() {
		if text := row.cell(at).text; text != "" {
			return text
		}
	}
	return "công thức"
}

// saysMore reports whether a row has, beside a name, what only a row of the list has.
func (r *awardReader) saysMore(row gridRow) bool {
	for _, key := range []string{"year", "number", "day", "birth", "birthM", "birthF", "identity", "from"} {
		if at, there := r.head.at[key]; there && !row.cell(at).empty() {
			return true
		}
	}
	return false
}

// signature is the row at which a list ends and those who made it sign: no row of a
// list comes after. Somebody's post in the list, «Giám đốc», is no signature.
func (r *awardReader) signature(rows []gridRow) int {
	at := len(rows)
	own := append(r.head.names(), r.head.main()...)
	for i := len(rows) - 1; i >= 0 && !r.saysMore(rows[i]); i-- {
		of := rows[i].filled()
		if r.named(rows[i]) && r.told(rows[i]) {
			of = own
		}
		if slices.ContainsFunc(of, func(c int) bool { return signing.MatchString(headWords(rows[i].cell(c).text)) }) {
			at = i
		}
	}
	return at
}

var (
	signing   = regexp.MustCompile(`^(nguoi lap|nguoi ky|thu truong|giam doc|pho giam doc|chu tich|pho chu tich|truong phong|chanh van phong|hieu truong|tm |kt |noi nhan|can bo lap|ke toan truong)`)
	sumMarked = regexp.MustCompile(`^(tổng cộng|tổng số|danh sách (này )?(có|gồm))`)
	sumPlain  = regexp.MustCompile(`^(tong cong|tong so|tong|cong)( \d.*)?$`)
)

// sum reports whether a row adds up what stands above. Marks count: Tống Công is a
// name.
func (r *awardReader) sum(row gridRow) bool {
	return !r.saysMore(row) && slices.ContainsFunc(row.filled(), func(c int) bool {
		text := row.cell(c).text
		return c <= slices.Max(r.head.names()) && (sumMarked.MatchString(strings.ToLower(text)) || sumPlain.MatchString(headWords(text)))
	})
}

// counting reports whether a row numbers the columns: (1) (2) (3), A B 1 2.
func (r *awardReader) counting(row gridRow) bool {
	filled := row.filled()
	return len(filled) > 1 && !slices.ContainsFunc(filled, func(at int) bool { return !ordinal.MatchString(strings.ToLower(row.cell(at).text)) })
}

// headAgain reports whether a row says the heads once more, as at the top of a page.
func (r *awardReader) headAgain(row gridRow) bool {
	at := r.head.names()[0]
	return row.cell(at).text != "" && headWords(row.cell(at).text) == headWords(r.head.caption[at]) && r.told(row)
}

// heading reports whether a row is a heading among the rows, and takes it as such:
// «I. TẬP THỂ», «Phòng Tổ chức cán bộ».
func (r *awardReader) heading(row gridRow, tail bool) bool {
	filled := row.filled()
	text := row.cell(filled[len(filled)-1]).text
	lead := ""
	if len(filled) == 2 {
		lead = row.cell(filled[0]).text
	}
	if tail || len(filled) > 2 || len(filled) == 2 && !roman.MatchString(lead) {
		return false
	}
	if len(filled) == 1 && !romanLead.MatchString(text) && !collectiveName(text) && !strings.Contains(" "+headWords(text)+" ", " ca nhan ") && !strings.Contains(headWords(text), "tap the") {
		return false
	}
	if romanLead.MatchString(text) {
		_, text, _ = strings.Cut(text, " ")
	}
	switch words := headWords(text); {
	case strings.HasPrefix(words, "tap the"):
		r.kind, r.section = rules.Collective, ""
	case strings.HasPrefix(words, "ca nhan"):
		r.kind, r.section = rules.Person, ""
	default:
		r.section = text
	}
	return true
}

// refuseMerged reports merged cells that reach over rows of the list: but for the
// first of them the cells are empty in the file.
func (r *awardReader) refuseMerged() {
	for _, m := range r.grid.merged {
		i, _ := slices.BinarySearch(r.lines, m.row)
		if i < len(r.lines) && r.lines[i] <= m.toRow {
			r.list.Add(place(r.grid.sheet, m.column, m.row), "Các ô %s:%s bị gộp nên chỉ ô đầu có giá trị; hãy bỏ gộp ô rồi ghi từng hàng.",
				cellName(m.column, m.row), cellName(m.toColumn, m.toRow))
		}
	}
}

func cellName(column, n int) string {
	_, name, _ := strings.Cut(place("", column, n), "!")
	return name
}

func (r *awardReader) wrong(row gridRow, column int, format string, args ...any) {
	if len(r.list) > mostAwardMistakes {
		return
	}
	r.list.Add(place(r.grid.sheet, column, row.n), format, args...)
}

// rowsInWords is «hàng 3, 7–9».
func rowsInWords(rows []int) string {
	text := "hàng "
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(rows[i])
		if j > i {
			text += fmt.Sprintf("–%d", rows[j])
		}
		i = j + 1
	}
	return text
}

// collectiveName reports whether a name begins as those of offices do. Marks count:
// Trương, Tô, Vũ and Đoàn are names of families.
func collectiveName(text string) bool {
	marked, plain := strings.ToLower(text)+" ", vn.Fold(text)+" "
	begins := func(list []string, text string) bool {
		return slices.ContainsFunc(list, func(begin string) bool { return strings.HasPrefix(text, begin+" ") })
	}
	return begins([]string{
		"phòng", "ban", "sở", "cục", "khoa", "trường", "đội", "tổ", "viện", "xã", "phường", "hội", "thành đoàn", "tỉnh đoàn", "đoàn thanh niên", "vụ", "thôn", "bộ phận", "đơn vị",
	}, marked) || begins([]string{
		"chi cuc", "tong cuc", "trung tam", "van phong", "uy ban", "ubnd", "cong ty", "benh vien", "thanh tra", "tap the", "nha may", "xi nghiep", "hop tac xa", "lien doan", "dai hoc",
	}, plain)
}
