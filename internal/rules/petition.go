package rules

import "giaouoc/internal/vn"

// PetitionLimit is a time limit of a complaint or a denunciation (thời hạn của đơn
// thư): so many calendar or working days, or a rule without days.
type PetitionLimit struct {
	Source       `yaml:",inline"`
	ID           string `yaml:"id"`
	Says         string `yaml:"says"`
	Days         int    `yaml:"days"`
	WorkingDays  int    `yaml:"working_days"`
	More         int    `yaml:"more"`        // instead, in a complex case
	Remote       int    `yaml:"remote"`      // instead, where travel is hard
	RemoteMore   int    `yaml:"remote_more"` // both
	Extend       int    `yaml:"extend"`      // added by each extension
	ExtendTimes  int    `yaml:"extend_times"`
	ComplexTimes int    `yaml:"complex_times"`
}

// PetitionLimit returns a time limit that holds on a day, or nil.
func (v *Values) PetitionLimit(id string, day vn.Date) *PetitionLimit {
	return find(v.PetitionLimits, func(p *PetitionLimit) bool { return p.ID == id && p.on(day) })
}

// Length is how many days the limit gives, of its own kind.
func (p *PetitionLimit) Length(complex, remote bool, extended int) int {
	n := p.Days + p.WorkingDays
	switch {
	case complex && remote && p.RemoteMore > 0:
		n = p.RemoteMore
	case remote && p.Remote > 0:
		n = p.Remote
	case complex && p.More > 0:
		n = p.More
	}
	return n + extended*p.Extend
}

// Extensions is how often the limit may be extended.
func (p *PetitionLimit) Extensions(complex bool) int {
	if complex && p.ComplexTimes > 0 {
		return p.ComplexTimes
	}
	return p.ExtendTimes
}

// Due is the last day of a limit of n days that began on a day. The error says which
// days off are not known; the day with it is the best that can be said.
func (p *PetitionLimit) Due(calendar *vn.Calendar, began vn.Date, n int) (vn.Date, error) {
	if p.WorkingDays > 0 {
		return calendar.AddWorkingDays(began, n)
	}
	return began.AddDays(n), nil
}
