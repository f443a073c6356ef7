package indicator

import (
	"fmt"
	"slices"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// mustBeAnothers refuses to judge a report to who belongs to its unit, and to who
// has typed any figure of it, or acts for one who has (phân nhiệm).
func mustBeAnothers(tx *db.Tx, r Report) error {
	const others = "người khác trong các đơn vị trưởng, phó hoặc cơ quan thường trực Hội đồng"
	if tx.Actor.Unit == r.UnitID {
		return problem.New(problem.Denied, "Không ai duyệt hoặc trả lại báo cáo của đơn vị mình; %s làm việc này.", others)
	}
	writers, err := writersOf(tx, r.ID)
	if err != nil {
		return fmt.Errorf("find who typed report %s: %w", r.ID, err)
	}
	if typed(tx.Actor, writers) {
		return problem.New(problem.Denied, "Bạn hoặc người bạn làm thay đã nhập số liệu của báo cáo này nên không duyệt, không trả lại được; %s làm việc này.", others)
	}
	return nil
}

// TypedFor reports whether the actor, or one for whom the actor acts, has typed a
// figure of a unit in a year.
//
// Read: who judges the unit asks, after the right to judge.
func TypedFor(tx *db.Tx, y cycle.Year, unitID string) (bool, error) {
	writers, err := writersIn(tx, y.ID, unitID)
	if err != nil {
		return false, fmt.Errorf("find who typed figures of %s: %w", unitID, err)
	}
	return typed(tx.Actor, writers), nil
}

func typed(actor db.Actor, writers []writer) bool {
	persons := actor.Persons()
	return slices.ContainsFunc(writers, func(w writer) bool {
		return slices.Contains(persons, w.AccountID) || w.AccountID == "" && w.Name == actor.Name
	})
}
