package scoring

import (
	"math/big"
	"slices"
)

// CrossPair is one rater and the unit it marks, by id.
type CrossPair struct{ From, To string }

// CrossTotal is what one unit gave another in all.
type CrossTotal struct {
	Points   *big.Rat // the total, or the criterion marks summed; a penalty leaf is taken away
	Criteria []string // sorted paths that were marked; one empty path for a total
}

// CrossTotals sums cross-scores that CheckCross has accepted, for each pair that
// has any.
func (s *Sheet) CrossTotals(scores []CrossScore) map[CrossPair]CrossTotal {
	penalty := map[string]bool{}
	for _, p := range s.positions() {
		penalty[p.path] = p.c.IsLeaf() && p.c.Kind == Penalty
	}
	sums := map[CrossPair]num{}
	criteria := map[CrossPair][]string{}
	for i := range scores {
		x := &scores[i]
		key := CrossPair{x.From, x.To}
		sums[key] = sums[key].add(signed(x.Points, penalty[x.Criterion]))
		criteria[key] = append(criteria[key], x.Criterion)
	}
	totals := make(map[CrossPair]CrossTotal, len(sums))
	for key, sum := range sums {
		slices.Sort(criteria[key])
		totals[key] = CrossTotal{Points: sum.rat(), Criteria: criteria[key]}
	}
	return totals
}

// signed is points as they count in a sum: those of a penalty leaf are taken away.
func signed(points *big.Rat, penalty bool) num {
	if penalty {
		return numOf(points).neg()
	}
	return numOf(points)
}

// pairMarks is what one unit gave another, while it is checked.
type pairMarks struct {
	first  *CrossScore   // of all
	total  *CrossScore   // the mark of the whole sheet
	within *CrossScore   // the first mark of a criterion
	on     []*CrossScore // by node, the mark of it
	below  []*CrossScore // by node, the first mark of a criterion inside it
	sum    num
	broken bool // a mark has no points
}

func (c *check) cross(scores []CrossScore, bounds *CrossRange) {
	if bounds != nil && bounds.Low.Cmp(bounds.High) > 0 {
		c.l.Add(at(bounds.Place, "", "cross_range"), "Khoảng điểm chấm chéo [%s, %s] có số đầu lớn hơn số cuối.", number(bounds.Low), number(bounds.High))
		bounds = nil
	}
	var pairs []*pairMarks // in reading order
	given := map[[2]int]*pairMarks{}
	var last *pairMarks
	lastKey := [2]int{-1, -1}
	for i := range scores {
		x := &scores[i]
		key, n, ok := c.crossScore(x)
		if !ok {
			continue
		}
		if last == nil || lastKey != key {
			last, lastKey = given[key], key
		}
		if last == nil {
			last = &pairMarks{first: x, on: make([]*CrossScore, len(c.nodes)), below: make([]*CrossScore, len(c.nodes))}
			given[key], pairs = last, append(pairs, last)
		}
		c.clash(x, n, last)
		last.take(x, n)
	}
	if bounds == nil {
		return
	}
	low, high := numOf(bounds.Low), numOf(bounds.High)
	for _, m := range pairs {
		if !m.broken && (m.sum.cmp(low) < 0 || m.sum.cmp(high) > 0) {
			c.l.Add(at(m.first.Place, "points", "cross"), "Điểm %s đơn vị %s chấm cho đơn vị %s nằm ngoài khoảng [%s, %s] của cross_range.",
				number(m.sum.rat()), quote(m.first.From), quote(m.first.To), number(bounds.Low), number(bounds.High))
		}
	}
}

// crossScore reports what is wrong with one mark by itself; n is nil for a mark
// of the whole sheet, and ok false when the mark can be compared with no other.
func (c *check) crossScore(x *CrossScore) (pair [2]int, n *node, ok bool) {
	from, to := c.knownUnit(&x.Place, "from", x.From), c.knownUnit(&x.Place, "to", x.To)
	if x.Points == nil && !x.Place.unread("points") {
		c.l.Add(at(x.Place, "points", "cross"), "Chưa ghi số điểm đơn vị %s chấm cho đơn vị %s; hãy ghi points.", quote(x.From), quote(x.To))
	}
	if x.Criterion != "" {
		if n = c.crossNode(x); n == nil {
			return pair, nil, false
		}
		c.points(&x.Place, n, x.Points)
	}
	if from < 0 || to < 0 {
		return pair, nil, false
	}
	if from == to {
		c.l.Add(at(x.Place, "to", x.To), "Đơn vị %s không tự chấm chéo cho mình.", quote(x.From))
		return pair, nil, false
	}
	c.byLeaf(x, n)
	return [2]int{from, to}, n, true
}

func (c *check) crossNode(x *CrossScore) *node {
	if n := c.nextLeaf(x.Criterion); n != nil {
		return n
	}
	n := c.knownCriterion(&x.Place, x.Criterion)
	if n != nil && n.leaf >= 0 {
		c.lastLeaf = n.leaf
	}
	return n
}

// byLeaf reports, once, that a sheet whose points come from cross-scores is
// marked as a whole or by group.
func (c *check) byLeaf(x *CrossScore, n *node) {
	if c.notByLeaf || !c.sheet.Final.usesCross() || n != nil && n.leaf >= 0 {
		return
	}
	c.notByLeaf = true
	c.l.Add(at(x.Place, "criterion", "cross"),
		"Bảng này chốt điểm theo điểm chấm chéo của từng tiêu chí; đơn vị %s chấm cho đơn vị %s theo tổng hoặc theo nhóm; hãy ghi từng tiêu chí ở criterion.",
		quote(x.From), quote(x.To))
}

// clash reports a mark that says again, or contradicts, what a pair already has.
func (c *check) clash(x *CrossScore, n *node, m *pairMarks) {
	switch earlier := m.same(n); {
	case earlier != nil:
		c.l.Add(at(x.Place, "", "cross"), "Đơn vị %s đã chấm cho đơn vị %s%s; mỗi cặp chỉ chấm một lần.", quote(x.From), quote(x.To), already(earlier.Place, ""))
		return
	case n == nil && m.within != nil:
		c.l.Add(at(x.Place, "", "cross"), bothWays, quote(x.From), quote(x.To), already(m.within.Place, ""))
		return
	case n != nil && m.total != nil:
		c.l.Add(at(x.Place, "", "cross"), bothWays, quote(x.From), quote(x.To), already(m.total.Place, ""))
		return
	case n == nil:
		return
	}
	earlier := m.below[n.n]
	for up := n.up; up != nil && earlier == nil; up = up.up {
		earlier = m.on[up.n]
	}
	if earlier != nil {
		c.l.Add(at(x.Place, "criterion", x.Criterion), "Đơn vị %s chấm cho đơn vị %s cả nhóm lẫn tiêu chí con của nhóm%s; hãy chọn một cách.",
			quote(x.From), quote(x.To), already(earlier.Place, ""))
	}
}

const bothWays = "Đơn vị %s chấm cho đơn vị %s vừa theo tổng vừa theo tiêu chí%s; hãy chọn một cách."

// same is the mark that the pair already has for the same thing.
func (m *pairMarks) same(n *node) *CrossScore {
	if n == nil {
		return m.total
	}
	return m.on[n.n]
}

func (m *pairMarks) take(x *CrossScore, n *node) {
	switch {
	case x.Points == nil:
		m.broken = true
	case n != nil:
		m.sum = m.sum.add(signed(x.Points, n.c.IsLeaf() && n.c.Kind == Penalty))
	default:
		m.sum = m.sum.add(numOf(x.Points))
	}
	if n == nil {
		if m.total == nil {
			m.total = x
		}
		return
	}
	if m.within == nil {
		m.within = x
	}
	if m.on[n.n] == nil {
		m.on[n.n] = x
	}
	for up := n.up; up != nil && m.below[up.n] == nil; up = up.up {
		m.below[up.n] = x
	}
}
