package rules

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// enough is the share of mutants, in percent, that cases must tell from the law.
const enough = 90

// TestNoThresholdIsFree changes each number, word and check of the rules, one at a
// time, and asks the cases: a change that no case notices is a threshold that
// could be wrong unseen.
func TestNoThresholdIsFree(t *testing.T) {
	l := load(t)
	byAward := map[string][]Case{}
	for _, c := range cases(t, l) {
		byAward[c.Regime+" "+c.Award] = append(byAward[c.Regime+" "+c.Award], c)
	}
	all, killed := 0, 0
	for _, r := range l.Regimes {
		if r.Inherits != "" {
			continue
		}
		for _, a := range l.Awards {
			rule := r.Rule(a)
			if rule == nil {
				continue
			}
			noticed := func() bool {
				return slices.ContainsFunc(byAward[r.ID+" "+a.Code], func(c Case) bool { return l.Wrong(&c) != "" })
			}
			rule.mutants(l, func(what string, shared bool) {
				if shared && r.ID == "2022-d98" { // the same line of data under both decrees
					return
				}
				all++
				if noticed() {
					killed++
				} else {
					t.Logf("survives: %s %s: %s", r.ID, a.Code, what)
				}
			})
		}
	}
	t.Logf("%d of %d mutants killed, %d %%", killed, all, 100*killed/max(all, 1))
	if 100*killed < enough*all {
		t.Errorf("under %d %%", enough)
	}
}

// mutants makes one change at a time, calls try, and takes it back.
func (r *Rule) mutants(l *Law, try func(what string, shared bool)) {
	mutateList(l, &r.General, "", try)
	for _, route := range r.Routes {
		mutateList(l, &route.All, route.ID, try)
	}
}

func mutateList(l *Law, list *[]*Condition, route string, try func(string, bool)) {
	whole := *list
	for i, c := range whole {
		shared := len(c.Regimes) == 0
		*list = slices.Delete(slices.Clone(whole), i, i+1)
		try(fmt.Sprintf("%s without %s", route, c.ID), shared)
		*list = whole
		if len(c.Any) > 0 {
			c.All, c.Any = c.Any, nil
			try(fmt.Sprintf("%s, %s: all instead of any", route, c.ID), shared)
			c.Any, c.All = c.All, nil
		} else if len(c.All) > 0 {
			c.Any, c.All = c.All, nil
			try(fmt.Sprintf("%s, %s: any instead of all", route, c.ID), shared)
			c.All, c.Any = c.Any, nil
		}
		mutateList(l, &c.Any, route+", "+c.ID, try)
		mutateList(l, &c.All, route+", "+c.ID, try)
		if c.check != nil {
			mutateCheck(l, c, func(what string) { try(route+", "+c.ID+": "+what, shared) })
		}
	}
}

// mutateCheck changes each field of a check in turn.
func mutateCheck(l *Law, c *Condition, try func(what string)) {
	v := reflect.ValueOf(c.check).Elem()
	for i := range v.NumField() {
		f, field := v.Field(i), v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" {
			continue
		}
		old := reflect.ValueOf(f.Interface())
		set := func(to any, what string) {
			f.Set(reflect.ValueOf(to))
			if c.check.prepare(l) == nil { // else it would not load
				try(key + what)
			}
			f.Set(old)
			if err := c.check.prepare(l); err != nil {
				panic(err)
			}
		}
		mutateField(f.Interface(), set)
	}
}

func mutateField(value any, set func(to any, what string)) {
	neighbours := func(list []string, at string, as func(string) any) {
		i := slices.Index(list, at)
		for _, j := range []int{i - 1, i + 1} {
			if i >= 0 && j >= 0 && j < len(list) {
				set(as(list[j]), " "+list[j])
			}
		}
	}
	switch x := value.(type) {
	case int:
		if x > 0 {
			set(x+1, fmt.Sprint(" ", x+1))
		}
		if x > 1 { // 0 is the same as nothing said
			set(x-1, fmt.Sprint(" ", x-1))
		}
	case bool:
		set(!x, fmt.Sprint(" ", !x))
	case Rating:
		i := slices.Index(ratings, x)
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(ratings) {
				set(ratings[j], " "+string(ratings[j]))
			}
		}
	case *float64:
		if x != nil {
			step := 0.01 // of a share
			if *x == float64(int(*x)) {
				step = 1 // of a number of people, or of all
			}
			for _, to := range []float64{*x + step, *x - step} {
				set(&to, fmt.Sprint(" ", to))
			}
		}
	case string:
		neighbours(scopes, x, func(s string) any { return s })
		neighbours(reaches, x, func(s string) any { return s })
		switch x {
		case "leads":
			set("outstanding", " outstanding")
		case "outstanding":
			set("leads", " leads")
		case "central_council":
			set("ministry_or_province", " ministry_or_province")
		}
	case []string:
		for i := range x {
			if len(x) > 1 {
				set(slices.Delete(slices.Clone(x), i, i+1), " without "+x[i])
			}
		}
	case []postRow:
		for i := range x {
			for _, n := range []int{-1, 1} {
				rows := slices.Clone(x)
				rows[i].Years += n
				set(rows, fmt.Sprintf(" %s %d", rows[i].Post, rows[i].Years))
			}
		}
	case []Prize:
		for i := range x {
			if len(x) > 1 {
				set(slices.Delete(slices.Clone(x), i, i+1), " without "+x[i].Level+" "+x[i].Rank)
			}
		}
	}
}
