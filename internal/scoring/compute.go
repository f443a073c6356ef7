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
	Missing     []string // paths of leaves with neither an entry nor a mark
	Provisional bool     // something is missing, so that the total may still change
}

// Leaf is one leaf of one unit.
type Leaf struct {
	Path       string
	Top        int // index in Sheet.Criteria of the group it stands in
	Criterion  *Criterion
	Entry      *Entry // nil when there is none
	Case       Case
	Exact      *big.Rat        // the computed value before rounding; nil when nothing could be computed
	Computed   *big.Rat        // the same, rounded
	Marks      map[Level]*Mark // marks of persons
	Level      Level           // the level that gave Points; empty when computed
	Points     *big.Rat        // rounded; of a penalty leaf positive, though it is subtracted
	Unassigned bool

	peers *peers // what Explain compares with
}

// Compute checks everything, then gives each unit its points. The error is a
// problem.List of every mistake.
func Compute(s *Sheet, units []Unit, entries []Entry, marks []Mark) (*Result, error) {
	if err := Check(s, units, entries, marks); err != nil {
		return nil, err
	}
	index := make(map[string]int, len(units))
	for i, u := range units {
		index[u.ID] = i
	}
	positions := s.leaves()
	place := make(map[string]int, len(positions))
	for i, p := range positions {
		place[p.path] = i
	}
	// By leaf, then by unit: the order in which leaders are found.
	given := make([][]*Entry, len(positions))
	marked := make([][]map[Level]*Mark, len(positions))
	for i := range positions {
		given[i] = make([]*Entry, len(units))
		marked[i] = make([]map[Level]*Mark, len(units))
	}
	for i := range entries {
		e := &entries[i]
		given[place[e.Criterion]][index[e.Unit]] = e
	}
	for i := range marks {
		m := &marks[i]
		byUnit := marked[place[m.Criterion]]
		if byUnit[index[m.Unit]] == nil {
			byUnit[index[m.Unit]] = map[Level]*Mark{}
		}
		byUnit[index[m.Unit]][m.Level] = m
	}
	r := &Result{Sheet: s, Units: make([]UnitResult, len(units))}
	for j, u := range units {
		r.Units[j] = UnitResult{Unit: u, Leaves: make([]Leaf, len(positions)), Missing: []string{}}
	}
	for i, p := range positions {
		around := p.c.peersOf(given[i], s.NoTarget)
		for j := range units {
			r.Units[j].Leaves[i] = s.leaf(p, given[i][j], marked[i][j], around)
		}
	}
	for j := range r.Units {
		s.sum(&r.Units[j])
	}
	return r, nil
}

// leaf decides the points of one leaf: the last mark, else what was computed.
func (s *Sheet) leaf(p position, e *Entry, marks map[Level]*Mark, around *peers) Leaf {
	leaf := Leaf{
		Path: p.path, Top: p.top, Criterion: p.c, Entry: e, Marks: marks,
		Points: new(big.Rat), Unassigned: e != nil && e.Unassigned, peers: around,
	}
	got := p.c.compute(e, around, s.Unassigned)
	leaf.Case, leaf.Exact = got.what, got.points
	if got.points != nil {
		leaf.Computed = Round(got.points, s.Decimals)
		leaf.Points = leaf.Computed
	}
	for _, level := range Levels {
		if m := marks[level]; m != nil {
			leaf.Level = level
			leaf.Points = Round(m.Points, s.Decimals)
		}
	}
	if leaf.Case == CaseMissing && leaf.Level != "" {
		leaf.Case = p.c.ownCase()
	}
	return leaf
}

// sum fills the totals of a unit from its leaves.
func (s *Sheet) sum(u *UnitResult) {
	u.AssignedMax = new(big.Rat)
	for i := range u.Leaves {
		leaf := &u.Leaves[i]
		if leaf.Case == CaseMissing {
			u.Missing = append(u.Missing, leaf.Path)
		}
		if leaf.Criterion.Counts() && (!leaf.Unassigned || s.Unassigned == FullMark) {
			u.AssignedMax.Add(u.AssignedMax, leaf.Criterion.Max)
		}
	}
	u.Provisional = len(u.Missing) > 0
	u.Total = s.net(u.Leaves, (*Leaf).points)
}

func (l *Leaf) points() *big.Rat { return l.Points }

// selfPoints is the self-score of a leaf, else its computed points, else 0.
func (l *Leaf) selfPoints(decimals int) *big.Rat {
	switch {
	case l.Marks[Self] != nil:
		return Round(l.Marks[Self].Points, decimals)
	case l.Computed != nil:
		return l.Computed
	default:
		return new(big.Rat)
	}
}

// net adds leaves: bonus under its cap, penalty taken away.
func (s *Sheet) net(leaves []Leaf, points func(*Leaf) *big.Rat) *big.Rat {
	total, bonus := new(big.Rat), new(big.Rat)
	for i := range leaves {
		leaf := &leaves[i]
		switch leaf.Criterion.Kind {
		case Bonus:
			bonus.Add(bonus, points(leaf))
		case Penalty:
			total.Sub(total, points(leaf))
		default:
			total.Add(total, points(leaf))
		}
	}
	return total.Add(total, s.capped(bonus))
}

// capped bounds a sum of bonus points by the sheet's cap.
func (s *Sheet) capped(bonus *big.Rat) *big.Rat {
	if s.BonusCap == nil {
		return bonus
	}
	return least(bonus, s.BonusCap)
}

// Percent is the exact 100 × total / assigned maximum, or nil when nothing was
// assigned.
func (u *UnitResult) Percent() *big.Rat {
	if u.AssignedMax.Sign() == 0 {
		return nil
	}
	p := new(big.Rat).Quo(u.Total, u.AssignedMax)
	return p.Mul(p, big.NewRat(100, 1))
}

// TieValue is what a unit has on one of the sheet's tie-breaks; higher is
// better. A parent is the sum of its leaves and a penalty leaf counts negative.
func (s *Sheet) TieValue(u *UnitResult, name string) *big.Rat {
	switch name {
	case TieSelfTotal:
		return s.net(u.Leaves, func(l *Leaf) *big.Rat { return l.selfPoints(s.Decimals) })
	case TieBonus:
		return s.net(slices.DeleteFunc(slices.Clone(u.Leaves), func(l Leaf) bool { return l.Criterion.Kind != Bonus }), (*Leaf).points)
	}
	within := slices.DeleteFunc(slices.Clone(u.Leaves), func(l Leaf) bool { return !inSubtree(l.Path, name) })
	if len(within) == 1 && within[0].Path == name && within[0].Criterion.Kind == Bonus {
		return within[0].Points // the cap limits a sum of bonus leaves, not one leaf
	}
	return s.net(within, (*Leaf).points)
}

// inSubtree reports whether a path is the root or stands below it.
func inSubtree(path, root string) bool {
	return path == root || len(path) > len(root) && path[:len(root)] == root && path[len(root)] == '/'
}

// Groups splits the total of a unit into the parts of the certificate: one for
// each top criterion without its bonus and penalty leaves, then all bonus
// (capped), then all penalty (negative). They add up to the total.
func (s *Sheet) Groups(u *UnitResult) []*big.Rat {
	groups := make([]*big.Rat, len(s.Criteria)+2)
	for i := range groups {
		groups[i] = new(big.Rat)
	}
	bonus, penalty := len(s.Criteria), len(s.Criteria)+1
	for i := range u.Leaves {
		leaf := &u.Leaves[i]
		switch leaf.Criterion.Kind {
		case Bonus:
			groups[bonus].Add(groups[bonus], leaf.Points)
		case Penalty:
			groups[penalty].Sub(groups[penalty], leaf.Points)
		default:
			groups[leaf.Top].Add(groups[leaf.Top], leaf.Points)
		}
	}
	groups[bonus] = s.capped(groups[bonus])
	return groups
}
