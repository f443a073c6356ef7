package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// DropList gives up an open list. What it said is destroyed; that it was brought
// stays, with the file's name.
func DropList(tx *db.Tx, unitID, id string, version int64) error {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return err
	}
	l, err := openList(tx, unitID, id)
	if err != nil {
		return err
	}
	if l.Version != version {
		return problem.New(problem.Conflict, "Người khác vừa lưu quyết định của danh sách này; xem lại trước khi bỏ.")
	}
	before := l
	l.State, l.ClosedAt = ListDropped, db.At(tx.Now)
	l.Version++
	if stored, err := updateList(tx, l); err != nil || !stored {
		return stale(err)
	}
	if err := forgetList(tx, l.ID); err != nil {
		return fmt.Errorf("drop list %s: %w", l.ID, err)
	}
	return record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "award_list", ID: l.ID}, Scope: scope, Before: before, After: l,
	})
}
