package dbtest

import (
	"testing"

	"giaouoc/internal/db"
)

// Newer makes a database look as a newer program has left it.
func Newer(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
