package conference

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says whether the conference of a year is over.
//
// Read: how far the conference is, is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	c, err := find(tx, y)
	if problem.Is(err, problem.NotFound) || err == nil && c.State != Finished {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []cycle.Arrival{{Phase: cycle.Conference}}, nil
}
