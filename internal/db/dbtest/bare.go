package dbtest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"giaouoc/internal/db"
)

// Bare opens an SQLite file by the driver alone, with the settings that make a
// commit last (WAL, synchronous FULL), and returns what commits one small row: the
// reference that group commit is measured against. It may be called from several
// goroutines, which then take turns.
func Bare(t testing.TB) (commit func() error) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(t.TempDir(), "bare.db"))+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	pool.SetMaxOpenConns(1)
	if _, err := pool.Exec(`CREATE TABLE row (id TEXT PRIMARY KEY, data BLOB NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 32)
	return func() error {
		tx, err := pool.BeginTx(context.Background(), nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a commit it reports only that
		if _, err := tx.Exec(`INSERT INTO row (id, data) VALUES ($1, $2)`, db.NewID(), data); err != nil {
			return err
		}
		return tx.Commit()
	}
}

// Change writes one row as a use case would, without right or record.
func Change(tx *db.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, id, []byte("x"), db.At(tx.Now))
	return err
}
