package account

import "giaouoc/internal/db"

type secret struct{ Hash string }

func findPassword(tx *db.Tx, accountID string) (Hash, error) {
	s, err := db.One[secret](tx, `SELECT hash FROM account_password WHERE account_id = $1`, accountID)
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
