package midreview

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says whether the review of a year is issued.
//
// Read: how far the review is, is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	r, err := find(tx, y)
	if problem.Is(err, problem.NotFound) || err == nil && r.State != Issued {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []cycle.Arrival{{Phase: cycle.MidReview}}, nil
}
