package indicator

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// EnterFigures puts the figures of a file into a report that is with its unit,
// as a draft, whenever the period takes reports. It checks what Save checks of
// figures, a jump without a reason among it, and overwrites nothing that the
// unit has entered. A reason given is kept although the figure that it compares
// with is not here.
func EnterFigures(tx *db.Tx, y cycle.Year, s Saving) (Report, error) {
	scope := y.UnitScope(s.UnitID)
	if err := access.Require(tx, access.BundleImport, y.Scope()); err != nil {
		return Report{}, err
	}
	if err := access.Require(tx, access.ReportWrite, scope); err != nil {
		return Report{}, err
	}
	d, err := draftToEnter(tx, y, s)
	if err != nil {
		return Report{}, err
	}
	if err := d.tidy(s.Entries); err != nil {
		return Report{}, err
	}
	changed := d.changed(s.Entries)
	if len(changed) == 0 {
		return d.report, nil
	}
	if err := d.checkEntered(changed); err != nil {
		return Report{}, err
	}
	r, err := d.store(tx, changed)
	if err != nil {
		return Report{}, fmt.Errorf("enter figures: %w", err)
	}
	return r, record.Add(tx, record.Act{
		Act: access.ReportWrite, Object: record.Object{Kind: "report", ID: r.ID}, Scope: scope, Before: d.before, After: changed,
	})
}

// draftToEnter finds a report that a file may fill, whatever the day.
func draftToEnter(tx *db.Tx, y cycle.Year, s Saving) (*draft, error) {
	if err := y.MustRun(); err != nil {
		return nil, err
	}
	if err := cycle.MustBeMember(tx, y, s.UnitID); err != nil {
		return nil, err
	}
	p, err := periodOf(tx, y, s.PeriodID)
	if err != nil {
		return nil, err
	}
	r, err := reportOf(tx, y, s.PeriodID, s.UnitID)
	if err != nil {
		return nil, err
	}
	if err := mustBeWithUnit(r); err != nil {
		return nil, err
	}
	return draftOf(tx, y, p, r)
}

// checkEntered refuses figures that Save would, and those that would replace
// another one.
func (d *draft) checkEntered(changed []Figure) error {
	var list problem.List
	reasons := make([]string, len(changed))
	for n, f := range changed {
		reasons[n] = f.Confirmed
		stored := d.figures[f.IndicatorID]
		if stored.Entered() || stored.Note != "" {
			i := d.known[f.IndicatorID]
			list.Add(ValueField(i.Code), "«%s»: đơn vị đã nhập %s; tệp không ghi đè. Hãy sửa ở trang báo cáo.", i.Name, figureText(stored.Value, stored.Paper, stored.Note))
		}
	}
	list = append(list, problem.All(d.check(changed))...)
	for n, f := range changed {
		if f.Value.Valid {
			changed[n].Confirmed = reasons[n]
		}
	}
	return list.Err()
}
