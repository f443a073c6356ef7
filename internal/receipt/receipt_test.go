package receipt

import (
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// A code is found again however a person types it, and no two are alike.
func TestCodesAreFoundAsTyped(t *testing.T) {
	code, digest, err := New()
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := New()
	if err != nil || other == code {
		t.Fatalf("%q twice (%v)", code, err)
	}
	if len(code) != 19 {
		t.Errorf("the code is %q", code)
	}
	for _, typed := range []string{code, " " + code + "\n", code[:4] + code[5:9] + code[10:14] + " " + code[15:]} {
		if Digest(typed) != digest {
			t.Errorf("%q is not found", typed)
		}
	}
	if Digest("oil0-0000-0000-0000") != Digest("0110000000000000") {
		t.Error("letters that codes do not have are not read as digits")
	}
}

// An address is counted for a room and a day, and is kept neither as it is nor for
// longer.
func TestTooManyOfADayAreRefused(t *testing.T) {
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		count := func(room, address string) error {
			return dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error { return Count(tx, ring, room, address, 2) })
		}
		for range 2 {
			if err := count("posting", "192.0.2.1"); err != nil {
				t.Fatal(err)
			}
		}
		if err := count("posting", "192.0.2.1"); !problem.Is(err, problem.TooSoon) {
			t.Errorf("a third one: %v", err)
		}
		for _, free := range [][2]string{{"posting", "192.0.2.2"}, {"exemplar", "192.0.2.1"}, {"posting", ""}} {
			if err := count(free[0], free[1]); err != nil {
				t.Errorf("%v: %v", free, err)
			}
		}
		dbtest.SetDay(d, 2026, time.March, 3)
		if err := count("posting", "192.0.2.1"); err != nil {
			t.Errorf("the next day: %v", err)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			n, err := countOf(tx, "2026-03-02", "posting", must(t, ring, "192.0.2.1", "posting/2026-03-02"))
			if err != nil || n != 0 {
				t.Errorf("marks of the day before are kept: %d (%v)", n, err)
			}
			return nil
		})
	})
}

func must(t *testing.T, ring *key.Ring, address, purpose string) string {
	t.Helper()
	mark, err := markOf(ring, address, purpose)
	if err != nil || mark == address {
		t.Fatalf("%q (%v)", mark, err)
	}
	return mark
}
