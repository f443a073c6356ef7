package scoring

import "math/big"

// Case says which branch of its rule gave a leaf its computed points. A mark
// that replaces the points does not change it.
type Case string

// The cases of a leaf.
const (
	CaseUnder       Case = "under"     // scheme Leading: below the target
	CaseEqual       Case = "equal"     // scheme Leading: the target exactly
	CaseLeader      Case = "leader"    // scheme Leading: above it, and the furthest
	CaseOver        Case = "over"      // scheme Leading: above it, behind the leader
	CaseNoTarget    Case = "no_target" // scheme Leading: a result without a target
	CaseAttainment  Case = "attainment"
	CaseThreshold   Case = "threshold"
	CaseAchieved    Case = "achieved"
	CaseNotAchieved Case = "not_achieved"
	CaseDirect      Case = "direct"
	CasePerEvent    Case = "per_event"
	CaseRankPoints  Case = "rank_points"
	CaseDeduction   Case = "deduction"
	CaseBonus       Case = "bonus"
	CasePenalty     Case = "penalty"
	CaseUnassigned  Case = "unassigned" // không giao
	CaseMissing     Case = "missing"    // neither an entry nor a mark
)

// outcome is the exact, unrounded answer for one leaf of one unit.
type outcome struct {
	what   Case
	points *big.Rat // nil when missing
}

// compute gives the points of one entry, before rounding. The cluster's figures
// on the same leaf stand in peers; e is nil when the unit has no entry.
func (c *Criterion) compute(e *Entry, peers *peers, unassigned WhenUnassigned) outcome {
	switch {
	case e == nil && !c.Counts():
		return outcome{c.ownCase(), new(big.Rat)}
	case e == nil:
		return outcome{what: CaseMissing}
	case e.Unassigned && unassigned == FullMark && c.Counts():
		return outcome{CaseUnassigned, c.Max}
	case e.Unassigned:
		return outcome{CaseUnassigned, new(big.Rat)}
	}
	switch c.Kind {
	case Target:
		return c.computeTarget(e, peers)
	case Achieved:
		return c.computeAchieved(e)
	case Direct:
		return given(CaseDirect, e.Points)
	case RankPoints:
		return c.computeRank(e)
	case PerEvent:
		return c.computeCount(e, func(p *big.Rat) *big.Rat { return least(p, c.Max) })
	case Deduction:
		return c.computeCount(e, func(p *big.Rat) *big.Rat {
			left := new(big.Rat).Sub(c.Max, p)
			if left.Sign() < 0 {
				return new(big.Rat)
			}
			return left
		})
	case Bonus, Penalty:
		if e.Points != nil {
			return given(c.ownCase(), e.Points)
		}
		return c.computeCount(e, func(p *big.Rat) *big.Rat { return least(p, c.Max) })
	default:
		return outcome{what: CaseMissing}
	}
}

// ownCase is the case of a leaf whose points were typed rather than computed.
func (c *Criterion) ownCase() Case {
	switch c.Kind {
	case Achieved:
		return CaseAchieved
	case PerEvent:
		return CasePerEvent
	case RankPoints:
		return CaseRankPoints
	case Deduction:
		return CaseDeduction
	case Bonus:
		return CaseBonus
	case Penalty:
		return CasePenalty
	default:
		return CaseDirect
	}
}

// given is the outcome of points as typed, missing when they are not.
func given(what Case, points *big.Rat) outcome {
	if points == nil {
		return outcome{what: CaseMissing}
	}
	return outcome{what, points}
}

func (c *Criterion) computeAchieved(e *Entry) outcome {
	switch {
	case e.Achieved == nil:
		return outcome{what: CaseMissing}
	case *e.Achieved:
		return outcome{CaseAchieved, c.Max}
	default:
		return outcome{CaseNotAchieved, new(big.Rat)}
	}
}

func (c *Criterion) computeRank(e *Entry) outcome {
	if e.Rank == nil {
		return outcome{what: CaseMissing}
	}
	if points, ok := c.Table[*e.Rank]; ok {
		return outcome{CaseRankPoints, points}
	}
	return outcome{CaseRankPoints, new(big.Rat)}
}

// computeCount gives count × each, bounded as the kind says.
func (c *Criterion) computeCount(e *Entry, bound func(*big.Rat) *big.Rat) outcome {
	if e.Count == nil || c.Each == nil {
		return outcome{what: CaseMissing}
	}
	return outcome{c.ownCase(), bound(times(*e.Count, c.Each))}
}

func (c *Criterion) computeTarget(e *Entry, peers *peers) outcome {
	if e.Actual == nil {
		return outcome{what: CaseMissing}
	}
	switch {
	case c.Scheme == Leading && e.Target == nil:
		return outcome{CaseNoTarget, c.withoutTarget(e, peers)}
	case e.Target == nil:
		return outcome{what: CaseMissing}
	case c.Scheme == Leading:
		return c.leading(e, peers)
	case c.Scheme == Attainment:
		r := c.ratio(e)
		if r.infinite {
			return outcome{CaseAttainment, c.Max}
		}
		return outcome{CaseAttainment, least(new(big.Rat).Mul(c.Max, r.value), c.Max)}
	case c.Scheme == Threshold:
		return outcome{CaseThreshold, c.step(c.ratio(e))}
	default:
		return outcome{what: CaseMissing}
	}
}

// step returns the points of the highest step that the ratio reaches, else 0.
func (c *Criterion) step(r ratio) *big.Rat {
	percent := new(big.Rat)
	if !r.infinite {
		percent.Mul(r.value, big.NewRat(100, 1))
	}
	var best *Step
	for i := range c.Steps {
		s := &c.Steps[i]
		reached := r.infinite || percent.Cmp(s.From) >= 0
		if reached && (best == nil || s.From.Cmp(best.From) > 0) {
			best = s
		}
	}
	if best == nil {
		return new(big.Rat)
	}
	return best.Points
}
