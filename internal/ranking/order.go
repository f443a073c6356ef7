package ranking

import (
	"cmp"
	"math/big"
	"slices"

	"giaouoc/internal/scoring"
)

// Standing is the place of one unit.
type Standing struct {
	Unit        string   // id
	Group       string   // among which it is ranked
	Rank        int      // from 1, shared by equals; 0 for a unit without a rank
	Value       *big.Rat // what it is ranked by; nil for a unit without one
	TieUsed     string   // the tie-break that separated it from a neighbour, else empty
	Provisional bool
}

// Of ranks a computed sheet, each group of units for itself; standings come in the
// order of the units. A disqualified unit has no rank, nor has one to which nothing
// was assigned.
func Of(r *scoring.Result) []Standing {
	groups := map[string][]int{}
	for i := range r.Units {
		g := r.Units[i].Unit.Group
		groups[g] = append(groups[g], i)
	}
	standings := make([]Standing, len(r.Units))
	for group, at := range groups {
		candidates := make([]candidate, len(at))
		for n, i := range at {
			candidates[n] = candidateOf(r, &r.Units[i])
		}
		for n, st := range order(candidates, r.Sheet.TieBreak) {
			st.Group, st.Provisional = group, r.Units[at[n]].Provisional
			standings[at[n]] = st
		}
	}
	return standings
}

func candidateOf(r *scoring.Result, u *scoring.UnitResult) candidate {
	c := candidate{id: u.Unit.ID, value: u.Total}
	if r.Sheet.RankBy == scoring.ByPercent {
		c.value = u.Percent()
	}
	if !ranked(u) {
		c.value = nil
	}
	for _, name := range r.Sheet.TieBreak {
		c.ties = append(c.ties, r.Sheet.TieValue(u, name))
	}
	return c
}

// Placings are the standings as they are published, in the order of the units.
func Placings(r *scoring.Result) []scoring.Placing {
	standings := Of(r)
	list := make([]scoring.Placing, len(standings))
	for i, s := range standings {
		list[i] = scoring.Placing{Rank: s.Rank, TieUsed: s.TieUsed}
	}
	return list
}

// grouped reports whether the units are ranked in several groups.
func grouped(r *scoring.Result) bool {
	return slices.ContainsFunc(r.Units, func(u scoring.UnitResult) bool { return u.Unit.Group != r.Units[0].Unit.Group })
}

// ranked reports whether a unit takes part in the ranking.
func ranked(u *scoring.UnitResult) bool {
	return u.Unit.Disqualified == nil && u.AssignedMax.Sign() != 0
}

// candidate is one unit to be put in order; a nil value leaves it out.
type candidate struct {
	id    string
	value *big.Rat
	ties  []*big.Rat // as many as there are tie-breaks
}

// compare puts the better candidate first; equals by value and every tie-break
// are 0. The second number is the tie-break that decided, -1 when none did.
func (a candidate) compare(b candidate) (int, int) {
	if c := b.value.Cmp(a.value); c != 0 {
		return c, -1
	}
	for i := range a.ties {
		if c := b.ties[i].Cmp(a.ties[i]); c != 0 {
			return c, i
		}
	}
	return 0, -1
}

// order gives each candidate its rank, in the order in which they came.
func order(candidates []candidate, names []string) []Standing {
	standings := make([]Standing, len(candidates))
	var sorted []int
	for i, c := range candidates {
		standings[i] = Standing{Unit: c.id, Value: c.value}
		if c.value != nil {
			sorted = append(sorted, i)
		}
	}
	slices.SortStableFunc(sorted, func(i, j int) int {
		c, _ := candidates[i].compare(candidates[j])
		return c
	})
	// Groups of equals: each begins at a rank, and is separated from the group
	// before it by value or by a tie-break.
	var groups [][]int
	for _, i := range sorted {
		if n := len(groups); n > 0 {
			if c, _ := candidates[groups[n-1][0]].compare(candidates[i]); c == 0 {
				groups[n-1] = append(groups[n-1], i)
				continue
			}
		}
		groups = append(groups, []int{i})
	}
	rank := 1
	for g, group := range groups {
		used := -1
		if g > 0 {
			_, used = candidates[groups[g-1][0]].compare(candidates[group[0]])
		}
		if used < 0 && g+1 < len(groups) {
			_, used = candidates[group[0]].compare(candidates[groups[g+1][0]])
		}
		for _, i := range group {
			standings[i].Rank = rank
			if used >= 0 {
				standings[i].TieUsed = names[used]
			}
		}
		rank += len(group)
	}
	return standings
}

// byTotal lists the ranked units by group, total, then tie-breaks, then id: the
// order the margins go by, whatever the sheet ranks by.
func byTotal(r *scoring.Result) []*scoring.UnitResult {
	type row struct {
		candidate
		unit *scoring.UnitResult
	}
	var rows []row
	for i := range r.Units {
		u := &r.Units[i]
		if !ranked(u) {
			continue
		}
		c := candidate{id: u.Unit.ID, value: u.Total}
		for _, name := range r.Sheet.TieBreak {
			c.ties = append(c.ties, r.Sheet.TieValue(u, name))
		}
		rows = append(rows, row{c, u})
	}
	slices.SortFunc(rows, func(a, b row) int {
		if c := cmp.Compare(a.unit.Unit.Group, b.unit.Unit.Group); c != 0 {
			return c
		}
		if c, _ := a.compare(b.candidate); c != 0 {
			return c
		}
		return cmp.Compare(a.id, b.id)
	})
	units := make([]*scoring.UnitResult, len(rows))
	for i, row := range rows {
		units[i] = row.unit
	}
	return units
}
