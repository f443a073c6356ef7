package scoring

import "giaouoc/internal/db"

const appealColumns = `id, sheet_id, unit_id, criterion, state, text, hash, link, shown, type, size, account_id, name, at,
	answer, marked, answered_id, answered_by, answered_at, points_was, points_is, total_was, total_is, rank_was, rank_is, version`

func insertAppeal(tx *db.Tx, a Appeal) error {
	_, err := tx.Exec(`
		INSERT INTO score_appeal (`+appealColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		a.ID, a.SheetID, a.UnitID, a.Criterion, string(a.State), a.Text, a.Hash, a.Link, a.Shown, a.Type, a.Size, a.AccountID, a.Name, a.At,
		a.Answer, a.Marked, a.AnsweredID, a.AnsweredBy, a.AnsweredAt, a.PointsWas, a.PointsIs, a.TotalWas, a.TotalIs, a.RankWas, a.RankIs, a.Version)
	return err
}

// updateAppeal stores the answer; what the unit has handed in stays.
func updateAppeal(tx *db.Tx, a Appeal) error {
	_, err := tx.Exec(`
		UPDATE score_appeal SET state = $1, answer = $2, marked = $3, answered_id = $4, answered_by = $5, answered_at = $6,
			points_was = $7, points_is = $8, total_was = $9, total_is = $10, rank_was = $11, rank_is = $12, version = $13
		WHERE id = $14`,
		string(a.State), a.Answer, a.Marked, a.AnsweredID, a.AnsweredBy, a.AnsweredAt,
		a.PointsWas, a.PointsIs, a.TotalWas, a.TotalIs, a.RankWas, a.RankIs, a.Version, a.ID)
	return err
}

func findAppeal(tx *db.Tx, id string) (Appeal, error) {
	return db.One[Appeal](tx, `SELECT `+appealColumns+` FROM score_appeal WHERE id = $1`, id)
}

func appealsOf(tx *db.Tx, sheetID string) ([]Appeal, error) {
	return db.All[Appeal](tx, `SELECT `+appealColumns+` FROM score_appeal WHERE sheet_id = $1 ORDER BY at, id`, sheetID)
}

const confirmationColumns = `sheet_id, sha256, first_id, first_for, first_name, first_at, second_id, second_name, second_at`

// saveConfirmation stores the confirmation of a sheet's publication; a sheet has one.
func saveConfirmation(tx *db.Tx, c Confirmation) error {
	_, err := tx.Exec(`
		INSERT INTO score_publication (`+confirmationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (sheet_id) DO UPDATE SET sha256 = excluded.sha256, first_id = excluded.first_id, first_for = excluded.first_for,
			first_name = excluded.first_name, first_at = excluded.first_at, second_id = excluded.second_id,
			second_name = excluded.second_name, second_at = excluded.second_at`,
		c.SheetID, c.SHA256, c.FirstID, c.FirstFor, c.FirstName, c.FirstAt, c.SecondID, c.SecondName, c.SecondAt)
	return err
}

func findConfirmation(tx *db.Tx, sheetID string) (Confirmation, error) {
	return db.One[Confirmation](tx, `SELECT `+confirmationColumns+` FROM score_publication WHERE sheet_id = $1`, sheetID)
}

// deleteConfirmation reports whether there was one.
func deleteConfirmation(tx *db.Tx, sheetID string) (bool, error) {
	n, err := tx.Exec(`DELETE FROM score_publication WHERE sheet_id = $1`, sheetID)
	return n > 0, err
}
