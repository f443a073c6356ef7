package ranking

import (
	"math/big"

	"giaouoc/internal/scoring"
)

// Margin is the smallest relative change of the weights of the top-level groups
// that would swap two neighbours of the ranking by total (biên trọng số).
type Margin struct {
	Above, Below string   // ids
	Delta        *big.Rat // from 0 to 1; 1 when no weights can swap them; nil when they are equal in every group
}

// Margins compares each unit with the next one of its group of units in the ranking
// by total: delta is Σd / Σ|d| over the differences d of their groups of criteria.
func Margins(r *scoring.Result) []Margin {
	units := byTotal(r)
	margins := make([]Margin, 0, len(units))
	for i := 1; i < len(units); i++ {
		above, below := units[i-1], units[i]
		if above.Unit.Group != below.Unit.Group {
			continue
		}
		m := Margin{Above: above.Unit.ID, Below: below.Unit.ID}
		net, gross := new(big.Rat), new(big.Rat)
		theirs := r.Sheet.Groups(below)
		for g, ours := range r.Sheet.Groups(above) {
			d := new(big.Rat).Sub(ours, theirs[g])
			net.Add(net, d)
			gross.Add(gross, d.Abs(d))
		}
		if gross.Sign() != 0 {
			m.Delta = net.Quo(net, gross)
		}
		margins = append(margins, m)
	}
	return margins
}
