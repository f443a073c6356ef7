package scoring

import (
	"fmt"
	"slices"

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
		return []cycle.Arrival{{Phase: cycle.Score}, {Phase: cycle.Appraise}}, nil
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
	}
	var in []cycle.Arrival
	for _, m := range markings {
		if m.State == UnitSubmitted || m.State == UnitAppraised {
			in = append(in, cycle.Arrival{Phase: cycle.Score, UnitID: m.UnitID})
		}
	}
	if !slices.ContainsFunc(markings, func(m Marking) bool { return m.State != UnitAppraised }) {
		in = append(in, cycle.Arrival{Phase: cycle.Appraise})
	}
	return in, nil
}
