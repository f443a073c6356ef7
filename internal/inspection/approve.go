package inspection

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Approve approves the plan of a year by a document (duyệt kế hoạch).
func Approve(tx *db.Tx, unitID string, year int, version int64, number string, on vn.Date) error {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.InspectionDirect, scope); err != nil {
		return err
	}
	p, err := planOf(tx, unitID, year)
	switch {
	case errors.Is(err, db.ErrNoRow):
		return problem.New(problem.NotFound, "Chưa có kế hoạch năm %d.", year)
	case err != nil:
		return fmt.Errorf("find plan of %d: %w", year, err)
	case p.Approved():
		return problem.New(problem.Closed, "Kế hoạch năm %d đã duyệt ngày %s theo văn bản %s.", year, p.ApprovedOn.Short(), p.Number)
	case p.Version != version:
		return problem.New(problem.Conflict, "Kế hoạch năm %d vừa có thay đổi sau khi bạn mở trang. Xem lại rồi duyệt.", year)
	}
	var list problem.List
	if p.Number = vn.Text(number); p.Number == "" {
		list.Add("number", "Ghi số, ký hiệu văn bản duyệt kế hoạch.")
	}
	switch {
	case on.IsZero():
		list.Add("on", "Ghi ngày văn bản.")
	case on.After(tx.Today()):
		list.Add("on", "Ngày văn bản không được sau hôm nay, %s.", tx.Today().Short())
	}
	if err := list.Err(); err != nil {
		return err
	}
	p.ApprovedOn, p.ApprovedBy = on, access.Signature(tx.Actor, access.InspectionDirect, scope)
	p.Version++
	if err := updatePlan(tx, p); err != nil {
		return fmt.Errorf("approve plan %s: %w", p.ID, err)
	}
	return record.Add(tx, record.Act{Act: access.InspectionDirect, Object: record.Object{Kind: "inspection_plan", ID: p.ID}, Scope: scope, After: p})
}
