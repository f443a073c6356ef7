package award

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Nomination is a subject that a unit means to propose for an award of a year (dự
// kiến đề nghị).
type Nomination struct {
	ID          string
	UnitID      string
	SubjectID   string
	Award       string
	Year        int
	Answer      rules.Verdict `json:"found"` // of the law when it was nominated
	Reason      string
	AccountID   string
	Name        string `json:"by"` // of who nominated
	NominatedAt db.Time
	SubjectName string `json:"nominee"` // as the register has it now
}

// YearPlan is who of a unit can be proposed for what in a year, and whom it means to
// propose (kế hoạch xét). Answers go by the regime of the day.
type YearPlan struct {
	UnitID      string
	Year        int
	Day         vn.Date // on which the dossiers are to be received
	Regime      *rules.Regime
	Assumed     rules.Rating // every subject without a rating of the year is taken to have this one; empty when nothing is assumed
	Prospects   []Prospect   // by name
	Awards      []Planned    // in the order of the law's list
	Nominations []Nomination
	Version     int64 // of the list

	law    *rules.Law
	quotas []Quota
	counts counts
	at     map[string]int // into Prospects
}

// Prospect is a subject of the register with how it stands.
type Prospect struct {
	Subject
	Women   bool // a woman, or a collective of which seven in ten are
	Left    bool // is no longer there; on the list all the same
	facts   *rules.Facts
	answers []rules.Verdict // by place in Awards; empty for an award that is not for its kind
}

// Planned is an award with how a unit stands to it.
type Planned struct {
	Award     *rules.Award
	Eligible  int
	Judgement int
	Not       int
	Nominated int
	Given     int // in the year, to subjects that are not nominated for it
	Limits    []Limit
}

// Can is how many may be proposed as far as can be computed.
func (a *Planned) Can() int { return a.Eligible + a.Judgement }

// Used is how many of the quota are used up.
func (a *Planned) Used() int { return a.Nominated + a.Given }

// Binding is the lowest of the ceilings that are known, or nil.
func (a *Planned) Binding() *Limit { return lowest(a.Limits) }

// Short reports whether a quota forces a choice among those who can be proposed.
func (a *Planned) Short() bool {
	x := a.Binding()
	return x != nil && x.Most < a.Can()
}

// concerns reports whether a rule has a route for a kind of subject.
func concerns(rule *rules.Rule, kind rules.Kind) bool {
	return rule != nil && slices.ContainsFunc(rule.Routes, func(r *rules.Route) bool { return r.For == kind })
}

var everyKind = []rules.Kind{rules.Person, rules.Collective, rules.Household, rules.Foreigner}

// judge asks the rules about every candidate, and counts.
func (p *YearPlan) judge() {
	forKind := map[rules.Kind][]bool{}
	var awards []*rules.Award
	for _, a := range p.law.Awards {
		if p.Regime.Rule(a) != nil {
			awards = append(awards, a)
		}
	}
	there := map[rules.Kind]bool{}
	for i := range p.Prospects {
		there[p.Prospects[i].Kind] = true
	}
	awards = slices.DeleteFunc(awards, func(a *rules.Award) bool {
		return !slices.ContainsFunc(everyKind, func(k rules.Kind) bool { return there[k] && concerns(p.Regime.Rule(a), k) }) &&
			!slices.ContainsFunc(p.Nominations, func(n Nomination) bool { return n.Award == a.Code }) // a list stays in sight
	})
	for _, a := range awards {
		p.Awards = append(p.Awards, Planned{Award: a})
		for _, k := range everyKind {
			forKind[k] = append(forKind[k], concerns(p.Regime.Rule(a), k))
		}
	}
	all := make([]rules.Verdict, len(p.Prospects)*len(awards))
	for i := range p.Prospects {
		c := &p.Prospects[i]
		c.answers = all[i*len(awards) : (i+1)*len(awards)]
		if p.Assumed != "" && !slices.ContainsFunc(c.facts.Years, func(y rules.Rated) bool { return y.Year == p.Year }) {
			c.facts.Years = append(c.facts.Years, rules.Rated{Year: p.Year, Rating: p.Assumed})
		}
		prepared := p.law.Prepared(c.facts)
		for n, ok := range forKind[c.Kind] {
			if !ok {
				continue
			}
			v := prepared.Verdict(p.Regime, awards[n])
			c.answers[n] = v
			if c.Left {
				continue
			}
			switch v {
			case rules.Eligible:
				p.Awards[n].Eligible++
			case rules.NeedsJudgement:
				p.Awards[n].Judgement++
			default:
				p.Awards[n].Not++
			}
		}
	}
}

// count fills in what the quotas are taken of, and the quotas.
func (p *YearPlan) count(typed map[string]Whole) {
	p.counts = counts{met: map[string]int{}, typed: typed}
	for i := range p.Prospects {
		switch c := &p.Prospects[i]; {
		case c.Left:
		case c.Kind == rules.Person:
			p.counts.people++
		case c.Kind == rules.Collective:
			p.counts.collectives++
		}
	}
	p.counts.listed = p.listed(p.Nominations)
	for i := range p.Awards {
		a := &p.Awards[i]
		p.counts.met[a.Award.Code] = a.Can()
	}
	for i := range p.Awards {
		a := &p.Awards[i]
		a.Nominated = len(p.Nominated(a.Award.Code))
		a.Given = p.counts.listed[a.Award.Code] - a.Nominated
		a.Limits = p.counts.ceilings(p.quotas, a.Award.Code)
	}
}

// listed counts, by award, who is nominated or has been given it in the year.
func (p *YearPlan) listed(nominations []Nomination) map[string]int {
	by := map[string]int{}
	nominated := make(map[[2]string]bool, len(nominations))
	for _, n := range nominations {
		if of := [2]string{n.SubjectID, n.Award}; !nominated[of] {
			by[n.Award]++
			nominated[of] = true
		}
	}
	for i := range p.Prospects {
		c := &p.Prospects[i]
		for n, h := range c.facts.Awards {
			again := slices.ContainsFunc(c.facts.Awards[:n], func(o rules.Held) bool { return o.Award == h.Award && o.Year == h.Year })
			if h.Year == p.Year && !again && !nominated[[2]string{c.ID, h.Award}] {
				by[h.Award]++
			}
		}
	}
	return by
}

// Quotas are the quotas that hold on the day of the plan, the law's among them.
func (p *YearPlan) Quotas() []Quota { return p.quotas }

// Of is the place of an award in Awards, or -1.
func (p *YearPlan) Of(code string) int {
	return slices.IndexFunc(p.Awards, func(a Planned) bool { return a.Award.Code == code })
}

// Prospect is a subject of the plan, or nil.
func (p *YearPlan) Prospect(id string) *Prospect {
	if i, ok := p.at[id]; ok {
		return &p.Prospects[i]
	}
	return nil
}

// Answer is how a candidate stands to the award at a place; empty when it is not for
// its kind.
func (c *Prospect) Answer(award int) rules.Verdict { return c.answers[award] }

// Explain answers in full for one candidate and the award at a place.
func (p *YearPlan) Explain(c *Prospect, award int) *rules.Answer {
	return p.law.Check(p.Regime, p.Awards[award].Award, c.facts)
}

// Nominated are the nominations for an award, by subject.
func (p *YearPlan) Nominated(code string) map[string]Nomination {
	by := map[string]Nomination{}
	for _, n := range p.Nominations {
		if n.Award == code {
			by[n.SubjectID] = n
		}
	}
	return by
}

// titles is the group of awards that are titles of emulation, one built on another;
// the others are forms of commendation.
const titles = "danh hiệu thi đua"

// Twice are the other forms of commendation that a subject is nominated for, or was
// given, in the year: one achievement is not rewarded in several forms (Law
// 06/2022/QH15, Article 5, clause 2, point c). Titles of emulation build on each
// other and are not counted.
func (p *YearPlan) Twice(c *Prospect, code string) []string {
	form := func(code string) *rules.Award {
		if a := p.law.Award(code); a != nil && a.Group != titles {
			return a
		}
		return nil
	}
	if form(code) == nil {
		return nil
	}
	var names []string
	add := func(other, how string) {
		if a := form(other); a != nil && other != code && !slices.Contains(names, a.Name+how) {
			names = append(names, a.Name+how)
		}
	}
	for _, n := range p.Nominations {
		if n.SubjectID == c.ID {
			add(n.Award, " (dự kiến đề nghị)")
		}
	}
	for _, h := range c.facts.Awards {
		if h.Year == p.Year {
			add(h.Award, " (đã được tặng)")
		}
	}
	return names
}

// PlanFilter narrows a list of candidates.
type PlanFilter struct {
	Answer    rules.Verdict
	Class     string
	Women     bool
	Place     string
	Name      string
	Nominated bool
}

// List is who of the plan is asked for in a filter, for the award at a place: those
// who can be proposed first; among equals women, and collectives of which at least
// 70 % are women, come first (Decree 152/2025/NĐ-CP, Article 4, clause 6); then by
// name.
func (p *YearPlan) List(award int, f PlanFilter) []*Prospect {
	place, name := Folded(f.Place), Folded(f.Name)
	nominated := p.Nominated(p.Awards[award].Award.Code)
	var list []*Prospect
	for i := range p.Prospects {
		c := &p.Prospects[i]
		_, on := nominated[c.ID]
		switch {
		case c.answers[award] == "", c.Left && !on:
		case f.Answer != "" && c.answers[award] != f.Answer:
		case f.Women && !c.Women, f.Nominated && !on:
		case f.Class != "" && !slices.Contains(c.facts.Subject.Classes, f.Class):
		case place != "" && !strings.Contains(Folded(c.Place), place):
		case name != "" && !strings.Contains(c.Folded, name):
		default:
			list = append(list, c)
		}
	}
	rank := func(c *Prospect) int {
		return slices.Index([]rules.Verdict{rules.Eligible, rules.NeedsJudgement, rules.NotEligible}, c.answers[award])
	}
	slices.SortStableFunc(list, func(a, b *Prospect) int {
		if n := cmp.Compare(rank(a), rank(b)); n != 0 || a.Women == b.Women {
			return n
		}
		if a.Women {
			return -1
		}
		return 1
	})
	return list
}

// Part is so many of a whole.
type Part struct{ N, Of int }

// Percent is the share with one decimal, as "12,5"; empty of nothing.
func (s Part) Percent() string {
	if s.Of == 0 {
		return ""
	}
	tenths := (2000*s.N + s.Of) / (2 * s.Of)
	return strconv.Itoa(tenths/10) + "," + strconv.Itoa(tenths%10)
}

// GroupShare is a group of the subjects that the law looks to, among all whom an award
// concerns, among those who can be proposed, and among those on the list.
type GroupShare struct {
	Says              string
	Cite              string
	Unit, Can, OnList Part
}

// The places of the law that ask for it; CiteTie is who comes first among equals.
const (
	citeDirect = "06/2022/QH15, Điều 5, khoản 2, điểm d"
	citeGender = "06/2022/QH15, Điều 5, khoản 3"
	CiteTie    = "152/2025/NĐ-CP, Điều 4, khoản 6"
)

// Shares sets the groups that the law looks to beside each other, for the award at a
// place.
func (p *YearPlan) Shares(award int) []GroupShare {
	has := func(classes ...string) func(*Prospect) bool {
		return func(c *Prospect) bool {
			return slices.ContainsFunc(c.facts.Subject.Classes, func(s string) bool { return slices.Contains(classes, s) })
		}
	}
	women := func(c *Prospect) bool { return c.Women }
	nominated := p.Nominated(p.Awards[award].Award.Code)
	var list []GroupShare
	for _, g := range []struct {
		kind       rules.Kind
		says, cite string
		in         func(*Prospect) bool
	}{
		{rules.Person, "người trực tiếp lao động (công nhân, nông dân)", citeDirect, has("worker", "farmer")},
		{rules.Person, "lãnh đạo, quản lý", "", has("leader")},
		{rules.Person, "nữ", citeGender, women},
		{rules.Collective, "tập thể nhỏ", citeDirect, has("small")},
		{rules.Collective, "tập thể có từ 70% nữ trở lên", CiteTie, women},
	} {
		s := GroupShare{Says: g.says, Cite: g.cite}
		for i := range p.Prospects {
			c := &p.Prospects[i]
			if c.Kind != g.kind || c.answers[award] == "" {
				continue
			}
			in := g.in(c)
			add := func(part *Part) {
				part.Of++
				if in {
					part.N++
				}
			}
			if _, on := nominated[c.ID]; on {
				add(&s.OnList)
			}
			if c.Left {
				continue
			}
			add(&s.Unit)
			if v := c.answers[award]; v == rules.Eligible || v == rules.NeedsJudgement {
				add(&s.Can)
			}
		}
		if s.Unit.Of > 0 {
			list = append(list, s)
		}
	}
	return list
}

// Classes are the classes of the subjects of a plan.
func (p *YearPlan) Classes() []string {
	var list []string
	for i := range p.Prospects {
		for _, class := range p.Prospects[i].facts.Subject.Classes {
			if !slices.Contains(list, class) {
				list = append(list, class)
			}
		}
	}
	slices.Sort(list)
	return list
}
