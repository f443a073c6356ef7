package ranking

import (
	"cmp"
	"math/big"
	"slices"
)

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
	heads := newHeads(t.opinions())
	// cost[set] is the least cost among the units of the set, in half opinions.
	cost := make([]int32, 1<<n)
	for set := 1; set < len(cost); set++ {
		cost[set] = -1
		for a := range n {
			if set&(1<<a) == 0 {
				continue
			}
			if c := heads.cost(a, set) + cost[set&^(1<<a)]; cost[set] < 0 || c < cost[set] {
				cost[set] = c
			}
		}
	}
	full := len(cost) - 1
	result := &PairwiseOrder{Cost: big.NewRat(int64(cost[full]), 2)}
	for set := full; set != 0; {
		for a := range n { // ids are sorted, so the first that fits is the first by id
			if set&(1<<a) != 0 && heads.cost(a, set)+cost[set&^(1<<a)] == cost[set] {
				result.Order = append(result.Order, t.ids[a])
				set &^= 1 << a
				break
			}
		}
	}
	return result
}

// heads holds what disagrees with putting a unit before those of a set, summed
// beforehand for the sets of the first units and for those of the others.
type heads struct{ first, others [][]int32 }

// firstUnits is half of MaxPairwise, so that both tables are small.
const firstUnits = MaxPairwise / 2

func newHeads(against [][]int32) heads {
	n := len(against)
	first := min(n, firstUnits)
	var h heads
	for _, row := range against {
		h.first = append(h.first, subsetSums(row[:first]))
		h.others = append(h.others, subsetSums(row[first:]))
	}
	return h
}

// subsetSums is the sum of each subset of a list, by its bits.
func subsetSums(list []int32) []int32 {
	sums := make([]int32, 1, 1<<len(list))
	for _, x := range list {
		for _, sum := range sums { // ranges over the sums without x
			sums = append(sums, sum+x)
		}
	}
	return sums
}

// cost is what disagrees with putting unit a before the rest of a set; nothing
// disagrees with a itself.
func (h heads) cost(a, set int) int32 {
	return h.first[a][set&(1<<firstUnits-1)] + h.others[a][set>>firstUnits]
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

// Opinions are those of the raters outside a pair, a tie counting ½ for each.
type Opinions struct {
	Above, Below string // ids
	For, Against *big.Rat
}

// Neighbours counts the opinions on each unit of an order and the next.
func (t *Table) Neighbours(order []string) []Opinions {
	against := t.opinions()
	var all []Opinions
	for i := 1; i < len(order); i++ {
		a, b := slices.Index(t.ids, order[i-1]), slices.Index(t.ids, order[i])
		all = append(all, Opinions{
			Above: order[i-1], Below: order[i],
			For: big.NewRat(int64(against[b][a]), 2), Against: big.NewRat(int64(against[a][b]), 2),
		})
	}
	return all
}

// Matrix counts the opinions on every pair of units, in an order of ids: how many
// put the unit of the row before the unit of the column. The diagonal is nil.
func (t *Table) Matrix(order []string) [][]*big.Rat {
	against := t.opinions()
	rows := make([][]*big.Rat, len(order))
	for i, a := range order {
		rows[i] = make([]*big.Rat, len(order))
		for j, b := range order {
			if i != j {
				rows[i][j] = big.NewRat(int64(against[slices.Index(t.ids, b)][slices.Index(t.ids, a)]), 2)
			}
		}
	}
	return rows
}

// PairwiseBound is what can be said of the pairwise order of a cluster too large
// for Pairwise: no order costs less than Low, and Order costs High.
type PairwiseBound struct {
	Low, High *big.Rat
	Order     []string
}

// PairwiseBound takes the smaller side of every pair for Low. Order begins with
// the units that fewest opinions go against, equals by id, and moves single
// units to better places until none is left.
func (t *Table) PairwiseBound() PairwiseBound {
	against := t.opinions()
	order := make([]int, len(t.ids))
	total := make([]int32, len(t.ids))
	var low int64
	for a := range against {
		order[a] = a
		for b := range against {
			total[a] += against[a][b]
			if b < a {
				low += int64(min(against[a][b], against[b][a]))
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(total[a], total[b]) })
	for moveOne(against, order) {
	}
	bound := PairwiseBound{Low: big.NewRat(low, 2)}
	var high int64
	for i, a := range order {
		bound.Order = append(bound.Order, t.ids[a])
		for _, b := range order[i+1:] {
			high += int64(against[a][b])
		}
	}
	bound.High = big.NewRat(high, 2)
	return bound
}

// moveOne makes the first move of one unit that lowers the cost, to the place
// where it lowers it most; false when there is none.
func moveOne(against [][]int32, order []int) bool {
	for i, unit := range order {
		best, bestAt := int32(0), i
		for _, step := range []int{-1, 1} {
			var change int32
			for j := i + step; j >= 0 && j < len(order); j += step {
				other := order[j]
				if step < 0 { // unit goes before other
					change += against[unit][other] - against[other][unit]
				} else {
					change += against[other][unit] - against[unit][other]
				}
				if change < best {
					best, bestAt = change, j
				}
			}
		}
		if bestAt != i {
			copy(order, slices.Insert(slices.Delete(slices.Clone(order), i, i+1), bestAt, unit))
			return true
		}
	}
	return false
}
