package scoring

import (
	"fmt"
	"math/big"
)

// Explain writes how the computed points of a leaf came about, as a line of
// arithmetic with Vietnamese numbers: "½ × 10 × 8/10 = 4". It is empty where
// there is nothing to compute.
func (l *Leaf) Explain() string {
	if l.Computed == nil || l.Entry == nil || l.Unassigned {
		return ""
	}
	work := l.work()
	if work == "" {
		return ""
	}
	sign := "="
	if l.exact().points.cmp(numOf(l.Computed)) != 0 {
		sign = "≈"
	}
	return work + " " + sign + " " + number(l.Computed)
}

// work is the left side of the line.
func (l *Leaf) work() string {
	c, e := l.Criterion, l.Entry
	most := number(c.Max)
	switch l.Case {
	case CaseUnder:
		return "½ × " + most + " × " + c.fraction(e)
	case CaseEqual:
		return "½ × " + most
	case CaseOver:
		if l.in.peers.leader.infinite {
			return "½ × " + most
		}
		return fmt.Sprintf("½ × %s × (1 + (%s − 1)/(%s − 1))", most, c.fraction(e), c.fraction(l.in.peers.leading))
	case CaseNoTarget:
		return l.workWithoutTarget()
	case CaseAttainment:
		if c.ratio(e).infinite {
			return ""
		}
		return atMost(most+" × "+c.fraction(e), numOf(c.Max).mul(c.ratio(e).value), c.Max)
	case CaseThreshold:
		if c.ratio(e).infinite {
			return ""
		}
		return fmt.Sprintf("%s: %s%%", c.fraction(e), percentDown(c.ratio(e).value.rat()))
	case CasePerEvent, CaseBonus, CasePenalty:
		if e.Count == nil || c.Each == nil {
			return ""
		}
		return atMost(fmt.Sprintf("%d × %s", *e.Count, number(c.Each)), times(*e.Count, c.Each), c.Max)
	case CaseDeduction:
		return fmt.Sprintf("%s − %d × %s", most, *e.Count, number(c.Each)) + floor(l.exact().points, numOf(c.Max).sub(times(*e.Count, c.Each)))
	case CaseRankPoints:
		return fmt.Sprintf("hạng %d", *e.Rank)
	default:
		return ""
	}
}

func (l *Leaf) workWithoutTarget() string {
	own, best := l.Entry.Actual, l.in.peers.noTarget
	if l.Criterion.Better == Less {
		own, best = best, own
	}
	if best.Sign() == 0 {
		return ""
	}
	return number(l.Criterion.Max) + " × " + number(own) + "/" + number(best)
}

// fraction is the ratio of an entry as it is divided.
func (c *Criterion) fraction(e *Entry) string {
	if c.Better == Less {
		return number(e.Target) + "/" + number(e.Actual)
	}
	return number(e.Actual) + "/" + number(e.Target)
}

// percentDown is a ratio in percent with two decimals, rounded down so that a
// step just missed does not look reached.
func percentDown(r *big.Rat) string {
	hundredths := new(big.Int).Mul(r.Num(), big.NewInt(10_000))
	hundredths.Quo(hundredths, r.Denom())
	return comma(new(big.Rat).SetFrac(hundredths, big.NewInt(100)), 2)
}

// atMost says that a product was capped.
func atMost(work string, product num, most *big.Rat) string {
	if product.cmp(numOf(most)) > 0 {
		return work + ", không quá tối đa"
	}
	return work
}

// floor says that a difference was kept from going below 0.
func floor(kept, difference num) string {
	if kept.cmp(difference) != 0 {
		return ", không dưới 0"
	}
	return ""
}
