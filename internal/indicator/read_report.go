package indicator

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Form is a unit's report for a period as its page shows it.
type Form struct {
	Period   cycle.Period
	Report   Report
	Rows     []Row
	Moves    []Move
	Until    vn.Date // last day allowed to the unit after the deadline; zero: none
	Timing   Timing
	Entered  Rate
	Granted  []Exception  // to the unit
	Warnings problem.List // rules that the figures break
	Locked   error        // why the person cannot change it; nil: it can be changed
	Barred   error        // why the person cannot judge it, with the right to judge reports; nil: it can be
}

// Row is one indicator of a report.
type Row struct {
	Indicator Indicator
	Figure    Figure
	Target    *Target
	Previous  *Previous
	Evidence  []Evidence
	Comments  int
}

// ReadReport returns a unit's report for a period, in a fixed number of
// queries. The unit itself sees it always; who may read reports sees it once it
// has been submitted.
//
// Read: requires the right to read it.
func ReadReport(tx *db.Tx, y cycle.Year, periodID, unitID string) (Form, error) {
	scope := y.UnitScope(unitID)
	writes := access.May(tx, access.ReportWrite, scope)
	if !writes {
		if err := access.Require(tx, access.ReportRead, scope); err != nil {
			return Form{}, err
		}
	}
	p, err := periodOf(tx, y, periodID)
	if err != nil {
		return Form{}, err
	}
	if err := cycle.MustBeMember(tx, y, unitID); err != nil {
		return Form{}, problem.New(problem.NotFound, "Đơn vị này không phải là thành viên trong năm %d.", y.Year)
	}
	r, err := reportOf(tx, y, periodID, unitID)
	if err != nil {
		return Form{}, err
	}
	if err := mustRead(tx, y, r); err != nil {
		return Form{}, err
	}
	d, err := draftOf(tx, y, p, r)
	if err != nil {
		return Form{}, err
	}
	f := Form{Period: p, Report: r, Warnings: d.warnings()}
	given, err := exceptionsOf(tx, periodID)
	if err != nil {
		return Form{}, fmt.Errorf("find exceptions: %w", err)
	}
	f.Granted = slices.DeleteFunc(given, func(e Exception) bool { return e.UnitID != unitID })
	f.Until = lastDay(f.Granted, unitID)
	f.Timing = timing(r, p, f.Until, tx.Today())
	f.Locked = locked(y, p, r, f.Until, tx.Today())
	if !writes {
		f.Locked = access.Require(tx, access.ReportWrite, scope)
	}
	if err := mustBeAnothers(tx, r); problem.All(err) != nil {
		f.Barred = err
	} else if err != nil {
		return Form{}, err
	}
	if f.Moves, err = movesOf(tx, r.ID); err != nil {
		return Form{}, fmt.Errorf("find moves: %w", err)
	}
	if err := f.fill(tx, y, d); err != nil {
		return Form{}, err
	}
	return f, nil
}

func locked(y cycle.Year, p cycle.Period, r Report, until, today vn.Date) error {
	if err := y.MustRun(); err != nil {
		return err
	}
	if err := mustBeWithUnit(r); err != nil {
		return err
	}
	return mustBeUnlocked(p, until, today)
}

// fill makes the rows of a form.
func (f *Form) fill(tx *db.Tx, y cycle.Year, d *draft) error {
	targets, err := targetsOfUnit(tx, y.ID, d.report.UnitID)
	if err != nil {
		return fmt.Errorf("find targets: %w", err)
	}
	evidence, err := evidenceOf(tx, d.report.ID)
	if err != nil {
		return fmt.Errorf("find evidence: %w", err)
	}
	comments, err := commentCounts(tx, d.report.ID)
	if err != nil {
		return fmt.Errorf("count comments: %w", err)
	}
	at := make(map[string]int, len(d.indicators))
	f.Rows = make([]Row, len(d.indicators))
	for n, i := range d.indicators {
		at[i.ID] = n
		f.Rows[n] = Row{Indicator: i, Figure: d.figures[i.ID]}
		if p, ok := d.previous[i.ID]; ok {
			f.Rows[n].Previous = &p
		}
		if f.Rows[n].Figure.Entered() {
			f.Entered.Part++
		}
	}
	f.Entered.Whole = len(d.indicators)
	for _, t := range targets {
		f.Rows[at[t.IndicatorID]].Target = &t
	}
	for _, e := range evidence {
		f.Rows[at[e.IndicatorID]].Evidence = append(f.Rows[at[e.IndicatorID]].Evidence, e)
	}
	for _, c := range comments {
		f.Rows[at[c.IndicatorID]].Comments = c.N
	}
	return nil
}

// Rules returns the rules between figures of a year.
//
// Read: the page or use case that asks has required the right to the reports of
// the year.
func Rules(tx *db.Tx, yearID string) ([]Rule, error) {
	list, err := rulesOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	return list, nil
}

// ChangedSince returns, by indicator, what others changed in a report after a
// version: the value then and the value now.
//
// Read: the page or use case that asks has required the right to the report.
func ChangedSince(tx *db.Tx, reportID string, version int64) (map[string]Change, error) {
	changes, err := changesSince(tx, reportID, version)
	if err != nil {
		return nil, fmt.Errorf("find changes: %w", err)
	}
	list := make(map[string]Change, len(changes))
	for _, c := range changes {
		if first, ok := list[c.IndicatorID]; ok {
			c.OldValue, c.OldNote, c.OldPaper = first.OldValue, first.OldNote, first.OldPaper
		}
		list[c.IndicatorID] = c
	}
	return list, nil
}

// Thread is everything about one figure: its changes, evidence and comments,
// oldest first.
type Thread struct {
	Period    cycle.Period
	Indicator Indicator
	Report    Report
	Figure    Figure
	Changes   []Change
	Evidence  []Evidence
	Comments  []Comment
}

// ReadThread returns everything about one figure to who may read its report.
//
// Read: requires the right to read it.
func ReadThread(tx *db.Tx, y cycle.Year, m Remark) (Thread, error) {
	scope := y.UnitScope(m.UnitID)
	if !access.May(tx, access.ReportWrite, scope) {
		if err := access.Require(tx, access.ReportRead, scope); err != nil {
			return Thread{}, err
		}
	}
	var t Thread
	var err error
	if t.Period, err = periodOf(tx, y, m.PeriodID); err != nil {
		return t, err
	}
	if t.Indicator, err = Find(tx, y.ID, m.IndicatorID); err != nil {
		return t, err
	}
	if t.Report, err = reportOf(tx, y, m.PeriodID, m.UnitID); err != nil {
		return t, err
	}
	if err := mustRead(tx, y, t.Report); err != nil {
		return t, err
	}
	figures, err := figuresOf(tx, t.Report.ID)
	if err != nil {
		return t, fmt.Errorf("find figures: %w", err)
	}
	for _, f := range figures {
		if f.IndicatorID == m.IndicatorID {
			t.Figure = f
		}
	}
	if t.Changes, err = changesOf(tx, t.Report.ID, m.IndicatorID); err != nil {
		return t, fmt.Errorf("find changes: %w", err)
	}
	evidence, err := evidenceOf(tx, t.Report.ID)
	if err != nil {
		return t, fmt.Errorf("find evidence: %w", err)
	}
	for _, e := range evidence {
		if e.IndicatorID == m.IndicatorID {
			t.Evidence = append(t.Evidence, e)
		}
	}
	if t.Comments, err = commentsOn(tx, t.Report.ID, m.IndicatorID); err != nil {
		return t, fmt.Errorf("find comments: %w", err)
	}
	return t, nil
}

// Past returns a unit's own figures of the year before, by indicator.
//
// Read: requires the right to read it.
func Past(tx *db.Tx, y cycle.Year, unitID string) (map[string]decimal.Decimal, error) {
	if err := access.Require(tx, access.ReportWrite, y.UnitScope(unitID)); err != nil {
		return nil, err
	}
	figures, err := pastOf(tx, y.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("find pasted figures: %w", err)
	}
	list := make(map[string]decimal.Decimal, len(figures))
	for _, f := range figures {
		list[f.IndicatorID] = f.Value
	}
	return list, nil
}
