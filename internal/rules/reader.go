package rules

import (
	"cmp"
	"slices"
	"strings"

	"giaouoc/internal/vn"
)

// Needed is what the check of a condition needs, in words; empty of a group.
func (c *Condition) Needed() string { return c.needed }

// For reports whether some route of the rule is for a kind of subject.
func (r *Rule) For(k Kind) bool {
	return slices.ContainsFunc(r.Routes, func(route *Route) bool { return route.For == k })
}

// Judged lists the conditions that people judge on the routes of an answer, each
// once, in their order.
func (a *Answer) Judged(l *Law) (ids []string, says map[string]string) {
	says = map[string]string{}
	rule := l.Regime(a.Regime).Rule(l.Award(a.Award))
	note := func(c *Condition) {
		if c.Check == "judged" && says[c.ID] == "" {
			ids = append(ids, c.ID)
			says[c.ID] = c.Says
		}
	}
	each(l.Regime(a.Regime).General, note)
	for _, ra := range a.Routes {
		for _, route := range rule.Routes {
			if route.ID == ra.ID {
				each(route.All, note)
			}
		}
	}
	each(rule.General, note)
	return ids, says
}

// Asks reports whether a condition of the rule has a check of this word.
func (r *Rule) Asks(check string) bool {
	found := false
	look := func(c *Condition) { found = found || c.Check == check }
	each(r.General, look)
	for _, route := range r.Routes {
		each(route.All, look)
	}
	return found
}

// Computed reports whether the nearest route rests on something that was looked up
// and found: years, awards, figures. Where it does not, people judge everything.
func (a *Answer) Computed() bool {
	if a.Nearest < 0 {
		return false
	}
	var found func(list []ConditionAnswer) bool
	found = func(list []ConditionAnswer) bool {
		return slices.ContainsFunc(list, func(c ConditionAnswer) bool {
			switch c.Check {
			case "":
				return found(c.Parts)
			case "class", "judged", "not_pending", "undisciplined", "ballot", "opinion", "posted", "lacks":
				return false
			}
			return c.Result == Met.String()
		})
	}
	return found(a.Routes[a.Nearest].Conditions)
}

// ForCluster lets an answer that lacks something follow the route through clusters
// of an organiser, where one lacks no more than the route that it follows: of a
// member of such a cluster that is the route to name.
func (a *Answer) ForCluster(of string) {
	if a.Answer != NotEligible || a.Nearest < 0 {
		return
	}
	for i := range a.Routes {
		r := &a.Routes[i]
		through := slices.ContainsFunc(r.Conditions, func(c ConditionAnswer) bool {
			return c.Check == "place" && strings.Contains(c.Needed, clusterNames[of])
		})
		if through && r.failures() <= a.Routes[a.Nearest].failures() {
			a.Nearest, a.Missing = i, r.missing()
			return
		}
	}
}

// Official is a citation as a letter has it: điểm b khoản 1 Điều 73 Luật số
// 06/2022/QH15.
func (l *Law) Official(cite string) string {
	c, ok := ParseCitation(cite)
	i := l.Instrument(c.Instrument)
	if !ok || i == nil {
		return cite
	}
	text := ""
	if c.Point != "" {
		text += "điểm " + c.Point + " "
	}
	if c.Clause != "" {
		text += "khoản " + c.Clause + " "
	}
	if c.Article != "" {
		text += "Điều " + c.Article + " "
	}
	return text + capital(i.Kind) + " số " + i.Number
}

// Slug is the number of an instrument as an address has it: 06-2022-qh15.
func (i *Instrument) Slug() string { return vn.Slug(i.Number) }

// BySlug returns the instrument of an address, or nil.
func (l *Law) BySlug(slug string) *Instrument {
	for _, i := range l.Instruments {
		if i.Slug() == slug {
			return i
		}
	}
	return nil
}

// Anchor is the place of a citation on the page of its instrument: dieu-73; empty
// when it names no article.
func (c Citation) Anchor() string {
	if c.Article == "" {
		return ""
	}
	return "dieu-" + vn.Slug(c.Article)
}

// Titled is the title of the cited article in the index of its instrument; empty
// where the index does not have it.
func (l *Law) Titled(cite string) string {
	c, ok := ParseCitation(cite)
	i := l.Instrument(c.Instrument)
	if !ok || i == nil {
		return ""
	}
	for _, a := range i.Articles {
		if a.Number == c.Article {
			return a.Title
		}
	}
	return ""
}

// Cited is one place of the law that is cited, and by what.
type Cited struct {
	Citation
	Text   string // the citation as it is written
	Regime *Regime
	Award  *Award // nil of what the regime asks of everyone
	Says   string
}

// CitedIn lists where an instrument is cited by the rules, once for each place,
// regime and award, in the order of the articles as they stand in its index.
func (l *Law) CitedIn(number string) []Cited {
	var list []Cited
	seen := map[string]bool{}
	for _, r := range l.Regimes {
		if r.Inherits != "" {
			continue // the same rules
		}
		note := func(a *Award) func(*Condition) {
			return func(c *Condition) {
				cite, ok := ParseCitation(c.Cite)
				key := r.ID + "|" + c.Cite + "|" + c.Says
				if a != nil {
					key += "|" + a.Code
				}
				if ok && cite.Instrument == number && !seen[key] {
					seen[key] = true
					list = append(list, Cited{cite, c.Cite, r, a, c.Says})
				}
			}
		}
		every(r.General, note(nil))
		for _, a := range l.Awards {
			if rule := r.Rule(a); rule != nil {
				every(rule.General, note(a))
				for _, route := range rule.Routes {
					every(route.All, note(a))
				}
			}
		}
	}
	return list
}

// every walks conditions, groups and their parts.
func every(list []*Condition, do func(*Condition)) {
	for _, c := range list {
		do(c)
		every(c.Any, do)
		every(c.All, do)
	}
}

// Short says facts in a line, for a reader of cases.
func (f *Facts) Short(l *Law) string {
	parts := []string{kindName(f.Subject.Kind) + ", xét năm " + years([]int{f.Year})}
	add := func(label string, list []string) {
		if len(list) > 0 {
			parts = append(parts, label+": "+strings.Join(list, "; "))
		}
	}
	if len(f.Subject.Classes) > 0 {
		parts = append(parts, classList(f.Subject.Classes))
	}
	if !f.Subject.Founded.IsZero() {
		parts = append(parts, "thành lập "+f.Subject.Founded.Short())
	}
	add("xếp loại", f.ratedShort())
	add("đã có", f.heldShort(l))
	var list []string
	for _, scope := range scopes {
		var in []int
		for _, x := range f.Initiatives {
			if x.Scope == scope {
				in = append(in, x.Year)
			}
		}
		if len(in) > 0 {
			list = append(list, ScopeName(scope)+" "+years(in))
		}
	}
	add("sáng kiến", list)
	parts = append(parts, f.otherShort()...)
	return strings.Join(parts, "; ")
}

func (f *Facts) ratedShort() (list []string) {
	for _, r := range Ratings() {
		var in []int
		for _, y := range f.Years {
			if y.Rating == r {
				in = append(in, y.Year)
			}
		}
		if len(in) > 0 {
			list = append(list, string(r)+" "+years(in))
		}
	}
	return list
}

func (f *Facts) heldShort(l *Law) (list []string) {
	for _, a := range l.Awards {
		byOccasion := map[Occasion][]int{}
		for _, h := range f.Awards {
			if h.Award == a.Code {
				o := cmp.Or(h.Occasion, Merit)
				byOccasion[o] = append(byOccasion[o], h.Year)
			}
		}
		for _, o := range []Occasion{Merit, AdHoc, OfMovement, Dedication} {
			if in := byOccasion[o]; len(in) > 0 {
				text := a.Name + " " + years(in)
				if o != Merit {
					text += " (" + o.Name() + ")"
				}
				list = append(list, text)
			}
		}
	}
	return list
}

// otherShort are the checks that say themselves what they found.
func (f *Facts) otherShort() (list []string) {
	p := &Prepared{facts: f, year: f.Year}
	if len(f.Leads) > 0 {
		list = append(list, "dẫn đầu cụm, khối của "+clusterNames[f.Leads[0].ClusterOf]+" năm "+years([]int{f.Leads[0].Year}))
	}
	if f.Exceeded != nil {
		list = append(list, (&exceededCheck{}).found(p))
	}
	for _, one := range []struct {
		has bool
		c   check
	}{
		{len(f.Posts) > 0, &postCheck{}},
		{len(f.Feats) > 0, &featCheck{}},
		{len(f.Prizes) > 0, &prizeCheck{}},
		{len(f.Movements) > 0, &movementCheck{}},
		{f.ModelYears != nil, &modelCheck{}},
		{len(f.Pending) > 0, &notPendingCheck{}},
		{f.Posted != nil, &postedCheck{}},
	} {
		if one.has {
			list = append(list, one.c.found(p))
		}
	}
	for _, d := range f.Discipline {
		list = append(list, "kỷ luật "+d.Form+" từ "+d.From.Short())
	}
	if c := f.Council; c != nil {
		list = append(list, years([]int{c.Yes})+"/"+years([]int{c.Members})+" phiếu của hội đồng")
	}
	if len(f.Decided) > 0 {
		yes := 0
		for _, d := range f.Decided {
			if d {
				yes++
			}
		}
		list = append(list, "đã đánh giá "+years([]int{len(f.Decided)})+" điều, đạt "+years([]int{yes}))
	}
	return list
}

// years writes years as a reader does, runs together: 2020–2022, 2024.
func years(list []int) string {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	var out []byte
	for i := 0; i < len(list); i++ {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = appendYear(out, list[i])
		if j > i {
			out = appendYear(append(out, "–"...), list[j])
		}
		i = j
	}
	return string(out)
}
