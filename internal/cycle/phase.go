package cycle

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// SetPhase sets the days of a phase. p.Version is the version the person saw,
// 0 for a phase not set before.
func SetPhase(tx *db.Tx, y Year, p Phase) error {
	if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	if err := checkSpan(p.OpensOn, p.DueOn); err != nil {
		return err
	}
	if p.Kind.Name() == "" {
		return problem.Field("kind", "Chọn một giai đoạn trong danh sách.")
	}
	before, err := findPhase(tx, y.ID, p.Kind)
	switch {
	case errors.Is(err, db.ErrNoRow):
		p.ID, p.YearID, p.Version = db.NewID(), y.ID, 1
		err = insertPhase(tx, p)
	case err != nil:
	case before.Version != p.Version:
		return problem.New(problem.Conflict, "Thời hạn «%s» vừa được người khác đặt: %s – %s. Hãy xem lại rồi lưu.",
			p.Kind.Name(), before.OpensOn.Short(), before.DueOn.Short())
	default:
		p.ID, p.YearID, p.Version = before.ID, y.ID, before.Version+1
		err = updatePhase(tx, p)
	}
	if err != nil {
		return fmt.Errorf("set phase %s: %w", p.Kind, err)
	}
	return record.Add(tx, record.Act{
		Act: access.PhaseSet, Object: record.Object{Kind: "year", ID: y.ID}, Scope: y.Scope(), Before: before, After: p,
	})
}

// SetPeriod adds a reporting period.
func SetPeriod(tx *db.Tx, y Year, p Period) (Period, error) {
	if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
		return Period{}, err
	}
	if err := y.MustRun(); err != nil {
		return Period{}, err
	}
	var list problem.List
	if p.Code == "" {
		list.Add("code", "Kỳ báo cáo cần mã, ví dụ 6T.")
	}
	if p.Name == "" {
		list.Add("name", "Kỳ báo cáo cần tên, ví dụ «Sáu tháng đầu năm».")
	}
	if err := list.Err(); err != nil {
		return Period{}, err
	}
	if err := checkSpan(p.OpensOn, p.DueOn); err != nil {
		return Period{}, err
	}
	if _, err := periodByCode(tx, y.ID, p.Code); err == nil {
		return Period{}, problem.Field("code", "Đã có kỳ báo cáo mang mã %s.", p.Code)
	}
	p.ID, p.YearID, p.Version = db.NewID(), y.ID, 1
	if err := insertPeriod(tx, p); err != nil {
		return Period{}, fmt.Errorf("set period %s: %w", p.Code, err)
	}
	return p, record.Add(tx, record.Act{
		Act: access.PhaseSet, Object: record.Object{Kind: "period", ID: p.ID}, Scope: y.Scope(), After: p,
	})
}

// MovePeriod changes the name and the days of a reporting period; p.ID names it
// and p.Version is the version the person saw. Saving what is already stored
// changes nothing.
func MovePeriod(tx *db.Tx, y Year, p Period) error {
	if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	before, err := PeriodByID(tx, p.ID)
	if err != nil {
		return err
	}
	if before.YearID != y.ID {
		return problem.New(problem.NotFound, "Không có kỳ báo cáo này trong năm %d.", y.Year)
	}
	if p.Name == "" {
		return problem.Field("name", "Ghi tên kỳ báo cáo.")
	}
	if err := checkSpan(p.OpensOn, p.DueOn); err != nil {
		return err
	}
	if p.Name == before.Name && p.OpensOn == before.OpensOn && p.DueOn == before.DueOn {
		return nil
	}
	if before.Version != p.Version {
		return problem.New(problem.Conflict, "Kỳ báo cáo vừa được người khác đặt: «%s», %s – %s. Hãy đối chiếu rồi lưu lại.",
			before.Name, before.OpensOn.Short(), before.DueOn.Short())
	}
	p.YearID, p.Code, p.Version = y.ID, before.Code, before.Version+1
	if err := updatePeriod(tx, p); err != nil {
		return fmt.Errorf("move period %s: %w", p.Code, err)
	}
	return record.Add(tx, record.Act{
		Act: access.PhaseSet, Object: record.Object{Kind: "period", ID: p.ID}, Scope: y.Scope(), Before: before, After: p,
	})
}

func checkSpan(opens, due vn.Date) error {
	var list problem.List
	if opens.IsZero() {
		list.Add("opens_on", "Ghi ngày bắt đầu, ví dụ 1/3/2026.")
	}
	if due.IsZero() {
		list.Add("due_on", "Ghi hạn cuối, ví dụ 31/3/2026.")
	}
	if !opens.IsZero() && !due.IsZero() && due.Before(opens) {
		list.Add("due_on", "Hạn cuối phải từ ngày bắt đầu trở đi.")
	}
	return list.Err()
}

// MustBeOpen refuses an act of a phase before the phase opens or after its
// deadline. A phase that was not set is open.
//
// Read: called inside use cases that have required their own right.
func MustBeOpen(tx *db.Tx, y Year, kind PhaseKind) error {
	p, err := findPhase(tx, y.ID, kind)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find phase %s: %w", kind, err)
	}
	today := tx.Today()
	if today.Before(p.OpensOn) {
		return problem.New(problem.Closed, "Giai đoạn «%s» bắt đầu từ ngày %s; hôm nay là %s, chưa làm việc này được.",
			kind.Name(), p.OpensOn.Short(), today.Short())
	}
	if today.After(p.DueOn) {
		return problem.New(problem.Closed, "Giai đoạn «%s» đã hết hạn ngày %s.", kind.Name(), p.DueOn.Short())
	}
	return nil
}

// MustHaveBegun refuses an act of a phase before the phase opens; after the
// deadline the act is late but allowed.
//
// Read: called inside use cases that have required their own right.
func MustHaveBegun(tx *db.Tx, y Year, kind PhaseKind) error {
	p, err := findPhase(tx, y.ID, kind)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find phase %s: %w", kind, err)
	}
	if today := tx.Today(); today.Before(p.OpensOn) {
		return problem.New(problem.Closed, "Giai đoạn «%s» bắt đầu từ ngày %s; hôm nay là %s, chưa làm việc này được.",
			kind.Name(), p.OpensOn.Short(), today.Short())
	}
	return nil
}
