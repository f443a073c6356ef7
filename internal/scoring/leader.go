package scoring

import "math/big"

// ratio is how far a target was reached, 1 when exactly: actual over target,
// or target over actual where less is better. An actual of 0 where less is
// better is infinitely good.
type ratio struct {
	infinite bool
	value    *big.Rat
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
		return r.value.Cmp(o.value)
	}
}

// ratio needs an entry with a target and an actual, the target not 0 where more
// is better.
func (c *Criterion) ratio(e *Entry) ratio {
	if c.Better != Less {
		return ratio{value: new(big.Rat).Quo(e.Actual, e.Target)}
	}
	if e.Actual.Sign() == 0 {
		return ratio{infinite: true}
	}
	return ratio{value: new(big.Rat).Quo(e.Target, e.Actual)}
}

// peers is what scheme Leading needs to know of the whole cluster on one leaf.
// Units that are disqualified count here too.
type peers struct {
	leader   *ratio   // the furthest ratio among units with a target
	leading  *Entry   // an entry that has it
	noTarget *big.Rat // the best actual among the units to compare with
}

// peersOf reads the cluster's figures on one leaf.
func (c *Criterion) peersOf(entries []*Entry, rule NoTarget) *peers {
	p := &peers{}
	if c.Scheme != Leading {
		return p
	}
	for _, e := range entries {
		if e == nil || e.Actual == nil {
			continue
		}
		if e.Target != nil {
			if r := c.ratio(e); p.leader == nil || r.cmp(*p.leader) > 0 {
				p.leader, p.leading = &r, e
			}
		}
		if e.Target == nil || rule == WholeCluster {
			p.noTarget = c.bestOf(p.noTarget, e.Actual)
		}
	}
	return p
}

func (c *Criterion) bestOf(a, b *big.Rat) *big.Rat {
	if a == nil || (b.Cmp(a) > 0) == (c.Better != Less) {
		return b
	}
	return a
}

// leading is the points relative to the leader of the cluster: half the maximum
// for the target itself, the whole for the unit furthest above it, in between
// by the share of the leader's excess.
func (c *Criterion) leading(e *Entry, peers *peers) outcome {
	half := new(big.Rat).Mul(c.Max, big.NewRat(1, 2))
	one := big.NewRat(1, 1)
	r := c.ratio(e)
	switch met := r.cmp(ratio{value: one}); {
	case met < 0:
		return outcome{CaseUnder, half.Mul(half, r.value)}
	case met == 0:
		return outcome{CaseEqual, half}
	case r.cmp(*peers.leader) == 0:
		return outcome{CaseLeader, c.Max}
	case peers.leader.infinite:
		// Any finite excess is nothing beside an infinite one.
		return outcome{CaseOver, half}
	default:
		excess := new(big.Rat).Sub(r.value, one)
		excess.Quo(excess, new(big.Rat).Sub(peers.leader.value, one))
		excess.Add(excess, one)
		return outcome{CaseOver, half.Mul(half, excess)}
	}
}

// withoutTarget is the points of a result without a target, beside the best one.
func (c *Criterion) withoutTarget(e *Entry, peers *peers) *big.Rat {
	best, own := peers.noTarget, e.Actual
	if c.Better == Less {
		if own.Sign() == 0 {
			return c.Max
		}
		best, own = own, best
	}
	if best.Sign() == 0 {
		return new(big.Rat)
	}
	share := new(big.Rat).Quo(own, best)
	return least(share.Mul(share, c.Max), c.Max)
}
