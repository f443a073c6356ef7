package scoring

import (
	"math/big"
	"slices"

	"giaouoc/internal/problem"
)

// Check reports every mistake of a sheet and of what was entered on it, as a
// problem.List, or nil. Compute refuses what Check refuses.
func Check(s *Sheet, units []Unit, entries []Entry, marks []Mark) error {
	return newCheck(s, units).all(entries, marks).Err()
}

// CheckCross reports every mistake of cross-scores. Criterion marks are bounded
// by the criterion's maximum; totals by the range, when there is one.
func CheckCross(s *Sheet, units []Unit, scores []CrossScore, bounds *CrossRange) error {
	c := newCheck(s, units)
	c.cross(scores, bounds)
	return c.l.Err()
}

// check gathers the problems of one input.
type check struct {
	l     problem.List
	sheet *Sheet
	nodes map[string]*Criterion
	units []Unit
	ids   map[string]Place
}

func newCheck(s *Sheet, units []Unit) *check {
	c := &check{sheet: s, nodes: map[string]*Criterion{}, units: units, ids: map[string]Place{}}
	s.walk(func(p position) {
		if _, twice := c.nodes[p.path]; !twice {
			c.nodes[p.path] = p.c
		}
	})
	for _, u := range units {
		if _, ok := c.ids[u.ID]; !ok {
			c.ids[u.ID] = u.Place
		}
	}
	return c
}

func (c *check) all(entries []Entry, marks []Mark) problem.List {
	c.sheet.check(&c.l)
	c.checkUnits()
	type slot struct{ unit, criterion string }
	seen := map[slot]*Entry{}
	for i := range entries {
		e := &entries[i]
		first, twice := seen[slot{e.Unit, e.Criterion}]
		if !c.known(e.Place, e.Unit, e.Criterion) {
			continue
		}
		if twice {
			c.l.Add(at(e.Place, "", e.Criterion), "Đơn vị %s đã có số liệu cho tiêu chí %s%s; mỗi đơn vị chỉ ghi một lần cho một tiêu chí.",
				quote(e.Unit), quote(e.Criterion), already(first.Place, ""))
		} else {
			seen[slot{e.Unit, e.Criterion}] = e
		}
		c.entry(e)
	}
	type markSlot struct {
		slot
		level Level
	}
	given := map[markSlot]*Mark{}
	for i := range marks {
		m := &marks[i]
		if !c.known(m.Place, m.Unit, m.Criterion) {
			continue
		}
		key := markSlot{slot{m.Unit, m.Criterion}, m.Level}
		if first, twice := given[key]; twice {
			c.l.Add(at(m.Place, "", m.Criterion), "Đơn vị %s đã có điểm cấp %s cho tiêu chí %s%s; mỗi cấp chỉ cho điểm một lần.",
				quote(m.Unit), m.Level, quote(m.Criterion), already(first.Place, ""))
		} else {
			given[key] = m
		}
		c.mark(m, seen[slot{m.Unit, m.Criterion}])
	}
	return c.l
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
			c.l.Add(at(u.Place, "id", u.ID), "Mã đơn vị %s đã được dùng%s; mỗi đơn vị có một mã riêng.", quote(u.ID), already(c.ids[u.ID], "id"))
		}
		seen[u.ID] = true
		if u.Disqualified != nil && u.Disqualified.Reason == "" && !u.Place.unread("disqualified") {
			c.l.Add(at(u.Place, "disqualified", u.ID), "Đơn vị %s bị loại khỏi xếp hạng nhưng chưa có lý do; hãy ghi reason.", quote(u.ID))
		}
	}
}

// known reports a unit or criterion that is not listed, and a parent where a
// leaf is needed; it is false when the item can be checked no further.
func (c *check) known(place Place, unit, criterion string) bool {
	return c.knownUnit(place, "unit", unit) && c.knownLeaf(place, criterion)
}

func (c *check) knownUnit(place Place, key, id string) bool {
	_, ok := c.ids[id]
	switch {
	case ok && id != "":
		return true
	case place.unread(key):
	case id == "":
		c.l.Add(at(place, key, key), "Chưa ghi đơn vị; hãy ghi %s.", key)
	default:
		c.l.Add(at(place, key, id), "Đơn vị %s không có trong danh sách đơn vị (units).", quote(id))
	}
	return false
}

func (c *check) knownLeaf(place Place, path string) bool {
	if !c.knownCriterion(place, path) {
		return false
	}
	if !c.nodes[path].IsLeaf() {
		c.l.Add(at(place, "criterion", path), "%s là nhóm có tiêu chí con nên không chấm trực tiếp; hãy ghi vào từng tiêu chí con.", quote(path))
		return false
	}
	return true
}

func (c *check) knownCriterion(place Place, path string) bool {
	_, ok := c.nodes[path]
	switch {
	case ok && path != "":
		return true
	case place.unread("criterion"):
	case path == "":
		c.l.Add(at(place, "criterion", "criterion"), "Chưa ghi tiêu chí; hãy ghi criterion là đường dẫn mã, ví dụ I/2.")
	default:
		c.l.Add(at(place, "criterion", path), "Tiêu chí %s không có trong bảng chấm điểm.", quote(path))
	}
	return false
}

// inputs lists the keys of the figures that were given.
func (e *Entry) inputs() []string {
	var keys []string
	add := func(key string, given bool) {
		if given {
			keys = append(keys, key)
		}
	}
	add("target", e.Target != nil)
	add("actual", e.Actual != nil)
	add("achieved", e.Achieved != nil)
	add("points", e.Points != nil)
	add("count", e.Count != nil)
	add("rank", e.Rank != nil)
	return keys
}

// inputsOf lists the keys of the figures that a kind takes.
func inputsOf(kind Kind) []string {
	switch kind {
	case Target:
		return []string{"target", "actual"}
	case Achieved:
		return []string{"achieved"}
	case Direct:
		return []string{"points"}
	case PerEvent, Deduction:
		return []string{"count"}
	case RankPoints:
		return []string{"rank"}
	case Bonus, Penalty:
		return []string{"points", "count"}
	default:
		return nil
	}
}

func (c *check) entry(e *Entry) {
	leaf, given := c.nodes[e.Criterion], e.inputs()
	takes := inputsOf(leaf.Kind)
	if takes == nil {
		return // the kind itself is wrong and has been reported
	}
	if e.Unassigned && len(given) > 0 {
		c.l.Add(at(e.Place, given[0], e.Criterion), "Tiêu chí %s không giao cho đơn vị %s (assigned: false) nhưng vẫn có số liệu ở %s; hãy bỏ một trong hai.",
			quote(e.Criterion), quote(e.Unit), given[0])
		return
	}
	for _, key := range given {
		if !slices.Contains(takes, key) {
			c.l.Add(at(e.Place, key, e.Criterion), "Tiêu chí %s thuộc loại %s nên không nhận %s.", quote(e.Criterion), leaf.Kind, key)
		}
	}
	notNegative(&c.l, e.Place, "target", e.Criterion, e.Target)
	notNegative(&c.l, e.Place, "actual", e.Criterion, e.Actual)
	c.whole(e, "count", e.Count, 0)
	c.whole(e, "rank", e.Rank, 1)
	switch leaf.Kind {
	case Target:
		c.figures(e, leaf)
	case Bonus, Penalty:
		c.pointsOrCount(e, leaf)
	}
	if slices.Contains(takes, "points") {
		c.points(e.Place, e.Criterion, leaf, e.Points)
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
func (c *check) points(place Place, path string, node *Criterion, points *big.Rat) {
	if points == nil {
		return
	}
	notNegative(&c.l, place, "points", path, points)
	if most := node.Maximum(); most != nil && points.Cmp(most) > 0 {
		c.l.Add(at(place, "points", path), "Điểm %s cao hơn điểm tối đa %s của tiêu chí %s.", number(points), number(most), quote(path))
	}
}

func (c *check) mark(m *Mark, e *Entry) {
	switch {
	case m.Level == "" && !m.Place.unread("level"):
		c.l.Add(at(m.Place, "level", m.Criterion), "Chưa ghi cấp cho điểm; hãy ghi level.")
	case m.Level != "":
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
	c.points(m.Place, m.Criterion, c.nodes[m.Criterion], m.Points)
}
