package account

import "giaouoc/internal/db"

type secretHash struct{ Hash string }

func findPassword(tx *db.Tx, accountID string) (Hash, error) {
	s, err := db.One[secretHash](tx, `SELECT hash FROM account_password WHERE account_id = $1`, accountID)
	return Hash(s.Hash), err
}

func savePassword(tx *db.Tx, accountID string, h Hash, at db.Time) error {
	_, err := tx.Exec(`
		INSERT INTO account_password (account_id, hash, set_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`,
		accountID, string(h), at)
	return err
}

type count struct{ N int64 }

func countTOTP(tx *db.Tx, accountID string) (int64, error) {
	c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM account_totp WHERE account_id = $1 AND confirmed_at IS NOT NULL`, accountID)
	return c.N, err
}

func findTOTP(tx *db.Tx, accountID string) (TOTP, error) {
	return db.One[TOTP](tx, `SELECT account_id, secret, confirmed_at, last_step FROM account_totp WHERE account_id = $1`, accountID)
}

func insertTOTP(tx *db.Tx, t TOTP) error {
	_, err := tx.Exec(`
		INSERT INTO account_totp (account_id, secret, confirmed_at, last_step) VALUES ($1, $2, $3, $4)`,
		t.AccountID, t.Secret, t.ConfirmedAt, t.LastStep)
	return err
}

func confirmTOTP(tx *db.Tx, accountID string, at db.Time) error {
	_, err := tx.Exec(`UPDATE account_totp SET confirmed_at = $1 WHERE account_id = $2`, at, accountID)
	return err
}

// takeStep takes a step and everything before it; no row when it was taken.
func takeStep(tx *db.Tx, accountID string, step int64) (int64, error) {
	return tx.Exec(`UPDATE account_totp SET last_step = $1 WHERE account_id = $2 AND last_step < $3`, step, accountID, step)
}

func forgetTOTP(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`DELETE FROM account_totp WHERE account_id = $1`, accountID)
	return err
}

func insertCode(tx *db.Tx, id, accountID, code string) error {
	_, err := tx.Exec(`INSERT INTO account_recovery_code (id, account_id, code) VALUES ($1, $2, $3)`, id, accountID, code)
	return err
}

func takeCode(tx *db.Tx, accountID, code string, at db.Time) (int64, error) {
	return tx.Exec(`
		UPDATE account_recovery_code SET used_at = $1
		WHERE account_id = $2 AND code = $3 AND used_at IS NULL`, at, accountID, code)
}

// countCodes counts the recovery codes that were not used.
func countCodes(tx *db.Tx, accountID string) (int64, error) {
	c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM account_recovery_code WHERE account_id = $1 AND used_at IS NULL`, accountID)
	return c.N, err
}

func forgetCodes(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`DELETE FROM account_recovery_code WHERE account_id = $1`, accountID)
	return err
}
