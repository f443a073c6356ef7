package account

import "giaouoc/internal/db"

// someTOTP is a telephone's secret of whoever has one.
func someTOTP(tx *db.Tx) (TOTP, error) {
	return db.One[TOTP](tx, `SELECT account_id, secret, confirmed_at, last_step FROM account_totp ORDER BY account_id LIMIT 1`)
}

// somePasskey is a passkey of whoever has one.
func somePasskey(tx *db.Tx) (passkeyRow, error) {
	return db.One[passkeyRow](tx, `
		SELECT id, account_id, credential_id, name, credential, created_at, used_at, doubted_at
		FROM account_passkey ORDER BY id LIMIT 1`)
}
