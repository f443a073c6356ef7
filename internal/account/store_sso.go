package account

import "giaouoc/internal/db"

func insertSSO(tx *db.Tx, l SSOLink) error {
	_, err := tx.Exec(`
		INSERT INTO account_sso (id, account_id, issuer, subject, label, created_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.ID, l.AccountID, l.Issuer, l.Subject, l.Label, l.CreatedAt, l.UsedAt)
	return err
}

func findSSO(tx *db.Tx, issuer, subject string) (SSOLink, error) {
	return db.One[SSOLink](tx, `
		SELECT id, account_id, issuer, subject, label, created_at, used_at FROM account_sso
		WHERE issuer = $1 AND subject = $2`, issuer, subject)
}

func ssoOf(tx *db.Tx, accountID string) ([]SSOLink, error) {
	return db.All[SSOLink](tx, `
		SELECT id, account_id, issuer, subject, label, created_at, used_at FROM account_sso
		WHERE account_id = $1 ORDER BY id`, accountID)
}

func useSSO(tx *db.Tx, id, label string, at db.Time) error {
	_, err := tx.Exec(`UPDATE account_sso SET used_at = $1, label = $2 WHERE id = $3`, at, label, id)
	return err
}

func deleteSSO(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM account_sso WHERE id = $1`, id)
	return err
}
