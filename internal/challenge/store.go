package challenge

import (
	"time"

	"giaouoc/internal/db"
)

func usedSince(tx *db.Tx, since time.Time) (int, error) {
	return db.One[int](tx, `SELECT count(*) FROM challenge_used WHERE used_at > $1`, db.At(since))
}

// use notes a puzzle as used; false where it was before.
func use(tx *db.Tx, t token) (bool, error) {
	n, err := tx.Exec(`INSERT INTO challenge_used (salt, used_at, expires_at) VALUES ($1, $2, $3) ON CONFLICT (salt) DO NOTHING`,
		t.hex(), db.At(tx.Now), db.At(t.expires))
	return n == 1, err
}

func deleteExpired(tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM challenge_used WHERE expires_at <= $1`, db.At(now))
	return err
}
