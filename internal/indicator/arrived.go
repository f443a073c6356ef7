package indicator

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// Arrived says which targets and reports of a year are in: a unit's targets once
// it has one for each indicator, a unit's report once it is submitted.
//
// Read: which reports are in is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	var in []cycle.Arrival
	indicators, err := List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	targets, err := Targets(tx, y.ID)
	if err != nil {
		return nil, err
	}
	registered := map[string]int{}
	for _, t := range targets {
		registered[t.UnitID]++
		if registered[t.UnitID] == len(indicators) {
			in = append(in, cycle.Arrival{Phase: cycle.Register, UnitID: t.UnitID})
		}
	}
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range periods {
		reports, err := reportsOf(tx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("find reports: %w", err)
		}
		for _, r := range reports {
			if r.State.Counts() {
				in = append(in, cycle.Arrival{Phase: cycle.Report, PeriodID: p.ID, UnitID: r.UnitID})
			}
		}
	}
	return in, nil
}
