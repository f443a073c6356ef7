package account

import (
	"time"

	"giaouoc/internal/db"
)

func insertQuestion(tx *db.Tx, q question) error {
	_, err := tx.Exec(`
		INSERT INTO account_question (id, kind, browser, account_id, data, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		q.ID, string(q.Kind), q.Browser, q.AccountID, q.Data, q.ExpiresAt)
	return err
}

func findQuestion(tx *db.Tx, id string) (question, error) {
	return db.One[question](tx, `
		SELECT id, kind, browser, account_id, data, expires_at FROM account_question WHERE id = $1`, id)
}

// deleteQuestion reports whether this transaction is the one that took it.
func deleteQuestion(tx *db.Tx, id string) (bool, error) {
	n, err := tx.Exec(`DELETE FROM account_question WHERE id = $1`, id)
	return n == 1, err
}

func dropQuestions(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM account_question WHERE expires_at < $1`, db.At(before))
	return err
}
