package scoring

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says which marks of a year are in: a unit's own once it has submitted
// them, the appraisers' once every unit is appraised.
//
// Read: how far the marking is, is known to every member; no mark is shown.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Closed) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s.State != Opened {
		return []cycle.Arrival{{Phase: cycle.Score}, {Phase: cycle.Appraise}, {Phase: cycle.Reappraise}}, nil
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
	}
	d, err := s.Defined()
	if err != nil {
		return nil, err
	}
	var in []cycle.Arrival
	appraised, answered := true, true
	for _, m := range markings {
		if m.State != UnitOpen && m.State != UnitReturned {
			in = append(in, cycle.Arrival{Phase: cycle.Score, UnitID: m.UnitID})
		}
		appraised = appraised && m.Counts(Appraised)
		answered = answered && (m.State != UnitExplained || !d.Second)
	}
	if appraised {
		in = append(in, cycle.Arrival{Phase: cycle.Appraise})
	}
	if answered {
		in = append(in, cycle.Arrival{Phase: cycle.Reappraise})
	}
	return in, nil
}
