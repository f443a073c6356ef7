package db_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func nothing(*db.Tx) error { return nil }

func snapshot(t *testing.T, dsn string) (dir string, im db.Image) {
	t.Helper()
	dir = t.TempDir()
	im, err := db.Snapshot(context.Background(), dsn, dir, nothing)
	if err != nil {
		t.Fatal(err)
	}
	return dir, im
}

func newSQLite(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	d, err := db.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// A row that refers to nothing is found, and the database does not come to its
// place.
func TestABrokenForeignKeyIsNotLoaded(t *testing.T) {
	const orphan = `INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day) VALUES ('g', 'nobody', 'member', 'all', '', '', '')`
	t.Run("sqlite", func(t *testing.T) {
		dir, im := snapshot(t, newSQLite(t))
		pool, err := sql.Open("sqlite", filepath.Join(dir, db.SQLiteFile)) // where keys are not watched
		if err != nil {
			t.Fatal(err)
		}
		_, err = pool.Exec(orphan)
		if err = errors.Join(err, pool.Close()); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "x.db")
		err = db.Load(context.Background(), to, dir, im, nothing)
		if err == nil || !strings.Contains(err.Error(), "foreign keys do not hold in account_grant") {
			t.Errorf("got %v", err)
		}
		if _, err := os.Stat(to); err == nil {
			t.Error("the database stands at its place")
		}
	})
	t.Run("postgres", func(t *testing.T) {
		dir, im := snapshot(t, dbtest.Postgres(t))
		file := filepath.Join(dir, "account_grant.copy")
		if err := os.WriteFile(file, []byte("g\tnobody\tmember\tall\t\t\t\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		to := dbtest.BarePostgres(t)
		err := db.Load(context.Background(), to, dir, im, nothing)
		if err == nil || !strings.Contains(err.Error(), "foreign key account_grant_account_id_fkey") {
			t.Errorf("got %v", err)
		}
		if _, err := db.Open(context.Background(), to); !problem.Is(err, problem.Closed) {
			t.Errorf("opened: %v", err)
		}
	})
}

// On PostgreSQL a load that was broken off leaves a database that is neither
// opened nor taken for empty.
func TestAHalfLoadedDatabaseIsNotOpened(t *testing.T) {
	dir, im := snapshot(t, dbtest.Postgres(t))
	if err := os.Remove(filepath.Join(dir, "record_entry.copy")); err != nil {
		t.Fatal(err)
	}
	to := dbtest.BarePostgres(t)
	if err := db.RequireEmpty(context.Background(), to); err != nil {
		t.Errorf("a bare database: %v", err)
	}
	if err := db.Load(context.Background(), to, dir, im, nothing); err == nil {
		t.Fatal("loaded without a table")
	}
	if _, err := db.Open(context.Background(), to); !problem.Is(err, problem.Closed) {
		t.Errorf("opened: %v", err)
	}
	if err := db.RequireEmpty(context.Background(), to); !problem.Is(err, problem.Conflict) {
		t.Errorf("taken for empty: %v", err)
	}
}

// A snapshot leaves behind what was deleted, also in pages that are free.
func TestASnapshotForgetsWhatWasDeleted(t *testing.T) {
	path := newSQLite(t)
	d, err := db.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	const secret = "một điều đã xóa"
	held := func() bool {
		dir, _ := snapshot(t, path)
		raw, err := os.ReadFile(filepath.Join(dir, db.SQLiteFile))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(raw), secret)
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, "t", []byte(secret), db.At(tx.Now))
		return err
	})
	if !held() {
		t.Fatal("the snapshot does not hold a row")
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM session`)
		return err
	})
	if held() {
		t.Error("the snapshot holds a deleted row")
	}
}
