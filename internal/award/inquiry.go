package award

import (
	"cmp"
	"slices"

	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Question is what is asked of a subject's file.
type Question struct {
	Year     int     // of achievement, or the end of the period
	Received vn.Date // the day on which the dossier is received; it decides the regime
	Suppose  Supposition
}

// Inquiry is how a subject stands (đánh giá điều kiện) for the titles and forms that
// can concern it.
type Inquiry struct {
	Question
	File       File
	Before     []Forerunner
	Regime     *rules.Regime
	List       []Eligibility  // the nearest first
	NotEntered []*rules.Award // that the regime has and whose rules the data does not
}

// Eligibility is how a subject stands for one title or form.
type Eligibility struct {
	Award    *rules.Award
	Answer   *rules.Answer  // as the file is
	Reading  *rules.Reading // with and without those before; nil for a subject that was not made of others
	Supposed *rules.Answer  // as it would be; nil when nothing is supposed
	Held     []int          // years in which the subject has it already
}

// Shown is the answer that is sorted by: the supposed one where there is one.
func (e *Eligibility) Shown() *rules.Answer {
	if e.Supposed != nil {
		return e.Supposed
	}
	return e.Answer
}

// Forerunner is a collective that the subject was made of (tập thể tiền thân), with
// what the registers keep of it.
type Forerunner struct {
	Unit  org.Unit
	Kind  org.ChangeKind // how the subject, or the one in between, came from it
	OnDay vn.Date
	Files []File // none where no register has a file of it
}

// how is the way in which a collective came from another, as the rules name it.
func (f *Forerunner) how() string {
	if f.Kind == org.Split {
		return rules.Split
	}
	return rules.Merged
}

// ask answers for every title and form that can concern the subject's kind.
func (q *Inquiry) ask(l *rules.Law) {
	for _, a := range l.Awards {
		rule := q.Regime.Rule(a)
		switch {
		case !q.Regime.Entered(a):
			q.NotEntered = append(q.NotEntered, a)
		case rule != nil && rule.For(q.File.Kind):
			q.List = append(q.List, q.of(l, a))
		}
	}
	slices.SortStableFunc(q.List, func(a, b Eligibility) int {
		x, y := a.Shown(), b.Shown()
		return cmp.Or(cmp.Compare(nearness(x), nearness(y)), cmp.Compare(soonest(x), soonest(y)), cmp.Compare(len(x.Missing), len(y.Missing)))
	})
}

// of answers for one award.
func (q *Inquiry) of(l *rules.Law, a *rules.Award) Eligibility {
	e := Eligibility{Award: a}
	facts := q.File.Facts(q.Year)
	e.Answer, e.Reading = q.check(l, a, facts)
	if !q.Suppose.Empty() {
		e.Supposed, _ = q.check(l, a, q.Suppose.On(facts))
	}
	for _, x := range q.File.InForce() {
		if x.Award == a.Code && !slices.Contains(e.Held, x.Year) {
			e.Held = append(e.Held, x.Year)
		}
	}
	return e
}

// check asks with the facts of those before where there are any.
func (q *Inquiry) check(l *rules.Law, a *rules.Award, facts *rules.Facts) (*rules.Answer, *rules.Reading) {
	var before []*rules.Facts
	var hows []string
	for i := range q.Before {
		if how := q.Before[i].how(); !slices.Contains(hows, how) {
			hows = append(hows, how)
		}
		for j := range q.Before[i].Files {
			before = append(before, q.Before[i].Files[j].Facts(q.Year))
		}
	}
	if len(q.Before) == 0 {
		answer := l.Check(q.Regime, a, facts)
		answer.On = q.Received.String()
		return answer, nil
	}
	r := l.CheckLine(q.Regime, a, facts, rules.Together(facts, before...), hows...)
	for _, answer := range []*rules.Answer{r.Answer, r.Alone, r.Together} {
		answer.On = q.Received.String()
	}
	return r.Answer, r
}

// nearness sorts answers: eligible, to be judged with something found, not yet with
// a year in sight, not yet without one, to be judged altogether.
func nearness(a *rules.Answer) int {
	switch {
	case a.Answer == rules.Eligible:
		return 0
	case a.Answer == rules.NeedsJudgement && a.Computed():
		return 1
	case a.Answer == rules.NotEligible && a.Earliest != nil:
		return 2
	case a.Answer == rules.NeedsJudgement:
		return 3
	}
	return 4
}

func soonest(a *rules.Answer) int {
	if a.Earliest == nil {
		return 0
	}
	return *a.Earliest
}

// near is how many years after the year asked still count as next.
const near = 5

// Next reports whether an answer is among those to show first.
func (q *Inquiry) Next(e *Eligibility) bool {
	a := e.Shown()
	n := nearness(a)
	return n < 2 || n == 2 && *a.Earliest <= q.Year+near
}
