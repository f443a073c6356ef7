package db_test

import (
	"context"
	"path/filepath"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type version struct{ N int64 }

// An installation that has run the highest number gets a file with a lower one,
// which came with a later release.
func TestALowerNumberMayComeLater(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { comesLater(t, filepath.Join(t.TempDir(), "a.db")) })
	t.Run("postgres", func(t *testing.T) { comesLater(t, dbtest.Postgres(t)) })
}

func comesLater(t *testing.T, dsn string) {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`ALTER TABLE emulation_year DROP COLUMN handed_to`); err != nil {
			return err
		}
		n, err := tx.Exec(`DELETE FROM goose_db_version WHERE version_id = $1`, 36)
		if n != 1 {
			t.Errorf("%d rows of version 36", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if d, err = db.Open(ctx, dsn); err != nil {
		t.Fatalf("open again: %v", err)
	}
	defer d.Close()
	err = d.View(ctx, func(tx *db.Tx) error {
		v, err := db.One[version](tx, `SELECT COUNT(handed_to) AS n FROM emulation_year`)
		if err == nil && v.N != 0 {
			t.Errorf("%d years", v.N)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
