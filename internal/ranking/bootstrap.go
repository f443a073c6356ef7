package ranking

import (
	"math/rand/v2"
	"slices"
)

// Estimate is a figure with the bounds between which 95 in 100 resamples fell.
type Estimate struct{ Value, Low, High float64 }

// Resamples is how often the bootstrap draws the units anew.
const Resamples = 2_000

// Seed begins every draw of the certificate. It is fixed in the program, so
// that nobody can choose the seed that suits him.
const Seed = 2022

// The parts that draw, each from a source of its own, so that the figures of one
// do not move when another draws more.
const (
	drawsOfBootstrap uint64 = 1 + iota
	drawsOfReciprocity
	drawsOfIntervals
)

func draws(part uint64) *rand.Rand { return rand.New(rand.NewPCG(Seed, part)) }

// resample draws units anew, each with all it gave and got (Snijders and
// Borgatti, Connections 22(2), 1999, 161–170). What a unit that came twice would
// give itself has never been marked; there stand the unit's own effects and the
// residuals of a pair drawn by lot, since whole marks of other units would count
// their raters' generosity as residuals.
func resample(rng *rand.Rand, x square, e effects) square {
	n := len(x)
	from := make([]int, n)
	for i := range from {
		from[i] = rng.IntN(n)
	}
	y := newSquare(n)
	for i := range y {
		for j := range i {
			p, q := from[i], from[j]
			if p != q {
				y[i][j], y[j][i] = x[p][q], x[q][p]
				continue
			}
			k, l := rng.IntN(n), rng.IntN(n-1)
			if l >= k {
				l++
			}
			own := e.mean + e.rater[p] + e.unit[p]
			y[i][j], y[j][i] = own+e.residual[k][l], own+e.residual[l][k]
		}
	}
	return y
}

// resampled is what the bootstrap saw: of each figure the values, sorted.
type resampled struct{ alpha, rater, unit, pair []float64 }

// bootstrap resamples a round robin of at least three units; with fewer than
// four there are no shares.
func bootstrap(x square, e effects) resampled {
	rng := draws(drawsOfBootstrap)
	var r resampled
	for range Resamples {
		y := resample(rng, x, e)
		if a, ok := alpha(y); ok {
			r.alpha = append(r.alpha, a)
		}
		if len(x) < leastForComponents {
			continue
		}
		rater, unit, pair := variancesOf(split(y)).shares()
		r.rater, r.unit, r.pair = append(r.rater, rater), append(r.unit, unit), append(r.pair, pair)
	}
	for _, values := range [][]float64{r.alpha, r.rater, r.unit, r.pair} {
		slices.Sort(values)
	}
	return r
}

// around puts the middle 95 % of sorted values about a figure; the figure itself
// where nothing could be resampled.
func around(value float64, sorted []float64) Estimate {
	if len(sorted) == 0 {
		return Estimate{value, value, value}
	}
	at := func(per1000 int) float64 { return sorted[(len(sorted)-1)*per1000/1000] }
	return Estimate{value, at(25), at(975)}
}
