package indicator

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Except allows a unit to report after the deadline, until a day and for a
// reason; the same exception is made once.
func Except(tx *db.Tx, y cycle.Year, e Exception) error {
	scope := y.UnitScope(e.UnitID)
	if err := access.Require(tx, access.ReportExcept, scope); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	p, err := periodOf(tx, y, e.PeriodID)
	if err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, e.UnitID); err != nil {
		return err
	}
	e.Reason = vn.NFC(strings.TrimSpace(e.Reason))
	var list problem.List
	switch {
	case e.Until.IsZero():
		list.Add("until", "Ghi ngày cuối của thời gian gia hạn, ví dụ 15/7/2026.")
	case !e.Until.After(p.DueOn):
		list.Add("until", "Hạn chung là ngày %s; gia hạn phải đến một ngày sau đó.", p.DueOn.Short())
	case e.Until.Before(tx.Today()):
		list.Add("until", "Gia hạn phải đến hôm nay (%s) hoặc sau đó.", tx.Today().Short())
	}
	if e.Reason == "" {
		list.Add("reason", "Ghi lý do gia hạn; lý do được lưu vào nhật ký.")
	}
	blob.RefuseSecrets(&list, "reason", e.Reason)
	if err := list.Err(); err != nil {
		return err
	}
	given, err := exceptionsOf(tx, e.PeriodID)
	if err != nil {
		return fmt.Errorf("find exceptions: %w", err)
	}
	for _, g := range given {
		if g.UnitID == e.UnitID && g.Until == e.Until && g.Reason == e.Reason {
			return nil
		}
	}
	if err := allow(tx, e); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.ReportExcept, Object: record.Object{Kind: "period", ID: e.PeriodID}, Scope: scope, After: e, Reason: e.Reason,
	})
}

func allow(tx *db.Tx, e Exception) error {
	e.ID, e.Name, e.At = db.NewID(), tx.Actor.Name, db.At(tx.Now)
	if err := insertException(tx, e); err != nil {
		return fmt.Errorf("make exception: %w", err)
	}
	return nil
}
