package ranking

import (
	"math/big"
	"slices"
)

// Coalition is the smallest set of raters that could have changed the first
// place by the plain mean of marks received.
type Coalition struct {
	First  string   // the first by that mean, equals by id
	Raters []string // ids, sorted; the first in dictionary order among the smallest sets; empty when none can
}

// Coalition lets raters set their marks freely between low and high, both
// included, so that some unit comes level with or above the first. The rule is
// linear in the marks, so taking the raters who gain most is exact. The table
// holds at least one unit and no mark outside the bounds; without bounds (nil)
// only First is found.
func (t *Table) Coalition(low, high *big.Rat) Coalition {
	first := 0
	for i := range t.ids {
		if t.received(i).Cmp(t.received(first)) > 0 {
			first = i
		}
	}
	c := Coalition{First: t.ids[first]}
	if low == nil || high == nil {
		return c
	}
	var best []int
	for rival := range t.ids {
		if rival == first {
			continue
		}
		gap := new(big.Rat).Sub(t.received(first), t.received(rival))
		set := smallestSet(t.gains(first, rival, low, high), gap)
		if set != nil && (best == nil || len(set) < len(best) || len(set) == len(best) && slices.Compare(set, best) < 0) {
			best = set
		}
	}
	for _, rater := range best {
		c.Raters = append(c.Raters, t.ids[rater])
	}
	return c
}

// gains is by how much each rater alone could narrow the gap between the first
// and a rival: raise the rival's mark, lower the first's, never its own.
func (t *Table) gains(first, rival int, low, high *big.Rat) []*big.Rat {
	gains := make([]*big.Rat, len(t.ids))
	for rater := range t.ids {
		gain := new(big.Rat)
		if rater != rival {
			gain.Add(gain, new(big.Rat).Sub(high, t.mark[rater][rival]))
		}
		if rater != first {
			gain.Add(gain, new(big.Rat).Sub(t.mark[rater][first], low))
		}
		gains[rater] = gain
	}
	return gains
}

// smallestSet is the smallest non-empty set whose gains reach the gap, the first
// in dictionary order among those of its size; nil when all together do not.
func smallestSet(gains []*big.Rat, gap *big.Rat) []int {
	size := 1
	for ; size <= len(gains); size++ {
		if most(gains, size).Cmp(gap) >= 0 {
			break
		}
	}
	if size > len(gains) {
		return nil
	}
	var set []int
	reached := new(big.Rat)
	for i := 0; len(set) < size; i++ {
		// i may stand here if the best of those after it can still reach the gap.
		with := new(big.Rat).Add(reached, gains[i])
		can := new(big.Rat).Add(with, most(gains[i+1:], size-len(set)-1))
		if can.Cmp(gap) >= 0 && len(gains)-i >= size-len(set) {
			set, reached = append(set, i), with
		}
	}
	return set
}

// most is the sum of the k largest gains, or of all when there are fewer.
func most(gains []*big.Rat, k int) *big.Rat {
	sorted := slices.Clone(gains)
	slices.SortFunc(sorted, func(a, b *big.Rat) int { return b.Cmp(a) })
	sum := new(big.Rat)
	for _, g := range sorted[:min(k, len(sorted))] {
		sum.Add(sum, g)
	}
	return sum
}
