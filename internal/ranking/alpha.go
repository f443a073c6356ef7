package ranking

import "math/big"

// Alpha is Krippendorff's α of the marks, interval data: 1 − Do/De, where Do is
// the mean squared difference of two marks of the same unit and De that of any
// two marks (Krippendorff, Content Analysis, 2004, chapter 11). 1 is full
// agreement, 0 what marks given by lot would show. It is exact, and nil when all
// marks are equal, for then nothing could have differed.
func (t *Table) Alpha() *big.Rat {
	within, all := new(big.Rat), moments{sum: new(big.Rat), squares: new(big.Rat)}
	for unit := range t.ids {
		m := moments{sum: new(big.Rat), squares: new(big.Rat)}
		for rater := range t.ids {
			if x := t.mark[rater][unit]; x != nil {
				m.count++
				m.sum.Add(m.sum, x)
				m.squares.Add(m.squares, new(big.Rat).Mul(x, x))
			}
		}
		if m.count < 2 {
			continue // a mark alone agrees with nothing
		}
		within.Add(within, m.differences())
		all.count += m.count
		all.sum.Add(all.sum, m.sum)
		all.squares.Add(all.squares, m.squares)
	}
	if all.count < 2 {
		return nil
	}
	expected := all.differences()
	if expected.Sign() == 0 {
		return nil
	}
	return within.Sub(big.NewRat(1, 1), within.Quo(within, expected))
}

// moments sums up some marks.
type moments struct {
	count        int64
	sum, squares *big.Rat
}

// differences is Σ (x − y)² over the ordered pairs of m marks, by m − 1: what the
// marks of one unit add to Krippendorff's coincidences.
func (m moments) differences() *big.Rat {
	d := new(big.Rat).Mul(big.NewRat(m.count, 1), m.squares)
	d.Sub(d, new(big.Rat).Mul(m.sum, m.sum))
	return d.Mul(d, big.NewRat(2, m.count-1))
}

// alpha is the same of a complete round robin, in floats; false when all its
// marks are equal.
func alpha(x square) (float64, bool) {
	n := float64(len(x))
	var within, sum, squares float64
	for unit := range x {
		var s, q float64
		for rater := range x {
			if rater != unit {
				s += x[rater][unit]
				q += x[rater][unit] * x[rater][unit]
			}
		}
		within += 2 * ((n-1)*q - s*s) / (n - 2)
		sum += s
		squares += q
	}
	count := n * (n - 1)
	expected := 2 * (count*squares - sum*sum) / (count - 1)
	if expected <= 1e-12*squares {
		return 0, false
	}
	return 1 - within/expected, true
}
