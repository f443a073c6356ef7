package confirmation

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Cancel says that a letter stands no more, with the reason; its number is cancelled
// with it and not given again.
func Cancel(tx *db.Tx, id string, version int64, why string) error {
	c, err := Look(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: c.UnitID}
	if err := access.Require(tx, access.ConfirmationIssue, scope); err != nil {
		return err
	}
	switch {
	case !c.CancelledOn.IsZero():
		return problem.New(problem.Closed, "Văn bản số %s đã hủy ngày %s.", c.Line, c.CancelledOn.Short())
	case c.Version != version:
		return problem.New(problem.Conflict, "Văn bản số %s vừa có thay đổi sau khi bạn mở trang.", c.Line)
	}
	before := c
	c.CancelledOn, c.CancelledFor = tx.Today(), vn.Line(why)
	var list problem.List
	short(&list, "why", c.CancelledFor, "Ghi lý do hủy.")
	if err := list.Err(); err != nil {
		return err
	}
	if _, err := document.CancelNumber(tx, c.UnitID, c.EntryID, c.CancelledFor); err != nil {
		return err
	}
	c.Version++
	if err := updateConfirmation(tx, c); err != nil {
		return fmt.Errorf("cancel confirmation %s: %w", c.ID, err)
	}
	return record.Add(tx, record.Act{Act: access.ConfirmationIssue, Object: record.Object{Kind: "confirmation", ID: c.ID}, Scope: scope, Before: before, After: c})
}
