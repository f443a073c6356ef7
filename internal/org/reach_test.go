package org

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// A grant on a unit with all units below reaches those that are below it on the
// day, at any depth, and no others.
func TestReachFollowsTheRegisterByDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		top := create(t, d, Unit{Code: "01", Name: "Tỉnh A", Kind: Province})
		other := create(t, d, Unit{Code: "02", Name: "Tỉnh B", Kind: Province})
		middle := create(t, d, Unit{Name: "Sở Nội vụ", Kind: Department, ParentID: top.ID})
		low := create(t, d, Unit{Name: "Ban Thi đua", Kind: Department, ParentID: middle.ID})
		later := create(t, d, Unit{Name: "Sở mới", Kind: Department, ParentID: top.ID, FromDay: vn.NewDate(2026, 9, 1)})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Revise(tx, Revision{UnitID: middle.ID, On: vn.NewDate(2026, 7, 1), ParentID: other.ID, Source: resolution})
			return err
		})
		for day, want := range map[time.Month][]string{
			time.June:    {top.ID, middle.ID, low.ID},
			time.July:    {top.ID},
			time.October: {top.ID, later.ID},
		} {
			dbtest.SetDay(d, 2026, day, 1)
			tx := reached(t, d, db.Grant{Role: string(access.Officer), Scope: access.ScopeSubtree, ID: top.ID})
			for _, u := range []Unit{top, other, middle, low, later} {
				if may := access.May(tx, access.ReportWrite, access.Scope{Unit: u.ID}); may != slices.Contains(want, u.ID) {
					t.Errorf("%s: %s: %v", day, u.Name, may)
				}
			}
		}
		if tx := reached(t, d, db.Grant{Role: string(access.Officer), Scope: access.ScopeUnit, ID: top.ID}); tx.Actor.Grants[0].Units != nil {
			t.Error("a grant on one unit is filled in")
		}
	})
}

func reached(t testing.TB, d *db.DB, g db.Grant) *db.Tx {
	t.Helper()
	var kept db.Tx
	err := dbtest.Try(d, db.Actor{Grants: []db.Grant{g}}, func(tx *db.Tx) error {
		err := Reach(tx, tx.Actor.Grants)
		kept.Actor = tx.Actor
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return &kept
}

// The whole country below one unit: 34 provinces with 100 communes each.
func BenchmarkReach(b *testing.B) {
	d := dbtest.OpenSQLite(b)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
		for i := range 34 {
			p := Unit{ID: fmt.Sprintf("p%d", i), VersionID: db.NewID(), ParentID: "top", Kind: Province}
			if err := insertUnit(tx, p.ID); err != nil {
				return err
			}
			if err := insertVersion(tx, p); err != nil {
				return err
			}
			for j := range 100 {
				c := Unit{ID: fmt.Sprintf("p%dc%d", i, j), VersionID: db.NewID(), ParentID: p.ID, Kind: Commune}
				if err := insertUnit(tx, c.ID); err != nil {
					return err
				}
				if err := insertVersion(tx, c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if tx := reached(b, d, db.Grant{Scope: access.ScopeSubtree, ID: "top"}); len(tx.Actor.Grants[0].Units) != 3435 {
			b.Fatal("units are missing")
		}
	}
}
