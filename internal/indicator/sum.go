package indicator

import (
	"github.com/shopspring/decimal"
)

// Fraction is an exact quotient; it is rounded once, where it is printed.
type Fraction struct{ Over, Under decimal.Decimal }

// Round gives the quotient with so many decimals, halves away from zero. The
// quotient must exist (Under is not zero).
func (f Fraction) Round(places int) decimal.Decimal {
	return f.Over.DivRound(f.Under, int32(places))
}

// National is a figure of the whole country, with its source.
type National struct {
	ID          string
	PeriodID    string
	IndicatorID string
	Value       decimal.Decimal
	Source      string
	SourceURL   string
	Version     int64
}

// Aggregate is the value of the cluster for one indicator in one period.
type Aggregate struct {
	Indicator Indicator
	Value     *Fraction // nil: no value, because nothing counts or the indicator has no sum
	Have      []string  // units whose figure counts, by id, in the order of members
	Missing   []string  // units whose figure is missing; never counted as zero
	National  *National
	Share     *Fraction // share of the country in percent; only of a total
	Previous  *Previous // the total published for the year before
	Jump      bool      // the value is ten times the previous one or more, or a tenth or less
}

// Complete reports whether every member's figure counts.
func (a Aggregate) Complete() bool { return len(a.Missing) == 0 }

// values are one indicator's figures by unit id; a unit without one is missing.
type values map[string]decimal.Decimal

// aggregate makes the cluster's value out of the members' values. Members whose
// value, or whose weight where one is needed, is missing are named as missing.
func aggregate(i Indicator, members []string, figures, weights values) Aggregate {
	a := Aggregate{Indicator: i}
	var over, under decimal.Decimal
	over, under, a.Have, a.Missing = weigh(i, members, figures, weights)
	if i.Sum == Total {
		under = decimal.NewFromInt(1)
	}
	if len(a.Have) > 0 && i.Sum != NoSum && !under.IsZero() {
		a.Value = &Fraction{Over: over, Under: under}
	}
	return a
}

// weigh adds up the values that count, each times its weight, and the weights: one for
// each value where nothing weighs.
func weigh(i Indicator, members []string, figures, weights values) (over, under decimal.Decimal, have, missing []string) {
	one := decimal.NewFromInt(1)
	for _, unit := range members {
		value, ok := figures[unit]
		weight := one
		if i.Sum == Weighted && ok {
			weight, ok = weights[unit]
		}
		if !ok {
			missing = append(missing, unit)
			continue
		}
		have = append(have, unit)
		over = over.Add(value.Mul(weight))
		under = under.Add(weight)
	}
	return over, under, have, missing
}

// withNational sets the country's figure and, for a total, the share of it.
func (a Aggregate) withNational(n *National) Aggregate {
	a.National = n
	if n == nil || a.Value == nil || a.Indicator.Sum != Total || n.Value.IsZero() {
		return a
	}
	a.Share = &Fraction{Over: a.Value.Over.Mul(decimal.NewFromInt(100)), Under: a.Value.Under.Mul(n.Value)}
	return a
}

// withPrevious sets the value to compare with and whether the new one jumps.
func (a Aggregate) withPrevious(p *Previous) Aggregate {
	a.Previous = p
	if p == nil || a.Value == nil || p.Unit != a.Indicator.Unit {
		return a
	}
	a.Jump = jumps(p.Value.Mul(a.Value.Under), a.Value.Over)
	return a
}
