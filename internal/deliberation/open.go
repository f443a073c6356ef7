package deliberation

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Open begins the deliberation of a unit's year with the unit's own rules.
func Open(tx *db.Tx, d Deliberation) (Deliberation, error) {
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	if _, err := ofYear(tx, d.UnitID, d.Year); err == nil {
		return d, problem.New(problem.Conflict, "Đợt bình xét năm %d đã được mở.", d.Year)
	} else if !errors.Is(err, db.ErrNoRow) {
		return d, fmt.Errorf("find deliberation of %d: %w", d.Year, err)
	}
	if err := d.check(tx); err != nil {
		return d, err
	}
	d.ID, d.State, d.Version, d.CreatedAt = db.NewID(), Gathering, 1, db.At(tx.Now)
	if err := insertDeliberation(tx, d); err != nil {
		return d, fmt.Errorf("open deliberation of %d: %w", d.Year, err)
	}
	return d, record.Add(tx, record.Act{Act: access.DeliberationKeep, Object: d.object(), Scope: access.Scope{Unit: d.UnitID}, After: d})
}

// Revise changes the rules of a deliberation at which no meeting was held yet.
func Revise(tx *db.Tx, id string, version int64, change Deliberation) error {
	d, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	if d.State != Gathering {
		return problem.New(problem.Closed, "Đã có cuộc họp xét theo các quy định này nên không đổi nữa.")
	}
	if err := d.seen(version); err != nil {
		return err
	}
	before := d
	d.Document, d.Quorum, d.Majority, d.MajorityOf, d.ObjectDays = change.Document, change.Quorum, change.Majority, change.MajorityOf, change.ObjectDays
	if err := d.check(tx); err != nil {
		return err
	}
	return d.changed(tx, access.DeliberationKeep, before, "")
}

func (d *Deliberation) check(tx *db.Tx) error {
	var list problem.List
	if today := tx.Today().Year(); d.Year < 2018 || d.Year > today {
		list.Add("nam", "Năm bình xét từ 2018 đến %d.", today)
	}
	if d.Document = vn.Line(d.Document); d.Document == "" {
		list.Add("document", "Ghi quy chế, quy định của đơn vị có số người dự và tỷ lệ phiếu này; luật không quy định cho hai danh hiệu này.")
	}
	if d.Quorum < 0 || d.Quorum > 100 {
		list.Add("quorum", "Ghi phần trăm từ 0 đến 100; 0 là quy chế không quy định.")
	}
	if d.Majority < 1 || d.Majority > 100 {
		list.Add("majority", "Ghi phần trăm phiếu đồng ý, từ 1 đến 100.")
	}
	if d.MajorityOf != OfPresent && d.MajorityOf != OfMembers {
		list.Add("majority_of", "Chọn tỷ lệ tính trên số nào.")
	}
	if d.ObjectDays < 0 || d.ObjectDays > 60 {
		list.Add("object_days", "Ghi số ngày nhận phản ánh, từ 0 đến 60.")
	}
	return list.Err()
}

func (d *Deliberation) object() record.Object {
	return record.Object{Kind: "deliberation", ID: d.ID}
}

func (d *Deliberation) seen(version int64) error {
	if d.Version != version {
		return problem.New(problem.Conflict, "Đợt bình xét vừa được người khác (hoặc một thẻ khác) thay đổi. Chưa ghi gì; xem lại rồi làm tiếp.")
	}
	return nil
}

// changed stores a deliberation over the version before.
func (d *Deliberation) changed(tx *db.Tx, act access.Act, before Deliberation, reason string) error {
	if err := d.store(tx); err != nil {
		return err
	}
	return record.Add(tx, record.Act{Act: act, Object: d.object(), Scope: access.Scope{Unit: d.UnitID}, Before: before, After: *d, Reason: reason})
}

// store gives a deliberation its next version.
func (d *Deliberation) store(tx *db.Tx) error {
	was := d.Version
	d.Version++
	n, err := updateDeliberation(tx, *d, was)
	if err != nil {
		return fmt.Errorf("store deliberation %s: %w", d.ID, err)
	}
	if n == 0 {
		return d.seen(0)
	}
	return nil
}

func find(tx *db.Tx, id string) (Deliberation, error) {
	d, err := findDeliberation(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return d, problem.New(problem.NotFound, "Không có đợt bình xét này.")
	}
	if err != nil {
		return d, fmt.Errorf("find deliberation %s: %w", id, err)
	}
	return d, nil
}

// inHand finds a deliberation that the actor may still work on, as it was seen.
func inHand(tx *db.Tx, id string, version int64) (Deliberation, error) {
	d, err := find(tx, id)
	if err != nil {
		return d, err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	if !d.open() {
		return d, problem.New(problem.Closed, "Đợt bình xét năm %d %s; không sửa danh sách, phiếu nữa.", d.Year, d.State.Name())
	}
	return d, d.seen(version)
}
