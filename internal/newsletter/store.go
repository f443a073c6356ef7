package newsletter

import "giaouoc/internal/db"

const columns = `id, email, mark, state, every, asked_at, confirmed_at, sent_at, seen_at`

func insertReader(tx *db.Tx, r Reader) error {
	_, err := tx.Exec(`INSERT INTO newsletter_reader (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, r.Email, r.Mark, string(r.State), string(r.Every), r.AskedAt, r.ConfirmedAt, r.SentAt, r.SeenAt)
	return err
}

func updateReader(tx *db.Tx, r Reader) error {
	_, err := tx.Exec(`UPDATE newsletter_reader SET state = $1, every = $2, asked_at = $3, confirmed_at = $4, sent_at = $5, seen_at = $6 WHERE id = $7`,
		string(r.State), string(r.Every), r.AskedAt, r.ConfirmedAt, r.SentAt, r.SeenAt, r.ID)
	return err
}

func readerByID(tx *db.Tx, id string) (Reader, error) {
	return db.One[Reader](tx, `SELECT `+columns+` FROM newsletter_reader WHERE id = $1`, id)
}

func readerOfMark(tx *db.Tx, mark string) (Reader, error) {
	return db.One[Reader](tx, `SELECT `+columns+` FROM newsletter_reader WHERE mark = $1`, mark)
}

// dueReaders are confirmed readers who had no letter after a moment.
func dueReaders(tx *db.Tx, every Every, before db.Time, most int) ([]Reader, error) {
	return db.All[Reader](tx, `SELECT `+columns+` FROM newsletter_reader
		WHERE state = 'confirmed' AND every = $1 AND (sent_at IS NULL OR sent_at <= $2) ORDER BY id LIMIT $3`, string(every), before, most)
}

func deleteReader(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM newsletter_reader WHERE id = $1`, id)
	return err
}

func deleteUnconfirmed(tx *db.Tx, before db.Time) error {
	_, err := tx.Exec(`DELETE FROM newsletter_reader WHERE state = 'asked' AND asked_at < $1`, before)
	return err
}
