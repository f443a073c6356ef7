package ranking

import "math/big"

// Components splits the variance of the marks as the social relations model
// does: x_ij = μ + a_i + b_j + g_ij, where rater i's a is how generous it is to
// all (độ nghiêm), unit j's b is what all give it alike, and g is what this
// rater gives this unit beyond both, chance included. Variances are in squared
// points; an estimate below zero, which chance allows, counts 0 in the shares.
//
// The estimators are those of Warner, Kenny and Stoto (Journal of Personality
// and Social Psychology 37, 1979, 1742–1757; also Kenny, Kashy and Cook, Dyadic
// Data Analysis, 2006, chapter 8): unbiased, from the squares of the effects
// and from sums and differences of the two residuals of each pair.
//
// Only the shares have intervals: resampled variances cover too seldom in a
// cluster of a dozen units.
type Components struct {
	Rater, Unit, Pair                float64
	RaterShare, UnitShare, PairShare Estimate // of the sum of the three, 0 to 1
}

// leastForComponents is the fewest units of which the squares of a pair's sums
// and differences can be told apart.
const leastForComponents = 4

// square is a round robin in floats; the diagonal is not used.
type square [][]float64

func newSquare(n int) square {
	s := make(square, n)
	for i := range s {
		s[i] = make([]float64, n)
	}
	return s
}

// effects are the least-squares parts of a round robin.
type effects struct {
	mean        float64
	rater, unit []float64
	residual    square
}

// split double-centres a round robin of at least three units.
func split(x square) effects {
	n := float64(len(x))
	e := effects{rater: make([]float64, len(x)), unit: make([]float64, len(x)), residual: newSquare(len(x))}
	given, received := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		for j := range x {
			if i != j {
				given[i] += x[i][j]
				received[j] += x[i][j]
				e.mean += x[i][j]
			}
		}
	}
	e.mean /= n * (n - 1)
	for i := range x {
		e.rater[i] = ((n-1)*given[i]+received[i])/(n*(n-2)) - e.mean*(n-1)/(n-2)
		e.unit[i] = ((n-1)*received[i]+given[i])/(n*(n-2)) - e.mean*(n-1)/(n-2)
	}
	for i := range x {
		for j := range x {
			if i != j {
				e.residual[i][j] = x[i][j] - e.mean - e.rater[i] - e.unit[j]
			}
		}
	}
	return e
}

// variances are the estimates of one round robin: of a, b, g, of a with b of
// the same unit, and of the two residuals of a pair.
type variances struct{ rater, unit, pair, raterUnit, pairBack float64 }

// variancesOf estimates from the effects of at least four units.
func variancesOf(e effects) variances {
	n := float64(len(e.rater))
	var sums, differences, aa, bb, ab float64
	for i := range e.residual {
		aa += e.rater[i] * e.rater[i]
		bb += e.unit[i] * e.unit[i]
		ab += e.rater[i] * e.unit[i]
		for j := range i {
			s, d := e.residual[i][j]+e.residual[j][i], e.residual[i][j]-e.residual[j][i]
			sums += s * s / 2
			differences += d * d / 2
		}
	}
	sums /= n * (n - 3) / 2
	differences /= (n - 1) * (n - 2) / 2
	v := variances{pair: (sums + differences) / 2, pairBack: (sums - differences) / 2}
	v.rater = aa/(n-1) - (v.pair*(n-1)+v.pairBack)/(n*(n-2))
	v.unit = bb/(n-1) - (v.pair*(n-1)+v.pairBack)/(n*(n-2))
	v.raterUnit = ab/(n-1) - (v.pairBack*(n-1)+v.pair)/(n*(n-2))
	return v
}

// shares are of the sum of the three, negatives as 0; all 0 when there is none.
func (v variances) shares() (rater, unit, pair float64) {
	rater, unit, pair = max(0, v.rater), max(0, v.unit), max(0, v.pair)
	sum := rater + unit + pair
	if sum == 0 {
		return 0, 0, 0
	}
	return rater / sum, unit / sum, pair / sum
}

// floats are the marks as a square, less the mean of all marks so that large
// marks lose no digits.
func (t *Table) floats() square {
	n := len(t.ids)
	x := newSquare(n)
	sum := new(big.Rat)
	for rater := range t.ids {
		sum.Add(sum, t.handed(rater))
	}
	mean := sum.Quo(sum, big.NewRat(int64(n*(n-1)), 1))
	for i := range t.ids {
		for j := range t.ids {
			if i != j {
				x[i][j], _ = new(big.Rat).Sub(t.mark[i][j], mean).Float64()
			}
		}
	}
	return x
}

// remains reports whether some mark is not its rater's part plus its unit's
// part, for four units or more: two raters then differ by something else on one
// unit than on another.
func (t *Table) remains() bool {
	n := len(t.ids)
	for i := range n {
		for k := range i {
			var first *big.Rat // x_ij − x_kj must be the same for every unit j
			for j := range n {
				if j == i || j == k {
					continue
				}
				d := new(big.Rat).Sub(t.mark[i][j], t.mark[k][j])
				if first == nil {
					first = d
				} else if d.Cmp(first) != 0 {
					return true
				}
			}
		}
	}
	return false
}
