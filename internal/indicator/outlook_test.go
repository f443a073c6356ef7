package indicator

import (
	"testing"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestStandingForetellsNothing(t *testing.T) {
	for _, c := range []struct {
		what                   string
		direction              Direction
		promise, value, before string
		final                  bool
		want                   Standing
		share                  string
	}{
		{"no figure", More, "10", "", "", false, Unknown, ""},
		{"no promise", More, "", "9", "", true, Unpromised, ""},
		{"kept at last", More, "10", "10", "", true, Kept, "100"},
		{"kept before the last", More, "10", "12", "", false, Kept, "120"},
		{"not kept at last", More, "10", "9.99", "20", true, Broken, "99.9"},
		{"on the way, as much as then", More, "10", "5", "5", false, Ahead, "50"},
		{"on the way, less than then", More, "10", "5", "5.1", false, Behind, "50"},
		{"on the way, then is not known", More, "10", "5", "", false, Underway, "50"},
		{"less is better, and it may still grow", Less, "10", "5", "", false, Underway, ""},
		{"less is better, more than then", Less, "10", "5", "4", false, Behind, ""},
		{"less is better, fewer than then", Less, "10", "3", "4", false, Ahead, ""},
		{"less is better, kept at last", Less, "10", "10", "4", true, Kept, ""},
		{"less is better, too many at last", Less, "10", "11", "20", true, Broken, ""},
		{"a promise of nothing has no share", More, "0", "1", "", true, Kept, ""},
	} {
		o := Outlook{Indicator: Indicator{Direction: c.direction}, Final: c.final}
		if c.promise != "" {
			o.Promise = null(c.promise)
		}
		if c.value != "" {
			o.Newest = &Result{Value: null(c.value)}
		}
		if c.before != "" {
			o.Before = null(c.before)
		}
		if got := o.Standing(); got != c.want || got.Name() == "" {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		share := ""
		if s := o.Share(); s.Valid {
			share = s.Decimal.String()
		}
		if share != c.share {
			t.Errorf("%s: share %q, want %q", c.what, share, c.share)
		}
	}
}

func TestOutlookReadsSubmittedReports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p := w.period(t)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if _, err := cycle.SetPeriod(tx, w.y, cycle.Period{Code: "NAM", Name: "Cả năm", OpensOn: vn.NewDate(2026, 12, 1), DueOn: vn.NewDate(2026, 12, 31)}); err != nil {
				return err
			}
			return SetTarget(tx, w.y, Target{IndicatorID: w.revenue.ID, UnitID: w.units["Hà Nội"], Value: dec("600")})
		})
		w.submit(t, p, "Hà Nội", "300", "7")
		dbtest.Update(t, d, w.officer("Đà Nẵng"), func(tx *db.Tx) error { // a draft of its own
			_, _, err := Save(tx, w.y, Saving{PeriodID: p.ID, UnitID: w.units["Đà Nẵng"], Entries: []Entry{{IndicatorID: w.revenue.ID, Value: null("20")}}})
			return err
		})
		dbtest.Update(t, d, w.officer("Hà Nội"), func(tx *db.Tx) error {
			list, err := ReadOutlook(tx, w.y, w.units["Hà Nội"])
			if err != nil {
				return err
			}
			revenue, growth := list[0], list[1]
			if revenue.Standing() != Underway || revenue.Share().Decimal.String() != "50" || revenue.Newest.Period.Code != "6T" || revenue.Final || len(revenue.Results) != 2 {
				t.Errorf("revenue: %s %+v", revenue.Standing(), revenue)
			}
			if growth.Standing() != Unpromised {
				t.Errorf("growth: %s", growth.Standing())
			}
			_, err = ReadOutlook(tx, w.y, w.units["Đà Nẵng"])
			if !problem.Is(err, problem.Denied) {
				t.Errorf("another unit's outlook: %v", err)
			}
			if _, err = ReadOutlooks(tx, w.y); !problem.Is(err, problem.Denied) {
				t.Errorf("everybody's outlook: %v", err)
			}
			return nil
		})
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error {
			all, err := ReadOutlooks(tx, w.y)
			if err != nil {
				return err
			}
			if len(all) != 3 || all[w.units["Đà Nẵng"]][0].Standing() != Unknown || all[w.units["Hà Nội"]][0].Standing() != Underway {
				t.Errorf("everybody's: a draft is no report: %v", all[w.units["Đà Nẵng"]][0].Standing())
			}
			return nil
		})
	})
}
