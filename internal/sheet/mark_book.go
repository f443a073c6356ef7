package sheet

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/scoring"
)

// MarkBook is the marking table of one unit as a workbook (bảng chấm để điền): the
// column that the person writes now stands open, all else is locked. Each row
// bears the path of its criterion in a hidden column, each file a hidden stamp.
type MarkBook struct {
	Title string
	About []string // lines above the table: cluster and year, unit, what is written until when
	Help  []string // sentences for who fills it
	Stamp MarkStamp

	decimals int
	columns  []markColumn
	rows     []markRow
}

// MarkStamp says what a workbook was made for. A file that says otherwise is
// refused.
type MarkStamp struct {
	Cluster string // slug
	Year    int
	Unit    string // id
	Sheet   string // id
	Number  int64  // of the version of the sheet
	Version int64  // of the unit's part when the file was made
	Column  scoring.Column
	Level   scoring.Level // that the column writes; empty for an explanation
	Taken   string        // when the file was made
}

// markColumn is a column of the table.
type markColumn struct {
	key, head string
	number    bool
	width     float64
}

// markRow is a criterion; its cells stand by the keys of the columns.
type markRow struct {
	path  string
	depth int
	group bool
	cells map[string]markCell
}

// markCell is what stands in a cell. An open one has the field of the page's form
// that it fills.
type markCell struct {
	value string // decimals with a point
	field string
	rule  markRule
}

// markRule is what an open cell takes.
type markRule struct {
	kind markKind
	most string // of points; empty for no bound
}

type markKind string

const (
	takesText   markKind = "text"
	takesNumber markKind = "number"
	takesPoints markKind = "points"
	takesCount  markKind = "count"
	takesRank   markKind = "rank"
	takesChoice markKind = "choice"
)

// The words of a criterion that is reached or not.
const (
	markReached   = "đạt"
	markUnreached = "không đạt"
)

// The worksheets of a marking table.
const (
	markTable = "Chấm điểm"
	markHelp  = "Cách điền"
	markStamp = "giaouoc" // hidden
)

// markKey heads the hidden column of paths.
const markKey = "Khóa"

// markLevels are the columns of the levels that are given after the self-score.
var markLevels = []struct {
	level     scoring.Level
	head, why string
}{
	{scoring.Appraised, "Thẩm định", "Lý do thẩm định"},
	{scoring.Appraised2, "Thẩm định lần hai", "Lý do lần hai"},
	{scoring.Final, "Kết luận", "Lý do kết luận"},
}

// NewMarkBook makes the workbook in which a column of a desk is written.
func NewMarkBook(d scoring.Desk, column scoring.Column) MarkBook {
	b := MarkBook{decimals: d.Decimals}
	used := map[string]bool{}
	for _, l := range d.Lines {
		r := markRow{path: l.Row.Path, depth: l.Row.Depth(), group: l.Leaf == nil, cells: map[string]markCell{
			"path": {value: l.Row.Path}, "code": {value: l.Row.Code()}, "name": {value: l.Row.Name},
			"kind": {value: markKindWords(l)}, "max": {value: l.Row.Max},
		}}
		if l.Leaf != nil {
			b.fillLeaf(r.cells, d, l, column)
		} else {
			r.cells["computed"] = markCell{}
		}
		for key, c := range r.cells {
			used[key] = used[key] || c.value != "" || c.field != ""
		}
		b.rows = append(b.rows, r)
	}
	b.columns = slices.DeleteFunc(markColumns(), func(c markColumn) bool { return c.key != "path" && !used[c.key] })
	return b
}

func markKindWords(l scoring.Line) string {
	words := l.Row.Rule()
	if l.Leaf != nil && l.Leaf.Unassigned {
		return "không giao cho đơn vị này"
	}
	if l.Row.Measure != "" {
		words += "; đơn vị tính: " + l.Row.Measure
	}
	return words
}

// markColumns are all columns in their order.
func markColumns() []markColumn {
	list := []markColumn{
		{key: "path", head: markKey, width: 12},
		{key: "code", head: "Mã", width: 7},
		{key: "name", head: "Tiêu chí", width: 38},
		{key: "kind", head: "Cách chấm", width: 17},
		{key: "max", head: "Tối đa", number: true, width: 8},
		{key: "target", head: "Chỉ tiêu", number: true, width: 11},
		{key: "actual", head: "Thực hiện", number: true, width: 11},
		{key: "value", head: "Kết quả, số lần, thứ hạng", width: 12},
		{key: "computed", head: "Giá trị tính", number: true, width: 9},
		{key: "self", head: "Tự chấm", number: true, width: 9},
		{key: "note", head: "Ghi chú, lý do tự chấm", width: 22},
	}
	for _, l := range markLevels {
		list = append(list, markColumn{key: string(l.level), head: l.head, number: true, width: 10}, markColumn{key: whyKey(l.level), head: l.why, width: 22})
		if l.level == scoring.Appraised {
			list = append(list, markColumn{key: "explain", head: "Giải trình", width: 26})
		}
	}
	return list
}

func whyKey(level scoring.Level) string { return string(level) + "_why" }

// fillLeaf puts what stands on a leaf into its cells, and opens those that are
// written now.
func (b *MarkBook) fillLeaf(cells map[string]markCell, d scoring.Desk, l scoring.Line, column scoring.Column) {
	open := func(key, field string, rule markRule) {
		c := cells[key]
		c.field, c.rule = field, rule
		cells[key] = c
	}
	r, f := l.Row, l.Filled
	points := markRule{takesPoints, r.Max}
	cells["computed"] = markCell{value: b.points(l.Leaf.Computed)}
	cells["note"] = markCell{value: f.Note}
	if r.Kind == scoring.Direct {
		cells["self"], cells["computed"] = markCell{value: f.Value}, markCell{}
	} else {
		cells["self"] = markCell{value: f.Self}
	}
	switch r.Kind {
	case scoring.Target:
		cells["target"], cells["actual"] = markCell{value: f.Target}, markCell{value: f.Actual}
	case scoring.Achieved:
		cells["value"] = markCell{value: map[string]string{"1": markReached, "0": markUnreached}[f.Value]}
	case scoring.Direct:
	default:
		cells["value"] = markCell{value: f.Value}
	}
	for _, at := range markLevels {
		if g := l.Given[at.level]; g.Points != "" {
			cells[string(at.level)], cells[whyKey(at.level)] = markCell{value: g.Points}, markCell{value: g.Reason}
		}
	}
	cells["explain"] = markCell{value: l.Explanation.Text}
	switch {
	case l.Leaf.Unassigned:
	case column == scoring.ColumnExplain:
		open("explain", "explain", markRule{kind: takesText})
	case column == scoring.ColumnSelf && l.Locked == "":
		b.openEntry(open, r)
		open("note", "note", markRule{kind: takesText})
		if r.Kind == scoring.Direct {
			open("self", "value", points)
		} else {
			open("self", "self", points)
		}
	case column == scoring.ColumnMark, column == scoring.ColumnFinal:
		level := d.Level(column)
		open(string(level), "points", points)
		open(whyKey(level), "reason", markRule{kind: takesText})
	}
	if column != scoring.ColumnSelf && cells["self"].value == "" {
		cells["self"] = markCell{value: b.points(l.Leaf.Computed)}
	}
}

// openEntry opens what a unit achieved on a leaf.
func (b *MarkBook) openEntry(open func(key, field string, rule markRule), r scoring.Row) {
	switch {
	case r.Kind == scoring.Direct || r.Kind == scoring.Target && r.Indicator != "":
	case r.Kind == scoring.Target:
		open("target", "target", markRule{kind: takesNumber})
		open("actual", "actual", markRule{kind: takesNumber})
	case r.Kind == scoring.Achieved:
		open("value", "value", markRule{kind: takesChoice})
	case r.Kind == scoring.RankPoints:
		open("value", "value", markRule{kind: takesRank})
	case r.Kind == scoring.PerEvent || r.Kind == scoring.Deduction || r.Each != "":
		open("value", "value", markRule{kind: takesCount})
	default:
		open("value", "value", markRule{takesPoints, r.Max})
	}
}

func (b *MarkBook) points(x *big.Rat) string {
	if x == nil {
		return ""
	}
	return scoring.Format(x, b.decimals)
}

// heads are the heads of the table by the keys of its columns.
func (b *MarkBook) column(key string) int {
	return slices.IndexFunc(b.columns, func(c markColumn) bool { return c.key == key })
}

// lines are the stamp as it is written into a file and compared.
func (s MarkStamp) lines() [][2]string {
	return [][2]string{
		{"format", markFormat},
		{"cluster", s.Cluster},
		{"year", strconv.Itoa(s.Year)},
		{"unit", s.Unit},
		{"sheet", s.Sheet},
		{"number", strconv.FormatInt(s.Number, 10)},
		{"column", string(s.Column)},
		{"level", string(s.Level)},
		{"version", strconv.FormatInt(s.Version, 10)},
		{"taken", s.Taken},
	}
}

// markFormat is the version of the layout; a reader refuses another.
const markFormat = "giaouoc-cham-diem/1"

// Writes is what a workbook of the stamp is for, in words.
func (s MarkStamp) Writes() string {
	if s.Column == scoring.ColumnExplain {
		return "giải trình"
	}
	return s.Level.LevelName()
}

// asked are the heads of the columns that a person fills.
func (b *MarkBook) asked() string {
	var list []string
	for _, c := range b.columns {
		if slices.ContainsFunc(b.rows, func(r markRow) bool { return r.cells[c.key].field != "" }) {
			list = append(list, "«"+c.head+"»")
		}
	}
	return strings.Join(list, ", ")
}
