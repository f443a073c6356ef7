package award

import "giaouoc/internal/db"

const grantsAtOnce = 500

const correctionColumns = `k.id, k.grant_id, k.field, k.was, k.reads, k.number, k.decided_on, k.decided_by, k.signer, k.note, k.created_at`

func insertCorrection(tx *db.Tx, c Correction) error {
	_, err := tx.Exec(`
		INSERT INTO award_correction (id, grant_id, field, was, reads, number, decided_on, decided_by, signer, note, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.ID, c.GrantID, string(c.Field), c.Was, c.Reads, c.Number, c.DecidedOn, c.DecidedBy, c.Signer, c.Note, c.CreatedAt)
	return err
}

func correctionsOf(tx *db.Tx, subjectID string) ([]Correction, error) {
	return db.All[Correction](tx, `
		SELECT `+correctionColumns+` FROM award_correction k JOIN award_entry e ON e.id = k.grant_id WHERE e.subject_id = $1
		ORDER BY k.decided_on, k.id`, subjectID)
}

func correctionsDecided(tx *db.Tx, unitID string, year int) ([]Correction, error) {
	from, to := yearBounds(year)
	return db.All[Correction](tx, `
		SELECT `+correctionColumns+` FROM award_correction k JOIN award_entry e ON e.id = k.grant_id WHERE e.subject_id IN (`+decidedIn+`)
		ORDER BY k.decided_on, k.id`, unitID, from, to)
}

func laterOf(tx *db.Tx, grants []string) ([]Later, error) {
	places, args := these(grants)
	return db.All[Later](tx, `
		SELECT x.grant_id, x.kind, x.number, x.decided_on AS "on" FROM (
			SELECT e.of_id AS grant_id, e.kind, e.number, e.decided_on, e.id FROM award_entry e WHERE e.of_id IN (`+places+`)
			UNION ALL
			SELECT k.grant_id, 'correction' AS kind, k.number, k.decided_on, k.id FROM award_correction k WHERE k.grant_id IN (`+places+`)
		) AS x ORDER BY x.decided_on, x.id`, args...)
}
