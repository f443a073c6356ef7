package sheet

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// scoreTable is one worksheet while it is read.
type scoreTable struct {
	reader  *scoreReader
	page    scoreTab
	sheet   string
	header  []int          // by column of the worksheet, the column of the page; -1 where nothing may stand, -2 for notes
	columns map[string]int // of the worksheet, by key
	rows    int
	current scoreRow
	said    map[string]string // texts that came before, trimmed and composed
}

// mostScoreRows is the bound of one worksheet: thirty units that mark each other
// on every leaf of a large sheet come to 153,120.
const mostScoreRows = 200_000

// Columns of a worksheet that are none of the page.
const (
	noColumn   = -1
	noteColumn = -2
)

func (t *scoreTable) row(r *cellRow) bool {
	l := &t.reader.l
	if t.header == nil {
		return t.readHeader(r)
	}
	if t.rows++; t.rows > mostScoreRows {
		l.Add(place(t.sheet, 0, r.n), "Trang tính có hơn %d dòng; hãy bỏ các dòng thừa.", mostScoreRows)
		return false
	}
	row := &t.current
	row.n, row.unread = r.n, nil
	clear(row.values)
	any := false
	for _, c := range r.cells {
		at := noColumn
		if c.column < len(t.header) {
			at = t.header[c.column]
		}
		switch at {
		case noteColumn:
		case noColumn:
			l.Add(place(t.sheet, c.column, r.n), "Ô có chữ nhưng cột không có tiêu đề.")
		default:
			any = row.take(at, c, r.value(c)) || any
		}
	}
	if any {
		t.page.read(t.reader, row)
	}
	return len(*l) <= mostMistakes
}

// readHeader finds the columns; it is false when there is nothing to read below.
func (t *scoreTable) readHeader(r *cellRow) bool {
	l := &t.reader.l
	t.columns, t.header, t.said = map[string]int{}, []int{}, map[string]string{}
	t.current = scoreRow{reader: t.reader, table: t, columns: t.page.columns, values: make([]cellValue, len(t.page.columns))}
	for _, c := range r.cells {
		said := vn.NFC(strings.TrimSpace(string(r.value(c))))
		if c.column >= widestSheet {
			l.Add(place(t.sheet, c.column, r.n), "Trang tính rộng quá %d cột; hãy xóa các cột thừa.", widestSheet)
			return false
		}
		for len(t.header) <= c.column {
			t.header = append(t.header, noColumn)
		}
		i := t.column(said)
		switch {
		case said == "":
		case strings.HasPrefix(strings.ToLower(said), "ghi chú"):
			t.header[c.column] = noteColumn
		case i < 0:
			l.Add(place(t.sheet, c.column, r.n), "Cột “%s” không được nhận; các cột được nhận: %s; cột để đọc thêm hãy đặt tên bắt đầu bằng “Ghi chú”.",
				shorten(said), strings.Join(t.page.heads(), ", "))
		default:
			key := t.page.columns[i].key
			if first, twice := t.columns[key]; twice {
				l.Add(place(t.sheet, c.column, r.n), "Cột “%s” đã có ở %s.", said, place(t.sheet, first, r.n))
			}
			t.header[c.column], t.columns[key] = i, c.column
		}
	}
	return len(*l) == 0
}

func (t *scoreTable) column(said string) int {
	find := func(said string) int {
		return slices.IndexFunc(t.page.columns, func(c scoreColumn) bool { return strings.EqualFold(c.key, said) || strings.EqualFold(c.head, said) })
	}
	if i := find(said); i >= 0 {
		return i
	}
	return find(otherNames[strings.ToLower(said)])
}

func (p scoreTab) heads() []string {
	var list []string
	for _, c := range p.columns {
		list = append(list, c.head+" ("+c.key+")")
	}
	return list
}

// cellValue is what a cell says: a number in a column of numbers, else text, and
// the number beside it where the cell holds one.
type cellValue struct {
	text   string
	number *big.Rat
}

// take reads a cell as its column asks; it is false when nothing is in it. What
// cannot be read has been reported and is as if it were not there.
func (r *scoreRow) take(at int, c cellAt, raw []byte) bool {
	t, k, v := r.table, r.columns[at].kind, &r.values[at]
	switch {
	case c.empty:
		return r.refuse(at, "Ô có công thức mà tệp không lưu giá trị; hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi đọc, hoặc dán giá trị thay công thức.")
	case c.kind == holdsError:
		return r.refuse(at, "Ô báo lỗi %s; hãy sửa công thức hoặc ghi giá trị.", shorten(string(raw)))
	case c.kind == holdsFlag:
		v.text = map[string]string{"1": "true", "0": "false"}[string(raw)]
		return true
	case c.kind == holdsText:
		said := t.text(raw)
		if said == "" {
			return false
		}
		if k == asNumber {
			return r.takeNumber(at, said)
		}
		v.text = said
		return true
	case c.look == looksDate:
		return r.takeDay(at, raw)
	}
	x, ok := quickNumber(raw)
	if !ok {
		var d decimal.Decimal
		if d, ok = plainNumber(string(raw)); ok {
			x = d.Rat()
		}
	}
	switch {
	case !ok:
		return r.refuse(at, "Ô chứa “%s”, không đọc được thành số.", shorten(string(raw)))
	case c.look == looksPercent:
		return r.refuse(at, "Ô đang định dạng phần trăm; hãy đổi sang dạng số và ghi %s, không có dấu %%.", vn.Grouped(decimalOf(new(big.Rat).Mul(x, big.NewRat(100, 1)))))
	case k == asNumber:
		v.number = x
	default:
		v.text, v.number = decimalOf(x), x
	}
	return true
}

func (r *scoreRow) takeDay(at int, raw []byte) bool {
	d, ok := plainNumber(string(raw))
	if !ok || r.columns[at].kind != asDay || !d.IsInteger() || d.Sign() <= 0 || d.GreaterThan(decimal.New(lastDay, 0)) {
		return r.refuse(at, "Ô đang ở dạng ngày nên mã hoặc số bên trong không còn như đã gõ; hãy đổi ô sang dạng chữ hoặc số rồi ghi lại.")
	}
	r.values[at].text = r.reader.book.day(int(d.IntPart()))
	return true
}

// lastDay is the end of the year 9999 by a spreadsheet's count.
const lastDay = 2_958_465

// takeNumber reads a number in letters, the Vietnamese way.
func (r *scoreRow) takeNumber(at int, said string) bool {
	d, err := vn.ParseNumber(said)
	if err != nil {
		for _, p := range problem.All(err) {
			r.refuse(at, "%s", p.Text)
		}
		return true
	}
	r.values[at].number = d.Rat()
	return true
}

// refuse reports the cell of a column of the page; the row stands there all the
// same, so that no more is said of it.
func (r *scoreRow) refuse(at int, format string, args ...any) bool {
	r.wrong(r.columns[at].key, format, args...)
	return true
}

// text is the text of a cell; the same texts come again and again.
func (t *scoreTable) text(raw []byte) string {
	if said, ok := t.said[string(raw)]; ok {
		return said
	}
	said := vn.NFC(strings.TrimSpace(string(raw)))
	if text, ok := strings.CutPrefix(said, "'"); ok && text != "" {
		said = text // written so that a spreadsheet takes it for no formula
	}
	if len(t.said) < mostSaid {
		t.said[string(raw)] = said
	}
	return said
}

// mostSaid bounds the texts that are remembered.
const mostSaid = 4096

// quickNumber reads a short number without an exponent.
func quickNumber(raw []byte) (*big.Rat, bool) {
	digits := raw
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 16 {
		return nil, false
	}
	n, unit, point := int64(0), int64(1), false
	for i, c := range digits {
		switch {
		case c >= '0' && c <= '9':
			n = 10*n + int64(c-'0')
			if point {
				unit *= 10
			}
		case c == '.' && !point && i > 0 && i < len(digits)-1:
			point = true
		default:
			return nil, false
		}
	}
	if len(digits) < len(raw) {
		n = -n
	}
	return big.NewRat(n, unit), true
}

// plainNumber reads the number of a cell as it was typed.
func plainNumber(value string) (decimal.Decimal, bool) {
	value = untangled(value)
	if len(value) > longestNumber || !decimalText.MatchString(value) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(value)
	return d, err == nil
}

// day is a day by the workbook's calendar, as 2026-11-30.
func (b *book) day(n int) string {
	if b.from == since1904 {
		return vn.NewDate(1904, 1, 1).AddDays(n).String()
	}
	return vn.NewDate(1899, 12, 30).AddDays(n).String()
}

// scoreRow is one row of a worksheet; it is overwritten by the next one.
type scoreRow struct {
	reader  *scoreReader
	table   *scoreTable
	n       int
	columns []scoreColumn
	values  []cellValue // by column
	unread  []string
}

func (r *scoreRow) value(key string) cellValue {
	for i := range r.columns {
		if r.columns[i].key == key {
			return r.values[i]
		}
	}
	return cellValue{}
}

func (r *scoreRow) placed() scoring.Place {
	t, n := r.table, r.n
	return scoring.Place{Unread: r.unread, Find: func(key string) string { return t.place(key, n) }}
}

// place is the cell of a key in a row; where the worksheet has no such column,
// the first cell of the row.
func (t *scoreTable) place(key string, n int) string { return place(t.sheet, t.columns[key], n) }

func (r *scoreRow) wrong(key, format string, args ...any) {
	r.reader.l.Add(r.table.place(key, r.n), format, args...)
	r.unread = append(r.unread, key)
}

// words are what an office writes for a word of the contract, by key.
var words = map[string]map[string]string{
	"kind": {
		"định lượng, có chỉ tiêu": "target", "định lượng": "target", "định tính, đạt/không đạt": "achieved", "định tính": "achieved",
		"chấm thẳng": "direct", "điểm theo lần": "per_event", "điểm thưởng": "bonus", "điểm trừ": "penalty", "điểm theo thứ hạng": "rank_points",
		"điểm chuẩn trừ dần": "deduction",
	},
	"level": {"tự chấm": "self", "chấm chéo": "cross", "thẩm định": "appraised", "thẩm định lần hai": "appraised_2", "kết luận": "final"},
}

func (r *scoreRow) text(key string) string {
	said := r.value(key).text
	if word := words[key][strings.ToLower(said)]; word != "" {
		return word
	}
	return said
}

func (r *scoreRow) number(key string) *big.Rat { return r.value(key).number }

func (r *scoreRow) whole(key string) *int64 {
	x := r.number(key)
	if x == nil {
		return nil
	}
	if !x.IsInt() || !x.Num().IsInt64() {
		r.wrong(key, "Ô phải là số nguyên, không phải %s.", vn.Grouped(decimalOf(x)))
		return nil
	}
	n := x.Num().Int64()
	return &n
}

// truths are what an office writes for yes and no.
var truths = map[string]bool{
	"true": true, "1": true, "x": true, "có": true, "đạt": true, "giao": true, "đúng": true,
	"false": false, "0": false, "không": false, "không đạt": false, "không giao": false, "sai": false,
}

func (r *scoreRow) flag(key string) *bool {
	said := r.value(key).text
	if said == "" {
		return nil
	}
	b, ok := truths[strings.ToLower(said)]
	if !ok {
		r.wrong(key, "Ô phải là có hoặc không (true, false), không phải “%s”.", shorten(said))
		return nil
	}
	return &b
}

// pairText is one pair of numbers in a cell: "100: 10".
var pairText = regexp.MustCompile(`^([^:]+):([^:]+)$`)

// pairs reads "1: 10; 2: 8,5", numbers as an office writes them; or what the YAML
// of the contract has, numbers with a point.
func (r *scoreRow) pairs(key, example string) (list [][2]*big.Rat, ok bool) {
	said := r.value(key).text
	if said == "" {
		return nil, true
	}
	refuse := func() ([][2]*big.Rat, bool) {
		r.wrong(key, "Ô phải là các cặp số, ví dụ “%s”.", example)
		return nil, false
	}
	if said[0] == '{' || said[0] == '[' {
		if list, ok = flowPairs(said); !ok {
			return refuse()
		}
		return list, true
	}
	for part := range strings.FieldsFuncSeq(said, func(c rune) bool { return c == ';' || c == '\n' }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		m := pairText.FindStringSubmatch(part)
		if m == nil {
			return refuse()
		}
		var pair [2]*big.Rat
		for i := range pair {
			d, err := vn.ParseNumber(m[i+1])
			if err != nil {
				return refuse()
			}
			pair[i] = d.Rat()
		}
		list = append(list, pair)
	}
	return list, true
}

// flowPairs reads {1: 10, 2: 8} and [[100, 10], [95, 8]].
func flowPairs(said string) (list [][2]*big.Rat, ok bool) {
	var doc yaml.Node
	if len(said) > largestFlow || yaml.Unmarshal([]byte(said), &doc) != nil || len(doc.Content) != 1 {
		return nil, false
	}
	nodes := doc.Content[0].Content
	if doc.Content[0].Kind == yaml.SequenceNode {
		var flat []*yaml.Node
		for _, n := range nodes {
			if len(n.Content) != 2 {
				return nil, false
			}
			flat = append(flat, n.Content...)
		}
		nodes = flat
	}
	for i := 0; i+1 < len(nodes); i += 2 {
		a, _ := number(nodes[i])
		b, _ := number(nodes[i+1])
		if a == nil || b == nil {
			return nil, false
		}
		list = append(list, [2]*big.Rat{a, b})
	}
	return list, true
}

// largestFlow bounds the pairs of one cell.
const largestFlow = 10_000

func (r *scoreRow) ranks(key string) map[int64]*big.Rat {
	pairs, ok := r.pairs(key, "1: 10; 2: 8")
	if !ok || pairs == nil {
		return nil
	}
	table := map[int64]*big.Rat{}
	for _, p := range pairs {
		rank := p[0]
		if !rank.IsInt() || !rank.Num().IsInt64() {
			r.wrong(key, "Thứ hạng %s phải là số nguyên.", strconv.Quote(rank.RatString()))
			return nil
		}
		n := rank.Num().Int64()
		if table[n] != nil {
			r.wrong(key, "Thứ hạng %d được ghi hai lần.", n)
			return nil
		}
		table[n] = p[1]
	}
	return table
}

func (r *scoreRow) steps(key string) []scoring.Step {
	pairs, ok := r.pairs(key, "100: 10; 95: 8")
	if !ok {
		return nil
	}
	var steps []scoring.Step
	for _, p := range pairs {
		steps = append(steps, scoring.Step{From: p[0], Points: p[1]})
	}
	return steps
}
