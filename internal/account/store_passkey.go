package account

import "giaouoc/internal/db"

// passkeyRow is a passkey with what checks its answers, encrypted.
type passkeyRow struct {
	Passkey
	CredentialID string
	Credential   []byte
}

func insertPasskey(tx *db.Tx, p passkeyRow) error {
	_, err := tx.Exec(`
		INSERT INTO account_passkey (id, account_id, credential_id, name, credential, created_at, used_at, doubted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, p.AccountID, p.CredentialID, p.Name, p.Credential, p.CreatedAt, p.UsedAt, p.DoubtedAt)
	return err
}

func passkeysOf(tx *db.Tx, accountID string) ([]passkeyRow, error) {
	return db.All[passkeyRow](tx, `
		SELECT id, account_id, credential_id, name, credential, created_at, used_at, doubted_at
		FROM account_passkey WHERE account_id = $1 ORDER BY id`, accountID)
}

func findPasskey(tx *db.Tx, credentialID string) (passkeyRow, error) {
	return db.One[passkeyRow](tx, `
		SELECT id, account_id, credential_id, name, credential, created_at, used_at, doubted_at
		FROM account_passkey WHERE credential_id = $1`, credentialID)
}

func updatePasskey(tx *db.Tx, p passkeyRow) error {
	_, err := tx.Exec(`
		UPDATE account_passkey SET name = $1, credential = $2, used_at = $3, doubted_at = $4 WHERE id = $5`,
		p.Name, p.Credential, p.UsedAt, p.DoubtedAt, p.ID)
	return err
}

func deletePasskey(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM account_passkey WHERE id = $1`, id)
	return err
}
