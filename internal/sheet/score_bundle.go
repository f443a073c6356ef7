package sheet

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

// ScoreBundle is one file of a score sheet, its units and what they achieved
// (tệp bảng chấm điểm).
type ScoreBundle struct {
	Sheet      *scoring.Sheet
	Units      []scoring.Unit
	Entries    []scoring.Entry
	Marks      []scoring.Mark
	Cross      []scoring.CrossScore
	CrossRange *scoring.CrossRange // nil when the file gives none
}

// largestText bounds a bundle of letters; thirty units that mark each other on
// every leaf of a large sheet take a third of it.
const largestText = 32 << 20

// LargestScoreFile is the size of a file that is read at all.
const LargestScoreFile = largestFile

// ReadScoreFile reads a bundle from a file: a workbook, or YAML or JSON. The
// error is as those of ReadScoreWorkbook and ReadScoreBundle.
func ReadScoreFile(r io.ReaderAt, size int64) (*ScoreBundle, error) {
	refuse := func(text string) (*ScoreBundle, error) {
		return nil, problem.List{problem.Field("tệp", "%s", text)}
	}
	begin := make([]byte, 4)
	n, err := r.ReadAt(begin, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read score bundle: %w", err)
	}
	switch begin = begin[:n]; {
	case bytes.HasPrefix(begin, []byte("PK")):
		return ReadScoreWorkbook(r, size)
	case bytes.HasPrefix(begin, []byte("\xd0\xcf\x11\xe0")):
		return refuse("Tệp là bảng tính Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu lại ở dạng .xlsx, không đặt mật khẩu.")
	case size > largestText:
		return refuse("Tệp lớn hơn 32 MB; hãy kiểm tra lại, tệp bảng chấm điểm nhỏ hơn nhiều.")
	}
	data := make([]byte, size)
	if n, err := r.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) || int64(n) < size {
		return nil, fmt.Errorf("read score bundle: %d of %d bytes: %w", n, size, err)
	}
	return ReadScoreBundle(data)
}

// ReadScoreBundle reads a bundle written as YAML or JSON. The error is a
// problem.List of every mistake in the order of lines; the field of each is
// "dòng 12".
func ReadScoreBundle(data []byte) (*ScoreBundle, error) {
	b, top, readable, err := parseScoreBundle(data)
	if err != nil {
		return nil, err
	}
	l := *top.l
	if readable {
		l = append(l, b.mistakes()...)
	}
	for _, p := range l {
		if !strings.HasPrefix(p.Field, "dòng ") {
			p.Field = top.place.Of(p.Field)
		}
	}
	slices.SortStableFunc(l, func(a, b *problem.Problem) int { return cmp.Compare(lineOf(a), lineOf(b)) })
	if err := l.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// parseScoreBundle reads what stands in a file, whether or not it makes sense;
// readable is false when there is too little of it to be checked.
func parseScoreBundle(data []byte) (b *ScoreBundle, top *item, readable bool, err error) {
	root, err := parse(data)
	if err != nil {
		return nil, nil, false, err
	}
	top, ok := readItem(&problem.List{}, root, "Tệp", "sheet", "units", "entries", "marks", "cross", "cross_range")
	if !ok {
		return nil, nil, false, top.l.Err()
	}
	b = &ScoreBundle{}
	readable = b.read(top)
	return b, top, readable, nil
}

// mistakes lists what is wrong in a bundle that could be read.
func (b *ScoreBundle) mistakes() problem.List {
	return append(problem.All(scoring.Check(b.Sheet, b.Units, b.Entries, b.Marks)),
		problem.All(scoring.CheckCross(b.Sheet, b.Units, b.Cross, b.CrossRange))...)
}

func lineOf(p *problem.Problem) int {
	n, err := strconv.Atoi(strings.TrimPrefix(p.Field, "dòng "))
	if err != nil {
		return 0
	}
	return n
}

// yamlLine finds the line in an error of the YAML library.
var yamlLine = regexp.MustCompile(`line (\d+)`)

// parse returns the only document of a file.
func parse(data []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	err := d.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 1 && isNull(doc.Content[0]):
		return nil, problem.List{problem.Field("dòng 1", "Tệp trống; hãy ghi sheet, units và entries.")}
	case err != nil:
		return nil, problem.List{unreadable(err)}
	}
	if err := d.Decode(&more); err == nil {
		return nil, problem.List{problem.Field(line(&more), "Tệp có hơn một văn bản YAML (dấu ---); hãy giữ một.")}
	} else if !errors.Is(err, io.EOF) {
		return nil, problem.List{unreadable(err)}
	}
	return doc.Content[0], nil
}

// unreadable turns an error of syntax into a problem; the library's own words
// are English and stay out of it.
func unreadable(err error) *problem.Problem {
	where := "dòng 1"
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		where = "dòng " + m[1]
	}
	return problem.Field(where, "Không đọc được tệp từ quanh dòng này; hãy kiểm tra thụt lề (dùng dấu cách, không dùng tab), dấu hai chấm, dấu ngoặc và bảng mã UTF-8.")
}

// read fills the bundle; it is false when the parts that the others refer to
// could not be read, so that checking further would only accuse the innocent.
func (b *ScoreBundle) read(top *item) bool {
	readable := true
	if n := top.fields["sheet"]; n == nil {
		readable = false
		if !slices.Contains(top.place.Unread, "sheet") {
			top.l.Add(top.place.Of("sheet"), "Tệp chưa có bảng chấm điểm; hãy ghi sheet.")
		}
	} else if !b.readSheet(top.l, n) {
		readable = false
	}
	units, ok := top.list("units")
	readable = readable && ok && !slices.Contains(top.place.Unread, "units")
	for _, n := range units {
		b.readUnit(top.l, n)
	}
	entries, _ := top.list("entries")
	for _, n := range entries {
		b.readEntry(top.l, n)
	}
	marks, _ := top.list("marks")
	for _, n := range marks {
		b.readMark(top.l, n)
	}
	cross, _ := top.list("cross")
	for _, n := range cross {
		b.readCross(top.l, n)
	}
	if n := top.fields["cross_range"]; n != nil {
		if low, high, ok := top.pair("cross_range", n, "[0, 100]"); ok {
			b.CrossRange = &scoring.CrossRange{Low: low, High: high, Place: scoring.Place{Whole: top.place.Of("cross_range")}}
		}
	}
	return readable
}

func (b *ScoreBundle) readSheet(l *problem.List, n *yaml.Node) bool {
	it, ok := readItem(l, n, "Bảng chấm điểm", "name", "decimals", "rank_by", "no_target", "unassigned", "tie_break", "bonus_cap",
		"final", "drop_extremes", "exclude_own", "bands", "criteria")
	if !ok {
		return false
	}
	s := settingsFrom(it)
	s.Final.By, s.Final.Weights = it.final("final")
	ties, _ := it.list("tie_break")
	for _, tie := range ties {
		if tie.Kind != yaml.ScalarNode || isNull(tie) {
			it.refuse("tie_break", tie, "Mỗi mục của “tie_break” phải là đường dẫn mã tiêu chí, bonus hoặc self_total.")
			continue
		}
		s.TieBreak = append(s.TieBreak, text(tie))
	}
	bands, _ := it.list("bands")
	for _, n := range bands {
		if of, ok := readItem(l, n, "Mức xếp loại (bands)", bandKeys...); ok {
			s.Bands = append(s.Bands, bandFrom(of))
		}
	}
	criteria, ok := it.list("criteria")
	for _, child := range criteria {
		s.Criteria = append(s.Criteria, readCriterion(l, child))
	}
	s.Place = it.place
	b.Sheet = s
	return ok && !slices.Contains(it.place.Unread, "criteria")
}

// final reads how levels become points: a word, or {weights: {cross: 30, …}}.
func (it *item) final(key string) (scoring.FinalBy, map[scoring.Level]*big.Rat) {
	n := it.fields[key]
	if n == nil || n.Kind == yaml.ScalarNode {
		return scoring.FinalBy(it.text(key)), nil
	}
	of, ok := readItem(it.l, n, "Cách chốt điểm (final)", string(scoring.Weighted))
	if ok && of.fields[string(scoring.Weighted)] == nil {
		it.refuse(key, n, "Cách chốt điểm “final” phải là last_level, mean_cross hoặc {weights: {cross: 30, appraised: 70}}.")
		return "", nil
	}
	var given *item
	if ok {
		given, ok = readItem(it.l, of.fields[string(scoring.Weighted)], "Trọng số (weights)", weightKeys...)
	}
	if !ok {
		it.place.Unread = append(it.place.Unread, key)
		return "", nil
	}
	weights := map[scoring.Level]*big.Rat{}
	for _, level := range weightKeys {
		if w := given.number(level); w != nil {
			weights[scoring.Level(level)] = w
		}
	}
	if len(given.place.Unread) > 0 {
		it.place.Unread = append(it.place.Unread, key)
	}
	return scoring.Weighted, weights
}

func readCriterion(l *problem.List, n *yaml.Node) *scoring.Criterion {
	it, ok := readItem(l, n, "Tiêu chí", "code", "name", "max", "kind", "scheme", "better", "unit", "each", "table", "steps", "evidence", "deadline", "children")
	if !ok {
		it.place.Unread = []string{"code", "max", "kind"}
		return &scoring.Criterion{Place: it.place}
	}
	c := criterionFrom(it)
	c.Code, c.Table, c.Steps = it.text("code"), it.table("table"), it.steps("steps")
	children, ok := it.list("children")
	for _, child := range children {
		c.Children = append(c.Children, readCriterion(l, child))
	}
	switch {
	case !ok: // nothing can be said of a leaf that was meant to be a parent
		it.place.Unread = append(it.place.Unread, "max", "kind")
	case it.fields["children"] != nil && len(children) == 0:
		it.refuse("kind", it.fields["children"], "Nhóm tiêu chí “%s” chưa có tiêu chí con nào; hãy ghi tiêu chí con hoặc bỏ children.", c.Code)
		it.place.Unread = append(it.place.Unread, "max")
	}
	c.Place = it.place
	return c
}

// table reads ranks and their points; in JSON the ranks are in quotes.
func (it *item) table(key string) map[int64]*big.Rat {
	n := it.fields[key]
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		it.refuse(key, n, "Giá trị của “%s” phải ghi thứ hạng: điểm, ví dụ {1: 10, 2: 8}.", key)
		return nil
	}
	table := map[int64]*big.Rat{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		rank, err := strconv.ParseInt(k.Value, 10, 64)
		points, why := number(v)
		switch {
		case err != nil || strconv.FormatInt(rank, 10) != k.Value:
			it.refuse(key, k, "Thứ hạng “%s” trong “%s” phải là số nguyên.", shorten(k.Value), key)
		case points == nil:
			it.refuse(key, v, "Điểm của thứ hạng %d %s", rank, why)
		case table[rank] != nil:
			it.refuse(key, k, "Thứ hạng %d trong “%s” được ghi hai lần.", rank, key)
		default:
			table[rank] = points
		}
	}
	if slices.Contains(it.place.Unread, key) {
		return nil
	}
	return table
}

func (it *item) steps(key string) []scoring.Step {
	nodes, ok := it.list(key)
	if !ok || it.fields[key] == nil {
		return nil
	}
	steps := make([]scoring.Step, 0, len(nodes))
	for _, n := range nodes {
		if from, points, ok := it.pair(key, n, "[95, 8]"); ok {
			steps = append(steps, scoring.Step{From: from, Points: points})
		}
	}
	if slices.Contains(it.place.Unread, key) {
		return nil
	}
	return steps
}

func (b *ScoreBundle) readUnit(l *problem.List, n *yaml.Node) {
	it, ok := readItem(l, n, "Đơn vị", "id", "name", "disqualified")
	if !ok {
		return
	}
	u := scoring.Unit{ID: it.text("id"), Name: it.text("name")}
	if n := it.fields["disqualified"]; n != nil {
		if why, ok := readItem(l, n, "Lý do loại (disqualified)", "reason", "document"); ok {
			u.Disqualified = &scoring.Disqualified{Reason: why.text("reason"), Document: why.text("document")}
		}
	}
	u.Place = it.place
	b.Units = append(b.Units, u)
}

func (b *ScoreBundle) readEntry(l *problem.List, n *yaml.Node) {
	if it, ok := readItem(l, n, "Số liệu (entries)", entryKeys...); ok {
		b.Entries = append(b.Entries, entryFrom(it))
	}
}

func (b *ScoreBundle) readMark(l *problem.List, n *yaml.Node) {
	if it, ok := readItem(l, n, "Điểm chấm (marks)", markKeys...); ok {
		b.Marks = append(b.Marks, markFrom(it))
	}
}

func (b *ScoreBundle) readCross(l *problem.List, n *yaml.Node) {
	if it, ok := readItem(l, n, "Điểm chấm chéo (cross)", crossKeys...); ok {
		b.Cross = append(b.Cross, crossFrom(it))
	}
}
