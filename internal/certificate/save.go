package certificate

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Begin adds a design of an office that begins as First, under a name of its own.
func Begin(tx *db.Tx, unitID, name string) (Design, error) {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unitID}); err != nil {
		return Design{}, err
	}
	d := First(unitID, strings.TrimSpace(vn.NFC(name)))
	if err := d.check(); err != nil {
		return d, err
	}
	if err := mustBeNamedOnce(tx, d); err != nil {
		return d, err
	}
	d.ID, d.SavedBy, d.SavedAt, d.Version = db.NewID(), tx.Actor.Name, db.At(tx.Now), 1
	if err := insertDesign(tx, d); err != nil {
		return d, fmt.Errorf("begin design: %w", err)
	}
	return d, noted(tx, d, nil, d.told())
}

// Save stores a design as it was edited; d.Version is the version that was seen.
func Save(tx *db.Tx, d Design) error {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	before, err := find(tx, d.UnitID, d.ID)
	if err != nil {
		return err
	}
	if before.Version != d.Version {
		return problem.New(problem.Conflict, "Mẫu in vừa được lưu ở một cửa sổ khác; đối chiếu với bản đang lưu dưới đây rồi lưu lại.")
	}
	d.Name = strings.TrimSpace(vn.NFC(d.Name))
	for i := range d.Fields {
		d.Fields[i].Text = strings.TrimSpace(vn.NFC(d.Fields[i].Text))
	}
	if err := d.check(); err != nil {
		return err
	}
	if err := mustBeNamedOnce(tx, d); err != nil {
		return err
	}
	d.Scan = before.Scan
	return store(tx, before, d)
}

// SetScan lays a picture of the sheet under a design; an empty hash takes it away.
func SetScan(tx *db.Tx, unitID, id string, version int64, hash string) error {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	d, err := find(tx, unitID, id)
	if err != nil {
		return err
	}
	if d.Scan == hash {
		return nil // the same form sent twice
	}
	if d.Version != version {
		return problem.New(problem.Conflict, "Mẫu in vừa được lưu ở một cửa sổ khác; xem lại rồi gửi tệp.")
	}
	before := d
	d.Scan = hash
	return store(tx, before, d)
}

// Drop removes a design. What was printed with it stays valid.
func Drop(tx *db.Tx, unitID, id string, version int64) error {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	d, err := find(tx, unitID, id)
	if err != nil {
		return err
	}
	if d.Version != version {
		return problem.New(problem.Conflict, "Mẫu in vừa được lưu ở một cửa sổ khác; xem lại rồi xóa.")
	}
	if err := deleteDesign(tx, id); err != nil {
		return fmt.Errorf("drop design: %w", err)
	}
	return noted(tx, d, d.told(), nil)
}

func store(tx *db.Tx, before, d Design) error {
	d.SavedBy, d.SavedAt, d.Version = tx.Actor.Name, db.At(tx.Now), before.Version+1
	if err := updateDesign(tx, d); err != nil {
		return fmt.Errorf("save design: %w", err)
	}
	return noted(tx, d, before.told(), d.told())
}

// told is what the record says of a design: where each field stands is nobody's proof.
func (d Design) told() map[string]any {
	return map[string]any{
		"name": d.Name, "sheet": d.Width.Millimetres() + " × " + d.Height.Millimetres() + " mm", "printed_fields": len(d.Fields), "sheet_scan": d.Scan, "version": d.Version,
	}
}

func noted(tx *db.Tx, d Design, before, after any) error {
	return record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "certificate_design", ID: d.ID}, Scope: access.Scope{Unit: d.UnitID}, Before: before, After: after,
	})
}

func mustBeNamedOnce(tx *db.Tx, d Design) error {
	list, err := designsOf(tx, d.UnitID)
	if err != nil {
		return fmt.Errorf("read designs: %w", err)
	}
	for _, o := range list {
		if o.ID != d.ID && vn.Fold(o.Name) == vn.Fold(d.Name) {
			return problem.Field("name", "Đã có mẫu in tên này.")
		}
	}
	return nil
}
