package scoring

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Conclude makes the points of a year stand still: every unit must have been
// appraised. From here on nothing that changes elsewhere changes a point.
func Conclude(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read markings: %w", err)
	}
	for _, m := range markings {
		if m.State != UnitAppraised {
			names, err := org.Names(tx, tx.Today(), m.UnitID)
			if err != nil {
				return err
			}
			return problem.New(problem.Closed, "%s: %s; kết luận khi mọi đơn vị đã được thẩm định.", names[m.UnitID], m.State.StateName())
		}
	}
	all, err := gather(tx, y, s)
	if err != nil {
		return err
	}
	frozen, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("freeze entries: %w", err)
	}
	s.State, s.Frozen = Concluded, string(frozen)
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("conclude sheet: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringConclude, s, Opened, Concluded, "")
}

// Publish makes the concluded points and the ranking public; it cannot be
// undone. The ranking puts the units of a computed sheet in order.
func Publish(tx *db.Tx, y cycle.Year, order func(*Result) []Placing) error {
	if err := access.Require(tx, access.ScoringPublish, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Concluded)
	if err != nil {
		return err
	}
	s.State, s.PublishedAt = Published, db.At(tx.Now)
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("publish sheet: %w", err)
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read markings: %w", err)
	}
	var units []string
	for _, m := range markings {
		units = append(units, m.UnitID)
	}
	if err := cycle.TellUnits(tx, y, "Kết quả chấm điểm và xếp hạng đã được công bố", cycle.ScoringPage, units...); err != nil {
		return err
	}
	text, err := printed(tx, y, s, order)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: access.ScoringPublish, Object: record.Object{Kind: "score_sheet", ID: s.ID}, Scope: y.Scope(), Format: rankingFormat, Text: text,
	})
}
