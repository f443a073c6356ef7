package petition

import (
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Due is the last day of the step that a petition is at.
type Due struct {
	On    vn.Date
	Limit *rules.PetitionLimit // nil: the office set the day
	Doubt string               // why the day may be another one
}

// LimitNow is the limit of the law that the petition is under; nil for none.
func (p *Petition) LimitNow(l *rules.Law) *rules.PetitionLimit {
	if !p.State.Open() || p.Kind == Request {
		return nil
	}
	word, day := "-accept", p.ReceivedOn
	if p.State == Accepted {
		word, day = "-settle", p.AcceptedOn
	}
	return l.Values.PetitionLimit(p.family()+word, day)
}

// family begins the ids of the limits of a petition.
func (p *Petition) family() string {
	if p.Round == 2 {
		return string(p.Kind) + "-again"
	}
	return string(p.Kind)
}

// DueNow is the last day of the step that the petition is at; ok is false where nobody
// has set one.
func (p *Petition) DueNow(l *rules.Law, cal *vn.Calendar) (d Due, ok bool) {
	if p.Kind == Request && p.State.Open() && !p.OwnDue.IsZero() {
		return Due{On: p.OwnDue}, true
	}
	limit := p.LimitNow(l)
	if limit == nil {
		return d, false
	}
	began := p.ReceivedOn
	if p.State == Accepted {
		began = p.AcceptedOn
	}
	d.Limit = limit
	on, err := limit.Due(cal, began, limit.Length(p.Complicated, p.Remote, int(p.Extended)))
	if list := problem.All(err); len(list) > 0 {
		d.Doubt = list[0].Text
	}
	d.On = on
	return d, !on.IsZero()
}

// Tardy is how the day of a complaint stands to the days that the law gives for
// complaining: the last day, and whether it was missed. Nothing is said of one whose
// day of knowing is not known.
func (p *Petition) Tardy(l *rules.Law) (last vn.Date, limit *rules.PetitionLimit, tardy bool) {
	if p.Kind != Complaint || p.KnownOn.IsZero() {
		return last, nil, false
	}
	if limit = l.Values.PetitionLimit(p.family()+"-lodge", p.ReceivedOn); limit == nil {
		return last, nil, false
	}
	last = p.KnownOn.AddDays(limit.Length(false, p.Remote, 0))
	return last, limit, p.ReceivedOn.After(last)
}
