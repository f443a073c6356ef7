package scoring

import (
	"math/big"
	"slices"
)

// Result is the sheet computed for every unit.
type Result struct {
	Sheet *Sheet
	Units []UnitResult // in the order in which the units were given
}

// UnitResult is the points of one unit. Total and AssignedMax are points;
// Total has no floor.
type UnitResult struct {
	Unit        Unit
	Leaves      []Leaf // every leaf, in the order of the sheet
	Total       *big.Rat
	AssignedMax *big.Rat // the sum of the maxima of the leaves that count for this unit
	Missing     []string // paths of leaves without what their points need
	Provisional bool     // something is missing, so that the total may still change
	Band        *Band    // the class it reached; nil when none
	Held        []Held   // the classes that its value reached and a floor withheld
}

// Leaf is one leaf of one unit. Numbers are for reading: they may be those that
// came in, and are shared.
type Leaf struct {
	Path       string
	Criterion  *Criterion
	Entry      *Entry // nil when there is none
	Case       Case
	Computed   *big.Rat // from the entry, rounded; nil when nothing could be computed
	Cross      *big.Rat // the mean of the cross-scores, exact; nil where the sheet takes no points from them or there are none
	Level      Level    // the level that gave Points; empty when computed or weighted
	Weighted   bool     // Points are a weighted mean of levels
	Points     *big.Rat // rounded; of a penalty leaf positive, though it is subtracted
	Unassigned bool

	marks *byLevel
	in    *surroundings
}

// Top is the index in Sheet.Criteria of the group that the leaf stands in.
func (l *Leaf) Top() int { return l.in.top }

// surroundings is what the leaves of all units on one criterion share.
type surroundings struct {
	sheet *Sheet
	top   int    // index in Sheet.Criteria of the group they stand in
	peers *peers // nil but for scheme Leading
}

// Mark is what a person gave the leaf at a level, or nil.
func (l *Leaf) Mark(level Level) *Mark {
	if n := level.order(); n >= 0 {
		return l.marks[n]
	}
	return nil
}

// unmarked is what a leaf without marks has.
var unmarked byLevel

// Compute checks everything, then gives each unit its points. Cross-scores are
// needed where the sheet takes points from them, and may always be given. The
// error is a problem.List of every mistake.
func Compute(s *Sheet, units []Unit, entries []Entry, marks []Mark, cross ...CrossScore) (*Result, error) {
	c := newCheck(s, units)
	c.all(entries, marks)
	c.cross(cross, nil)
	if err := c.l.Err(); err != nil {
		return nil, err
	}
	r := &Result{Sheet: s, Units: make([]UnitResult, len(units))}
	leaves := make([]Leaf, len(c.leaves)*len(units))
	for j, u := range units {
		from, to := j*len(c.leaves), (j+1)*len(c.leaves)
		r.Units[j] = UnitResult{Unit: u, Leaves: leaves[from:to:to], Missing: []string{}}
	}
	means := s.Final.means(c, cross)
	around := make([]surroundings, len(c.leaves))
	for i, n := range c.leaves {
		around[i] = surroundings{sheet: s, top: n.top}
		if n.c.Scheme == Leading {
			around[i].peers = n.c.peersOf(c.entriesOn(i), s.NoTarget)
		}
	}
	for j := range r.Units {
		u := &r.Units[j]
		for i, n := range c.leaves {
			at, leaf := c.slot(j, i), &u.Leaves[i]
			leaf.Path, leaf.Criterion, leaf.Entry, leaf.in = n.path, n.c, c.entries[at], &around[i]
			leaf.marks = c.marks[at]
			if leaf.marks == nil {
				leaf.marks = &unmarked
			}
			if means != nil {
				leaf.Cross = means[at]
			}
			s.leaf(leaf)
		}
		s.sum(u)
		s.classify(u)
	}
	return r, nil
}

// leaf decides the points of one leaf from its entry and marks.
func (s *Sheet) leaf(leaf *Leaf) {
	leaf.Unassigned = leaf.Entry != nil && leaf.Entry.Unassigned
	got := leaf.exact()
	leaf.Case = got.what
	if got.what != CaseMissing {
		leaf.Computed = got.points.round(s.Decimals).rat()
	}
	points, ok := leaf.settle(got)
	switch {
	case !ok:
		leaf.Case, leaf.Points = CaseMissing, zeroRat
	case leaf.Level == "" && !leaf.Weighted:
		leaf.Points = leaf.Computed
	default:
		leaf.Points = points.round(s.Decimals).rat()
		if leaf.Case == CaseMissing {
			leaf.Case = leaf.Criterion.ownCase()
		}
	}
}

// exact is the computed value before rounding.
func (l *Leaf) exact() outcome {
	return l.Criterion.compute(l.Entry, l.in.peers, l.in.sheet.Unassigned)
}

// sum fills the totals of a unit from its leaves.
func (s *Sheet) sum(u *UnitResult) {
	var most num
	for i := range u.Leaves {
		leaf := &u.Leaves[i]
		if leaf.Case == CaseMissing {
			u.Missing = append(u.Missing, leaf.Path)
		}
		if s.assigned(leaf) {
			most = most.add(numOf(leaf.Criterion.Max))
		}
	}
	u.AssignedMax = most.rat()
	u.Provisional = len(u.Missing) > 0
	u.Total = s.net(u.Leaves, everyLeaf, (*Leaf).points).rat()
}

// assigned reports whether a leaf's maximum counts for its unit.
func (s *Sheet) assigned(l *Leaf) bool {
	return l.Criterion.Counts() && (!l.Unassigned || s.Unassigned == FullMark)
}

func (l *Leaf) points() num { return numOf(l.Points) }

// selfPoints is the self-score of a leaf, else its computed points, else 0.
func (l *Leaf) selfPoints(decimals int) num {
	switch m := l.Mark(Self); {
	case m != nil:
		return numOf(m.Points).round(decimals)
	case l.Computed != nil:
		return numOf(l.Computed)
	default:
		return num{}
	}
}

func everyLeaf(*Leaf) bool { return true }

// net adds the leaves that take part: bonus under its cap, penalty taken away.
func (s *Sheet) net(leaves []Leaf, takesPart func(*Leaf) bool, points func(*Leaf) num) num {
	var total, bonus num
	for i := range leaves {
		leaf := &leaves[i]
		if !takesPart(leaf) {
			continue
		}
		switch leaf.Criterion.Kind {
		case Bonus:
			bonus = bonus.add(points(leaf))
		case Penalty:
			total = total.sub(points(leaf))
		default:
			total = total.add(points(leaf))
		}
	}
	return total.add(s.capped(bonus))
}

// capped bounds a sum of bonus points by the sheet's cap.
func (s *Sheet) capped(bonus num) num {
	if s.BonusCap == nil {
		return bonus
	}
	return least(bonus, numOf(s.BonusCap))
}

// Percent is the exact 100 × total / assigned maximum, or nil when nothing was
// assigned.
func (u *UnitResult) Percent() *big.Rat {
	if u.AssignedMax.Sign() == 0 {
		return nil
	}
	return numOf(u.Total).mul(hundred).quo(numOf(u.AssignedMax)).rat()
}

// TieValue is what a unit has on one of the sheet's tie-breaks; higher is
// better. A parent is the sum of its leaves and a penalty leaf counts negative.
func (s *Sheet) TieValue(u *UnitResult, name string) *big.Rat {
	switch name {
	case TieSelfTotal:
		return s.net(u.Leaves, everyLeaf, func(l *Leaf) num { return l.selfPoints(s.Decimals) }).rat()
	case TieBonus:
		return s.net(u.Leaves, func(l *Leaf) bool { return l.Criterion.Kind == Bonus }, (*Leaf).points).rat()
	}
	if c := s.Find(name); c != nil && c.IsLeaf() && c.Kind == Bonus {
		i := slices.IndexFunc(u.Leaves, func(l Leaf) bool { return l.Path == name })
		return u.Leaves[i].Points // the cap limits a sum of bonus leaves, not one leaf
	}
	return s.net(u.Leaves, func(l *Leaf) bool { return inSubtree(l.Path, name) }, (*Leaf).points).rat()
}

// inSubtree reports whether a path is the root or stands below it.
func inSubtree(path, root string) bool {
	return path == root || len(path) > len(root) && path[:len(root)] == root && path[len(root)] == '/'
}

// Groups splits the total of a unit into the parts of the certificate: one for
// each top criterion without its bonus and penalty leaves, then all bonus
// (capped), then all penalty (negative). They add up to the total.
func (s *Sheet) Groups(u *UnitResult) []*big.Rat {
	groups := make([]num, len(s.Criteria)+2)
	bonus, penalty := len(s.Criteria), len(s.Criteria)+1
	for i := range u.Leaves {
		leaf := &u.Leaves[i]
		switch leaf.Criterion.Kind {
		case Bonus:
			groups[bonus] = groups[bonus].add(leaf.points())
		case Penalty:
			groups[penalty] = groups[penalty].sub(leaf.points())
		default:
			groups[leaf.in.top] = groups[leaf.in.top].add(leaf.points())
		}
	}
	groups[bonus] = s.capped(groups[bonus])
	rats := make([]*big.Rat, len(groups))
	for i, g := range groups {
		rats[i] = g.rat()
	}
	return rats
}
