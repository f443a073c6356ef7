package account

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const linkColumns = `id, kind, account_id, token, made_by, made_at, expires_at, used_at, withdrawn_at, mailed_to, once`

func insertLink(tx *db.Tx, l Link) error {
	_, err := tx.Exec(`
		INSERT INTO account_link (id, kind, account_id, token, made_by, made_at, expires_at, used_at, withdrawn_at, mailed_to, once)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		l.ID, string(l.Kind), l.AccountID, l.Token, l.MadeBy, l.MadeAt, l.ExpiresAt, l.UsedAt, l.WithdrawnAt, l.MailedTo, l.Once)
	return err
}

func findLink(tx *db.Tx, token string) (Link, error) {
	return db.One[Link](tx, `SELECT `+linkColumns+` FROM account_link WHERE token = $1`, token)
}

// openLinks lists the links of an account, or for none those of the first
// administrator, that were neither used nor withdrawn.
func openLinks(tx *db.Tx, accountID string) ([]Link, error) {
	return db.All[Link](tx, `
		SELECT `+linkColumns+` FROM account_link
		WHERE account_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL ORDER BY id`, accountID)
}

func withdrawLink(tx *db.Tx, id string, at db.Time) error {
	_, err := tx.Exec(`UPDATE account_link SET withdrawn_at = $1 WHERE id = $2`, at, id)
	return err
}

func linkOfForm(tx *db.Tx, once string) (Link, error) {
	return db.One[Link](tx, `SELECT `+linkColumns+` FROM account_link WHERE once = $1`, once)
}

func spendLink(tx *db.Tx, id string, at db.Time) (int64, error) {
	return tx.Exec(`UPDATE account_link SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND withdrawn_at IS NULL`, at, id)
}

// countAdministrators counts the accounts that are administrators of everything
// today and have a way to sign in.
func countAdministrators(tx *db.Tx, day vn.Date) (int64, error) {
	c, err := db.One[count](tx, `
		SELECT COUNT(DISTINCT a.id) AS n FROM account a
		JOIN account_grant g ON g.account_id = a.id
		WHERE `+waysOfA+` > 0 AND a.disabled_at IS NULL AND g.role = $1 AND g.scope_kind = $2
			AND (g.from_day = '' OR g.from_day <= $3) AND (g.to_day = '' OR g.to_day > $4)`,
		string(access.Administrator), access.ScopeAll, day, day)
	return c.N, err
}
