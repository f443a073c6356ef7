package indicator

import (
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// A file fills a report as its unit's draft after the deadline too, checked as
// typing is; it overwrites nothing and hands nothing in.
func TestFiguresOfAFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		unit := w.units["Đà Nẵng"]
		var p cycle.Period
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			p, err = cycle.SetPeriod(tx, w.y, cycle.Period{Code: "Q1", Name: "Quý I", OpensOn: vn.NewDate(2026, 1, 1), DueOn: vn.NewDate(2026, 2, 1)})
			if err != nil {
				return err
			}
			return SetPast(tx, w.y, unit, []Pasted{{IndicatorID: w.revenue.ID, Value: dec("100")}})
		})
		enter := func(actor db.Actor, unit string, entries ...Entry) (r Report, err error) {
			err = dbtest.Try(d, actor, func(tx *db.Tx) (err error) {
				r, err = EnterFigures(tx, w.y, Saving{PeriodID: p.ID, UnitID: unit, Entries: entries})
				return err
			})
			return r, err
		}
		revenue := func(value, reason string) Entry {
			return Entry{IndicatorID: w.revenue.ID, Value: null(value), Reason: reason}
		}
		office := db.Actor{Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeAll}}}
		for _, c := range []struct {
			what    string
			actor   db.Actor
			unit    string
			entry   Entry
			kind    problem.Kind
			besides string
		}{
			{"an officer without the right to load files", w.officer("Đà Nẵng"), unit, revenue("99", ""), problem.Denied, ""},
			{"the standing office, whose figures these are not", office, unit, revenue("99", ""), problem.Denied, ""},
			{"a unit outside", dbtest.Operator(), w.units["Ngoài cụm"], revenue("99", ""), problem.Invalid, "unit"},
			{"a jump without a reason", dbtest.Operator(), unit, revenue("1896.41", ""), problem.Invalid, ReasonField("THU_NS")},
			{"a secret", dbtest.Operator(), unit, Entry{IndicatorID: w.revenue.ID, Value: null("99"), Note: "TÀI LIỆU TỐI MẬT"}, problem.Invalid, NoteField("THU_NS")},
			{"a figure that is on paper as well", dbtest.Operator(), unit, Entry{IndicatorID: w.revenue.ID, Value: null("99"), Paper: "HS-1"}, problem.Invalid, ValueField("THU_NS")},
		} {
			_, err := enter(c.actor, c.unit, c.entry)
			if list := problem.All(err); len(list) != 1 || list[0].Kind != c.kind || list[0].Field != c.besides {
				t.Errorf("%s: got %v, want a %s problem beside %q", c.what, err, c.kind, c.besides)
			}
		}
		growth := Entry{IndicatorID: w.growth.ID, Value: null("7.5"), Reason: "so với số ở nơi khác"}
		r, err := enter(dbtest.Operator(), unit, revenue("1896.41", "đổi cách tính"), growth)
		if err != nil || r.State != Draft || !r.FirstSubmittedAt.IsZero() {
			t.Fatalf("entered: %+v, %v", r, err)
		}
		again, err := enter(dbtest.Operator(), unit, revenue("1896.41", "đổi cách tính"), growth)
		if err != nil || again.Version != r.Version {
			t.Errorf("the same file twice: version %d after %d, %v", again.Version, r.Version, err)
		}
		if _, err := enter(dbtest.Operator(), unit, revenue("1900", "đổi cách tính")); !problem.Is(err, problem.Invalid) {
			t.Errorf("a file over what was entered: %v", err)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			f, err := ReadReport(tx, w.y, p.ID, unit)
			if err != nil {
				return err
			}
			want := map[string]Figure{
				"THU_NS": {Value: null("1896.41"), Confirmed: "đổi cách tính"}, "TANG": {Value: null("7.5"), Confirmed: "so với số ở nơi khác"},
			}
			for _, row := range f.Rows {
				x := want[row.Indicator.Code]
				if !row.Figure.Value.Decimal.Equal(x.Value.Decimal) || row.Figure.Confirmed != x.Confirmed {
					t.Errorf("%s: %+v", row.Indicator.Code, row.Figure)
				}
			}
			_, err = Submit(tx, w.y, Submission{PeriodID: p.ID, UnitID: unit, Version: f.Report.Version})
			if !problem.Is(err, problem.Closed) {
				t.Errorf("a period that is over took a report: %v", err)
			}
			return nil
		})
	})
}

func TestLastYearsFiguresHaveABound(t *testing.T) {
	w := newWorld(t, dbtest.OpenSQLite(t))
	err := dbtest.Try(w.d, dbtest.Operator(), func(tx *db.Tx) error {
		return SetPast(tx, w.y, w.units["Đà Nẵng"], []Pasted{{IndicatorID: w.revenue.ID, Value: decimal.New(1, 40)}})
	})
	if list := problem.All(err); len(list) != 1 || list[0].Field != "paste" {
		t.Errorf("got %v", err)
	}
}
