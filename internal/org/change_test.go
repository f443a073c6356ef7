package org

import (
	"strings"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

const resolution = "Nghị quyết thử"

// refuses expects one problem of a kind beside a field, and nothing changed.
func refuses(t *testing.T, d *db.DB, kind problem.Kind, field, text string, act func(tx *db.Tx) error) {
	t.Helper()
	err := dbtest.Try(d, dbtest.Operator(), act)
	for _, p := range problem.All(err) {
		if p.Kind == kind && p.Field == field && strings.Contains(p.Text, text) {
			return
		}
	}
	t.Errorf("got %v, want %s beside %q: %s", err, kind, field, text)
}

func create(t *testing.T, d *db.DB, u Unit) (made Unit) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		made, err = Create(tx, u)
		return err
	})
	return made
}

func TestAMergerReceivesUnitsThatBeginLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, _ := found(t, d)
		later := create(t, d, Unit{Name: "Sở mới", Kind: Department, ParentID: yenBai.ID, FromDay: vn.NewDate(2025, 9, 1)})
		sameDay := create(t, d, Unit{Name: "Sở cùng ngày", Kind: Department, ParentID: yenBai.ID, FromDay: july2025})
		m := Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Source: resolution}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if _, err := Merge(tx, m); err != nil {
				return err
			}
			for _, u := range []Unit{later, sameDay} {
				if got, err := Find(tx, u.ID, vn.NewDate(2026, 1, 1)); err != nil || got.ParentID != laoCai.ID {
					t.Errorf("%s is below %q, %v; want Lào Cai", u.Name, got.ParentID, err)
				}
			}
			if left, err := Below(tx, yenBai.ID, july2025); err != nil || len(left) > 0 {
				t.Errorf("left below the unit that ended: %v, %v", left, err)
			}
			return nil
		})
	})
}

func TestAMergerWaitsForUnitsThatCannotFollow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, district := found(t, d)
		m := Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Source: resolution}
		merge := func(tx *db.Tx) error { _, err := Merge(tx, m); return err }

		other := create(t, d, Unit{Code: "132", Name: "Sa Pa", Kind: District, ParentID: laoCai.ID})
		refuses(t, d, problem.Invalid, "from", "trùng mã 132", merge)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Revise(tx, Revision{UnitID: other.ID, On: vn.NewDate(2025, 1, 1), Code: "88", Source: resolution})
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Revise(tx, Revision{UnitID: district.ID, On: vn.NewDate(2025, 8, 1), Name: "Yên Bái cũ", Source: resolution})
			return err
		})
		refuses(t, d, problem.Invalid, "on", "đã có thay đổi vào ngày 1/8/2025", merge)
		m.On = vn.NewDate(2025, 8, 2)
		dbtest.Update(t, d, dbtest.Operator(), merge)
	})
}

// A province may take in its own district: the units below the district move up.
func TestAUnitTakesInOneBelowIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, yenBai, district := found(t, d)
		ward := create(t, d, Unit{Name: "Phường", Kind: Ward, ParentID: district.ID})
		m := Merger{On: july2025, From: []string{yenBai.ID, district.ID}, Into: yenBai.ID, Result: Unit{FullName: "Tỉnh Yên Bái"}, Source: resolution}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if _, err := Merge(tx, m); err != nil {
				return err
			}
			if got, err := Find(tx, ward.ID, july2025); err != nil || got.ParentID != yenBai.ID {
				t.Errorf("the ward is below %q, %v", got.ParentID, err)
			}
			return nil
		})
	})
}

func TestAResultNeverStandsBelowAUnitThatEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, district := found(t, d)
		m := Merger{On: july2025, From: []string{yenBai.ID, district.ID}, Into: district.ID, Source: resolution}
		merge := func(tx *db.Tx) error { _, err := Merge(tx, m); return err }
		refuses(t, d, problem.Invalid, "into", "Yên Bái sẽ kết thúc", merge)
		m = Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Result: Unit{Name: "Mới", ParentID: district.ID}, Source: resolution}
		refuses(t, d, problem.Invalid, "into", "Yên Bái sẽ kết thúc", merge)
		m = Merger{On: july2025, From: []string{laoCai.ID, district.ID}, Result: Unit{Name: "Mới"}, Source: resolution}
		refuses(t, d, problem.Invalid, "parent", "không cùng cấp trên", merge)
		m.Result.ParentID = Centre
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			u, err := Merge(tx, m)
			if err == nil && u.ParentID != "" {
				t.Errorf("the new unit is below %q", u.ParentID)
			}
			return err
		})
	})
}

func TestAParentIsThereThroughout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, district := found(t, d)
		late := create(t, d, Unit{Name: "Mới", Kind: Province, FromDay: july2025})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Merge(tx, Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Source: resolution})
			return err
		})
		add := func(parent string, from vn.Date) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := Create(tx, Unit{Name: "Phường", Kind: Ward, ParentID: parent, FromDay: from})
				return err
			}
		}
		refuses(t, d, problem.Invalid, "parent", "Không có đơn vị cấp trên", add("nobody", july2025))
		refuses(t, d, problem.Invalid, "parent", "không còn từ ngày 1/7/2025", add(yenBai.ID, vn.NewDate(2024, 1, 1)))
		refuses(t, d, problem.Invalid, "parent", "mới có từ ngày 1/7/2025", add(late.ID, vn.NewDate(2025, 6, 30)))
		for _, below := range []string{laoCai.ID, district.ID} {
			refuses(t, d, problem.Invalid, "parent", "chính đơn vị này hoặc nằm dưới nó", func(tx *db.Tx) error {
				_, err := Revise(tx, Revision{UnitID: laoCai.ID, On: vn.NewDate(2026, 1, 1), ParentID: below, Source: resolution})
				return err
			})
		}
	})
}

func TestAStaleFormIsToldSoAndADoubleClickChangesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, _ := found(t, d)
		m := Merger{
			On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Result: Unit{Code: "15"}, Source: resolution,
			Seen: []string{laoCai.Edition(), yenBai.Edition()},
		}
		r := Revision{UnitID: laoCai.ID, On: vn.NewDate(2025, 1, 1), Name: "Lào Cai mới", Source: resolution, Seen: laoCai.Edition()}
		for range 2 {
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { _, err := Revise(tx, r); return err })
		}
		merge := func(tx *db.Tx) error { _, err := Merge(tx, m); return err }
		refuses(t, d, problem.Conflict, "", "vừa được người khác thay đổi; nay là Lào Cai mới", merge)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			u, err := Find(tx, laoCai.ID, july2025)
			m.Seen[0] = u.Edition()
			return err
		})
		for range 2 {
			dbtest.Update(t, d, dbtest.Operator(), merge)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			u, err := Find(tx, laoCai.ID, july2025)
			if err != nil {
				return err
			}
			// The old unit goes on, so only the change itself tells of the first click.
			s := Splitting{On: vn.NewDate(2026, 1, 1), UnitID: u.ID, Keeps: true, Parts: []Unit{{Name: "Tách ra"}}, Source: resolution, Seen: u.Edition()}
			for range 2 {
				if _, err := Divide(tx, s); err != nil {
					return err
				}
			}
			c, err := ChronicleOf(tx)
			if len(c.Changes) != 3 {
				t.Errorf("%d changes, want a revision, a merger and a split: %+v", len(c.Changes), c.Changes)
			}
			return err
		})
	})
}

// Whoever may change one unit may not take in, or place below, another's.
func TestTheRightIsAskedForEveryUnit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, _ := found(t, d)
		own := db.Actor{ID: "x", Name: "X", Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeUnit, ID: laoCai.ID}}}
		for name, act := range map[string]func(tx *db.Tx) error{
			"merge": func(tx *db.Tx) error {
				_, err := Merge(tx, Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Source: resolution})
				return err
			},
			"move": func(tx *db.Tx) error {
				_, err := Revise(tx, Revision{UnitID: laoCai.ID, On: july2025, ParentID: yenBai.ID, Source: resolution})
				return err
			},
		} {
			if err := dbtest.Try(d, own, act); !problem.Is(err, problem.Denied) {
				t.Errorf("%s: got %v, want denied", name, err)
			}
		}
	})
}

func TestLineageAndSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, _ := found(t, d)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Merge(tx, Merger{On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID, Source: resolution})
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Divide(tx, Splitting{On: vn.NewDate(2026, 1, 1), UnitID: laoCai.ID, Keeps: true, Parts: []Unit{{Name: "Mường Lò"}}, Source: resolution})
			return err
		})
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			l, err := LineageOf(tx, yenBai.ID)
			if err != nil {
				return err
			}
			if len(l.From) != 0 || len(l.Into) != 1 || l.Into[0].Unit.ID != laoCai.ID || len(l.Into[0].Next) != 1 || l.Into[0].Next[0].Unit.Name != "Mường Lò" {
				t.Errorf("lineage of Yên Bái: %+v", l)
			}
			if l, err = LineageOf(tx, laoCai.ID); err != nil || len(l.From) != 2 || len(l.Into) != 1 {
				t.Errorf("lineage of Lào Cai: %+v, %v", l, err)
			}
			for _, c := range []struct {
				q               Query
				found, elsewhen int
			}{
				{Query{Day: july2025, Name: "lao  CAI"}, 1, 0},
				{Query{Day: july2025, Name: "muong lo"}, 0, 1},
				{Query{Day: july2025, Name: "yen bai"}, 1, 1}, // the district goes on, the province does not
				{Query{Day: july2025, Code: "15"}, 0, 1},
				{Query{Day: july2025, Name: "???"}, 0, 0},
			} {
				found, elsewhen, err := Search(tx, c.q)
				if err != nil || len(found) != c.found || len(elsewhen) != c.elsewhen {
					t.Errorf("%+v: found %v, elsewhen %v, %v", c.q, found, elsewhen, err)
				}
			}
			return nil
		})
	})
}
