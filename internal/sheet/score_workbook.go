package sheet

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// scoreTab is one worksheet of a workbook of scores.
type scoreTab struct {
	name    string // as the contract has it
	title   string // as an office has it
	columns []scoreColumn
	read    func(*scoreReader, *scoreRow)
}

// scoreColumn is a column by its key and its head. One head is enough.
type scoreColumn struct {
	key, head string
	kind      kind
}

// The worksheets of a workbook of scores, in the order in which they are read.
var scorePages = []scoreTab{
	{"Sheet", "Bảng chấm điểm", []scoreColumn{{"key", "Mục", asText}, {"value", "Giá trị", asText}}, (*scoreReader).setting},
	{"Bands", "Mức xếp loại", []scoreColumn{
		{"name", "Tên", asText}, {"from", "Từ", asNumber}, {"floor", "Khống chế (%)", asNumber}, {"floor_on", "Khống chế ở", asText},
	}, (*scoreReader).band},
	{"Criteria", "Tiêu chí", []scoreColumn{
		{"path", "Mã", asText},
		{"parent", "Thuộc nhóm", asText},
		{"name", "Tên", asText},
		{"max", "Điểm tối đa", asNumber},
		{"kind", "Loại", asText},
		{"scheme", "Cách tính", asText},
		{"better", "Chiều tốt", asText},
		{"unit", "Đơn vị tính", asText},
		{"each", "Điểm mỗi lần", asNumber},
		{"table", "Điểm theo thứ hạng", asText},
		{"steps", "Bậc điểm", asText},
		{"evidence", "Cần minh chứng", asText},
		{"deadline", "Hạn", asDay},
	}, (*scoreReader).criterion},
	{"Units", "Đơn vị", []scoreColumn{
		{"id", "Mã", asText}, {"name", "Tên", asText}, {"reason", "Lý do loại", asText}, {"document", "Văn bản loại", asText},
	}, (*scoreReader).unit},
	{"Entries", "Số liệu", []scoreColumn{
		{"unit", "Đơn vị", asText},
		{"criterion", "Tiêu chí", asText},
		{"assigned", "Được giao", asText},
		{"target", "Chỉ tiêu", asNumber},
		{"actual", "Kết quả", asNumber},
		{"achieved", "Đạt", asText},
		{"points", "Điểm", asNumber},
		{"count", "Số lần", asNumber},
		{"rank", "Thứ hạng", asNumber},
	}, func(r *scoreReader, row *scoreRow) { r.b.Entries = append(r.b.Entries, entryFrom(row)) }},
	{"Marks", "Điểm chấm", []scoreColumn{
		{"unit", "Đơn vị", asText}, {"criterion", "Tiêu chí", asText}, {"level", "Cấp", asText}, {"points", "Điểm", asNumber}, {"reason", "Lý do", asText},
	}, func(r *scoreReader, row *scoreRow) { r.b.Marks = append(r.b.Marks, markFrom(row)) }},
	{"Cross", "Chấm chéo", []scoreColumn{
		{"from", "Đơn vị chấm", asText}, {"to", "Đơn vị được chấm", asText}, {"criterion", "Tiêu chí", asText}, {"points", "Điểm", asNumber},
	}, func(r *scoreReader, row *scoreRow) { r.b.Cross = append(r.b.Cross, crossFrom(row)) }},
}

// otherNames are further heads of columns that mean the same.
var otherNames = map[string]string{"code": "path", "criterion": "path", "mã tiêu chí": "path", "disqualified": "reason", "mã đơn vị": "id"}

// settingKeys are the keys of the worksheet of settings, each with its Vietnamese
// name.
var settingKeys = [][2]string{
	{"name", "Tên bảng"},
	{"decimals", "Số chữ số thập phân"},
	{"rank_by", "Xếp hạng theo"},
	{"no_target", "Không có chỉ tiêu"},
	{"unassigned", "Không giao"},
	{"tie_break", "Tiêu chí phụ"},
	{"bonus_cap", "Điểm thưởng nhiều nhất"},
	{"final", "Cách chốt điểm"},
	{"self", "Trọng số tự chấm"},
	{"cross", "Trọng số chấm chéo"},
	{"appraised", "Trọng số thẩm định"},
	{"drop_extremes", "Số điểm cao nhất, thấp nhất được bỏ"},
	{"exclude_own", "Không tính điểm tự chấm"},
	{"cross_from", "Chấm chéo từ"},
	{"cross_to", "Chấm chéo đến"},
}

// numberSettings are those of settingKeys that are numbers.
var numberSettings = map[string]bool{
	"decimals": true, "bonus_cap": true, "self": true, "cross": true, "appraised": true, "drop_extremes": true, "cross_from": true, "cross_to": true,
}

// ReadScoreWorkbook reads a bundle from a workbook. The error is a problem.List
// of the mistakes, each at its cell, as far as a bound.
func ReadScoreWorkbook(content io.ReaderAt, size int64) (*ScoreBundle, error) {
	r, err := parseScoreWorkbook(content, size)
	if err != nil {
		return nil, err
	}
	if len(r.l) == 0 {
		r.l = r.b.mistakes()
	}
	for _, p := range r.l {
		if p.Field != "tệp" && !strings.Contains(p.Field, "!") {
			p.Field = r.placeOf(p.Field)
		}
	}
	if len(r.l) > mostMistakes {
		r.l = append(r.l[:mostMistakes], problem.Field("tệp", "Còn nhiều chỗ sai nữa; hãy sửa các chỗ đã nêu rồi đọc lại."))
	}
	if err := r.l.Err(); err != nil {
		return nil, err
	}
	return r.b, nil
}

// parseScoreWorkbook reads what stands in a workbook, whether or not it makes
// sense.
func parseScoreWorkbook(content io.ReaderAt, size int64) (*scoreReader, error) {
	f, err := openBook(content, size)
	if err != nil {
		return nil, err
	}
	r := &scoreReader{
		book: f, b: &ScoreBundle{}, settings: settings{at: map[string]string{}},
		sheets: map[string]string{}, groups: map[string]*scoring.Criterion{},
	}
	r.settings.reader = r
	if !r.pages() {
		return nil, r.l.Err()
	}
	r.finish()
	return r, nil
}

// scoreReader is a workbook of scores while it is read.
type scoreReader struct {
	book     *book
	b        *ScoreBundle
	l        problem.List
	settings settings
	sheets   map[string]string // the names of the worksheets that were found, by page
	groups   map[string]*scoring.Criterion
	parents  []*scoring.Criterion
}

// pages reads every worksheet; it is false when one cannot be read as such.
func (r *scoreReader) pages() bool {
	found := map[string]bookSheet{}
	for _, s := range r.book.sheets {
		name := vn.NFC(strings.TrimSpace(s.name))
		i := slices.IndexFunc(scorePages, func(p scoreTab) bool { return strings.EqualFold(p.name, name) || strings.EqualFold(p.title, name) })
		switch {
		case i < 0:
			r.l.Add(s.name+"!A1", "Trang tính “%s” không được nhận; các trang được nhận: %s.", shorten(s.name), strings.Join(pageNames(), ", "))
		case r.sheets[scorePages[i].name] != "":
			r.l.Add(s.name+"!A1", "Trang tính “%s” và “%s” là một; hãy giữ một trang.", s.name, r.sheets[scorePages[i].name])
		default:
			r.sheets[scorePages[i].name], found[scorePages[i].name] = s.name, s
		}
	}
	for _, p := range scorePages {
		s, ok := found[p.name]
		if !ok {
			continue
		}
		w := &scoreTable{reader: r, page: p, sheet: s.name}
		merged, err := r.book.rows(s, w.row)
		if err != nil {
			r.l.Add(s.name+"!A1", "Không đọc được trang tính này; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.")
			return false
		}
		for _, ref := range merged {
			r.l.Add(s.name+"!"+ref, "Các ô %s bị gộp nên chỉ ô đầu có giá trị; hãy bỏ gộp ô và ghi giá trị vào từng ô.", ref)
		}
	}
	for _, p := range scorePages[2:4] {
		if r.sheets[p.name] == "" {
			r.l.Add("tệp", "Bảng tính chưa có trang %s (%s).", p.title, p.name)
		}
	}
	return r.sheets["Criteria"] != "" && r.sheets["Units"] != ""
}

func pageNames() []string {
	var list []string
	for _, p := range scorePages {
		list = append(list, fmt.Sprintf("%s (%s)", p.title, p.name))
	}
	return list
}

// placeOf turns the key of a part of a bundle into its worksheet.
func (r *scoreReader) placeOf(key string) string {
	for _, p := range scorePages {
		if strings.EqualFold(p.name, key) {
			return r.sheets[p.name] + "!A1"
		}
	}
	return r.b.Sheet.Place.Of(key)
}

// settings are the rows of the worksheet of settings, put together into one.
type settings struct {
	scoreRow
	at    map[string]string // the cell of each setting
	bands []scoring.Band
}

// wrong reports a setting at its cell.
func (s *settings) wrong(key, format string, args ...any) {
	s.reader.l.Add(s.at[key], format, args...)
	s.unread = append(s.unread, key)
}

// setting takes one row of the worksheet of settings.
func (r *scoreReader) setting(row *scoreRow) {
	said := row.text("key")
	i := slices.IndexFunc(settingKeys, func(k [2]string) bool { return k[0] == said || strings.EqualFold(k[1], said) })
	if i < 0 {
		row.wrong("key", "Mục “%s” không được nhận; các mục được nhận: %s.", shorten(said), strings.Join(settingNames(), ", "))
		return
	}
	key := settingKeys[i][0]
	if first, twice := r.settings.at[key]; twice {
		row.wrong("key", "Mục “%s” đã được ghi ở %s.", said, first)
		return
	}
	r.settings.at[key] = row.table.place("value", row.n)
	v := row.value("value")
	if numberSettings[key] && v.text != "" && v.number == nil {
		row.takeNumber(1, v.text)
		v.number = row.values[1].number
	}
	if len(row.unread) > 0 {
		r.settings.unread = append(r.settings.unread, key)
	}
	r.settings.columns = append(r.settings.columns, scoreColumn{key: key})
	r.settings.values = append(r.settings.values, v)
}

func settingNames() []string {
	var list []string
	for _, k := range settingKeys {
		list = append(list, fmt.Sprintf("%s (%s)", k[1], k[0]))
	}
	return list
}

func (r *scoreReader) band(row *scoreRow) {
	r.settings.bands = append(r.settings.bands, bandFrom(row))
}

// criterion takes one row of the tree; a group stands before what it holds.
func (r *scoreReader) criterion(row *scoreRow) {
	c := criterionFrom(row)
	c.Table, c.Steps = row.ranks("table"), row.steps("steps")
	path := row.text("path")
	if parent := row.text("parent"); parent != "" {
		path = parent + "/" + path
	}
	above, code := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		above, code = path[:i], path[i+1:]
	}
	c.Code, c.Place = code, row.placed()
	up := r.groups[above]
	switch {
	case above == "":
		r.parents = append(r.parents, c)
	case up == nil:
		row.wrong("path", "Nhóm “%s” chưa có dòng riêng ở phía trên; hãy thêm một dòng cho nhóm trước các tiêu chí của nhóm.", shorten(above))
		return
	default:
		up.Children = append(up.Children, c)
	}
	if r.groups[path] == nil {
		r.groups[path] = c
	}
}

func (r *scoreReader) unit(row *scoreRow) {
	u := scoring.Unit{ID: row.text("id"), Name: row.text("name")}
	if reason, document := row.text("reason"), row.text("document"); reason != "" || document != "" {
		u.Disqualified = &scoring.Disqualified{Reason: reason, Document: document}
	}
	u.Place = row.placed()
	r.b.Units = append(r.b.Units, u)
}

// finish puts the settings and the tree together.
func (r *scoreReader) finish() {
	s := settingsFrom(&r.settings)
	s.Final.By = scoring.FinalBy(r.settings.text("final"))
	for _, level := range weightKeys {
		if w := r.settings.number(level); w != nil {
			if s.Final.Weights == nil {
				s.Final.Weights = map[scoring.Level]*big.Rat{}
			}
			s.Final.Weights[scoring.Level(level)] = w
		}
	}
	for part := range strings.SplitSeq(r.settings.text("tie_break"), ";") {
		if part = strings.TrimSpace(part); part != "" {
			s.TieBreak = append(s.TieBreak, part)
		}
	}
	s.Bands, s.Criteria = r.settings.bands, r.parents
	low, high := r.settings.number("cross_from"), r.settings.number("cross_to")
	switch {
	case low != nil && high != nil:
		r.b.CrossRange = &scoring.CrossRange{Low: low, High: high, Place: scoring.Place{Whole: r.settings.at["cross_from"]}}
	case low != nil || high != nil:
		r.l.Add(r.sheets["Sheet"]+"!A1", "Khoảng điểm chấm chéo cần cả hai mục: Chấm chéo từ (cross_from) và Chấm chéo đến (cross_to).")
	}
	s.Place = scoring.Place{Find: r.settingPlace, Unread: r.settings.unread}
	r.b.Sheet = s
}

// settingPlace is the cell of a setting, else the worksheet where it could stand.
func (r *scoreReader) settingPlace(key string) string {
	if cell, ok := r.settings.at[key]; ok {
		return cell
	}
	if name := r.sheets["Sheet"]; name != "" {
		return name + "!A1"
	}
	return r.sheets["Criteria"] + "!A1"
}
