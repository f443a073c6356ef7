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
	points num // 0 when missing
}

// missing is the outcome where nothing can be computed.
var missing = outcome{what: CaseMissing}

// compute gives the points of one entry, before rounding. The cluster's figures
// on the same leaf stand in peers; e is nil when the unit has no entry.
func (c *Criterion) compute(e *Entry, peers *peers, unassigned WhenUnassigned) outcome {
	switch {
	case e == nil && !c.Counts():
		return outcome{what: c.ownCase()}
	case e == nil:
		return missing
	case e.Unassigned && unassigned == FullMark && c.Counts():
		return outcome{CaseUnassigned, numOf(c.Max)}
	case e.Unassigned:
		return outcome{what: CaseUnassigned}
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
		return c.computeCount(e)
	case Deduction:
		faults := c.computeCount(e)
		if faults.what != CaseMissing {
			faults.points = numOf(c.Max).sub(faults.points) // the faults cost the maximum at most
		}
		return faults
	case Bonus, Penalty:
		if e.Points != nil {
			return given(c.ownCase(), e.Points)
		}
		return c.computeCount(e)
	default:
		return missing
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
		return missing
	}
	return outcome{what, numOf(points)}
}

func (c *Criterion) computeAchieved(e *Entry) outcome {
	switch {
	case e.Achieved == nil:
		return missing
	case *e.Achieved:
		return outcome{CaseAchieved, numOf(c.Max)}
	default:
		return outcome{what: CaseNotAchieved}
	}
}

func (c *Criterion) computeRank(e *Entry) outcome {
	if e.Rank == nil {
		return missing
	}
	if points, ok := c.Table[*e.Rank]; ok {
		return outcome{CaseRankPoints, numOf(points)}
	}
	return outcome{what: CaseRankPoints}
}

// computeCount gives count × each, the maximum at most.
func (c *Criterion) computeCount(e *Entry) outcome {
	if e.Count == nil || c.Each == nil {
		return missing
	}
	return outcome{c.ownCase(), least(times(*e.Count, c.Each), numOf(c.Max))}
}

func (c *Criterion) computeTarget(e *Entry, peers *peers) outcome {
	if e.Actual == nil {
		return missing
	}
	switch {
	case c.Scheme == Leading && e.Target == nil:
		return outcome{CaseNoTarget, c.withoutTarget(e, peers)}
	case e.Target == nil:
		return missing
	case c.Scheme == Leading:
		return c.leading(e, peers)
	case c.Scheme == Attainment:
		r, most := c.ratio(e), numOf(c.Max)
		if r.infinite {
			return outcome{CaseAttainment, most}
		}
		return outcome{CaseAttainment, least(most.mul(r.value), most)}
	case c.Scheme == Threshold:
		return outcome{CaseThreshold, c.step(c.ratio(e))}
	default:
		return missing
	}
}

// step returns the points of the highest step that the ratio reaches, else 0.
func (c *Criterion) step(r ratio) num {
	percent := r.value.mul(hundred)
	var best *Step
	for i := range c.Steps {
		s := &c.Steps[i]
		reached := r.infinite || percent.cmp(numOf(s.From)) >= 0
		if reached && (best == nil || s.From.Cmp(best.From) > 0) {
			best = s
		}
	}
	if best == nil {
		return num{}
	}
	return numOf(best.Points)
}
