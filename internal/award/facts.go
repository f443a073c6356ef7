package award

import (
	"strings"

	"giaouoc/internal/rules"
)

// File is all that is kept of a subject (hồ sơ trong sổ), each list in the order of
// time.
type File struct {
	Subject
	Names       []Naming
	Years       []Year
	Initiatives []Initiative
	Disciplines []Discipline
	Entries     []Entry
	Corrections []Correction // of its grants; only in a file read alone
}

// InForce are the grants that nobody annulled, in the order of time.
func (f *File) InForce() []Entry { return inForce(f.Entries) }

// Facts are what the rules are asked about: the file as it stands, with the year of
// achievement, or the end of the period, that is asked for.
func (f *File) Facts(year int) *rules.Facts {
	facts := &rules.Facts{
		Subject: rules.Subject{Kind: f.Kind, Name: f.Name, Female: f.Female, Founded: rules.Day{Date: f.Founded}},
		Year:    year,
	}
	if f.Classes != "" {
		facts.Subject.Classes = strings.Split(f.Classes, ",")
	}
	for _, y := range f.Years {
		y.tell(facts)
	}
	for _, i := range f.Initiatives {
		facts.Initiatives = append(facts.Initiatives, rules.Initiative{Year: i.Year, Scope: i.Scope})
	}
	for _, d := range f.Disciplines {
		d.tell(facts)
	}
	for _, e := range f.InForce() {
		facts.Awards = append(facts.Awards, rules.Held{Award: e.Award, Year: e.Year, DecidedOn: rules.Day{Date: e.DecidedOn}, Number: e.Number, Occasion: e.Occasion})
	}
	return facts
}

// tell adds a measure of discipline, or what is pending, to the facts.
func (d *Discipline) tell(facts *rules.Facts) {
	if d.Form != Pending {
		facts.Discipline = append(facts.Discipline, rules.Discipline{Form: d.Form, From: rules.Day{Date: d.FromDay}, To: rules.Day{Date: d.ToDay}})
	} else if d.ToDay.IsZero() {
		facts.Pending = append(facts.Pending, d.Note)
	}
}

// tell adds a year to the facts. What a collective is asked of its members, and
// whether it exceeded its targets, is asked of the year of the facts alone.
func (y *Year) tell(facts *rules.Facts) {
	if y.Rating != "" {
		facts.Years = append(facts.Years, rules.Rated{Year: y.Year, Rating: y.Rating})
	}
	if y.LeadOf != "" {
		facts.Leads = append(facts.Leads, rules.Place{ClusterOf: y.LeadOf, Year: y.Year})
	}
	if y.Outstanding != "" {
		facts.Outstanding = append(facts.Outstanding, rules.Place{ClusterOf: y.Outstanding, Year: y.Year})
	}
	if y.Year != facts.Year {
		return
	}
	if y.Exceeded != "" {
		yes := y.Exceeded == "yes"
		facts.Exceeded = &yes
	}
	if y.Members == 0 {
		return
	}
	share := func(n int) *float64 { s := float64(n) / float64(y.Members); return &s }
	number := func(n int) *float64 { f := float64(n); return &f }
	facts.Members = &rules.Members{
		Count: y.Members, Completed: share(y.Completed), Advanced: share(y.Advanced), Fighters: number(y.Fighters), FromWarningUp: number(y.Disciplined),
	}
	facts.Subject.FemaleShare = share(y.Women)
}
