package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What follows says the rules of a sheet once more, as plainly as can be, in
// big.Rat alone; Compute has to agree with it to the last digit.

type plain struct {
	sheet   *Sheet
	entries map[[2]string]*Entry // by unit and path
	marks   map[[3]string]*Mark  // and level
	cross   map[[2]string][]*big.Rat
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func div(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func lesser(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// rate is A/T, or T/A; nil is without end.
func rate(c *Criterion, e *Entry) *big.Rat {
	switch {
	case c.Better != Less:
		return div(e.Actual, e.Target)
	case e.Actual.Sign() == 0:
		return nil
	default:
		return div(e.Target, e.Actual)
	}
}

func (p plain) computed(unit string, c *Criterion, path string, units []Unit) *big.Rat {
	e, zero := p.entries[[2]string{unit, path}], new(big.Rat)
	outside := c.Kind == Bonus || c.Kind == Penalty
	switch {
	case e == nil && outside:
		return zero
	case e == nil:
		return nil
	case e.Unassigned && p.sheet.Unassigned == FullMark && !outside:
		return c.Max
	case e.Unassigned:
		return zero
	case e.Points != nil:
		return e.Points
	case e.Count != nil && c.Kind == Deduction:
		left := sub(c.Max, mul(big.NewRat(*e.Count, 1), c.Each))
		if left.Sign() < 0 {
			return zero
		}
		return left
	case e.Count != nil:
		return lesser(mul(big.NewRat(*e.Count, 1), c.Each), c.Max)
	case e.Achieved != nil:
		if *e.Achieved {
			return c.Max
		}
		return zero
	case e.Rank != nil:
		if points, ok := c.Table[*e.Rank]; ok {
			return points
		}
		return zero
	case e.Actual == nil:
		return nil
	}
	return p.target(c, e, path, units)
}

func (p plain) target(c *Criterion, e *Entry, path string, units []Unit) *big.Rat {
	one, hundred := big.NewRat(1, 1), big.NewRat(100, 1)
	if c.Scheme == Attainment {
		r := rate(c, e)
		if r == nil {
			return c.Max
		}
		return lesser(mul(c.Max, r), c.Max)
	}
	if c.Scheme == Threshold {
		steps := slices.Clone(c.Steps)
		slices.SortFunc(steps, func(a, b Step) int { return b.From.Cmp(a.From) })
		for _, s := range steps {
			if r := rate(c, e); r == nil || mul(r, hundred).Cmp(s.From) >= 0 {
				return s.Points
			}
		}
		return new(big.Rat)
	}
	var best, highest, lowest *big.Rat // the leader's rate; actuals to compare with
	endless := false
	for _, u := range units {
		o := p.entries[[2]string{u.ID, path}]
		if o == nil || o.Actual == nil {
			continue
		}
		if o.Target != nil {
			r := rate(c, o)
			endless = endless || r == nil
			if r != nil && (best == nil || r.Cmp(best) > 0) {
				best = r
			}
		}
		if o.Target == nil || p.sheet.NoTarget == WholeCluster {
			if highest == nil || o.Actual.Cmp(highest) > 0 {
				highest = o.Actual
			}
			if lowest == nil || o.Actual.Cmp(lowest) < 0 {
				lowest = o.Actual
			}
		}
	}
	half := mul(c.Max, big.NewRat(1, 2))
	switch {
	case e.Target == nil && c.Better == Less && e.Actual.Sign() == 0:
		return c.Max
	case e.Target == nil && c.Better == Less:
		return lesser(mul(c.Max, div(lowest, e.Actual)), c.Max)
	case e.Target == nil && highest.Sign() == 0:
		return new(big.Rat)
	case e.Target == nil:
		return lesser(mul(c.Max, div(e.Actual, highest)), c.Max)
	}
	r := rate(c, e)
	switch {
	case r == nil:
		return c.Max
	case r.Cmp(one) < 0:
		return mul(half, r)
	case r.Cmp(one) == 0:
		return half
	case endless:
		return half
	case r.Cmp(best) == 0:
		return c.Max
	default:
		return mul(half, new(big.Rat).Add(one, div(sub(r, one), sub(best, one))))
	}
}

// crossMean leaves extremes out one by one.
func (p plain) crossMean(unit, path string) *big.Rat {
	marks := slices.Clone(p.cross[[2]string{unit, path}])
	if m := p.marks[[3]string{unit, path, string(Self)}]; m != nil && p.sheet.Final.OwnCounts {
		marks = append(marks, m.Points)
	}
	for range p.sheet.Final.DropExtremes {
		for _, sign := range []int{1, -1} {
			if len(marks) == 0 {
				return nil
			}
			worst := 0
			for i, m := range marks {
				if m.Cmp(marks[worst])*sign > 0 {
					worst = i
				}
			}
			marks = slices.Delete(marks, worst, worst+1)
		}
	}
	if len(marks) == 0 {
		return nil
	}
	sum := new(big.Rat)
	for _, m := range marks {
		sum.Add(sum, m)
	}
	return div(sum, big.NewRat(int64(len(marks)), 1))
}

// points is nil for a leaf that is missing.
func (p plain) points(unit string, c *Criterion, path string, units []Unit) *big.Rat {
	mark := func(level Level) *big.Rat {
		if m := p.marks[[3]string{unit, path, string(level)}]; m != nil {
			return m.Points
		}
		return nil
	}
	or := func(all ...*big.Rat) *big.Rat {
		for _, x := range all {
			if x != nil {
				return x
			}
		}
		return nil
	}
	computed := p.computed(unit, c, path, units)
	outside := c.Kind == Bonus || c.Kind == Penalty
	e := p.entries[[2]string{unit, path}]
	switch {
	case mark(Final) != nil:
		return mark(Final)
	case e != nil && e.Unassigned:
		return computed
	}
	mean, f := p.crossMean(unit, path), p.sheet.Final
	last := or(mark(Appraised2), mark(Appraised), mark(Cross), mark(Self), computed)
	byOthers := f.By == MeanCross || f.By == Weighted && f.Weights[Cross] != nil && f.Weights[Cross].Sign() != 0
	if outside && byOthers && mean == nil { // the other units mark no bonus and no penalty
		return last
	}
	switch f.By {
	case MeanCross:
		return mean
	case Weighted:
		parts := map[Level]*big.Rat{Self: or(mark(Self), computed), Cross: mean, Appraised: or(mark(Appraised2), mark(Appraised), computed)}
		given := map[Level]*big.Rat{Self: mark(Self), Cross: mean, Appraised: or(mark(Appraised2), mark(Appraised))}
		sum, weights, any, lacking := new(big.Rat), new(big.Rat), false, false
		for level, w := range f.Weights {
			if w.Sign() == 0 {
				continue
			}
			any = any || given[level] != nil
			if parts[level] == nil {
				lacking = true
				continue
			}
			sum.Add(sum, mul(w, parts[level]))
			weights.Add(weights, w)
		}
		switch {
		case outside && !any:
			return computed
		case lacking:
			return nil
		}
		return div(sum, weights)
	}
	return last
}

// drawTree makes a tree of any depth and its leaves, each of any kind.
func drawTree(rt *rapid.T, depth int) []*Criterion {
	var list []*Criterion
	for i := range rapid.IntRange(1, 3).Draw(rt, "children") {
		c := &Criterion{Code: fmt.Sprint(i + 1)}
		if depth > 0 && rapid.Bool().Draw(rt, "group") {
			c.Children = drawTree(rt, depth-1)
		} else {
			drawLeaf(rt, c)
		}
		list = append(list, c)
	}
	return list
}

func drawLeaf(rt *rapid.T, c *Criterion) {
	c.Kind = rapid.SampledFrom([]Kind{Target, Target, Achieved, Direct, PerEvent, RankPoints, Deduction, Bonus, Penalty}).Draw(rt, "kind")
	c.Max = big.NewRat(rapid.Int64Range(0, 4000).Draw(rt, "max"), 40)
	switch c.Kind {
	case Target:
		c.Scheme = rapid.SampledFrom([]Scheme{Leading, Leading, Attainment, Threshold}).Draw(rt, "scheme")
		c.Better = rapid.SampledFrom([]Better{More, Less, ""}).Draw(rt, "better")
		if c.Scheme == Threshold {
			for _, from := range []int64{100, 95, 50} {
				c.Steps = append(c.Steps, Step{From: big.NewRat(from, 1), Points: mul(c.Max, big.NewRat(from, 100))})
			}
		}
	case PerEvent, Deduction, Bonus, Penalty:
		c.Each = big.NewRat(rapid.Int64Range(0, 400).Draw(rt, "each"), 30)
	case RankPoints:
		c.Table = map[int64]*big.Rat{1: c.Max, 2: mul(c.Max, big.NewRat(1, 3))}
	}
}

// drawFigure is a figure of an office, or one at which words end.
func drawFigure(rt *rapid.T, from int64, label string) *big.Rat {
	if rapid.IntRange(0, 9).Draw(rt, label+" sort") == 0 {
		return big.NewRat(max(from, rapid.SampledFrom(edges).Draw(rt, label)), max(1, rapid.SampledFrom(edges).Draw(rt, label+" under")))
	}
	return amount(rt, from, label)
}

func drawEntry(rt *rapid.T, unit string, n *node) *Entry {
	e := &Entry{Unit: unit, Criterion: n.path}
	what := rapid.IntRange(0, 9).Draw(rt, "entry")
	if what == 0 {
		return nil
	}
	if what == 1 {
		e.Unassigned = true
		return e
	}
	part := func() *big.Rat { return mul(n.c.Max, big.NewRat(rapid.Int64Range(0, 60).Draw(rt, "share"), 60)) }
	switch n.c.Kind {
	case Target:
		e.Actual = drawFigure(rt, 0, "actual")
		if n.c.Scheme != Leading || what > 3 {
			e.Target = drawFigure(rt, 1, "target")
		}
		if what == 9 {
			e.Actual = e.Target
		}
		if e.Actual == nil {
			e.Actual = new(big.Rat)
		}
	case Achieved:
		e.Achieved = ptr(what > 4)
	case Direct:
		e.Points = part()
	case RankPoints:
		e.Rank = ptr(int64(what - 1))
	case PerEvent, Deduction:
		e.Count = ptr(int64(what * what))
	default:
		if what > 5 {
			e.Points = part()
		} else {
			e.Count = ptr(int64(what))
		}
	}
	return e
}

// Any sheet with any figures and marks, under any rule, is computed as the plain
// rules say, to the last digit.
func TestComputeIsThePlainRule(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &Sheet{
			Decimals: rapid.SampledFrom([]int{0, 1, 2, 2, 2, 5, 20}).Draw(rt, "decimals"), Criteria: drawTree(rt, 6),
			NoTarget: rapid.SampledFrom([]NoTarget{NoTargetGroup, WholeCluster}).Draw(rt, "no target"), Final: FinalRule{},
			Unassigned: rapid.SampledFrom([]WhenUnassigned{LeavesDenominator, FullMark}).Draw(rt, "unassigned"),
		}
		if rapid.Bool().Draw(rt, "another rule") {
			s.Final = drawRule(rt)
		}
		units := raters(rapid.IntRange(0, 4).Draw(rt, "units"))
		p := plain{sheet: s, entries: map[[2]string]*Entry{}, marks: map[[3]string]*Mark{}, cross: map[[2]string][]*big.Rat{}}
		var entries []Entry
		var marks []Mark
		var cross []CrossScore
		leaves := newCheck(s, nil).leaves
		for _, n := range leaves {
			for _, u := range units {
				e := drawEntry(rt, u.ID, n)
				if e != nil {
					entries = append(entries, *e)
					p.entries[[2]string{u.ID, n.path}] = e
				}
				points := func() *big.Rat { return mul(n.c.Max, big.NewRat(rapid.Int64Range(0, 70).Draw(rt, "mark"), 70)) }
				for _, level := range Levels {
					if (e == nil || !e.Unassigned) && rapid.IntRange(0, 3).Draw(rt, "marked") == 0 {
						m := Mark{Unit: u.ID, Criterion: n.path, Level: level, Points: points()}
						marks = append(marks, m)
						p.marks[[3]string{u.ID, n.path, string(level)}] = &m
					}
				}
				for _, from := range units {
					if from.ID != u.ID && rapid.IntRange(0, 3).Draw(rt, "crossed") > 0 {
						x := CrossScore{From: from.ID, To: u.ID, Criterion: n.path, Points: points()}
						cross = append(cross, x)
						p.cross[[2]string{u.ID, n.path}] = append(p.cross[[2]string{u.ID, n.path}], x.Points)
					}
				}
			}
		}
		r, err := Compute(s, units, entries, marks, cross...)
		if err != nil {
			rt.Fatal(err)
		}
		p.compare(rt, r, leaves, units)
	})
}

// compare holds a result against the plain rules: leaves, totals, maxima.
func (p plain) compare(rt *rapid.T, r *Result, leaves []*node, units []Unit) {
	s := p.sheet
	for i, u := range r.Units {
		total, most := new(big.Rat), new(big.Rat)
		for j, n := range leaves {
			want := p.points(u.Unit.ID, n.c, n.path, units)
			l := u.Leaves[j]
			if (want == nil) != (l.Case == CaseMissing) {
				rt.Fatalf("%s of %s: %v, %v", n.path, u.Unit.ID, l.Case, want)
			}
			if want == nil {
				want = new(big.Rat)
			}
			rounded, _ := new(big.Rat).SetString(want.FloatString(s.Decimals))
			if l.Points.Cmp(rounded) != 0 {
				rt.Fatalf("%s of %s: %v, not %v", n.path, u.Unit.ID, l.Points, rounded)
			}
			if c := p.computed(u.Unit.ID, n.c, n.path, units); (c == nil) != (l.Computed == nil) || c != nil && c.Cmp(l.exact().points.rat()) != 0 {
				rt.Fatalf("%s of %s: computed %v, not %v", n.path, u.Unit.ID, l.Computed, c)
			}
			if n.c.Kind == Penalty {
				total.Sub(total, rounded)
			} else {
				total.Add(total, rounded)
			}
			e := p.entries[[2]string{units[i].ID, n.path}]
			if n.c.Kind != Penalty && n.c.Kind != Bonus && (e == nil || !e.Unassigned || s.Unassigned == FullMark) {
				most.Add(most, n.c.Max)
			}
		}
		if u.Total.Cmp(total) != 0 || u.AssignedMax.Cmp(most) != 0 {
			rt.Fatalf("%s: %v of %v, not %v of %v", u.Unit.ID, u.Total, u.AssignedMax, total, most)
		}
		if percent := u.Percent(); most.Sign() != 0 && percent.Cmp(mul(div(total, most), big.NewRat(100, 1))) != 0 {
			rt.Fatalf("%s: %v percent", u.Unit.ID, percent)
		}
	}
}
