package conference

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says whether the mid-year review of a year is issued and its
// conference over.
//
// Read: how far they are, is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	var in []cycle.Arrival
	r, err := findReview(tx, y)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if r.State == ReviewIssued {
		in = append(in, cycle.Arrival{Phase: cycle.MidReview})
	}
	c, err := find(tx, y)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if c.State == Finished {
		in = append(in, cycle.Arrival{Phase: cycle.Conference})
	}
	return in, nil
}
