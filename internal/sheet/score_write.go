package sheet

import (
	"bytes"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// decimalOf writes a decimal as it is, with a point.
func decimalOf(x *big.Rat) string {
	places, _ := x.FloatPrec()
	return scoring.Format(x, places)
}

// writable refuses a number that the form of the bundle does not hold: a fraction
// without an end, or more digits than a reader takes.
func writable(x *big.Rat) error {
	if x == nil {
		return nil
	}
	if places, ends := x.FloatPrec(); ends && places < longestNumber && len(decimalOf(x)) <= longestNumber {
		return nil
	}
	return problem.New(problem.Invalid, "Số %s không viết hết được bằng chữ số thập phân nên không ghi vào tệp được.", shorten(x.RatString()))
}

// check refuses a bundle with a number that cannot be written.
func (b *ScoreBundle) check() error {
	numbers := []*big.Rat{b.Sheet.BonusCap}
	numbers = slices.AppendSeq(numbers, maps.Values(b.Sheet.Final.Weights))
	for _, band := range b.Sheet.Bands {
		numbers = append(numbers, band.From, band.Floor)
	}
	var down func(c *scoring.Criterion)
	down = func(c *scoring.Criterion) {
		numbers = slices.AppendSeq(append(numbers, c.Max, c.Each), maps.Values(c.Table))
		for _, s := range c.Steps {
			numbers = append(numbers, s.From, s.Points)
		}
		for _, child := range c.Children {
			down(child)
		}
	}
	for _, c := range b.Sheet.Criteria {
		down(c)
	}
	for i := range b.Entries {
		numbers = append(numbers, b.Entries[i].Target, b.Entries[i].Actual, b.Entries[i].Points)
	}
	for i := range b.Marks {
		numbers = append(numbers, b.Marks[i].Points)
	}
	for i := range b.Cross {
		numbers = append(numbers, b.Cross[i].Points)
	}
	if b.CrossRange != nil {
		numbers = append(numbers, b.CrossRange.Low, b.CrossRange.High)
	}
	for _, x := range numbers {
		if err := writable(x); err != nil {
			return err
		}
	}
	return nil
}

// node builds the YAML of a bundle; keys without a value are left out.
type node struct{ yaml.Node }

func mapping(style yaml.Style) *node {
	return &node{yaml.Node{Kind: yaml.MappingNode, Style: style}}
}

func (n *node) put(key string, value *yaml.Node) {
	if value != nil {
		n.Content = append(n.Content, textNode(key), value)
	}
}

func (n *node) text(key, value string) {
	if value != "" {
		n.put(key, textNode(value))
	}
}

func (n *node) number(key string, x *big.Rat) {
	if x != nil {
		n.put(key, numberNode(x))
	}
}

func (n *node) whole(key string, x *int64) {
	if x != nil {
		n.put(key, numberNode(new(big.Rat).SetInt64(*x)))
	}
}

func (n *node) flag(key string, b *bool) {
	if b != nil {
		n.put(key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(*b)})
	}
}

func textNode(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

func numberNode(x *big.Rat) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: decimalOf(x)}
	if strings.Contains(n.Value, ".") {
		n.Tag = "!!float"
	}
	return n
}

func pairNode(a, b *big.Rat) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{numberNode(a), numberNode(b)}}
}

// listNode is the list of what each gives; nil for an empty one.
func listNode[T any](list []T, style yaml.Style, each func(*T) *yaml.Node) *yaml.Node {
	if len(list) == 0 {
		return nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: style}
	for i := range list {
		n.Content = append(n.Content, each(&list[i]))
	}
	return n
}

// WriteYAML writes the bundle so that reading it gives the same bundle.
func (b *ScoreBundle) WriteYAML() ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	top := mapping(0)
	top.put("sheet", sheetNode(b.Sheet))
	top.put("units", listNode(b.Units, 0, unitNode))
	top.put("entries", listNode(b.Entries, 0, entryNode))
	top.put("marks", listNode(b.Marks, 0, markNode))
	top.put("cross", listNode(b.Cross, 0, crossNode))
	if b.CrossRange != nil {
		top.put("cross_range", pairNode(b.CrossRange.Low, b.CrossRange.High))
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(&top.Node); err != nil {
		return nil, fmt.Errorf("write score bundle: %w", err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("write score bundle: %w", err)
	}
	return out.Bytes(), nil
}

func sheetNode(s *scoring.Sheet) *yaml.Node {
	n := mapping(0)
	n.text("name", s.Name)
	n.whole("decimals", ptr64(s.Decimals))
	n.text("rank_by", string(s.RankBy))
	n.text("no_target", string(s.NoTarget))
	n.text("unassigned", string(s.Unassigned))
	n.put("tie_break", listNode(s.TieBreak, yaml.FlowStyle, func(t *string) *yaml.Node { return textNode(*t) }))
	n.number("bonus_cap", s.BonusCap)
	if s.Final.By == scoring.Weighted {
		weights, final := mapping(yaml.FlowStyle), mapping(yaml.FlowStyle)
		for _, level := range weightKeys {
			weights.number(level, s.Final.Weights[scoring.Level(level)])
		}
		final.put(string(scoring.Weighted), &weights.Node)
		n.put("final", &final.Node)
	} else {
		n.text("final", string(s.Final.By))
	}
	if s.Final.DropExtremes > 0 {
		n.whole("drop_extremes", ptr64(s.Final.DropExtremes))
	}
	if s.Final.OwnCounts {
		n.flag("exclude_own", new(bool))
	}
	n.put("bands", listNode(s.Bands, 0, func(b *scoring.Band) *yaml.Node {
		n := mapping(yaml.FlowStyle)
		n.text("name", b.Name)
		n.number("from", b.From)
		n.number("floor", b.Floor)
		n.text("floor_on", string(b.FloorOn))
		return &n.Node
	}))
	n.put("criteria", listNode(s.Criteria, 0, criterionNode))
	return &n.Node
}

func ptr64(n int) *int64 {
	x := int64(n)
	return &x
}

func criterionNode(at **scoring.Criterion) *yaml.Node {
	c := *at
	n := mapping(0)
	if c.IsLeaf() {
		n = mapping(yaml.FlowStyle)
	}
	n.text("code", c.Code)
	n.text("name", c.Name)
	n.number("max", c.Max)
	n.text("kind", string(c.Kind))
	n.text("scheme", string(c.Scheme))
	n.text("better", string(c.Better))
	n.text("unit", c.Measure)
	n.number("each", c.Each)
	if c.Table != nil {
		table := mapping(yaml.FlowStyle)
		for _, rank := range slices.Sorted(maps.Keys(c.Table)) {
			table.Content = append(table.Content, numberNode(new(big.Rat).SetInt64(rank)), numberNode(c.Table[rank]))
		}
		n.put("table", &table.Node)
	}
	n.put("steps", listNode(c.Steps, yaml.FlowStyle, func(s *scoring.Step) *yaml.Node { return pairNode(s.From, s.Points) }))
	if c.Evidence {
		n.flag("evidence", &c.Evidence)
	}
	n.text("deadline", c.Deadline)
	n.put("children", listNode(c.Children, 0, criterionNode))
	return &n.Node
}

func unitNode(u *scoring.Unit) *yaml.Node {
	n := mapping(yaml.FlowStyle)
	n.text("id", u.ID)
	n.text("name", u.Name)
	if d := u.Disqualified; d != nil {
		why := mapping(yaml.FlowStyle)
		why.text("reason", d.Reason)
		why.text("document", d.Document)
		n.put("disqualified", &why.Node)
	}
	return &n.Node
}

func entryNode(e *scoring.Entry) *yaml.Node {
	n := mapping(yaml.FlowStyle)
	n.text("unit", e.Unit)
	n.text("criterion", e.Criterion)
	if e.Unassigned {
		n.flag("assigned", new(bool))
	}
	n.number("target", e.Target)
	n.number("actual", e.Actual)
	n.flag("achieved", e.Achieved)
	n.number("points", e.Points)
	n.whole("count", e.Count)
	n.whole("rank", e.Rank)
	return &n.Node
}

func markNode(m *scoring.Mark) *yaml.Node {
	n := mapping(yaml.FlowStyle)
	n.text("unit", m.Unit)
	n.text("criterion", m.Criterion)
	n.text("level", string(m.Level))
	n.number("points", m.Points)
	n.text("reason", m.Reason)
	return &n.Node
}

func crossNode(x *scoring.CrossScore) *yaml.Node {
	n := mapping(yaml.FlowStyle)
	n.text("from", x.From)
	n.text("to", x.To)
	n.text("criterion", x.Criterion)
	n.number("points", x.Points)
	return &n.Node
}

// values are the cells of a row by the keys of its columns.
type values map[string]string

// WriteWorkbook writes the bundle as a workbook, so that reading it gives the
// same bundle.
func (b *ScoreBundle) WriteWorkbook() ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	f := excelize.NewFile()
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("write score workbook: %w", err)
	}
	rows := map[string][]values{
		"Sheet": b.settingRows(), "Bands": rowsOf(b.Sheet.Bands, bandValues), "Criteria": criterionRows("", b.Sheet.Criteria),
		"Units": rowsOf(b.Units, unitValues), "Entries": rowsOf(b.Entries, entryValues), "Marks": rowsOf(b.Marks, markValues), "Cross": rowsOf(b.Cross, crossValues),
	}
	for _, p := range scorePages {
		if len(rows[p.name]) == 0 {
			continue
		}
		if err := p.write(f, s, rows[p.name]); err != nil {
			return nil, err
		}
	}
	return finished(f)
}

// longestInCell is how many digits of a number are read back from letters, with
// the points between its thousands.
const longestInCell = 45

func (p scoreTab) write(f *excelize.File, s styles, rows []values) error {
	heads, widths := make([]string, len(p.columns)), make([]float64, len(p.columns))
	for i, c := range p.columns {
		heads[i], widths[i] = c.head, c.kind.width()
	}
	w, err := startSheet(f, s, p.title, heads, widths)
	if err != nil {
		return fmt.Errorf("write worksheet %s: %w", p.title, err)
	}
	for n, row := range rows {
		cells := make([]any, len(p.columns))
		for i, c := range p.columns {
			value := row[c.key]
			if value == "" {
				continue
			}
			if tooLongForCell(value) {
				return problem.Field(place(p.title, i, n+2), "“%s” dài hơn một ô bảng tính chứa được; hãy xuất ra tệp .yaml.", c.head)
			}
			if c.kind == asNumber && len(value) > longestInCell {
				return problem.Field(place(p.title, i, n+2), "Số %s có quá nhiều chữ số cho một ô bảng tính; hãy xuất ra tệp .yaml.", shorten(value))
			}
			cells[i] = s.scoreCell(value, c.kind)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return fmt.Errorf("write worksheet %s: %w", p.title, err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write worksheet %s: %w", p.title, err)
	}
	return nil
}

// scoreCell is a value of a bundle as a cell: a number that a spreadsheet's own
// numbers do not hold is written in letters, the Vietnamese way.
func (s styles) scoreCell(value string, k kind) any {
	if k == asNumber {
		if x, ok := binary(value); ok {
			return x
		}
		return excelize.Cell{StyleID: s.text, Value: vn.Grouped(value)}
	}
	return s.cell(value, k)
}

func rowsOf[T any](list []T, each func(*T) values) []values {
	var rows []values
	for i := range list {
		rows = append(rows, each(&list[i]))
	}
	return rows
}

func maybeDecimal(x *big.Rat) string {
	if x == nil {
		return ""
	}
	return decimalOf(x)
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "có"
	default:
		return "không"
	}
}

func (b *ScoreBundle) settingRows() []values {
	s := b.Sheet
	said := map[string]string{
		"name": s.Name, "decimals": strconv.Itoa(s.Decimals), "rank_by": string(s.RankBy), "no_target": string(s.NoTarget),
		"unassigned": string(s.Unassigned), "tie_break": strings.Join(s.TieBreak, "; "), "bonus_cap": maybeDecimal(s.BonusCap), "final": string(s.Final.By),
	}
	for level, w := range s.Final.Weights {
		said[string(level)] = maybeDecimal(w)
	}
	if s.Final.DropExtremes > 0 {
		said["drop_extremes"] = strconv.Itoa(s.Final.DropExtremes)
	}
	if s.Final.OwnCounts {
		said["exclude_own"] = "không"
	}
	if b.CrossRange != nil {
		said["cross_from"], said["cross_to"] = maybeDecimal(b.CrossRange.Low), maybeDecimal(b.CrossRange.High)
	}
	var rows []values
	for _, k := range settingKeys {
		if value := said[k[0]]; value != "" {
			if numberSettings[k[0]] {
				value = vn.Grouped(value)
			}
			rows = append(rows, values{"key": k[1], "value": value})
		}
	}
	return rows
}

func bandValues(b *scoring.Band) values {
	return values{"name": b.Name, "from": maybeDecimal(b.From), "floor": maybeDecimal(b.Floor), "floor_on": string(b.FloorOn)}
}

func criterionRows(above string, criteria []*scoring.Criterion) []values {
	var rows []values
	for _, c := range criteria {
		path := above + c.Code
		v := values{
			"path": path, "name": c.Name, "max": maybeDecimal(c.Max), "kind": string(c.Kind), "scheme": string(c.Scheme),
			"better": string(c.Better), "unit": c.Measure, "each": maybeDecimal(c.Each), "deadline": c.Deadline,
		}
		if c.Evidence {
			v["evidence"] = "có"
		}
		var table, steps []string
		for _, rank := range slices.Sorted(maps.Keys(c.Table)) {
			table = append(table, fmt.Sprintf("%d: %s", rank, vn.Grouped(decimalOf(c.Table[rank]))))
		}
		for _, s := range c.Steps {
			steps = append(steps, vn.Grouped(decimalOf(s.From))+": "+vn.Grouped(decimalOf(s.Points)))
		}
		v["table"], v["steps"] = strings.Join(table, "; "), strings.Join(steps, "; ")
		rows = append(append(rows, v), criterionRows(path+"/", c.Children)...)
	}
	return rows
}

func unitValues(u *scoring.Unit) values {
	v := values{"id": u.ID, "name": u.Name}
	if d := u.Disqualified; d != nil {
		v["reason"], v["document"] = d.Reason, d.Document
	}
	return v
}

func entryValues(e *scoring.Entry) values {
	v := values{
		"unit": e.Unit, "criterion": e.Criterion, "target": maybeDecimal(e.Target), "actual": maybeDecimal(e.Actual),
		"achieved": yesNo(e.Achieved), "points": maybeDecimal(e.Points),
	}
	if e.Unassigned {
		v["assigned"] = "không"
	}
	if e.Count != nil {
		v["count"] = strconv.FormatInt(*e.Count, 10)
	}
	if e.Rank != nil {
		v["rank"] = strconv.FormatInt(*e.Rank, 10)
	}
	return v
}

func markValues(m *scoring.Mark) values {
	return values{"unit": m.Unit, "criterion": m.Criterion, "level": string(m.Level), "points": maybeDecimal(m.Points), "reason": m.Reason}
}

func crossValues(x *scoring.CrossScore) values {
	return values{"from": x.From, "to": x.To, "criterion": x.Criterion, "points": maybeDecimal(x.Points)}
}
