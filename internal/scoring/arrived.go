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
		return []cycle.Arrival{{Phase: cycle.Score}, {Phase: cycle.Cross}, {Phase: cycle.Appraise}, {Phase: cycle.Reappraise}}, nil
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
	}
	d, err := s.Defined()
	if err != nil {
		return nil, err
	}
	in, err := crossArrived(tx, y)
	if err != nil {
		return nil, err
	}
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

// crossArrived says which units have sealed what they give the others.
func crossArrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	p, err := planCross(tx, y, Opened)
	if problem.Is(err, problem.NotFound) || err == nil && p.opening != nil {
		return []cycle.Arrival{{Phase: cycle.Cross}}, nil
	}
	if err != nil {
		return nil, err
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return nil, fmt.Errorf("read seals: %w", err)
	}
	var in []cycle.Arrival
	for _, u := range p.units {
		if !p.mustMark(u) || lastOf(seals, u).SheetNumber == p.sheet.Number {
			in = append(in, cycle.Arrival{Phase: cycle.Cross, UnitID: u})
		}
	}
	return in, nil
}
