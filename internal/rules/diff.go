package rules

import (
	"fmt"
	"io"
	"strings"
)

// Change is what one regime asks for an award otherwise than another.
type Change struct {
	Award *Award
	Only  string   // before, after: only that regime has rules entered for it; empty when both have
	Gone  []string // what the regime before asked and the one after does not
	Come  []string
}

// Diff lists what changed between two regimes, award by award; an award of which
// nothing changed is left out.
func (l *Law) Diff(before, after *Regime) []Change {
	var list []Change
	for _, a := range l.Awards {
		if c := before.change(after, a); c != nil {
			list = append(list, *c)
		}
	}
	return list
}

// Change is what a regime asks for an award otherwise than the one before it; nil
// when nothing changed or there is none before it.
func (l *Law) Change(r *Regime, a *Award) (before *Regime, c *Change) {
	for i := range l.Regimes {
		if i > 0 && l.Regimes[i] == r {
			return l.Regimes[i-1], l.Regimes[i-1].change(r, a)
		}
	}
	return nil, nil
}

func (r *Regime) change(after *Regime, a *Award) *Change {
	was, is := r.Rule(a).lines(), after.Rule(a).lines()
	c := Change{Award: a}
	switch {
	case was == nil && is == nil:
		return nil
	case was == nil:
		c.Only = "after"
	case is == nil:
		c.Only = "before"
	default:
		c.Gone, c.Come = without(was, is), without(is, was)
		if len(c.Gone)+len(c.Come) == 0 {
			return nil
		}
	}
	return &c
}

// OnlyName says to a reader that one of the regimes alone has rules entered.
func (c *Change) OnlyName() string {
	return map[string]string{"before": "chỉ có tiêu chuẩn được nhập trong chế độ trước", "after": "chỉ có tiêu chuẩn được nhập trong chế độ sau"}[c.Only]
}

// WriteDiff prints what changed between two regimes, award by award.
func (l *Law) WriteDiff(w io.Writer, before, after *Regime) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Từ %s\nsang %s\n", before.Name, after.Name)
	for _, c := range l.Diff(before, after) {
		if c.Only != "" {
			fmt.Fprintf(&b, "\n%s (%s): %s\n", c.Award.Title(), c.Award.Code, c.OnlyName())
			continue
		}
		fmt.Fprintf(&b, "\n%s (%s)\n", c.Award.Title(), c.Award.Code)
		for _, line := range c.Gone {
			fmt.Fprintf(&b, "  - %s\n", line)
		}
		for _, line := range c.Come {
			fmt.Fprintf(&b, "  + %s\n", line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lines are what a rule needs, each with the route it stands on.
func (r *Rule) lines() (list []string) {
	if r == nil {
		return nil
	}
	each(r.General, func(c *Condition) { list = append(list, "Mọi trường hợp: "+c.short()) })
	for _, route := range r.Routes {
		each(route.All, func(c *Condition) { list = append(list, route.Name+": "+c.short()) })
	}
	return list
}

// short is what a condition needs; what people judge is said in its own words.
func (c *Condition) short() string {
	if c.Check == "judged" {
		return strings.TrimSuffix(c.Says, ".")
	}
	return c.needed
}

func without(list, other []string) (rest []string) {
	in := map[string]bool{}
	for _, s := range other {
		in[s] = true
	}
	for _, s := range list {
		if !in[s] {
			in[s] = true
			rest = append(rest, s)
		}
	}
	return rest
}
