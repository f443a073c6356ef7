package rules

import (
	"slices"

	"giaouoc/internal/vn"
)

// DeadlinesFor are the time limits of a proposal that hold on a day: those of an award
// alone, and those of all awards.
func (v *Values) DeadlinesFor(award string, day vn.Date) (own, general []*Deadline) {
	for i := range v.Deadlines {
		switch d := &v.Deadlines[i]; {
		case !d.on(day), d.Annulled:
		case slices.Contains(d.Awards, award):
			own = append(own, d)
		case len(d.Awards) == 0:
			general = append(general, d)
		}
	}
	return own, general
}
