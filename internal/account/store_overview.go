package account

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// waysOf counts the ways to sign in of the account a.
const waysOfA = `(
	(SELECT COUNT(*) FROM account_password p WHERE p.account_id = a.id) +
	(SELECT COUNT(*) FROM account_passkey k WHERE k.account_id = a.id) +
	(SELECT COUNT(*) FROM account_sso s WHERE s.account_id = a.id))`

const listedColumns = `
	a.id, a.login, a.name, a.position, a.unit_id, a.created_at, a.email, a.email_confirmed_at, a.disabled_at, a.disabled_why,
	` + waysOfA + ` AS ways, COALESCE(l.id, '') AS link_id, l.expires_at AS expires
	FROM account a
	LEFT JOIN account_link l ON l.account_id = a.id AND l.used_at IS NULL AND l.withdrawn_at IS NULL`

func listedAccounts(tx *db.Tx) ([]listedRow, error) {
	return db.All[listedRow](tx, `SELECT `+listedColumns+` ORDER BY a.id`)
}

func listedAccount(tx *db.Tx, id string) (listedRow, error) {
	return db.One[listedRow](tx, `SELECT `+listedColumns+` WHERE a.id = $1`, id)
}

// canSignIn reports whether an account has a way to sign in.
func canSignIn(tx *db.Tx, id string) (bool, error) {
	c, err := db.One[count](tx, `SELECT `+waysOfA+` AS n FROM account a WHERE a.id = $1`, id)
	return c.N > 0, err
}

// hasComeIn reports whether the person of an account has a way to sign in, or was
// ever signed in.
func hasComeIn(tx *db.Tx, id string) (bool, error) {
	c, err := db.One[count](tx, `
		SELECT `+waysOfA+` + (SELECT COUNT(*) FROM account_session s WHERE s.account_id = a.id) AS n FROM account a WHERE a.id = $1`, id)
	return c.N > 0, err
}

func allGrantsOn(tx *db.Tx, day vn.Date) ([]Grant, error) {
	return db.All[Grant](tx, `
		SELECT `+grantColumns+` FROM account_grant g
		WHERE (g.from_day = '' OR g.from_day <= $1) AND (g.to_day = '' OR g.to_day > $2) ORDER BY g.id`, day, day)
}

func grantsOf(tx *db.Tx, accountID string) ([]Grant, error) {
	return db.All[Grant](tx, `SELECT `+grantColumns+` FROM account_grant g WHERE g.account_id = $1 ORDER BY g.id DESC`, accountID)
}

func findGrant(tx *db.Tx, id string) (Grant, error) {
	return db.One[Grant](tx, `SELECT `+grantColumns+` FROM account_grant g WHERE g.id = $1`, id)
}

func saveGrantEnd(tx *db.Tx, id string, day vn.Date) error {
	_, err := tx.Exec(`UPDATE account_grant SET to_day = $1 WHERE id = $2`, day, id)
	return err
}

func saveDisabled(tx *db.Tx, id string, at db.Time, why string) error {
	_, err := tx.Exec(`UPDATE account SET disabled_at = $1, disabled_why = $2 WHERE id = $3`, at, why, id)
	return err
}

const recoveryColumns = `id, account_id, reason, drop_factors, asked_by, asked_at, state, decided_by, decided_at`

func insertRecovery(tx *db.Tx, r Recovery) error {
	_, err := tx.Exec(`
		INSERT INTO account_recovery (id, account_id, reason, drop_factors, asked_by, asked_at, state, decided_by, decided_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, r.AccountID, r.Reason, r.DropFactors, r.AskedBy, r.AskedAt, string(r.State), r.DecidedBy, r.DecidedAt)
	return err
}

func findRecovery(tx *db.Tx, id string) (Recovery, error) {
	return db.One[Recovery](tx, `SELECT `+recoveryColumns+` FROM account_recovery WHERE id = $1`, id)
}

func recoveriesOf(tx *db.Tx, accountID string) ([]Recovery, error) {
	return db.All[Recovery](tx, `SELECT `+recoveryColumns+` FROM account_recovery WHERE account_id = $1 ORDER BY id DESC`, accountID)
}

func askedRecoveries(tx *db.Tx) ([]Recovery, error) {
	return db.All[Recovery](tx, `SELECT `+recoveryColumns+` FROM account_recovery WHERE state = 'asked' ORDER BY id`)
}

func saveDecision(tx *db.Tx, r Recovery) (int64, error) {
	return tx.Exec(`
		UPDATE account_recovery SET state = $1, decided_by = $2, decided_at = $3
		WHERE id = $4 AND state = 'asked'`, string(r.State), r.DecidedBy, r.DecidedAt, r.ID)
}

func forgetPassword(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`DELETE FROM account_password WHERE account_id = $1`, accountID)
	return err
}

func linkByID(tx *db.Tx, id string) (Link, error) {
	return db.One[Link](tx, `SELECT `+linkColumns+` FROM account_link WHERE id = $1`, id)
}
