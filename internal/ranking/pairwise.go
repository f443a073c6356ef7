package ranking

import "math/big"

// MaxPairwise is the most units for which the exact pairwise order is computed:
// the work doubles with each unit more.
const MaxPairwise = 18

// PairwiseOrder is an order of the units that goes against the fewest opinions.
type PairwiseOrder struct {
	Order []string
	Cost  *big.Rat // opinions that disagree with the order, a tie counting ½
}

// Pairwise decides each pair by the raters outside it, then finds the Kemeny
// order exactly, by dynamic programming over subsets; among equal optima the
// first by ids. It returns nil for more than MaxPairwise units.
func (t *Table) Pairwise() *PairwiseOrder {
	n := len(t.ids)
	if n > MaxPairwise {
		return nil
	}
	against := t.opinions()
	// cost[set] is the least cost among the units of the set, in half opinions.
	cost := make([]int32, 1<<n)
	for set := 1; set < len(cost); set++ {
		cost[set] = -1
		for a := range n {
			if set&(1<<a) == 0 {
				continue
			}
			if c := headCost(against, a, set) + cost[set&^(1<<a)]; cost[set] < 0 || c < cost[set] {
				cost[set] = c
			}
		}
	}
	full := len(cost) - 1
	result := &PairwiseOrder{Cost: big.NewRat(int64(cost[full]), 2)}
	for set := full; set != 0; {
		for a := range n { // ids are sorted, so the first that fits is the first by id
			if set&(1<<a) != 0 && headCost(against, a, set)+cost[set&^(1<<a)] == cost[set] {
				result.Order = append(result.Order, t.ids[a])
				set &^= 1 << a
				break
			}
		}
	}
	return result
}

// headCost is what disagrees with putting unit a before the rest of a set.
func headCost(against [][]int32, a, set int) int32 {
	var c int32
	for b := range against {
		if b != a && set&(1<<b) != 0 {
			c += against[a][b]
		}
	}
	return c
}

// opinions counts, in halves, the raters outside each pair who disagree with
// "a before b".
func (t *Table) opinions() [][]int32 {
	against := make([][]int32, len(t.ids))
	for a := range t.ids {
		against[a] = make([]int32, len(t.ids))
		for b := range t.ids {
			for rater := range t.ids {
				if a == b || rater == a || rater == b {
					continue
				}
				// 0 when the rater puts a higher, 1 when equal, 2 when b higher.
				against[a][b] += int32(1 + t.mark[rater][b].Cmp(t.mark[rater][a]))
			}
		}
	}
	return against
}

// PairwiseBound is a number of disagreeing opinions below which no order can
// come, for a cluster too large for Pairwise.
func (t *Table) PairwiseBound() *big.Rat {
	against := t.opinions()
	var sum int64
	for a := range against {
		for b := range a {
			sum += int64(min(against[a][b], against[b][a]))
		}
	}
	return big.NewRat(sum, 2)
}
