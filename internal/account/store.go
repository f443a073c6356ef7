package account

import (
	"errors"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

func insert(tx *db.Tx, a Account) error {
	_, err := tx.Exec(`
		INSERT INTO account (id, login, name, position, unit_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		a.ID, a.Login, a.Name, a.Position, a.UnitID, a.CreatedAt)
	return err
}

func insertGrant(tx *db.Tx, g Grant) error {
	_, err := tx.Exec(`
		INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		g.ID, g.AccountID, string(g.Role), g.ScopeKind, g.ScopeID, g.FromDay, g.ToDay)
	return err
}

func find(tx *db.Tx, id string) (Account, error) {
	return db.One[Account](tx, `
		SELECT id, login, name, position, unit_id, created_at FROM account WHERE id = $1`, id)
}

func findByLogin(tx *db.Tx, login string) (Account, error) {
	return db.One[Account](tx, `
		SELECT id, login, name, position, unit_id, created_at FROM account WHERE login = $1`, login)
}

func list(tx *db.Tx) ([]Account, error) {
	return db.All[Account](tx, `
		SELECT id, login, name, position, unit_id, created_at FROM account ORDER BY id`)
}

func grantsOn(tx *db.Tx, accountID string, day vn.Date) ([]Grant, error) {
	return db.All[Grant](tx, `
		SELECT id, account_id, role, scope_kind, scope_id, from_day, to_day FROM account_grant
		WHERE account_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3)
		ORDER BY id`, accountID, day, day)
}

type session struct{ Data []byte }

// FindSession returns the data of a session that has not expired at a moment of
// the real clock: a demonstration that moves through a year keeps its visitors.
//
// Public: the session is what tells who is asking.
func FindSession(tx *db.Tx, token string, now time.Time) ([]byte, bool, error) {
	s, err := db.One[session](tx, `SELECT data FROM session WHERE token = $1 AND expires > $2`, token, db.At(now))
	if errors.Is(err, db.ErrNoRow) {
		return nil, false, nil
	}
	return s.Data, err == nil, err
}

// SaveSession stores the data of a session until it expires.
//
// Public: the session is what tells who is asking.
func SaveSession(tx *db.Tx, token string, data []byte, expires time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires`,
		token, data, db.At(expires))
	return err
}

// EndSession forgets a session.
//
// Public: whoever holds a session may end it.
func EndSession(tx *db.Tx, token string) error {
	_, err := tx.Exec(`DELETE FROM session WHERE token = $1`, token)
	return err
}
