package rules

import (
	"slices"

	"giaouoc/internal/vn"
)

// Fund is what a decree says of the fund for emulation and commendation (quỹ thi
// đua, khen thưởng).
type Fund struct {
	Source     `yaml:",inline"`
	Bases      map[string]string `yaml:"bases"` // in words
	Organising Share             `yaml:"organising"`
	Ceilings   []Ceiling         `yaml:"ceilings"`
	Receipts   []Purpose         `yaml:"receipts"`
	Spendings  []Purpose         `yaml:"spendings"`
	Payers     []Payer           `yaml:"payers"`
}

// Share is a percentage with its place in the law.
type Share struct {
	Percent multiple `yaml:"percent"` // in hundredths of a percent
	Cite    string   `yaml:"cite"`
}

// Of is the share of a sum, rounded down: a ceiling is never exceeded.
func (s Share) Of(dong int64) int64 {
	// Parted, so that no sum of money overflows.
	const whole = 100 * 100
	return dong/whole*int64(s.Percent) + dong%whole*int64(s.Percent)/whole
}

// Ceiling is how much of a unit's fund may come from the state budget.
type Ceiling struct {
	ID    string `yaml:"id"`
	Name  string `yaml:"name"` // of which units
	Share `yaml:",inline"`
	Base  string `yaml:"base"` // key of Bases; empty where the decree has no ceiling
}

// Purpose is where money comes from, or what it is spent on.
type Purpose struct {
	ID         string `yaml:"id"`
	Name       string `yaml:"name"`
	Budget     bool   `yaml:"budget"`     // of the state budget: under the ceiling
	Organising bool   `yaml:"organising"` // of the share for organising
	OfGrant    bool   `yaml:"of_grant"`   // of one grant in the register
	Cite       string `yaml:"cite"`
}

// Payer is who pays a bonus.
type Payer struct {
	ID     string   `yaml:"id"`
	Who    string   `yaml:"who"`
	Awards []string `yaml:"awards"`
	Groups []string `yaml:"groups"`
	Cite   string   `yaml:"cite"`
}

// Fund returns what is known of the fund on a day. For a day that no decree in the
// data covers it is the nearest one's, and the warning says so: a book has to be
// kept on that day as well.
func (v *Values) Fund(day vn.Date) (f *Fund, warning string) {
	f = &v.Funds[0]
	for i := range v.Funds {
		if !day.Before(v.Funds[i].From) {
			f = &v.Funds[i]
		}
	}
	if !f.on(day) {
		warning = "Chưa nhập quy định về quỹ cho ngày " + day.Short() + "; đang theo " + f.Cite + ", cần đối chiếu văn bản của thời gian ấy."
	}
	return f, warning
}

// Ceiling returns a ceiling by its id, or nil.
func (f *Fund) Ceiling(id string) *Ceiling {
	return find(f.Ceilings, func(c *Ceiling) bool { return c.ID == id })
}

// Receipt returns a source of money by its id, or nil.
func (f *Fund) Receipt(id string) *Purpose {
	return find(f.Receipts, func(p *Purpose) bool { return p.ID == id })
}

// Spending returns a kind of spending by its id, or nil.
func (f *Fund) Spending(id string) *Purpose {
	return find(f.Spendings, func(p *Purpose) bool { return p.ID == id })
}

// Payer is who pays the bonus of an award.
func (f *Fund) Payer(a *Award) *Payer {
	return find(f.Payers, func(p *Payer) bool {
		return len(p.Awards)+len(p.Groups) == 0 || slices.Contains(p.Awards, a.Code) || slices.Contains(p.Groups, a.Group)
	})
}

// fund refuses a ceiling without its base, a purpose twice, and payers of whom none
// is for the awards that are not named.
func (l *loader) fund(f *Fund) {
	seen := map[string]bool{}
	once := func(kind, id, name, cite string) {
		if id == "" || name == "" || seen[kind+id] {
			l.fault(1, "quỹ %s: %s %q trùng, hoặc thiếu id, tên", f.Cite, kind, id)
		}
		seen[kind+id] = true
		l.cited(1, cite)
	}
	l.cited(1, f.Organising.Cite)
	if f.Organising.Percent == 0 {
		l.fault(1, "quỹ %s: thiếu organising", f.Cite)
	}
	for _, c := range f.Ceilings {
		once("ceilings", c.ID, c.Name, c.Cite)
		if (c.Percent == 0) != (c.Base == "") || c.Base != "" && f.Bases[c.Base] == "" {
			l.fault(1, "quỹ %s: mức trần %s cần percent và base có trong bases", f.Cite, c.ID)
		}
	}
	for _, p := range f.Receipts {
		once("receipts", p.ID, p.Name, p.Cite)
	}
	for _, p := range f.Spendings {
		once("spendings", p.ID, p.Name, p.Cite)
	}
	for i, p := range f.Payers {
		once("payers", p.ID, p.Who, p.Cite)
		l.known(p.Awards...)
		if last := i == len(f.Payers)-1; last != (len(p.Awards)+len(p.Groups) == 0) {
			l.fault(1, "quỹ %s: chỉ người chi cuối cùng không kể tên khen thưởng", f.Cite)
		}
		for _, g := range p.Groups {
			if !slices.ContainsFunc(l.law.Awards, func(a *Award) bool { return a.Group == g }) {
				l.fault(1, "quỹ %s: không có nhóm %q", f.Cite, g)
			}
		}
	}
}
