package personal

import "giaouoc/internal/db"

func saveIdentity(tx *db.Tx, accountID string, number []byte) error {
	_, err := tx.Exec(`
		INSERT INTO personal_identity (account_id, number, entered_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET number = excluded.number, entered_at = excluded.entered_at`,
		accountID, number, db.At(tx.Now))
	return err
}

func findIdentity(tx *db.Tx, accountID string) ([]byte, error) {
	row, err := db.One[struct{ Number []byte }](tx, `SELECT number FROM personal_identity WHERE account_id = $1`, accountID)
	return row.Number, err
}

func deleteIdentity(tx *db.Tx, accountID string) (int64, error) {
	return tx.Exec(`DELETE FROM personal_identity WHERE account_id = $1`, accountID)
}

const requestColumns = `id, account_id, state, reason, asked_by, asked_at, decided_by, decided_at, answer, kept, version`

func insertRequest(tx *db.Tx, r Request) error {
	_, err := tx.Exec(`
		INSERT INTO personal_request (id, account_id, state, reason, asked_by, asked_at, decided_by, decided_at, answer, kept, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, r.AccountID, string(r.State), r.Reason, r.AskedBy, r.AskedAt, r.DecidedBy, r.DecidedAt, r.Answer, r.Kept, r.Version)
	return err
}

func updateRequest(tx *db.Tx, r Request) error {
	_, err := tx.Exec(`
		UPDATE personal_request SET state = $1, reason = $2, decided_by = $3, decided_at = $4, answer = $5, kept = $6, version = $7 WHERE id = $8`,
		string(r.State), r.Reason, r.DecidedBy, r.DecidedAt, r.Answer, r.Kept, r.Version, r.ID)
	return err
}

// emptyRequests takes the words out of every request of an account.
func emptyRequests(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`UPDATE personal_request SET reason = '', answer = '' WHERE account_id = $1`, accountID)
	return err
}

func findRequest(tx *db.Tx, id string) (Request, error) {
	return db.One[Request](tx, `SELECT `+requestColumns+` FROM personal_request WHERE id = $1`, id)
}

func openRequest(tx *db.Tx, accountID string) (Request, error) {
	return db.One[Request](tx, `SELECT `+requestColumns+` FROM personal_request WHERE account_id = $1 AND state = 'asked'`, accountID)
}

func requestsOf(tx *db.Tx, accountID string) ([]Request, error) {
	return db.All[Request](tx, `SELECT `+requestColumns+` FROM personal_request WHERE account_id = $1 ORDER BY id DESC`, accountID)
}

func requests(tx *db.Tx, most int) ([]Request, error) {
	return db.All[Request](tx, `
		SELECT `+requestColumns+` FROM personal_request
		ORDER BY CASE WHEN state = 'asked' THEN 0 ELSE 1 END, id DESC LIMIT $1`, most)
}
