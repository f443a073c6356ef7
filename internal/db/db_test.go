package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

type numbers struct {
	A string
	B string
}

// The driver must bind by number, not by order: a program that trusts $2, $1
// must not silently get them swapped.
func TestPlaceholdersBindByNumber(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.View(context.Background(), func(tx *db.Tx) error {
			got, err := db.One[numbers](tx, `SELECT CAST($2 AS TEXT) AS a, CAST($1 AS TEXT) AS b`, "one", "two")
			if err != nil {
				return err
			}
			if got.A != "two" || got.B != "one" {
				t.Errorf("got %+v", got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

type moment struct{ At db.Time }

func TestTimeSurvivesBothEngines(t *testing.T) {
	hanoi := time.FixedZone("+07", 7*3600)
	want := time.Date(2021, 4, 9, 8, 30, 0, 123456000, hanoi)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Update(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, "t", []byte("x"), db.At(want)); err != nil {
				return err
			}
			got, err := db.One[moment](tx, `SELECT expires AS at FROM session WHERE token = $1`, "t")
			if err != nil {
				return err
			}
			if !got.At.Equal(want) {
				t.Errorf("got %s, want %s", got.At, want.UTC())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestUpdateRollsBackOnError(t *testing.T) {
	boom := errors.New("boom")
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Update(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, "t", []byte("x"), db.At(tx.Now)); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v, want boom", err)
		}
		err = d.View(context.Background(), func(tx *db.Tx) error {
			_, err := db.One[moment](tx, `SELECT expires AS at FROM session WHERE token = $1`, "t")
			return err
		})
		if !errors.Is(err, db.ErrNoRow) {
			t.Errorf("got %v, want no row", err)
		}
	})
}

// Two writers that read before they write must not both win on what they read.
func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, "n", []byte{0}, db.At(tx.Now))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		const writers = 24 // more than give way to each other by chance
		done := make(chan error, writers)
		for range writers {
			go func() {
				done <- d.Update(ctx, func(tx *db.Tx) error {
					row, err := db.One[struct{ Data []byte }](tx, `SELECT data FROM session WHERE token = $1`, "n")
					if err != nil {
						return err
					}
					time.Sleep(20 * time.Millisecond) // a use case with much to read
					_, err = tx.Exec(`UPDATE session SET data = $1 WHERE token = $2`, []byte{row.Data[0] + 1}, "n")
					return err
				})
			}()
		}
		for range writers {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		err = d.View(ctx, func(tx *db.Tx) error {
			row, err := db.One[struct{ Data []byte }](tx, `SELECT data FROM session WHERE token = $1`, "n")
			if err == nil && row.Data[0] != writers {
				t.Errorf("got %d, want %d", row.Data[0], writers)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A database that a newer program has written is left alone.
func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	d, err := db.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)`, 99999, true)
		return err
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Open(context.Background(), path); !problem.Is(err, problem.Closed) {
		t.Errorf("got %v", err)
	}
}
