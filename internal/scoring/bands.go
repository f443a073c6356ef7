package scoring

import (
	"math/big"

	"giaouoc/internal/problem"
)

// Held is a band whose value a unit reached, and the criteria under its floor
// that withheld it (khống chế).
type Held struct {
	Band  *Band
	Under []Under
}

// Under is a criterion below the floor of a band.
type Under struct {
	Path    string
	Percent *big.Rat // of its maximum, exact
}

// classify finds the highest band that a unit reaches. A unit that is not ranked
// has none.
func (s *Sheet) classify(u *UnitResult) {
	if len(s.Bands) == 0 || u.Unit.Disqualified != nil || u.AssignedMax.Sign() == 0 {
		return
	}
	value := numOf(u.Total)
	if s.RankBy == ByPercent {
		value = numOf(u.Percent())
	}
	for i := range s.Bands {
		b := &s.Bands[i]
		if b.From != nil && value.cmp(numOf(b.From)) < 0 {
			continue
		}
		under := s.under(u, b)
		if len(under) == 0 {
			u.Band = b
			return
		}
		u.Held = append(u.Held, Held{Band: b, Under: under})
	}
}

// under lists the criteria of a unit below the floor of a band.
func (s *Sheet) under(u *UnitResult, b *Band) []Under {
	if b.Floor == nil {
		return nil
	}
	var list []Under
	floor := numOf(b.Floor)
	hold := func(path string, points, most num) {
		// In a product, so that a maximum of 0 is under no floor.
		if scaled := points.mul(hundred); scaled.cmp(floor.mul(most)) < 0 {
			list = append(list, Under{Path: path, Percent: scaled.quo(most).rat()})
		}
	}
	if b.FloorOn == FloorTop {
		points, most := make([]num, len(s.Criteria)), make([]num, len(s.Criteria))
		for i := range u.Leaves {
			if l := &u.Leaves[i]; s.assigned(l) {
				points[l.in.top] = points[l.in.top].add(l.points())
				most[l.in.top] = most[l.in.top].add(numOf(l.Criterion.Max))
			}
		}
		for i, c := range s.Criteria {
			hold(c.Code, points[i], most[i])
		}
		return list
	}
	for i := range u.Leaves {
		if l := &u.Leaves[i]; l.Criterion.Counts() && !l.Unassigned {
			hold(l.Path, l.points(), numOf(l.Criterion.Max))
		}
	}
	return list
}

// checkBands reports the mistakes of the bands.
func (s *Sheet) checkBands(l *problem.List) {
	names := map[string]bool{}
	for i := range s.Bands {
		b := &s.Bands[i]
		switch {
		case b.Name == "" && !b.Place.unread("name"):
			l.Add(at(b.Place, "name", "bands"), "Mức xếp loại thứ %d chưa có tên; hãy ghi name.", i+1)
		case b.Name != "" && names[b.Name]:
			l.Add(at(b.Place, "name", "bands"), "Mức xếp loại %s được ghi hai lần.", quote(b.Name))
		}
		names[b.Name] = true
		s.checkFrom(l, i)
		notNegative(l, b.Place, "floor", "bands", b.Floor)
		if b.Floor != nil && numOf(b.Floor).cmp(hundred) > 0 {
			l.Add(at(b.Place, "floor", "bands"), "Mức khống chế %s%% của %s cao hơn 100%%.", number(b.Floor), quote(b.Name))
		}
		oneOf(l, b.Place, "floor_on", string(b.FloorOn), "", string(FloorLeaves), string(FloorTop))
		if b.FloorOn != "" && b.Floor == nil && !b.Place.unread("floor") {
			l.Add(at(b.Place, "floor_on", "bands"), "Mức xếp loại %s có floor_on nhưng không có floor; hãy ghi floor hoặc bỏ floor_on.", quote(b.Name))
		}
	}
}

// checkFrom reports a band that does not begin below the one before it.
func (s *Sheet) checkFrom(l *problem.List, i int) {
	b := &s.Bands[i]
	if b.From == nil {
		if i < len(s.Bands)-1 && !b.Place.unread("from") {
			l.Add(at(b.Place, "from", "bands"), "Mức xếp loại %s chưa có điểm thấp nhất; hãy ghi from (chỉ mức cuối được bỏ trống).", quote(b.Name))
		}
		return
	}
	if i > 0 && s.Bands[i-1].From != nil && b.From.Cmp(s.Bands[i-1].From) >= 0 {
		l.Add(at(b.Place, "from", "bands"), "Mức xếp loại %s từ %s không thấp hơn mức %s đứng trước từ %s; hãy xếp từ mức cao xuống mức thấp.",
			quote(b.Name), number(b.From), quote(s.Bands[i-1].Name), number(s.Bands[i-1].From))
	}
}
