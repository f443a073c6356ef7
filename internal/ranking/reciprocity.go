package ranking

import "math"

// Reciprocity says whether two units give each other more, or less, than both
// give and get elsewhere (có đi có lại).
//
// The marks are double-centred: what a rater gives all and what a unit gets from
// all is taken away. A Mantel test then holds the residuals against themselves
// turned over, under relabellings of the units. The statistic is Σ g_ij·g_π(j)π(i)
// over its own estimated deviation, the terms where a residual meets itself left
// out. Dividing matters: unrelabelled, each product of a pair stands in the sum
// twice, so the plain sum scatters √2 times as wide as under a relabelling, and
// would raise a false alarm twice as often as it says. The test is one-sided:
// favour for favour and slight for slight both make it large.
type Reciprocity struct {
	Correlation  float64 // of the two residuals of a pair, −1 to 1
	P            float64 // share of relabellings with a statistic as large or larger
	Relabellings int
	Every        bool // all relabellings were tried, not drawn
}

// maxEvery is the most units for which every relabelling is tried.
const maxEvery = 8

// relabellings is how many are drawn for more units.
const relabellings = 9_999

// reciprocity tests residuals of at least four units, some of them not 0.
func reciprocity(residual square, v variances) Reciprocity {
	n := len(residual)
	same := make([]int, n)
	for i := range same {
		same[i] = i
	}
	seen := turned(residual, same)
	// Sums of the same terms in another order differ in their last digits; as
	// large as within those digits counts as as large.
	least := seen - 1e-9*(1+math.Abs(seen))
	r := Reciprocity{Correlation: v.pairBack / v.pair}
	as := 0
	if n <= maxEvery {
		r.Every = true
		permute(same, func(to []int) {
			r.Relabellings++
			if turned(residual, to) >= least {
				as++
			}
		})
		r.P = float64(as) / float64(r.Relabellings)
		return r
	}
	rng := draws(drawsOfReciprocity)
	r.Relabellings = relabellings
	for range relabellings {
		rng.Shuffle(n, func(i, j int) { same[i], same[j] = same[j], same[i] })
		if turned(residual, same) >= least {
			as++
		}
	}
	r.P = float64(as+1) / float64(relabellings+1)
	return r
}

// turned is the statistic under a relabelling.
func turned(g square, to []int) float64 {
	var sum, spread float64
	for i := range g {
		row, ti := g[i], to[i]
		for j := range g {
			tj := to[j]
			if i == j || tj == i && ti == j {
				continue
			}
			q := row[j] * g[tj][ti]
			sum += q
			if to[ti] == i && to[tj] == j {
				spread += 2 * q * q // the same product comes twice, and (2q)² = 2·2q²
			} else {
				spread += q * q
			}
		}
	}
	if spread == 0 {
		return 0
	}
	return sum / math.Sqrt(spread)
}

// permute calls with every order of the list, the list's own first; the list is
// left as it was.
func permute(list []int, call func([]int)) {
	var from func(int)
	from = func(k int) {
		if k == len(list) {
			call(list)
			return
		}
		for i := k; i < len(list); i++ {
			list[k], list[i] = list[i], list[k]
			from(k + 1)
			list[k], list[i] = list[i], list[k]
		}
	}
	from(0)
}
