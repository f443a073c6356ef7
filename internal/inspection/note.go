package inspection

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Note enters what a held inspection found, with the unit that has to mend it and by
// when (ghi tồn tại, kiến nghị); it waits for that unit.
func Note(tx *db.Tx, itemID string, f Finding) (Finding, error) {
	p, i, err := itemWithPlan(tx, itemID)
	if err != nil {
		return f, err
	}
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: p.UnitID}); err != nil {
		return f, err
	}
	if i.Kind != Inspect || i.State != Held {
		return f, problem.New(problem.Closed, "Ghi kết luận của cuộc kiểm tra trước, rồi mới ghi tồn tại, kiến nghị.")
	}
	var list problem.List
	if f.Kind.Name() == "" {
		list.Add("kind", "Chọn tồn tại hoặc kiến nghị.")
	}
	f.Body = vn.Text(f.Body)
	written(&list, "body", f.Body, "Ghi nội dung.")
	switch ok, err := org.Exists(tx, f.UnitID); {
	case err != nil:
		return f, err
	case f.UnitID == "" || !ok:
		list.Add("unit", "Chọn đơn vị phải khắc phục.")
	}
	switch {
	case f.DueOn.IsZero():
		list.Add("due_on", "Ghi hạn khắc phục.")
	case f.DueOn.Before(i.HeldOn):
		list.Add("due_on", "Hạn khắc phục không được trước ngày kết luận, %s.", i.HeldOn.Short())
	}
	if err := list.Err(); err != nil {
		return f, err
	}
	f.ID, f.ItemID, f.State, f.Version, f.CreatedAt = db.NewID(), itemID, Open, 1, db.At(tx.Now)
	if err := insertFinding(tx, f); err != nil {
		return f, fmt.Errorf("note finding of %s: %w", itemID, err)
	}
	return f, f.log(tx, access.InspectionKeep, p.UnitID, nil)
}

func (f *Finding) log(tx *db.Tx, act access.Act, unitID string, before *Finding) error {
	a := record.Act{Act: act, Object: record.Object{Kind: "inspection_finding", ID: f.ID}, Scope: access.Scope{Unit: unitID}, After: f}
	if before != nil {
		a.Before = before
	}
	return record.Add(tx, a)
}
