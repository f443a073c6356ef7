package ranking

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"giaouoc/internal/scoring"
)

// Intervals say between which ranks each unit moves when the choices that every
// sum of unlike things has to make are made otherwise (khoảng hạng): the weights
// of the top-level groups, how their points are brought to one scale, and how
// they are put together. It is the uncertainty analysis of the Handbook on
// Constructing Composite Indicators (OECD and JRC, 2008, step 7), by Monte Carlo.
//
// Each draw multiplies every group's weight by a factor uniform between 0.75 and
// 1.25 of its own, and takes one of five ways with equal chance: points as a
// share of the maximum, as a place between the lowest and the highest unit, or
// in standard deviations, added up; or one of the first two multiplied
// (geometric mean), where nothing counts less than one hundredth. Bonus and
// penalty stay what they are, added and subtracted after the groups, but vary
// in weight and scale like them. The maximum is the official weight; a sheet
// ranked by percent has each unit's own assigned maximum.
type Intervals struct {
	Draws int
	Units []Interval // in the official order
}

// Interval is where one unit came in nine draws of ten.
type Interval struct {
	Unit              string  // id
	Rank              int     // the official one
	Low, Median, High int     // ranks; Low is the better
	First             float64 // share of draws in which it came first, alone or level
}

// Draws is how often the ranking is made anew.
const Draws = 10_000

// widest is the most by which a weight is changed, as a share of itself.
const widest = 0.25

// RankIntervals draws for the units that are ranked; nil when fewer than two are,
// and when they are ranked in several groups.
func RankIntervals(r *scoring.Result) *Intervals {
	units := byTotal(r)
	if len(units) < 2 || grouped(r) {
		return nil
	}
	s := newSimulation(r, units)
	rng := draws(drawsOfIntervals)
	came := make([][]int, len(units)) // came[unit][rank−1]
	for i := range came {
		came[i] = make([]int, len(units))
	}
	factor := make([]float64, s.groups+2)
	for range Draws {
		way := ways[rng.IntN(len(ways))]
		for k := range factor {
			factor[k] = 1 + widest*(2*rng.Float64()-1)
		}
		values := s.values(way, factor)
		for i := range values {
			better := 0
			for j := range values {
				if values[j] > values[i] {
					better++
				}
			}
			came[i][better]++
		}
	}
	rank := map[string]int{}
	for _, standing := range Of(r) {
		rank[standing.Unit] = standing.Rank
	}
	result := &Intervals{Draws: Draws}
	for i, u := range units {
		result.Units = append(result.Units, Interval{
			Unit: u.Unit.ID, Rank: rank[u.Unit.ID],
			Low: rankAt(came[i], Draws*5/100), Median: rankAt(came[i], Draws/2), High: rankAt(came[i], Draws*95/100),
			First: float64(came[i][0]) / Draws,
		})
	}
	slices.SortStableFunc(result.Units, func(a, b Interval) int { return cmp.Compare(a.Rank, b.Rank) })
	return result
}

// rankAt is the rank of the draw that stands at a place among all draws, the
// best first, from 1.
func rankAt(came []int, place int) int {
	for rank, n := range came {
		if place -= n; place <= 0 {
			return rank + 1
		}
	}
	return len(came)
}

// way is one way of bringing groups to one scale and putting them together.
type way struct {
	scale     int
	geometric bool
}

// The scales.
const (
	byShare = iota
	byRange
	byDeviation
	scales
)

// ways leaves out products of deviations, which may be negative.
var ways = []way{{scale: byShare}, {scale: byRange}, {scale: byDeviation}, {byShare, true}, {byRange, true}}

// leastValue is what a group counts at least in a product, where 0 would wipe
// out all others.
const leastValue = 0.01

// simulation holds the figures of the ranked units once for all draws.
type simulation struct {
	groups int         // without bonus and penalty, which stand behind them
	weight [][]float64 // weight[unit][group]: the maximum, 0 where the unit has none
	base   []float64   // base[unit]: the sum of its weights without bonus and penalty
	value  [scales][][]float64
	log    [scales][][]float64
}

func newSimulation(r *scoring.Result, units []*scoring.UnitResult) *simulation {
	s := &simulation{groups: len(r.Sheet.Criteria), base: make([]float64, len(units))}
	full, own := maxima(r.Sheet, units)
	var share [][]float64
	for i, u := range units {
		weight := full
		if r.Sheet.RankBy == scoring.ByPercent {
			weight = own[i]
		}
		row, floats := make([]float64, s.groups+2), make([]float64, s.groups+2)
		for k, points := range r.Sheet.Groups(u) {
			if weight[k].Sign() == 0 {
				continue
			}
			row[k], _ = new(big.Rat).Quo(points, weight[k]).Float64()
			floats[k], _ = weight[k].Float64()
			if k < s.groups {
				s.base[i] += floats[k]
			}
		}
		share = append(share, row)
		s.weight = append(s.weight, floats)
	}
	s.value[byShare] = share
	s.value[byRange], s.value[byDeviation] = s.rescaled()
	for _, scale := range []int{byShare, byRange} {
		for _, row := range s.value[scale] {
			logs := make([]float64, s.groups)
			for k := range logs {
				x := row[k]
				if scale == byRange {
					x = leastValue + (1-leastValue)*x
				}
				logs[k] = math.Log(max(leastValue, x))
			}
			s.log[scale] = append(s.log[scale], logs)
		}
	}
	return s
}

// maxima are the most that each group of the sheet can give: to a unit to which
// all is assigned, and to each unit. Bonus is bounded by its cap.
func maxima(sheet *scoring.Sheet, units []*scoring.UnitResult) (full []*big.Rat, own [][]*big.Rat) {
	bonus, penalty := len(sheet.Criteria), len(sheet.Criteria)+1
	for _, u := range units {
		all, mine := make([]*big.Rat, penalty+1), make([]*big.Rat, penalty+1)
		for k := range all {
			all[k], mine[k] = new(big.Rat), new(big.Rat)
		}
		for i := range u.Leaves {
			leaf := &u.Leaves[i]
			k := leaf.Top()
			switch leaf.Criterion.Kind {
			case scoring.Bonus:
				k = bonus
			case scoring.Penalty:
				k = penalty
			}
			all[k].Add(all[k], leaf.Criterion.Max)
			if k >= bonus || !leaf.Unassigned || sheet.Unassigned == scoring.FullMark {
				mine[k].Add(mine[k], leaf.Criterion.Max)
			}
		}
		if c := sheet.BonusCap; c != nil && c.Cmp(all[bonus]) < 0 {
			all[bonus], mine[bonus] = c, c
		}
		full, own = all, append(own, mine)
	}
	return full, own
}

// rescaled brings the shares of each group to the range and to the deviations of
// the units that have the group.
func (s *simulation) rescaled() (ranges, deviations [][]float64) {
	share := s.value[byShare]
	for range share {
		ranges, deviations = append(ranges, make([]float64, s.groups+2)), append(deviations, make([]float64, s.groups+2))
	}
	for k := range s.groups + 2 {
		low, high, sum, n := math.Inf(1), math.Inf(-1), 0.0, 0.0
		for i := range share {
			if s.weight[i][k] > 0 {
				low, high = min(low, share[i][k]), max(high, share[i][k])
				sum += share[i][k]
				n++
			}
		}
		if low >= high {
			continue // one unit, or all level: nothing to tell apart
		}
		squares := 0.0
		for i := range share {
			if s.weight[i][k] > 0 {
				squares += (share[i][k] - sum/n) * (share[i][k] - sum/n)
			}
		}
		for i := range share {
			if s.weight[i][k] > 0 {
				ranges[i][k] = (share[i][k] - low) / (high - low)
				deviations[i][k] = (share[i][k] - sum/n) / math.Sqrt(squares/n)
			}
		}
	}
	return ranges, deviations
}

// values is what each unit comes to in one way and with one factor for each
// group; with factors of 1, by share and added up, it is the official value in
// parts of the maximum.
func (s *simulation) values(w way, factor []float64) []float64 {
	values := make([]float64, len(s.base))
	table := s.value[w.scale]
	if w.geometric {
		table = s.log[w.scale]
	}
	for i := range values {
		sum, weights := 0.0, 0.0
		for k := range s.groups {
			weight := s.weight[i][k] * factor[k]
			sum += weight * table[i][k]
			weights += weight
		}
		sum /= weights
		if w.geometric {
			sum = math.Exp(sum)
		}
		for k := s.groups; k < s.groups+2; k++ {
			sum += s.weight[i][k] * factor[k] * s.value[w.scale][i][k] / s.base[i]
		}
		values[i] = sum
	}
	return values
}
