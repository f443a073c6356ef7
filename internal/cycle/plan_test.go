package cycle

import (
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func (w *world) plan(unit string) Plan {
	return Plan{UnitID: unit, Kind: Project, DocNumber: "12/KH-UBND", Title: "Kế hoạch thi đua năm 2026", IssuedOn: day(3, 30)}
}

func (w *world) filed(p Plan) (out Plan) {
	w.t.Helper()
	w.must(w.person(p.UnitID), func(tx *db.Tx) (err error) { out, err = FilePlan(tx, w.y, p); return err })
	return out
}

func TestTheRegisterShowsHowEarlyAPlanWasIssued(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		p := w.filed(w.plan(w.units[1]))
		if again := w.filed(w.plan(w.units[1])); again.ID != p.ID {
			t.Error("a second click made a second entry")
		}
		register := func() (r PlanRegister) {
			w.must(db.Actor{}, func(tx *db.Tx) (err error) { r, err = Plans(tx, w.y); return err })
			return r
		}
		r := register()
		if r.LaunchedOn != day(4, 1) || r.Early(p) != 2 || len(r.Members) != 3 || len(r.Members[0].Plans) != 0 || len(r.Members[1].Plans) != 1 {
			t.Errorf("against the phase: %+v", r)
		}
		m := drive()
		m.LaunchOn = day(3, 27)
		w.launched(m)
		if r := register(); r.LaunchedOn != day(3, 27) || r.Early(p) != -3 {
			t.Errorf("against the launch: %+v", r)
		}
	})
}

func TestTheRegisterRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		p := w.filed(w.plan(w.units[1]))
		file := func(change func(p *Plan)) func(tx *db.Tx) error {
			n := w.plan(w.units[1])
			n.DocNumber = "13/KH-UBND"
			change(&n)
			return func(tx *db.Tx) error { _, err := FilePlan(tx, w.y, n); return err }
		}
		w.refuse(
			refusal{"for another unit", problem.Denied, "", w.c(), file(func(*Plan) {})},
			refusal{"no member", problem.Invalid, "unit", w.person(w.outside), file(func(p *Plan) { p.UnitID = w.outside })},
			refusal{"another text of the same number", problem.Invalid, "doc_number", w.b(), file(func(p *Plan) { p.DocNumber, p.Title = "12/KH-UBND", "Khác" })},
			refusal{"issued tomorrow", problem.Invalid, "issued_on", w.b(), file(func(p *Plan) { p.IssuedOn = day(4, 3) })},
			refusal{"issued in another age", problem.Invalid, "issued_on", w.b(), file(func(p *Plan) { p.IssuedOn = vn.NewDate(2016, 3, 30) })},
			refusal{"a secret", problem.Invalid, "title", w.b(), file(func(p *Plan) { p.Title = "Kế hoạch (Mật)" })},
			refusal{"an old page", problem.Conflict, "", w.b(), func(tx *db.Tx) error { n := p; n.Version = 9; _, err := ChangePlan(tx, w.y, n); return err }},
			refusal{"taken out without a reason", problem.Invalid, "reason", w.b(), func(tx *db.Tx) error { return RemovePlan(tx, w.y, p.ID, 1, "") }},
			refusal{"taken out by another", problem.Denied, "", w.c(), func(tx *db.Tx) error { return RemovePlan(tx, w.y, p.ID, 1, "x") }},
			refusal{"taken out from an old page", problem.Conflict, "", w.b(), func(tx *db.Tx) error { return RemovePlan(tx, w.y, p.ID, 9, "x") }},
		)
		p.Title = "Kế hoạch tổ chức phong trào năm 2026"
		change := func(tx *db.Tx) error { _, err := ChangePlan(tx, w.y, p); return err }
		w.must(w.b(), change)
		w.must(w.b(), change) // twice
		w.must(w.b(), func(tx *db.Tx) error { return RemovePlan(tx, w.y, p.ID, 2, "ghi nhầm đơn vị") })
		w.refuse(refusal{"what is gone", problem.NotFound, "", w.b(), func(tx *db.Tx) error { _, err := PlanByID(tx, w.y, p.ID); return err }})
	})
}
