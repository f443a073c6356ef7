package account

import "giaouoc/internal/db"

func findThrottle(tx *db.Tx, id string) (throttle, error) {
	return db.One[throttle](tx, `SELECT id, failures, last_at FROM account_throttle WHERE id = $1`, id)
}

// addFailure adds one; what is older than since is forgotten.
func addFailure(tx *db.Tx, id string, at, since db.Time) error {
	_, err := tx.Exec(`
		INSERT INTO account_throttle (id, failures, last_at) VALUES ($1, 1, $2)
		ON CONFLICT (id) DO UPDATE SET
			failures = CASE WHEN account_throttle.last_at < $3 THEN 1 ELSE account_throttle.failures + 1 END,
			last_at = excluded.last_at`, id, at, since)
	return err
}

func takeFailure(tx *db.Tx, id string) error {
	_, err := tx.Exec(`UPDATE account_throttle SET failures = failures - 1 WHERE id = $1 AND failures > 0`, id)
	return err
}

func forgetFailures(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM account_throttle WHERE id = $1`, id)
	return err
}

// sweepThrottle forgets counters older than since, and the oldest of too many.
func sweepThrottle(tx *db.Tx, since db.Time) error {
	if _, err := tx.Exec(`DELETE FROM account_throttle WHERE last_at < $1`, since); err != nil {
		return err
	}
	_, err := tx.Exec(`
		DELETE FROM account_throttle WHERE last_at < (
			SELECT last_at FROM account_throttle ORDER BY last_at DESC LIMIT 1 OFFSET $1)`, mostThrottle)
	return err
}
