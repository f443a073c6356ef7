package ranking

import (
	"math/big"

	"giaouoc/internal/scoring"
)

// Reweigh ranks a computed sheet as if each group of it counted so many times: one
// factor for each part of Sheet.Groups, the top-level criteria, then all bonus, then
// all penalty. It is play beside the ranking and changes nothing in the result. By
// percent, the maxima of the groups count as many times; tie-breaks stay as they are.
// Factors are not negative; all of 1 give the ranking itself.
func Reweigh(r *scoring.Result, factors []*big.Rat) []Standing {
	candidates := make([]candidate, len(r.Units))
	for i := range r.Units {
		u := &r.Units[i]
		candidates[i] = candidate{id: u.Unit.ID, value: reweighed(r.Sheet, u, factors)}
		for _, name := range r.Sheet.TieBreak {
			candidates[i].ties = append(candidates[i].ties, r.Sheet.TieValue(u, name))
		}
	}
	standings := order(candidates, r.Sheet.TieBreak)
	for i := range standings {
		standings[i].Provisional = r.Units[i].Provisional
	}
	return standings
}

// reweighed is what a unit is ranked by with the factors; nil for one without rank.
func reweighed(s *scoring.Sheet, u *scoring.UnitResult, factors []*big.Rat) *big.Rat {
	if !ranked(u) {
		return nil
	}
	total := new(big.Rat)
	for k, points := range s.Groups(u) {
		total.Add(total, new(big.Rat).Mul(points, factors[k]))
	}
	if s.RankBy != scoring.ByPercent {
		return total
	}
	most := new(big.Rat)
	for i := range u.Leaves {
		if l := &u.Leaves[i]; l.Criterion.Counts() && (!l.Unassigned || s.Unassigned == scoring.FullMark) {
			most.Add(most, new(big.Rat).Mul(l.Criterion.Max, factors[l.Top()]))
		}
	}
	if most.Sign() == 0 {
		return nil
	}
	return total.Quo(total.Mul(total, big.NewRat(100, 1)), most)
}
