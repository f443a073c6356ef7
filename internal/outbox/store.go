package outbox

import (
	"time"

	"giaouoc/internal/db"
)

const columns = `id, key, topic, account_id, subject, payload, state, tries, next_at, expires_at, created_at, done_at, error`

func insert(tx *db.Tx, e Effect) error {
	_, err := tx.Exec(`
		INSERT INTO outbox (id, kind, key, topic, account_id, subject, payload, state, tries, leased_by, expires_at, created_at, error)
		VALUES ($1, 'mail', $2, $3, $4, $5, $6, $7, 0, '', $8, $9, '')
		ON CONFLICT (key) DO NOTHING`,
		e.ID, e.Key, e.Topic, e.AccountID, e.Subject, e.Payload, string(e.State), e.ExpiresAt, e.CreatedAt)
	return err
}

func recent(tx *db.Tx, accountID string, most int) ([]Effect, error) {
	return db.All[Effect](tx, `
		SELECT `+columns+` FROM outbox WHERE account_id = $1 OR $2 = ''
		ORDER BY id DESC LIMIT $3`, accountID, accountID, most)
}

// due finds the effects whose time has come, or which have expired, and that nobody
// holds, oldest first.
func due(tx *db.Tx, now time.Time, most int) ([]Effect, error) {
	return db.All[Effect](tx, `
		SELECT `+columns+` FROM outbox
		WHERE state = 'waiting' AND (next_at IS NULL OR next_at <= $1 OR expires_at <= $2) AND (leased_until IS NULL OR leased_until <= $3)
		ORDER BY id LIMIT $4`, db.At(now), db.At(tx.Now), db.At(now), most)
}

// lease takes an effect that nobody holds and counts the try.
func lease(tx *db.Tx, id, holder string, now, until time.Time) (bool, error) {
	n, err := tx.Exec(`
		UPDATE outbox SET leased_by = $1, leased_until = $2, tries = tries + 1
		WHERE id = $3 AND state = 'waiting' AND (leased_until IS NULL OR leased_until <= $4)`,
		holder, db.At(until), id, db.At(now))
	return n == 1, err
}

// finish writes how a try ended, as long as the holder still holds the effect.
func finish(tx *db.Tx, e Effect, holder string) (bool, error) {
	n, err := tx.Exec(`
		UPDATE outbox SET state = $1, payload = $2, next_at = $3, done_at = $4, error = $5, leased_by = '', leased_until = NULL
		WHERE id = $6 AND state = 'waiting' AND leased_by = $7`,
		string(e.State), e.Payload, e.NextAt, e.DoneAt, e.Error, e.ID, holder)
	return n == 1, err
}

func withdraw(tx *db.Tx, topic string) error {
	_, err := tx.Exec(`
		UPDATE outbox SET state = 'withdrawn', payload = '', next_at = NULL, done_at = $1, error = '', leased_by = '', leased_until = NULL
		WHERE state = 'waiting' AND topic = $2`, db.At(tx.Now), topic)
	return err
}

func find(tx *db.Tx, key string) (Effect, error) {
	return db.One[Effect](tx, `SELECT `+columns+` FROM outbox WHERE key = $1`, key)
}

func findByID(tx *db.Tx, id string) (Effect, error) {
	return db.One[Effect](tx, `SELECT `+columns+` FROM outbox WHERE id = $1`, id)
}

func failedOnes(tx *db.Tx, most int) ([]Effect, error) {
	return db.All[Effect](tx, `SELECT `+columns+` FROM outbox WHERE state = 'failed' ORDER BY id DESC LIMIT $1`, most)
}

func triedOnes(tx *db.Tx, most int) ([]Effect, error) {
	return db.All[Effect](tx, `SELECT `+columns+` FROM outbox WHERE state = 'waiting' AND error <> '' ORDER BY id LIMIT $1`, most)
}

func restart(tx *db.Tx, id string) error {
	_, err := tx.Exec(`
		UPDATE outbox SET state = 'waiting', tries = 0, next_at = NULL, done_at = NULL, error = '', leased_by = '', leased_until = NULL
		WHERE id = $1 AND state = 'failed'`, id)
	return err
}

func releaseAll(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE outbox SET leased_by = '', leased_until = NULL WHERE leased_by <> ''`)
	return err
}

func deleteDone(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1`, db.At(before))
	return err
}

// emptyFailed takes the letters out of effects that failed before a moment, by the
// machine's clock, or have expired.
func emptyFailed(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`
		UPDATE outbox SET payload = '' WHERE state = 'failed' AND payload <> '' AND (done_at < $1 OR expires_at <= $2)`,
		db.At(before), db.At(tx.Now))
	return err
}
