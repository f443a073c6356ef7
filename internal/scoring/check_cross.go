package scoring

import (
	"math/big"
	"slices"
	"strings"
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
	given := map[CrossPair][]*CrossScore{}
	for i := range scores {
		key := CrossPair{scores[i].From, scores[i].To}
		given[key] = append(given[key], &scores[i])
	}
	totals := make(map[CrossPair]CrossTotal, len(given))
	for key, marks := range given {
		total := CrossTotal{Points: s.crossTotal(marks)}
		for _, m := range marks {
			total.Criteria = append(total.Criteria, m.Criterion)
		}
		slices.Sort(total.Criteria)
		totals[key] = total
	}
	return totals
}

func (c *check) cross(scores []CrossScore, bounds *CrossRange) {
	if bounds != nil && bounds.Low.Cmp(bounds.High) > 0 {
		c.l.Add(at(bounds.Place, "", "cross_range"), "Khoảng điểm chấm chéo [%s, %s] có số đầu lớn hơn số cuối.", number(bounds.Low), number(bounds.High))
		bounds = nil
	}
	given := map[CrossPair][]*CrossScore{}
	for i := range scores {
		x := &scores[i]
		from, to := c.knownUnit(x.Place, "from", x.From), c.knownUnit(x.Place, "to", x.To)
		if x.Points == nil && !x.Place.unread("points") {
			c.l.Add(at(x.Place, "points", "cross"), "Chưa ghi số điểm đơn vị %s chấm cho đơn vị %s; hãy ghi points.", quote(x.From), quote(x.To))
		}
		if x.Criterion != "" {
			if !c.knownCriterion(x.Place, x.Criterion) {
				continue
			}
			c.points(x.Place, x.Criterion, c.nodes[x.Criterion], x.Points)
		}
		if !from || !to {
			continue
		}
		if x.From == x.To {
			c.l.Add(at(x.Place, "to", x.To), "Đơn vị %s không tự chấm chéo cho mình.", quote(x.From))
			continue
		}
		key := CrossPair{x.From, x.To}
		for _, earlier := range given[key] {
			if c.clash(x, earlier) {
				break
			}
		}
		given[key] = append(given[key], x)
	}
	c.crossTotals(scores, given, bounds)
}

// clash reports a mark that says again, or contradicts, what a pair already has.
func (c *check) clash(x, earlier *CrossScore) bool {
	where := already(earlier.Place, "")
	switch {
	case x.Criterion == earlier.Criterion:
		c.l.Add(at(x.Place, "", "cross"), "Đơn vị %s đã chấm cho đơn vị %s%s; mỗi cặp chỉ chấm một lần.", quote(x.From), quote(x.To), where)
	case x.Criterion == "" || earlier.Criterion == "":
		c.l.Add(at(x.Place, "", "cross"), "Đơn vị %s chấm cho đơn vị %s vừa theo tổng vừa theo tiêu chí%s; hãy chọn một cách.", quote(x.From), quote(x.To), where)
	case strings.HasPrefix(x.Criterion, earlier.Criterion+"/") || strings.HasPrefix(earlier.Criterion, x.Criterion+"/"):
		c.l.Add(at(x.Place, "criterion", x.Criterion), "Đơn vị %s chấm cho đơn vị %s cả nhóm lẫn tiêu chí con của nhóm%s; hãy chọn một cách.", quote(x.From), quote(x.To), where)
	default:
		return false
	}
	return true
}

// crossTotals reports totals outside the range, once a pair, in reading order.
func (c *check) crossTotals(scores []CrossScore, given map[CrossPair][]*CrossScore, bounds *CrossRange) {
	if bounds == nil {
		return
	}
	for i := range scores {
		x := &scores[i]
		marks := given[CrossPair{x.From, x.To}]
		if len(marks) == 0 || marks[0] != x {
			continue
		}
		total := c.sheet.crossTotal(marks)
		if total != nil && (total.Cmp(bounds.Low) < 0 || total.Cmp(bounds.High) > 0) {
			c.l.Add(at(x.Place, "points", "cross"), "Điểm %s đơn vị %s chấm cho đơn vị %s nằm ngoài khoảng [%s, %s] của cross_range.",
				number(total), quote(x.From), quote(x.To), number(bounds.Low), number(bounds.High))
		}
	}
}

// crossTotal adds the marks of one pair; points of a penalty leaf are taken
// away. It is nil when a mark has no points.
func (s *Sheet) crossTotal(marks []*CrossScore) *big.Rat {
	sum := new(big.Rat)
	for _, x := range marks {
		if x.Points == nil {
			return nil
		}
		node := s.Find(x.Criterion)
		if x.Criterion != "" && node != nil && node.IsLeaf() && node.Kind == Penalty {
			sum.Sub(sum, x.Points)
			continue
		}
		sum.Add(sum, x.Points)
	}
	return sum
}
