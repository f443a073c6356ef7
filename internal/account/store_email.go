package account

import (
	"errors"

	"giaouoc/internal/db"
)

const emailColumns = `account_id, asked_mail, asked_token, asked_until, asked_on, asked_count, failed_mail, failed_at, failed_why`

func findEmail(tx *db.Tx, accountID string) (Email, error) {
	e, err := db.One[Email](tx, `SELECT `+emailColumns+` FROM account_email WHERE account_id = $1`, accountID)
	if errors.Is(err, db.ErrNoRow) {
		return Email{AccountID: accountID}, nil
	}
	return e, err
}

func findAskedEmail(tx *db.Tx, tokenHash string) (Email, error) {
	return db.One[Email](tx, `SELECT `+emailColumns+` FROM account_email WHERE asked_token = $1 AND asked_token <> ''`, tokenHash)
}

// saveEmail writes the account's address and what is under way about it.
func saveEmail(tx *db.Tx, e Email) error {
	_, err := tx.Exec(`UPDATE account SET email = $1, email_confirmed_at = $2 WHERE id = $3`, e.Mail, e.ConfirmedAt, e.AccountID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO account_email (`+emailColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (account_id) DO UPDATE SET asked_mail = excluded.asked_mail, asked_token = excluded.asked_token,
			asked_until = excluded.asked_until, asked_on = excluded.asked_on, asked_count = excluded.asked_count,
			failed_mail = excluded.failed_mail, failed_at = excluded.failed_at, failed_why = excluded.failed_why`,
		e.AccountID, e.AskedMail, e.AskedToken, e.AskedUntil, e.AskedOn, e.AskedCount, e.FailedMail, e.FailedAt, e.FailedWhy)
	return err
}
