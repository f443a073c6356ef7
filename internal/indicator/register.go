package indicator

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// SetTarget registers what a unit promises for an indicator. t.Version is the
// version the person saw, 0 for a target not registered before; registering the
// same target twice changes nothing.
func SetTarget(tx *db.Tx, y cycle.Year, t Target) error {
	scope := y.UnitScope(t.UnitID)
	if err := access.Require(tx, access.CovenantRegister, scope); err != nil {
		return err
	}
	if err := mustBeOpen(tx, y); err != nil {
		return err
	}
	if err := mustRegister(tx, y); err != nil {
		return err
	}
	i, err := find(tx, t.IndicatorID)
	if errors.Is(err, db.ErrNoRow) || err == nil && i.YearID != y.ID {
		return problem.Field("indicator", "Chỉ số này không có trong giao ước năm %d; chỉ đăng ký được chỉ tiêu cho chỉ số của giao ước.", y.Year)
	}
	if err != nil {
		return fmt.Errorf("find indicator %s: %w", t.IndicatorID, err)
	}
	if i.Unit == "" {
		return problem.Field("unit", "Chỉ số %s chưa có đơn vị tính; cụm trưởng cần ghi đơn vị tính trước khi đăng ký chỉ tiêu.", i.Code)
	}
	if err := cycle.MustHaveBeenMember(tx, y, t.UnitID); err != nil {
		return err
	}
	if tooLong(t.Value) || t.Baseline.Valid && tooLong(t.Baseline.Decimal) {
		return problem.Field("value", "Chỉ tiêu %s: số quá dài; hãy kiểm tra lại.", i.Code)
	}
	before, err := findTarget(tx, t.IndicatorID, t.UnitID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		t.ID, t.Version = db.NewID(), 1
		err = insertTarget(tx, t)
	case err != nil:
	case sameTarget(before, t):
		return nil
	case before.Version != t.Version:
		return problem.New(problem.Conflict, "Chỉ tiêu %s vừa được người khác đăng ký là %s %s. Hãy xem lại rồi lưu.",
			i.Code, vn.Format(before.Value), i.Unit)
	default:
		t.ID, t.Version = before.ID, before.Version+1
		err = updateTarget(tx, t)
	}
	if err != nil {
		return fmt.Errorf("set target of indicator %s: %w", i.Code, err)
	}
	act := record.Act{Act: access.CovenantRegister, Object: record.Object{Kind: "target", ID: t.ID}, Scope: scope, After: t}
	if before.ID != "" {
		act.Before = before
	}
	return record.Add(tx, act)
}

func sameTarget(a, b Target) bool {
	return a.Value.Equal(b.Value) && a.Baseline.Valid == b.Baseline.Valid && a.Baseline.Decimal.Equal(b.Baseline.Decimal)
}

// mustRegister refuses a registration outside the days of drafting and of
// registering. Where neither phase was set, both are open.
func mustRegister(tx *db.Tx, y cycle.Year) error {
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil {
		return err
	}
	set := func(kind cycle.PhaseKind) bool {
		return slices.ContainsFunc(phases, func(p cycle.Phase) bool { return p.Kind == kind })
	}
	var refusal error
	for _, kind := range []cycle.PhaseKind{cycle.Draft, cycle.Register} {
		if !set(kind) {
			continue
		}
		if refusal = cycle.MustBeOpen(tx, y, kind); !problem.Is(refusal, problem.Closed) {
			return refusal
		}
	}
	return refusal
}
