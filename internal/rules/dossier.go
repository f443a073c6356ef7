package rules

import (
	"slices"

	"giaouoc/internal/vn"
)

// DossierLaw is what the law says of a dossier for an award: its kinds, what it is
// made of, what has to be done with it before it goes on.
type DossierLaw struct {
	Kinds      []DossierKind
	Components []Component
	Duties     []Duty
	Freshness  []Freshness
}

// DossierKind is a kind of dossier (loại hồ sơ), one of the kinds of commendation of
// Law 06/2022/QH15, Article 8.
type DossierKind struct {
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Occasion Occasion `yaml:"occasion"`
	For      []Kind   `yaml:"for"`
	Cite     string   `yaml:"cite"`
	Simple   string   `yaml:"simple"` // the citation that allows the simple procedure; empty for none
}

// Proposer is who proposes a dossier.
type Proposer string

// The proposers.
const (
	ByUnit    Proposer = "unit"
	ByCluster Proposer = "cluster"
)

// ForAwards says for which dossiers a row of the law is; empty parts say nothing.
type ForAwards struct {
	Awards []string `yaml:"awards"` // codes
	Groups []string `yaml:"groups"` // of awards
	Of     Proposer `yaml:"of"`
}

func (f *ForAwards) fits(a *Award, of Proposer) bool {
	if f.Of != "" && f.Of != of {
		return false
	}
	return len(f.Awards)+len(f.Groups) == 0 || slices.Contains(f.Awards, a.Code) || slices.Contains(f.Groups, a.Group)
}

// Component is one part that a dossier must have (thành phần hồ sơ).
type Component struct {
	Source    `yaml:",inline"`
	ForAwards `yaml:",inline"`
	Part      string   `yaml:"part"`
	Name      string   `yaml:"name"`
	Each      bool     `yaml:"each"`   // one for each candidate; else one for the whole dossier
	Kinds     []string `yaml:"kinds"`  // of dossiers; empty for all
	Simple    bool     `yaml:"simple"` // asked in the simple procedure too
}

// Duty is what has to be done with a dossier before it goes on.
type Duty struct {
	Source    `yaml:",inline"`
	ForAwards `yaml:",inline"`
	Duty      string `yaml:"duty"` // PostingDuty, ConsultingDuty
	Says      string `yaml:"says"`
	Limit     string `yaml:"limit"`  // id of the time limit that says how long
	Judged    bool   `yaml:"judged"` // the law leaves open whether it is owed; it blocks nothing
}

// The duties.
const (
	PostingDuty    = "posting"    // công khai, niêm yết danh sách
	ConsultingDuty = "consulting" // lấy ý kiến, hiệp y
)

// Freshness is how old the figures of a report may be when a dossier is submitted.
type Freshness struct {
	Source `yaml:",inline"`
	Months int `yaml:"months"`
}

// Kind returns the kind of dossier of an id, or nil.
func (d *DossierLaw) Kind(id string) *DossierKind {
	return find(d.Kinds, func(k *DossierKind) bool { return k.ID == id })
}

// ComponentsFor are the parts that a dossier for an award must have on a day, each part
// once. None are known for a day of which no row speaks.
func (d *DossierLaw) ComponentsFor(a *Award, kind string, of Proposer, simple bool, day vn.Date) []*Component {
	var list []*Component
	for i := range d.Components {
		c := &d.Components[i]
		switch {
		case !c.on(day), !c.fits(a, of), len(c.Kinds) > 0 && !slices.Contains(c.Kinds, kind), simple && !c.Simple:
		case slices.ContainsFunc(list, func(o *Component) bool { return o.Part == c.Part }):
		default:
			list = append(list, c)
		}
	}
	return list
}

// DutyFor is the duty that the law lays on a dossier for an award on a day; nil where
// it may be done of free will.
func (d *DossierLaw) DutyFor(duty string, a *Award, of Proposer, day vn.Date) *Duty {
	return find(d.Duties, func(x *Duty) bool { return x.Duty == duty && x.on(day) && x.fits(a, of) })
}

// FreshOn is how old figures may be on a day; nil where no rule was found.
func (d *DossierLaw) FreshOn(day vn.Date) *Freshness {
	return find(d.Freshness, func(f *Freshness) bool { return f.on(day) })
}

// Oldest is the earliest day that figures may be of when a dossier is submitted.
func (f *Freshness) Oldest(day vn.Date) vn.Date {
	first := vn.NewDate(day.Year(), day.Month()-f.Months, 1)
	last := vn.NewDate(first.Year(), first.Month()+1, 1).AddDays(-1)
	return vn.NewDate(first.Year(), first.Month(), min(day.Day(), last.Day()))
}

// Needed is how many of so many members must agree: the share, rounded up.
func (m *Majority) Needed(members int) int { return (m.Percent*members + 99) / 100 }
