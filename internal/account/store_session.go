package account

import (
	"errors"
	"time"

	"giaouoc/internal/db"
)

type cookie struct{ Data []byte }

// FindSession returns the data that a browser's cookie stands for while it has
// not expired by the machine's clock.
//
// Public: the session is what tells who is asking.
func FindSession(tx *db.Tx, token string, at time.Time) ([]byte, bool, error) {
	s, err := db.One[cookie](tx, `SELECT data FROM session WHERE token = $1 AND expires > $2`, token, db.At(at))
	if errors.Is(err, db.ErrNoRow) {
		return nil, false, nil
	}
	return s.Data, err == nil, err
}

// SaveSession stores the data of a browser's cookie until it expires.
//
// Public: the session is what tells who is asking.
func SaveSession(tx *db.Tx, token string, data []byte, expires time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires`,
		token, data, db.At(expires))
	return err
}

// EndSession forgets the data of a browser's cookie.
//
// Public: whoever holds a session may end it.
func EndSession(tx *db.Tx, token string) error {
	_, err := tx.Exec(`DELETE FROM session WHERE token = $1`, token)
	return err
}

const sessionColumns = `id, account_id, how, address, browser, started_at, seen_at, proved_at, ended_at, ended_why`

func insertSession(tx *db.Tx, s Session) error {
	_, err := tx.Exec(`
		INSERT INTO account_session (id, account_id, how, address, browser, started_at, seen_at, proved_at, ended_at, ended_why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.ID, s.AccountID, string(s.How), s.Address, s.Browser, s.StartedAt, s.SeenAt, s.ProvedAt, s.EndedAt, string(s.EndedWhy))
	return err
}

func findSession(tx *db.Tx, id string) (Session, error) {
	return db.One[Session](tx, `SELECT `+sessionColumns+` FROM account_session WHERE id = $1`, id)
}

func runningSessions(tx *db.Tx, accountID string) ([]Session, error) {
	return db.All[Session](tx, `
		SELECT `+sessionColumns+` FROM account_session
		WHERE account_id = $1 AND ended_at IS NULL ORDER BY id DESC`, accountID)
}

func touchSession(tx *db.Tx, id, address string, at db.Time) error {
	_, err := tx.Exec(`UPDATE account_session SET seen_at = $1, address = $2 WHERE id = $3 AND ended_at IS NULL`, at, address, id)
	return err
}

func proveSession(tx *db.Tx, id, accountID string, at db.Time) (int64, error) {
	return tx.Exec(`
		UPDATE account_session SET proved_at = $1, seen_at = $2
		WHERE id = $3 AND account_id = $4 AND ended_at IS NULL`, at, at, id, accountID)
}

// raiseSession notes what a running session has shown by now.
func raiseSession(tx *db.Tx, id string, how How, at db.Time) error {
	_, err := tx.Exec(`UPDATE account_session SET how = $1, proved_at = $2 WHERE id = $3 AND ended_at IS NULL`, string(how), at, id)
	return err
}

func endSession(tx *db.Tx, id string, why Ending, at db.Time) (int64, error) {
	return tx.Exec(`UPDATE account_session SET ended_at = $1, ended_why = $2 WHERE id = $3 AND ended_at IS NULL`, at, string(why), id)
}

// sweepSessions forgets sessions and browsers that were not seen since, and
// cookies that expired before now.
func sweepSessions(tx *db.Tx, session, device, now db.Time) error {
	_, err := tx.Exec(`DELETE FROM account_session WHERE seen_at < $1`, session)
	_, err2 := tx.Exec(`DELETE FROM account_device WHERE seen_at < $1`, device)
	_, err3 := tx.Exec(`DELETE FROM session WHERE expires < $1`, now)
	return errors.Join(err, err2, err3)
}

type device struct {
	ID        string
	AccountID string
	SeenAt    db.Time
}

func findDevice(tx *db.Tx, id string) (device, error) {
	return db.One[device](tx, `SELECT id, account_id, seen_at FROM account_device WHERE id = $1`, id)
}

func saveDevice(tx *db.Tx, d device) error {
	_, err := tx.Exec(`
		INSERT INTO account_device (id, account_id, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`, d.ID, d.AccountID, d.SeenAt)
	return err
}

// forgetDevices forgets the browsers of an account but one.
func forgetDevices(tx *db.Tx, accountID, keep string) error {
	_, err := tx.Exec(`DELETE FROM account_device WHERE account_id = $1 AND id <> $2`, accountID, keep)
	return err
}
