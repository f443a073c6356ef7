package handover

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says whether the old lead has handed over: the bundle is offered, or
// confirmed.
//
// Read: that a lead was passed on is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	h, err := Find(tx, y)
	if problem.Is(err, problem.NotFound) || err == nil && h.State == Returned {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []cycle.Arrival{{Phase: cycle.HandOver}}, nil
}
