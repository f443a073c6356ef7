package org

import (
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

var july2025 = vn.NewDate(2025, 7, 1)

// found adds Lào Cai (10) and Yên Bái (15), the latter with one district.
func found(t *testing.T, d *db.DB) (laoCai, yenBai, district Unit) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if laoCai, err = Create(tx, Unit{Code: "10", Name: "Lào Cai", Kind: Province}); err != nil {
			return err
		}
		if yenBai, err = Create(tx, Unit{Code: "15", Name: "Yên Bái", Kind: Province}); err != nil {
			return err
		}
		district, err = Create(tx, Unit{Code: "132", Name: "Thành phố Yên Bái", Kind: District, ParentID: yenBai.ID})
		return err
	})
	return laoCai, yenBai, district
}

func TestMergeKeepsIdentityAndMovesCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, district := found(t, d)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Merge(tx, Merger{
				On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID,
				Result: Unit{Code: "15"}, Source: "Nghị quyết 202/2025/QH15",
			})
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for day, want := range map[vn.Date]string{vn.NewDate(2024, 6, 1): "Yên Bái", vn.NewDate(2026, 6, 1): "Lào Cai"} {
				u, err := ByCode(tx, "15", "", day)
				if err != nil || u.Name != want {
					t.Errorf("code 15 on %s: got %q, %v; want %q", day, u.Name, err, want)
				}
			}
			if _, err := ByCode(tx, "10", "", july2025); !problem.Is(err, problem.NotFound) {
				t.Errorf("code 10 after the merger: %v", err)
			}
			if u, err := Find(tx, district.ID, july2025); err != nil || u.ParentID != laoCai.ID {
				t.Errorf("district after the merger is below %q, %v; want %q", u.ParentID, err, laoCai.ID)
			}
			_, changes, err := History(tx, yenBai.ID)
			if err != nil || len(changes) != 2 || changes[1].Kind != Merged || changes[1].After[0] != laoCai.ID {
				t.Errorf("history of Yên Bái: %+v, %v", changes, err)
			}
			return nil
		})
	})
}

func TestMergeRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, yenBai, district := found(t, d)
		for name, m := range map[string]Merger{
			"one unit alone":           {On: july2025, From: []string{laoCai.ID}, Into: laoCai.ID},
			"no successor":             {On: july2025, From: []string{laoCai.ID, yenBai.ID}},
			"successor not among them": {On: july2025, From: []string{laoCai.ID, yenBai.ID}, Into: district.ID},
			"a unit twice":             {On: july2025, From: []string{laoCai.ID, laoCai.ID}, Into: laoCai.ID},
			"no day":                   {From: []string{laoCai.ID, yenBai.ID}, Into: laoCai.ID},
		} {
			err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { _, err := Merge(tx, m); return err })
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: got %v, want an invalid problem", name, err)
			}
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if u, err := ByCode(tx, "15", "", july2025); err != nil || u.ID != yenBai.ID {
				t.Errorf("after refused mergers code 15 is %q, %v", u.Name, err)
			}
			return nil
		})
	})
}

func TestDivideAsksForEveryUnitBelow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, yenBai, district := found(t, d)
		s := Splitting{On: july2025, UnitID: yenBai.ID, Source: "Nghị quyết thử", Parts: []Unit{
			{Code: "16", Name: "Yên Bái Bắc"}, {Code: "18", Name: "Yên Bái Nam"},
		}}
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { _, err := Divide(tx, s); return err })
		if !problem.Is(err, problem.Invalid) {
			t.Fatalf("a unit below without a place: got %v", err)
		}
		s.Children = map[string]int{district.ID: 1}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			parts, err := Divide(tx, s)
			if err != nil {
				return err
			}
			if u, err := Find(tx, district.ID, july2025); err != nil || u.ParentID != parts[1].ID {
				t.Errorf("district is below %q, %v; want %q", u.ParentID, err, parts[1].ID)
			}
			return nil
		})
	})
}

func TestReviseRefusesATakenCodeAndTheClosedPast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		laoCai, _, _ := found(t, d)
		revise := func(r Revision) error {
			return dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { _, err := Revise(tx, r); return err })
		}
		if err := revise(Revision{UnitID: laoCai.ID, On: july2025, Code: "15"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a taken code: got %v", err)
		}
		if err := revise(Revision{UnitID: laoCai.ID, On: july2025, Name: "Lào Cai mới", Source: "Nghị quyết thử"}); err != nil {
			t.Fatal(err)
		}
		if err := revise(Revision{UnitID: laoCai.ID, On: vn.NewDate(2024, 1, 1), Name: "Khác"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a change of the closed past: got %v", err)
		}
	})
}

func TestOnlyTheStandingOfficeChangesUnits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := dbtest.Try(d, db.Actor{ID: "x", Name: "Khách"}, func(tx *db.Tx) error {
			_, err := Create(tx, Unit{Code: "01", Name: "Hà Nội", Kind: CentralCity})
			return err
		})
		if !problem.Is(err, problem.Denied) {
			t.Errorf("got %v, want denied", err)
		}
	})
}
