package inspection

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Mend reports what the unit did about a finding, with the evidence (báo cáo khắc
// phục).
func Mend(tx *db.Tx, id string, version int64, report string, file blob.File) error {
	f, err := finding(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.InspectionMend, access.Scope{Unit: f.UnitID}); err != nil {
		return err
	}
	if err := f.ready(version, Open); err != nil {
		return err
	}
	before := f
	var list problem.List
	f.Report = vn.Text(report)
	written(&list, "report", f.Report, "Ghi đã khắc phục thế nào.")
	if file.Hash == "" {
		list.Add("file", "Đính kèm minh chứng.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	f.State, f.FileHash, f.FileName, f.Answer = Reported, file.Hash, file.Name, ""
	return f.store(tx, access.InspectionMend, f.UnitID, &before)
}

// Close accepts what a unit reported: the finding is mended.
func Close(tx *db.Tx, id string, version int64) error {
	f, p, err := reported(tx, id, version)
	if err != nil {
		return err
	}
	before := f
	f.State, f.ClosedOn = Mended, tx.Today()
	return f.store(tx, access.InspectionKeep, p.UnitID, &before)
}

// SendBack says why what a unit reported is not enough; the finding is open again.
func SendBack(tx *db.Tx, id string, version int64, why string) error {
	f, p, err := reported(tx, id, version)
	if err != nil {
		return err
	}
	before := f
	var list problem.List
	f.Answer = vn.Text(why)
	written(&list, "answer", f.Answer, "Ghi còn thiếu gì.")
	if err := list.Err(); err != nil {
		return err
	}
	f.State = Open
	return f.store(tx, access.InspectionKeep, p.UnitID, &before)
}

// MayMend refuses who may not report about a finding, before the evidence is looked
// into.
//
// Read: requires the right to mend the finding.
func MayMend(tx *db.Tx, id string) error {
	f, err := finding(tx, id)
	if err != nil {
		return err
	}
	return access.Require(tx, access.InspectionMend, access.Scope{Unit: f.UnitID})
}

func finding(tx *db.Tx, id string) (Finding, error) {
	f, err := findingByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return f, problem.New(problem.NotFound, "Không có tồn tại, kiến nghị này.")
	}
	if err != nil {
		return f, fmt.Errorf("find finding %s: %w", id, err)
	}
	return f, nil
}

// reported is a finding that waits for the office's word.
func reported(tx *db.Tx, id string, version int64) (Finding, Plan, error) {
	f, err := finding(tx, id)
	if err != nil {
		return f, Plan{}, err
	}
	p, _, err := itemWithPlan(tx, f.ItemID)
	if err != nil {
		return f, p, err
	}
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: p.UnitID}); err != nil {
		return f, p, err
	}
	return f, p, f.ready(version, Reported)
}

func (f *Finding) ready(version int64, state FindingState) error {
	switch {
	case f.State != state:
		return problem.New(problem.Closed, "Tồn tại, kiến nghị này %s.", f.State.Name())
	case f.Version != version:
		return changed()
	}
	return nil
}

func (f *Finding) store(tx *db.Tx, act access.Act, unitID string, before *Finding) error {
	f.Version++
	if err := updateFinding(tx, *f); err != nil {
		return fmt.Errorf("store finding %s: %w", f.ID, err)
	}
	return f.log(tx, act, unitID, before)
}
