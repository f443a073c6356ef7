package cycle

import "giaouoc/internal/db"

const planColumns = `id, year_id, unit_id, kind, doc_number, title, issued_on, file_hash, file_name, source, version, created_at`

func insertPlan(tx *db.Tx, p Plan) error {
	_, err := tx.Exec(`
		INSERT INTO plan (id, year_id, unit_id, kind, doc_number, title, issued_on, file_hash, file_name, source, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.YearID, p.UnitID, string(p.Kind), p.DocNumber, p.Title, p.IssuedOn, p.FileHash, p.FileName, p.Source, p.Version, p.CreatedAt)
	return err
}

func updatePlan(tx *db.Tx, p Plan) error {
	_, err := tx.Exec(`
		UPDATE plan SET kind = $1, doc_number = $2, title = $3, issued_on = $4, file_hash = $5, file_name = $6, version = $7
		WHERE id = $8`,
		string(p.Kind), p.DocNumber, p.Title, p.IssuedOn, p.FileHash, p.FileName, p.Version, p.ID)
	return err
}

func deletePlan(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM plan WHERE id = $1`, id)
	return err
}

func findPlan(tx *db.Tx, yearID, id string) (Plan, error) {
	return db.One[Plan](tx, `SELECT `+planColumns+` FROM plan WHERE year_id = $1 AND id = $2`, yearID, id)
}

func planByNumber(tx *db.Tx, yearID, unitID, number string) (Plan, error) {
	return db.One[Plan](tx, `
		SELECT `+planColumns+` FROM plan WHERE year_id = $1 AND unit_id = $2 AND doc_number = $3`, yearID, unitID, number)
}

func plansOf(tx *db.Tx, yearID string) ([]Plan, error) {
	return db.All[Plan](tx, `SELECT `+planColumns+` FROM plan WHERE year_id = $1 ORDER BY issued_on, id`, yearID)
}
