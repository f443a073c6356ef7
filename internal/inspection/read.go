package inspection

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// YearOf is the plan of an office's year with its items and findings; without items
// where no plan was begun.
//
// Read: requires the right to see the inspections of the office.
func YearOf(tx *db.Tx, unitID string, year int) (Plan, []Item, []Finding, error) {
	if err := access.Require(tx, access.InspectionRead, access.Scope{Unit: unitID}); err != nil {
		return Plan{}, nil, nil, err
	}
	p, err := planOf(tx, unitID, year)
	if errors.Is(err, db.ErrNoRow) {
		return Plan{UnitID: unitID, Year: int64(year)}, nil, nil, nil
	}
	if err != nil {
		return p, nil, nil, fmt.Errorf("find plan of %d: %w", year, err)
	}
	items, err := itemsOf(tx, p.ID)
	if err != nil {
		return p, nil, nil, fmt.Errorf("read items of plan %s: %w", p.ID, err)
	}
	findings, err := findingsOfPlan(tx, p.ID)
	if err != nil {
		return p, nil, nil, fmt.Errorf("read findings of plan %s: %w", p.ID, err)
	}
	return p, items, findings, nil
}

// Look is an item with its plan and those of its findings that the actor may see: all
// for the office, its own for a unit that has to mend.
//
// Read: requires the right to see the inspections of the office, or to mend one of the
// findings.
func Look(tx *db.Tx, id string) (Plan, Item, []Finding, error) {
	p, i, err := itemWithPlan(tx, id)
	if err != nil {
		return p, i, nil, err
	}
	all, err := findingsOf(tx, id)
	if err != nil {
		return p, i, nil, fmt.Errorf("read findings of %s: %w", id, err)
	}
	if access.May(tx, access.InspectionRead, access.Scope{Unit: p.UnitID}) {
		return p, i, all, nil
	}
	var own []Finding
	for _, f := range all {
		if access.May(tx, access.InspectionMend, access.Scope{Unit: f.UnitID}) {
			own = append(own, f)
		}
	}
	if len(own) == 0 {
		return p, i, nil, access.Require(tx, access.InspectionRead, access.Scope{Unit: p.UnitID})
	}
	return p, i, own, nil
}

// Evidence is a finding with the file that was reported with it.
//
// Read: requires the right to see the inspections of the office, or to mend the
// finding.
func Evidence(tx *db.Tx, id string) (Finding, error) {
	f, err := finding(tx, id)
	if err != nil {
		return f, err
	}
	p, _, err := itemWithPlan(tx, f.ItemID)
	if err != nil {
		return f, err
	}
	if !access.May(tx, access.InspectionMend, access.Scope{Unit: f.UnitID}) {
		if err := access.Require(tx, access.InspectionRead, access.Scope{Unit: p.UnitID}); err != nil {
			return f, err
		}
	}
	if f.FileHash == "" {
		return f, problem.New(problem.NotFound, "Chưa có minh chứng.")
	}
	return f, nil
}

// Sums are the figures of a year.
type Sums struct {
	Inspections, Inspected  int // planned, held
	Courses, Taught, People int
	Findings, Mended, Late  int
}

// SumsOf adds up a year as it stands on a day.
func SumsOf(items []Item, findings []Finding, day vn.Date) Sums {
	var s Sums
	for _, i := range items {
		if i.State == Dropped {
			continue
		}
		held := 0
		if i.State == Held {
			held = 1
		}
		if i.Kind == Inspect {
			s.Inspections, s.Inspected = s.Inspections+1, s.Inspected+held
		} else {
			s.Courses, s.Taught, s.People = s.Courses+1, s.Taught+held, s.People+int(i.Participants)
		}
	}
	for _, f := range findings {
		s.Findings++
		if f.State == Mended {
			s.Mended++
		}
		if f.Late(day) {
			s.Late++
		}
	}
	return s
}

// Wait is a finding that waits for the actor, with its office.
type Wait struct {
	Finding
	OfficeID string
	Confirm  bool // the office has to confirm it; else the unit has to mend it
}

// Waits are the findings that wait for the actor: open ones of a unit that the actor
// mends for, and reported ones of an office that the actor keeps.
//
// Read: each asks for the right to what it is about.
func Waits(tx *db.Tx) ([]Wait, error) {
	var list []Wait
	seen := map[string]bool{}
	for _, g := range tx.Actor.Grants {
		scope := access.Scope{Unit: g.ID}
		if g.ID == "" || access.ScopeOf(g.Scope, g.ID) != scope {
			continue
		}
		add := func(of []waiting, confirm bool) {
			for _, w := range of {
				if !seen[w.ID] {
					seen[w.ID] = true
					list = append(list, Wait{w.Finding, w.OfficeID, confirm})
				}
			}
		}
		if access.May(tx, access.InspectionMend, scope) {
			of, err := openOfUnit(tx, g.ID)
			if err != nil {
				return nil, fmt.Errorf("find findings of unit %s: %w", g.ID, err)
			}
			add(of, false)
		}
		if access.May(tx, access.InspectionKeep, scope) {
			of, err := reportedTo(tx, g.ID)
			if err != nil {
				return nil, fmt.Errorf("find findings reported to unit %s: %w", g.ID, err)
			}
			add(of, true)
		}
	}
	return list, nil
}
