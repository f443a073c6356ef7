package rules

import "slices"

// horizon is how many years ahead the earliest year is looked for.
const horizon = 60

// order works out, for each rule, which awards it may rest on: those that its
// routes ask for, after those that these ask for.
func (r *Regime) order(l *Law) {
	for _, a := range l.Awards {
		rule := r.rules[a.index]
		if rule == nil || rule.needs != nil {
			continue
		}
		var needs []int
		seen := make([]bool, len(l.Awards))
		seen[a.index] = true
		r.reach(l, rule, seen, &needs)
		rule.needs = append(needs, a.index)
	}
}

func (r *Regime) reach(l *Law, rule *Rule, seen []bool, needs *[]int) {
	for _, route := range rule.Routes {
		each(route.All, func(c *Condition) {
			for _, a := range asksFor(c.check) {
				if a == nil || seen[a.index] {
					continue
				}
				seen[a.index] = true
				if before := r.rules[a.index]; before != nil {
					r.reach(l, before, seen, needs)
				}
				*needs = append(*needs, a.index)
			}
		})
	}
}

// each walks conditions and the parts of groups.
func each(list []*Condition, do func(*Condition)) {
	for _, c := range list {
		if c.check != nil {
			do(c)
		}
		each(c.Any, do)
		each(c.All, do)
	}
}

// asksFor are the awards that a check looks at.
func asksFor(c check) []*Award {
	switch c := c.(type) {
	case *ratedCheck:
		return []*Award{c.after, c.title}
	case *holdsCheck:
		return []*Award{c.award, c.or, c.newer}
	}
	return nil
}

// earliest is the first year in which a route can be met when all goes well from
// here on: every year to come is rated best, every award that a year allows is
// given, whatever is pending ends well. Feats, prizes and movements are not hoped
// for. It is nil when no year is in sight.
func (l *Law) earliest(r *Regime, rule *Rule, now *Prepared) *int {
	p := *now
	p.merit, p.any = slices.Clone(now.merit), slices.Clone(now.any)
	p.hopeful = true
	if p.rated[0]&1 == 0 { // the year asked is not rated yet
		p.promise()
	}
	for ahead := 0; ahead <= horizon; ahead++ {
		if ahead > 0 {
			p.next()
		}
		for _, i := range rule.needs {
			a := l.Awards[i]
			granting := r.rules[i]
			last := i == rule.needs[len(rule.needs)-1]
			if granting == nil || !last && !a.Repeated && p.merit[i] != 0 {
				continue
			}
			if r.verdict(granting, &p) == Failed {
				continue
			}
			if last {
				year := p.year
				return &year
			}
			p.merit[i] |= 1
			p.any[i] |= 1
		}
	}
	return nil
}

// next goes on by a year in which all goes well.
func (p *Prepared) next() {
	for i := range p.merit {
		p.merit[i] <<= 1
		p.any[i] <<= 1
	}
	for i := range p.rated {
		p.rated[i] <<= 1
	}
	p.clean <<= 1
	p.promised <<= 1
	p.year++
	p.ahead++
	p.promise()
}

// promise makes the year asked a good one.
func (p *Prepared) promise() {
	p.clean |= 1
	p.promised |= 1
	for i := range p.rated {
		p.rated[i] |= 1
	}
}
