package scoring

import (
	"math/big"

	"giaouoc/internal/problem"
)

// Check reports every mistake of a sheet and of what was entered on it, as a
// problem.List, or nil. Compute refuses what Check refuses.
func Check(s *Sheet, units []Unit, entries []Entry, marks []Mark) error {
	c := newCheck(s, units)
	c.all(entries, marks)
	return c.l.Err()
}

// CheckCross reports every mistake of cross-scores. Criterion marks are bounded
// by the criterion's maximum; totals by the range, when there is one. A sheet
// whose points come from them takes them by leaf alone.
func CheckCross(s *Sheet, units []Unit, scores []CrossScore, bounds *CrossRange) error {
	c := newCheck(s, units)
	c.cross(scores, bounds)
	return c.l.Err()
}

// check gathers the problems of one input, and puts the entries and marks that
// have their place into it.
type check struct {
	l      problem.List
	sheet  *Sheet
	nodes  map[string]*node
	leaves []*node
	units  []Unit
	ids    map[string]int // the first unit of an id

	positions []position

	// By unit and leaf: unit × len(leaves) + leaf.
	entries []*Entry
	marks   []*byLevel

	notByLeaf bool // has been reported

	// Files come sorted: most look-ups ask for the same again, or the next leaf.
	lastUnit [2]int // the second is whom another unit marked
	lastLeaf int
}

// byLevel is the marks of one unit on one leaf, in the order of Levels.
type byLevel [levelCount]*Mark

// node is a criterion with its numbers in the order of the sheet.
type node struct {
	position
	n    int
	up   *node // the group it stands in
	leaf int   // among the leaves; -1 of a parent
	most num   // the maximum
	max  bool  // there is one
}

func newCheck(s *Sheet, units []Unit) *check {
	positions := s.positions()
	c := &check{
		sheet: s, nodes: make(map[string]*node, len(positions)), units: units, ids: make(map[string]int, len(units)),
		positions: positions, lastUnit: [2]int{-1, -1},
	}
	var above []*node
	nodes := make([]node, len(positions))
	for i, p := range positions {
		n := &nodes[i]
		*n = node{position: p, n: len(c.nodes), leaf: -1}
		n.most, n.max = p.c.maximum()
		above = above[:p.depth]
		if p.depth > 0 {
			n.up = above[p.depth-1]
		}
		above = append(above, n)
		if p.c.IsLeaf() {
			n.leaf = len(c.leaves)
			c.leaves = append(c.leaves, n)
		}
		if c.nodes[p.path] == nil {
			c.nodes[p.path] = n
		}
	}
	for i, u := range units {
		if _, ok := c.ids[u.ID]; !ok {
			c.ids[u.ID] = i
		}
	}
	return c
}

// slot is where the entry and the marks of a unit on a leaf stand.
func (c *check) slot(unit, leaf int) int { return unit*len(c.leaves) + leaf }

// entriesOn lists what every unit has on one leaf, in the order of the units.
func (c *check) entriesOn(leaf int) []*Entry {
	list := make([]*Entry, len(c.units))
	for i := range list {
		list[i] = c.entries[c.slot(i, leaf)]
	}
	return list
}

func (c *check) all(entries []Entry, marks []Mark) {
	c.sheet.check(&c.l, c.positions)
	c.checkUnits()
	c.entries = make([]*Entry, len(c.leaves)*len(c.units))
	for i := range entries {
		e := &entries[i]
		unit, leaf, ok := c.known(&e.Place, e.Unit, e.Criterion)
		if !ok {
			continue
		}
		at := c.slot(unit, leaf)
		if first := c.entries[at]; first != nil {
			c.twice(e, first)
		} else {
			c.entries[at] = e
		}
		c.entry(e, c.leaves[leaf])
	}
	c.allMarks(marks)
}

func (c *check) twice(e, first *Entry) {
	c.l.Add(at(e.Place, "", e.Criterion), "Đơn vị %s đã có số liệu cho tiêu chí %s%s; mỗi đơn vị chỉ ghi một lần cho một tiêu chí.",
		quote(e.Unit), quote(e.Criterion), already(first.Place, ""))
}

func (c *check) allMarks(marks []Mark) {
	c.marks = make([]*byLevel, len(c.leaves)*len(c.units))
	room := make([]byLevel, min(len(marks), len(c.marks)))
	for i := range marks {
		m := &marks[i]
		unit, leaf, ok := c.known(&m.Place, m.Unit, m.Criterion)
		if !ok {
			continue
		}
		at := c.slot(unit, leaf)
		if c.marks[at] == nil {
			c.marks[at], room = &room[0], room[1:]
		}
		if level := m.Level.order(); level >= 0 {
			if first := c.marks[at][level]; first != nil {
				c.twiceMarked(m, first)
			} else {
				c.marks[at][level] = m
			}
		}
		c.mark(m, c.leaves[leaf], c.entries[at])
	}
}

func (c *check) twiceMarked(m, first *Mark) {
	c.l.Add(at(m.Place, "", m.Criterion), "Đơn vị %s đã có điểm cấp %s cho tiêu chí %s%s; mỗi cấp chỉ cho điểm một lần.",
		quote(m.Unit), m.Level, quote(m.Criterion), already(first.Place, ""))
}

func (c *check) checkUnits() {
	if len(c.units) == 0 {
		c.l.Add("units", "Chưa có đơn vị nào; hãy ghi ít nhất một đơn vị ở units.")
	}
	seen := map[string]bool{}
	for _, u := range c.units {
		switch {
		case u.ID == "" && !u.Place.unread("id"):
			c.l.Add(at(u.Place, "id", "units"), "Đơn vị %s chưa có mã; hãy ghi id.", quote(u.Name))
		case u.ID != "" && seen[u.ID]:
			c.l.Add(at(u.Place, "id", u.ID), "Mã đơn vị %s đã được dùng%s; mỗi đơn vị có một mã riêng.", quote(u.ID), already(c.units[c.ids[u.ID]].Place, "id"))
		}
		seen[u.ID] = true
		if u.Disqualified != nil && u.Disqualified.Reason == "" && !u.Place.unread("disqualified") {
			c.l.Add(at(u.Place, "disqualified", u.ID), "Đơn vị %s bị loại khỏi xếp hạng nhưng chưa có lý do; hãy ghi reason.", quote(u.ID))
		}
	}
}

// known reports a unit or criterion that is not listed, and a parent where a
// leaf is needed; ok is false when the item can be checked no further.
func (c *check) known(place *Place, unit, criterion string) (u, leaf int, ok bool) {
	if u = c.knownUnit(place, "unit", unit); u < 0 {
		return 0, 0, false
	}
	n := c.knownLeaf(place, criterion)
	if n == nil {
		return 0, 0, false
	}
	return u, n.leaf, true
}

// knownUnit is the number of a unit, or -1.
func (c *check) knownUnit(place *Place, key, id string) int {
	last := &c.lastUnit[0]
	if key == "to" {
		last = &c.lastUnit[1]
	}
	if *last >= 0 && c.units[*last].ID == id {
		return *last
	}
	n, ok := c.ids[id]
	switch {
	case ok && id != "":
		*last = n
		return n
	case place.unread(key):
	case id == "":
		c.l.Add(at(*place, key, key), "Chưa ghi đơn vị; hãy ghi %s.", key)
	default:
		c.l.Add(at(*place, key, id), "Đơn vị %s không có trong danh sách đơn vị (units).", quote(id))
	}
	return -1
}

// knownLeaf is a leaf by its path, or nil.
func (c *check) knownLeaf(place *Place, path string) *node {
	if n := c.nextLeaf(path); n != nil {
		return n
	}
	n := c.knownCriterion(place, path)
	switch {
	case n == nil:
	case n.leaf < 0:
		c.l.Add(at(*place, "criterion", path), "%s là nhóm có tiêu chí con nên không chấm trực tiếp; hãy ghi vào từng tiêu chí con.", quote(path))
		return nil
	default:
		c.lastLeaf = n.leaf
	}
	return n
}

// nextLeaf is the leaf of a path where it is the last one asked for or stands
// behind it, else nil.
func (c *check) nextLeaf(path string) *node {
	for i := c.lastLeaf; i < min(c.lastLeaf+2, len(c.leaves)); i++ {
		if n := c.leaves[i]; n.path == path {
			c.lastLeaf = i
			return n
		}
	}
	return nil
}

func (c *check) knownCriterion(place *Place, path string) *node {
	n := c.nodes[path]
	switch {
	case n != nil && path != "":
		return n
	case place.unread("criterion"):
	case path == "":
		c.l.Add(at(*place, "criterion", "criterion"), "Chưa ghi tiêu chí; hãy ghi criterion là đường dẫn mã, ví dụ I/2.")
	default:
		c.l.Add(at(*place, "criterion", path), "Tiêu chí %s không có trong bảng chấm điểm.", quote(path))
	}
	return nil
}

// input is a set of the figures of an entry.
type input uint8

// The figures, each a bit.
const (
	inTarget input = 1 << iota
	inActual
	inAchieved
	inPoints
	inCount
	inRank
)

// inputKeys names the figures, in the order of their bits.
var inputKeys = []string{"target", "actual", "achieved", "points", "count", "rank"}

// keys lists the names of a set.
func (in input) keys() []string {
	var list []string
	for i, key := range inputKeys {
		if in&(1<<i) != 0 {
			list = append(list, key)
		}
	}
	return list
}

// inputs is the set of the figures that were given.
func (e *Entry) inputs() input {
	var in input
	add := func(one input, given bool) {
		if given {
			in |= one
		}
	}
	add(inTarget, e.Target != nil)
	add(inActual, e.Actual != nil)
	add(inAchieved, e.Achieved != nil)
	add(inPoints, e.Points != nil)
	add(inCount, e.Count != nil)
	add(inRank, e.Rank != nil)
	return in
}

// inputsOf is the set of the figures that a kind takes; empty for no kind.
func inputsOf(kind Kind) input {
	switch kind {
	case Target:
		return inTarget | inActual
	case Achieved:
		return inAchieved
	case Direct:
		return inPoints
	case PerEvent, Deduction:
		return inCount
	case RankPoints:
		return inRank
	case Bonus, Penalty:
		return inPoints | inCount
	default:
		return 0
	}
}

func (c *check) entry(e *Entry, n *node) {
	leaf := n.c
	given, takes := e.inputs(), inputsOf(leaf.Kind)
	if takes == 0 {
		return // the kind itself is wrong and has been reported
	}
	if e.Unassigned && given != 0 {
		key := given.keys()[0]
		c.l.Add(at(e.Place, key, e.Criterion), "Tiêu chí %s không giao cho đơn vị %s (assigned: false) nhưng vẫn có số liệu ở %s; hãy bỏ một trong hai.",
			quote(e.Criterion), quote(e.Unit), key)
		return
	}
	for _, key := range (given &^ takes).keys() {
		c.l.Add(at(e.Place, key, e.Criterion), "Tiêu chí %s thuộc loại %s nên không nhận %s.", quote(e.Criterion), leaf.Kind, key)
	}
	if negative(e.Target) || negative(e.Actual) {
		notNegative(&c.l, e.Place, "target", e.Criterion, e.Target)
		notNegative(&c.l, e.Place, "actual", e.Criterion, e.Actual)
	}
	c.whole(e, "count", e.Count, 0)
	c.whole(e, "rank", e.Rank, 1)
	switch leaf.Kind {
	case Target:
		c.figures(e, leaf)
	case Bonus, Penalty:
		c.pointsOrCount(e, leaf)
	}
	if takes&inPoints != 0 {
		c.points(&e.Place, n, e.Points)
	}
}

func (c *check) figures(e *Entry, leaf *Criterion) {
	if e.Target != nil && e.Target.Sign() == 0 && leaf.Better != Less {
		c.l.Add(at(e.Place, "target", e.Criterion),
			"Chỉ tiêu của đơn vị %s ở tiêu chí %s là 0, không tính được tỷ lệ thực hiện; nếu không giao chỉ tiêu thì bỏ target hoặc ghi assigned: false.",
			quote(e.Unit), quote(e.Criterion))
	}
	known := leaf.Scheme == Attainment || leaf.Scheme == Threshold
	if known && e.Actual != nil && e.Target == nil && !e.Place.unread("target") {
		c.l.Add(at(e.Place, "actual", e.Criterion),
			"Đơn vị %s có kết quả nhưng không có chỉ tiêu ở tiêu chí %s; cách tính %s cần target.", quote(e.Unit), quote(e.Criterion), leaf.Scheme)
	}
}

func (c *check) pointsOrCount(e *Entry, leaf *Criterion) {
	if e.Points != nil && e.Count != nil {
		c.l.Add(at(e.Place, "count", e.Criterion), "Tiêu chí %s chỉ nhận points hoặc count, không nhận cả hai.", quote(e.Criterion))
	}
	if e.Count != nil && leaf.Each == nil && !leaf.Place.unread("each") {
		c.l.Add(at(e.Place, "count", e.Criterion), "Tiêu chí %s không có số điểm cho mỗi lần (each) nên không nhận count; hãy ghi points.", quote(e.Criterion))
	}
}

func (c *check) whole(e *Entry, key string, n *int64, from int64) {
	if n != nil && *n < from {
		c.l.Add(at(e.Place, key, e.Criterion), "Số %d ở %s không hợp lệ; hãy ghi số nguyên từ %d trở lên.", *n, key, from)
	}
}

// points reports typed points below 0 or above the maximum.
func (c *check) points(place *Place, n *node, points *big.Rat) {
	if points == nil {
		return
	}
	if negative(points) {
		notNegative(&c.l, *place, "points", n.path, points)
	}
	if n.max && numOf(points).cmp(n.most) > 0 {
		c.l.Add(at(*place, "points", n.path), "Điểm %s cao hơn điểm tối đa %s của tiêu chí %s.", number(points), number(n.most.rat()), quote(n.path))
	}
}

func (c *check) mark(m *Mark, n *node, e *Entry) {
	switch {
	case m.Level == "" && !m.Place.unread("level"):
		c.l.Add(at(m.Place, "level", m.Criterion), "Chưa ghi cấp cho điểm; hãy ghi level.")
	case m.Level != "" && m.Level.order() < 0:
		names := make([]string, len(Levels))
		for i, level := range Levels {
			names[i] = string(level)
		}
		oneOf(&c.l, m.Place, "level", string(m.Level), names...)
	}
	if m.Points == nil && !m.Place.unread("points") {
		c.l.Add(at(m.Place, "points", m.Criterion), "Chưa ghi số điểm cho đơn vị %s, tiêu chí %s; hãy ghi points.", quote(m.Unit), quote(m.Criterion))
	}
	if e != nil && e.Unassigned {
		c.l.Add(at(m.Place, "", m.Criterion), "Tiêu chí %s không giao cho đơn vị %s%s nên không cho điểm được.",
			quote(m.Criterion), quote(m.Unit), already(e.Place, ""))
	}
	c.points(&m.Place, n, m.Points)
}
