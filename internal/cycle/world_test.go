package cycle

import (
	"slices"
	"testing"

	"giaouoc/data"
	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// world is a cluster of three cities in 2026, on 2 April; the first leads, the
// second is deputy. The first has two wards and a department.
type world struct {
	t       *testing.T
	d       *db.DB
	cal     *vn.Calendar
	y       Year
	units   []string // a, b, c
	wards   []string // of a
	outside string   // no member
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{t: t, d: d}
	var err error
	if w.cal, err = vn.LoadCalendar(data.Holidays); err != nil {
		t.Fatal(err)
	}
	dbtest.SetDay(d, 2026, 4, 2)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: "Cụm thử", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range []string{"A", "B", "C", "Ngoài"} {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.CentralCity})
			if err != nil {
				return err
			}
			if name == "Ngoài" {
				w.outside = u.ID
				break
			}
			w.units = append(w.units, u.ID)
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
		}
		for name, kind := range map[string]org.Kind{"Phường Một": org.Ward, "Phường Hai": org.Ward, "Sở Nội vụ": org.Department} {
			u, err := org.Create(tx, org.Unit{Name: name, Kind: kind, ParentID: w.units[0]})
			if err != nil {
				return err
			}
			if kind == org.Ward {
				w.wards = append(w.wards, u.ID)
			}
		}
		for i, post := range []cluster.Post{cluster.PostLead, cluster.PostDeputy} {
			if err := cluster.Appoint(tx, cluster.Lead{ClusterID: c.ID, Year: 2026, UnitID: w.units[i], Post: post}); err != nil {
				return err
			}
		}
		if w.y, err = Open(tx, Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		return SetPhase(tx, w.y, Phase{Kind: Launch, OpensOn: vn.NewDate(2026, 4, 1), DueOn: vn.NewDate(2026, 4, 29)})
	})
	return w
}

// person is an officer and leader of a unit, with the roles that follow.
func (w *world) person(unit string) db.Actor {
	w.t.Helper()
	a := db.Actor{ID: "person-" + unit, Name: "Người của " + unit, Unit: unit, Grants: []db.Grant{
		{Role: string(access.Officer), Scope: access.ScopeUnit, ID: unit},
		{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: unit},
	}}
	dbtest.Update(w.t, w.d, a, func(tx *db.Tx) error {
		more, err := Derived(tx, a)
		a.Grants = append(a.Grants, more...)
		return err
	})
	return a
}

func (w *world) a() db.Actor { return w.person(w.units[0]) }
func (w *world) b() db.Actor { return w.person(w.units[1]) }
func (w *world) c() db.Actor { return w.person(w.units[2]) }

func office() db.Actor {
	return db.Actor{ID: "office", Name: "Thường trực", Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeAll}}}
}

func (w *world) must(a db.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, a, fn)
}

// refusal is an act that must be refused for a kind of reason, beside a field.
type refusal struct {
	what  string
	kind  problem.Kind
	field string
	actor db.Actor
	act   func(tx *db.Tx) error
}

func (w *world) refuse(list ...refusal) {
	w.t.Helper()
	for _, r := range list {
		err := dbtest.Try(w.d, r.actor, r.act)
		beside := func(p *problem.Problem) bool { return p.Kind == r.kind && p.Field == r.field }
		if !slices.ContainsFunc(problem.All(err), beside) {
			w.t.Errorf("%s: got %v, want a %s problem beside %q", r.what, err, r.kind, r.field)
		}
	}
}

func day(month, day int) vn.Date { return vn.NewDate(2026, month, day) }
