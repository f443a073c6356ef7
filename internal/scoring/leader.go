package scoring

import "math/big"

// ratio is how far a target was reached, 1 when exactly: actual over target,
// or target over actual where less is better. An actual of 0 where less is
// better is infinitely good.
type ratio struct {
	infinite bool
	value    num
}

func (r ratio) cmp(o ratio) int {
	switch {
	case r.infinite && o.infinite:
		return 0
	case r.infinite:
		return 1
	case o.infinite:
		return -1
	default:
		return r.value.cmp(o.value)
	}
}

// ratio needs an entry with a target and an actual, the target not 0 where more
// is better.
func (c *Criterion) ratio(e *Entry) ratio {
	if c.Better != Less {
		return ratio{value: numOf(e.Actual).quo(numOf(e.Target))}
	}
	if e.Actual.Sign() == 0 {
		return ratio{infinite: true}
	}
	return ratio{value: numOf(e.Target).quo(numOf(e.Actual))}
}

// peers is what scheme Leading needs to know of the whole cluster on one leaf.
// Units that are disqualified count here too.
type peers struct {
	leader   ratio    // the furthest ratio among units with a target
	leading  *Entry   // an entry that has it; nil when no unit has a target and a result
	noTarget *big.Rat // the best actual among the units to compare with
}

// peersOf reads the cluster's figures on one leaf.
func (c *Criterion) peersOf(entries []*Entry, rule NoTarget) *peers {
	p := &peers{}
	for _, e := range entries {
		if e == nil || e.Actual == nil {
			continue
		}
		if e.Target != nil {
			if r := c.ratio(e); p.leading == nil || r.cmp(p.leader) > 0 {
				p.leader, p.leading = r, e
			}
		}
		if e.Target == nil || rule == WholeCluster {
			p.noTarget = c.bestOf(p.noTarget, e.Actual)
		}
	}
	return p
}

func (c *Criterion) bestOf(a, b *big.Rat) *big.Rat {
	if a == nil || (numOf(b).cmp(numOf(a)) > 0) == (c.Better != Less) {
		return b
	}
	return a
}

// leading is the points relative to the leader of the cluster: half the maximum
// for the target itself, the whole for the unit furthest above it, in between
// by the share of the leader's excess.
func (c *Criterion) leading(e *Entry, peers *peers) outcome {
	most := numOf(c.Max)
	half := most.quo(numInt(2))
	r := c.ratio(e)
	switch met := r.cmp(ratio{value: one}); {
	case met < 0:
		return outcome{CaseUnder, half.mul(r.value)}
	case met == 0:
		return outcome{CaseEqual, half}
	case r.cmp(peers.leader) == 0:
		return outcome{CaseLeader, most}
	case peers.leader.infinite:
		// Any finite excess is nothing beside an infinite one.
		return outcome{CaseOver, half}
	default:
		excess := r.value.sub(one).quo(peers.leader.value.sub(one))
		return outcome{CaseOver, half.mul(excess.add(one))}
	}
}

// withoutTarget is the points of a result without a target, beside the best one.
func (c *Criterion) withoutTarget(e *Entry, peers *peers) num {
	best, own, most := numOf(peers.noTarget), numOf(e.Actual), numOf(c.Max)
	if c.Better == Less {
		if own.sign() == 0 {
			return most
		}
		best, own = own, best
	}
	if best.sign() == 0 {
		return num{}
	}
	return least(own.quo(best).mul(most), most)
}
