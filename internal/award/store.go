package award

import "giaouoc/internal/db"

const columns = `id, year_id, award, unit_id, rank, resolution_id, state, letter_number, letter_on,
	decision_number, decision_on, decided_by, scan_hash, scan_name, source, checked, check_reason, version`

func insert(tx *db.Tx, p Proposal) error {
	_, err := tx.Exec(`
		INSERT INTO proposal (id, year_id, award, unit_id, rank, resolution_id, state, letter_number, letter_on,
			decision_number, decision_on, decided_by, scan_hash, scan_name, source, checked, check_reason, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		p.ID, p.YearID, string(p.Award), p.UnitID, p.Rank, p.ResolutionID, string(p.State), p.LetterNumber, p.LetterOn,
		p.DecisionNumber, p.DecisionOn, p.DecidedBy, p.ScanHash, p.ScanName, p.Source, p.Checked, p.CheckReason, p.Version)
	return err
}

func update(tx *db.Tx, p Proposal) error {
	_, err := tx.Exec(`
		UPDATE proposal SET state = $1, letter_number = $2, letter_on = $3, decision_number = $4, decision_on = $5,
			decided_by = $6, scan_hash = $7, scan_name = $8, version = $9
		WHERE id = $10`,
		string(p.State), p.LetterNumber, p.LetterOn, p.DecisionNumber, p.DecisionOn, p.DecidedBy, p.ScanHash, p.ScanName, p.Version, p.ID)
	return err
}

func findByID(tx *db.Tx, id string) (Proposal, error) {
	return db.One[Proposal](tx, `SELECT `+columns+` FROM proposal WHERE id = $1`, id)
}

func ofYear(tx *db.Tx, yearID string) ([]Proposal, error) {
	return db.All[Proposal](tx, `SELECT `+columns+` FROM proposal WHERE year_id = $1 ORDER BY id`, yearID)
}
