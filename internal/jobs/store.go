package jobs

import (
	"time"

	"giaouoc/internal/db"
)

// lock takes a job whose time has come, or that is wanted at once, and that
// nobody holds.
func lock(tx *db.Tx, name, holder string, now time.Time, atOnce bool) (bool, error) {
	n, err := tx.Exec(`
		INSERT INTO job (name, due_at, locked_by, locked_until, started_at, error) VALUES ($1, $2, $3, $4, $5, '')
		ON CONFLICT (name) DO UPDATE SET locked_by = excluded.locked_by, locked_until = excluded.locked_until, started_at = excluded.started_at
		WHERE (job.due_at <= $6 OR $7) AND (job.locked_until IS NULL OR job.locked_until <= $8)`,
		name, db.At(now), holder, db.At(now.Add(lockTime)), db.At(now), db.At(now), atOnce, db.At(now))
	return n == 1, err
}

func prolong(tx *db.Tx, name, holder string, now time.Time) (bool, error) {
	n, err := tx.Exec(`UPDATE job SET locked_until = $1 WHERE name = $2 AND locked_by = $3`, db.At(now.Add(lockTime)), name, holder)
	return n == 1, err
}

func unlock(tx *db.Tx, name, holder string, now time.Time, every time.Duration, failed string) error {
	_, err := tx.Exec(`
		UPDATE job SET locked_by = '', locked_until = NULL, ended_at = $1, due_at = $2, error = $3
		WHERE name = $4 AND locked_by = $5`,
		db.At(now), db.At(now.Add(every)), failed, name, holder)
	return err
}

// startAll frees every job and makes it due: a process that had its database to
// itself starts, and much may have passed since it stopped.
func startAll(tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(`UPDATE job SET locked_by = '', locked_until = NULL, due_at = $1`, db.At(now))
	return err
}
