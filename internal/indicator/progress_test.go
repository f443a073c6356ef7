package indicator

import (
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// period adds a period that takes reports on the world's day.
func (w *world) period(t *testing.T) cycle.Period {
	t.Helper()
	var p cycle.Period
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		p, err = cycle.SetPeriod(tx, w.y, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: vn.NewDate(2026, 3, 1), DueOn: vn.NewDate(2026, 3, 31)})
		return err
	})
	return p
}

// submit reports both indicators of the world for a unit.
func (w *world) submit(t *testing.T, p cycle.Period, unit, revenue, growth string) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		r, _, err := Save(tx, w.y, Saving{PeriodID: p.ID, UnitID: w.units[unit], Entries: []Entry{
			{IndicatorID: w.revenue.ID, Value: null(revenue)}, {IndicatorID: w.growth.ID, Value: null(growth)},
		}})
		if err != nil {
			return err
		}
		_, err = Submit(tx, w.y, Submission{PeriodID: p.ID, UnitID: w.units[unit], Version: r.Version, Reason: "chưa thống kê"})
		return err
	})
}

func TestProgressComparesTheSameMembers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p := w.period(t)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for unit, promised := range map[string][2]string{"Hà Nội": {"600", "8"}, "Đà Nẵng": {"40", "10"}, "Hải Phòng": {"120", "11"}} {
				for n, i := range []Indicator{w.revenue, w.growth} {
					if err := SetTarget(tx, w.y, Target{IndicatorID: i.ID, UnitID: w.units[unit], Value: dec(promised[n])}); err != nil {
						return err
					}
				}
			}
			return SetPast(tx, w.y, w.units["Đà Nẵng"], []Pasted{{IndicatorID: w.revenue.ID, Value: dec("36")}})
		})
		w.submit(t, p, "Hà Nội", "300", "7")
		w.submit(t, p, "Đà Nẵng", "20", "9")
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error {
			o, err := ReadOverview(tx, w.y, p.ID)
			if err != nil {
				return err
			}
			list, err := ReadProgress(tx, w.y, o)
			if err != nil {
				return err
			}
			revenue, growth := list[0], list[1]
			same := func(what string, got decimal.Decimal, want string) {
				if !got.Equal(dec(want)) {
					t.Errorf("%s: got %s, want %s", what, got, want)
				}
			}
			same("revenue", revenue.Target.Value.Over, "320")
			same("its target, without the member that has not reported", revenue.Target.Other.Over, "640")
			same("the year before, of the only member that entered it", revenue.Before.Other.Over, "36")
			same("that member's revenue", revenue.Before.Value.Over, "20")
			same("growth, weighed by revenue", growth.Target.Value.Round(3), "7.125")
			same("its target, weighed alike", growth.Target.Other.Round(3), "8.125")
			if growth.Before != nil || len(revenue.Target.Units) != 2 {
				t.Errorf("got %+v and %+v", growth.Before, revenue.Target.Units)
			}
			return nil
		})
	})
}
