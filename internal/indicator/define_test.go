package indicator

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestDefineRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		good := Indicator{Code: "XK", Name: "Xuất khẩu", Unit: "tỷ USD", Direction: More, Sum: Total}
		for name, c := range map[string]struct {
			change func(*Indicator)
			field  string
		}{
			"no unit of measure":    {func(i *Indicator) { i.Unit = "  " }, "unit"},
			"no code":               {func(i *Indicator) { i.Code = "" }, "code"},
			"a code with marks":     {func(i *Indicator) { i.Code = "XUẤT" }, "code"},
			"a taken code":          {func(i *Indicator) { i.Code = "THU_NS" }, "code"},
			"no name":               {func(i *Indicator) { i.Name = "" }, "name"},
			"no direction":          {func(i *Indicator) { i.Direction = "" }, "direction"},
			"no way of summing":     {func(i *Indicator) { i.Sum = "" }, "sum"},
			"weighted by nothing":   {func(i *Indicator) { i.Sum = Weighted }, "weight_id"},
			"weighted by a strange": {func(i *Indicator) { i.Sum, i.WeightID = Weighted, "other" }, "weight_id"},
			"seven decimals":        {func(i *Indicator) { i.Decimals = 7 }, "decimals"},
		} {
			i := good
			c.change(&i)
			err := dbtest.Try(d, w.lead(), func(tx *db.Tx) error { _, err := Define(tx, w.y, i); return err })
			if list := problem.All(err); len(list) != 1 || list[0].Kind != problem.Invalid || list[0].Field != c.field {
				t.Errorf("%s: got %v, want one problem beside %s", name, err, c.field)
			}
		}
		err := dbtest.Try(d, w.officer("Hải Phòng"), func(tx *db.Tx) error { _, err := Define(tx, w.y, good); return err })
		if !problem.Is(err, problem.Denied) {
			t.Errorf("by a member: got %v, want denied", err)
		}
		w.phase(t, cycle.Draft, vn.NewDate(2026, 4, 1), vn.NewDate(2026, 4, 30))
		err = dbtest.Try(d, w.lead(), func(tx *db.Tx) error { _, err := Define(tx, w.y, good); return err })
		if !problem.Is(err, problem.Closed) {
			t.Errorf("before the draft: got %v, want closed", err)
		}
	})
}

func TestReviseTellsTheSecondWhatChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		first, second := w.revenue, w.revenue
		first.Unit, second.Name = "triệu đồng", "Tổng thu"
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error { return Revise(tx, w.y, first) })
		err := dbtest.Try(d, w.lead(), func(tx *db.Tx) error { return Revise(tx, w.y, second) })
		if !problem.Is(err, problem.Conflict) || !strings.Contains(err.Error(), "triệu đồng") {
			t.Errorf("got %v, want a conflict that names the new unit", err)
		}
	})
}

func TestRemoveTakesTargetsAlongAndKeepsWeights(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		err := dbtest.Try(d, w.lead(), func(tx *db.Tx) error { return Remove(tx, w.y, w.revenue.ID, 1) })
		if !problem.Is(err, problem.Closed) {
			t.Errorf("removing a weight: got %v, want closed", err)
		}
		dbtest.Update(t, d, w.officer("Đà Nẵng"), func(tx *db.Tx) error {
			return SetTarget(tx, w.y, Target{IndicatorID: w.growth.ID, UnitID: w.units["Đà Nẵng"], Value: dec("7.5")})
		})
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error { return Remove(tx, w.y, w.growth.ID, 1) })
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error {
			targets, err := Targets(tx, w.y.ID)
			if err == nil && len(targets) != 0 {
				t.Errorf("targets left behind: %+v", targets)
			}
			return err
		})
	})
}

func TestSetTarget(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		daNang := w.units["Đà Nẵng"]
		good := Target{IndicatorID: w.revenue.ID, UnitID: daNang, Value: dec("25000"), Baseline: null("23456.7")}
		set := func(actor db.Actor, target Target) error {
			return dbtest.Try(d, actor, func(tx *db.Tx) error { return SetTarget(tx, w.y, target) })
		}
		for range 2 { // a double click
			if err := set(w.officer("Đà Nẵng"), good); err != nil {
				t.Fatal(err)
			}
		}
		stale := good
		stale.Value = dec("26000")
		if err := set(w.officer("Đà Nẵng"), stale); !problem.Is(err, problem.Conflict) {
			t.Errorf("stale: got %v, want a conflict", err)
		}
		stale.Version, stale.Baseline = 1, decimal.NullDecimal{}
		if err := set(w.officer("Đà Nẵng"), stale); err != nil {
			t.Fatal(err)
		}
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error {
			targets, err := Targets(tx, w.y.ID)
			if err != nil {
				return err
			}
			if len(targets) != 1 || !targets[0].Value.Equal(dec("26000")) || targets[0].Baseline.Valid || targets[0].Version != 2 {
				t.Errorf("got %+v", targets)
			}
			return nil
		})

		for name, c := range map[string]struct {
			actor  db.Actor
			target Target
			kind   problem.Kind
		}{
			"another unit's officer":        {w.officer("Hải Phòng"), good, problem.Denied},
			"an indicator out of the year":  {w.officer("Đà Nẵng"), Target{IndicatorID: "x", UnitID: daNang}, problem.Invalid},
			"a unit that is not a member":   {w.officer("Ngoài cụm"), Target{IndicatorID: w.revenue.ID, UnitID: w.units["Ngoài cụm"]}, problem.Invalid},
			"the public":                    {db.Actor{}, good, problem.Denied},
			"the lead, for another's unit":  {w.lead(), good, problem.Denied},
			"the lead, for its own is fine": {w.lead(), Target{IndicatorID: w.revenue.ID, UnitID: w.units["Hà Nội"], Value: dec("1")}, ""},
		} {
			err := set(c.actor, c.target)
			if c.kind == "" && err != nil || c.kind != "" && !problem.Is(err, c.kind) {
				t.Errorf("%s: got %v, want %q", name, err, c.kind)
			}
		}
	})
}

func TestTargetsAreTimedAndFrozen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		target := Target{IndicatorID: w.revenue.ID, UnitID: w.units["Đà Nẵng"], Value: dec("1")}
		set := func() error {
			target.Value = target.Value.Add(dec("1"))
			err := dbtest.Try(d, w.officer("Đà Nẵng"), func(tx *db.Tx) error { return SetTarget(tx, w.y, target) })
			if err == nil {
				target.Version++
			}
			return err
		}
		w.phase(t, cycle.Draft, vn.NewDate(2026, 2, 1), vn.NewDate(2026, 3, 5))
		if err := set(); !problem.Is(err, problem.Closed) {
			t.Errorf("after the draft, no phase of registration: got %v", err)
		}
		w.phase(t, cycle.Register, vn.NewDate(2026, 3, 8), vn.NewDate(2026, 3, 31))
		if err := set(); err != nil {
			t.Errorf("in the phase of registration: %v", err)
		}
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error { return Freeze(tx, w.y.ID) })
		if err := set(); !problem.Is(err, problem.Closed) {
			t.Errorf("frozen target: got %v", err)
		}
		for name, act := range map[string]func(tx *db.Tx) error{
			"define": func(tx *db.Tx) error { _, err := Define(tx, w.y, w.revenue); return err },
			"revise": func(tx *db.Tx) error { return Revise(tx, w.y, w.revenue) },
			"remove": func(tx *db.Tx) error { return Remove(tx, w.y, w.growth.ID, 1) },
		} {
			if err := dbtest.Try(d, w.lead(), act); !problem.Is(err, problem.Closed) {
				t.Errorf("frozen %s: got %v", name, err)
			}
		}
		dbtest.Update(t, d, w.lead(), func(tx *db.Tx) error { return Unfreeze(tx, w.y.ID) })
		if err := set(); err != nil {
			t.Errorf("unfrozen: %v", err)
		}
	})
}

func TestReviseKeepsWhatNumbersMean(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		revise := func(i Indicator) error {
			return dbtest.Try(d, w.lead(), func(tx *db.Tx) error { return Revise(tx, w.y, i) })
		}
		renamed := w.revenue
		renamed.Name, renamed.Position = "Tổng thu ngân sách", 0
		for range 2 { // the second is a double click
			if err := revise(renamed); err != nil {
				t.Fatal(err)
			}
		}
		old := w.revenue
		old.Name = "Thu NSNN"
		if err := revise(old); !problem.Is(err, problem.Conflict) || !strings.Contains(err.Error(), "tên nay là «Tổng thu ngân sách»") {
			t.Errorf("an old page: got %v", err)
		}
		dbtest.Update(t, d, w.officer("Đà Nẵng"), func(tx *db.Tx) error {
			return SetTarget(tx, w.y, Target{IndicatorID: w.revenue.ID, UnitID: w.units["Đà Nẵng"], Value: dec("60000")})
		})
		renamed.Version, renamed.Unit = 2, "triệu đồng"
		if err := revise(renamed); !problem.Is(err, problem.Invalid) || problem.All(err)[0].Field != "unit" {
			t.Errorf("another unit under a target: got %v", err)
		}
	})
}

func TestTwoWhoFillOneReport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var p cycle.Period
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			p, err = cycle.SetPeriod(tx, w.y, cycle.Period{Code: "Q1", Name: "Quý I", OpensOn: vn.NewDate(2026, 3, 1), DueOn: vn.NewDate(2026, 3, 31)})
			return err
		})
		form := func(version int64, revenue, growth string) Saving {
			s := Saving{PeriodID: p.ID, UnitID: w.units["Đà Nẵng"], Version: version, Entries: []Entry{{IndicatorID: w.revenue.ID}, {IndicatorID: w.growth.ID}}}
			for n, text := range []string{revenue, growth} {
				if text != "" {
					s.Entries[n].Value = null(text)
				}
			}
			return s
		}
		save := func(s Saving) (Report, error) {
			var r Report
			err := dbtest.Try(d, w.officer("Đà Nẵng"), func(tx *db.Tx) (err error) {
				r, _, err = Save(tx, w.y, s)
				return err
			})
			return r, err
		}
		if _, err := save(form(0, "500", "")); err != nil {
			t.Fatal(err)
		}
		r, err := save(form(0, "", "7")) // the same empty form, open elsewhere
		if err != nil || r.Version != 2 {
			t.Fatalf("another figure of a stale form: version %d, %v", r.Version, err)
		}
		stale := form(0, "", "8")
		if _, err := save(stale); !problem.Is(err, problem.Conflict) || len(problem.All(err)) != 2 {
			t.Errorf("the same figure of a stale form: got %v", err)
		}
		dbtest.Update(t, d, w.officer("Đà Nẵng"), func(tx *db.Tx) error {
			alone, err := LeftAlone(tx, w.y, stale)
			if len(alone) != 1 || !alone[w.revenue.ID] {
				t.Errorf("left alone: %v", alone)
			}
			f, readErr := ReadReport(tx, w.y, p.ID, w.units["Đà Nẵng"])
			if v := f.Rows[0].Figure.Value; !v.Valid || !v.Decimal.Equal(dec("500")) {
				t.Errorf("the first person's figure is %v", v)
			}
			return errors.Join(err, readErr)
		})
	})
}
