package account

import (
	"bytes"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

func countNamed(tx *db.Tx, name string) (int, error) {
	c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM account WHERE name = $1`, name)
	return int(c.N), err
}

func countDevices(tx *db.Tx, accountID string) (int, error) {
	c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM account_device WHERE account_id = $1`, accountID)
	return int(c.N), err
}

func grantsEver(tx *db.Tx, accountID string) ([]Grant, error) {
	return db.All[Grant](tx, `
		SELECT `+grantColumns+` FROM account_grant g
		WHERE g.account_id = $1 ORDER BY g.id`, accountID)
}

func allSessions(tx *db.Tx, accountID string) ([]Session, error) {
	return db.All[Session](tx, `SELECT `+sessionColumns+` FROM account_session WHERE account_id = $1 ORDER BY id DESC`, accountID)
}

// countOthers counts who else has a role in a scope and may sign in.
func countOthers(tx *db.Tx, g Grant, accountID string, day vn.Date) (int, error) {
	c, err := db.One[count](tx, `
		SELECT COUNT(*) AS n FROM account_grant g JOIN account a ON a.id = g.account_id
		WHERE g.role = $1 AND g.scope_kind = $2 AND g.scope_id = $3 AND g.account_id <> $4 AND a.disabled_at IS NULL
		  AND (g.from_day = '' OR g.from_day <= $5) AND (g.to_day = '' OR g.to_day > $6)`,
		string(g.Role), g.ScopeKind, g.ScopeID, accountID, day, day)
	return int(c.N), err
}

func forget(tx *db.Tx, accountID, login string) error {
	if err := deleteCookies(tx, accountID); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE account SET login = $1, name = $2, position = '', email = '', email_confirmed_at = NULL, disabled_at = $3, disabled_why = $4 WHERE id = $5`,
		login, Forgotten, db.At(tx.Now), "Đã xóa dữ liệu cá nhân theo yêu cầu.", accountID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`
		UPDATE account_grant SET to_day = $1 WHERE account_id = $2 AND (to_day = '' OR to_day > $3)`, tx.Today(), accountID, tx.Today()); err != nil {
		return err
	}
	if _, err := tx.Exec(`
		UPDATE delegation SET revoked_at = $1, revoked_by = $2 WHERE revoked_at IS NULL AND (giver_id = $3 OR receiver_id = $4)`,
		db.At(tx.Now), tx.Actor.ID, accountID, accountID); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE delegation SET reason = '', revoked_for = '' WHERE giver_id = $1`,
		`UPDATE delegation SET reason = '', revoked_for = '' WHERE receiver_id = $1`,
		`DELETE FROM account_password WHERE account_id = $1`,
		`DELETE FROM account_totp WHERE account_id = $1`,
		`DELETE FROM account_recovery_code WHERE account_id = $1`,
		`DELETE FROM account_recovery WHERE account_id = $1`,
		`DELETE FROM account_passkey WHERE account_id = $1`,
		`DELETE FROM account_sso WHERE account_id = $1`,
		`DELETE FROM account_question WHERE account_id = $1`,
		`DELETE FROM account_device WHERE account_id = $1`,
		`DELETE FROM account_session WHERE account_id = $1`,
		`DELETE FROM account_link WHERE account_id = $1`,
		`DELETE FROM account_email WHERE account_id = $1`,
	} {
		if _, err := tx.Exec(statement, accountID); err != nil {
			return err
		}
	}
	return nil
}

// deleteCookies forgets the data of every browser's cookie that is of a session
// of an account.
func deleteCookies(tx *db.Tx, accountID string) error {
	sessions, err := allSessions(tx, accountID)
	if err != nil {
		return err
	}
	cookies, err := db.All[struct {
		Token string
		Data  []byte
	}](tx, `SELECT token, data FROM session`)
	if err != nil {
		return err
	}
	for _, c := range cookies {
		for _, s := range sessions {
			if !bytes.Contains(c.Data, []byte(s.ID)) {
				continue
			}
			if err := EndSession(tx, c.Token); err != nil {
				return err
			}
		}
	}
	return nil
}
