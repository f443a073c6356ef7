package conference

import "giaouoc/internal/db"

const midReviewColumns = `id, year_id, period_id, state, findings, causes, limits, second_half, drafted_at, issued_at, issued_by, document, fingerprint, version`

func insertMidReview(tx *db.Tx, r MidReview) error {
	_, err := tx.Exec(`
		INSERT INTO mid_review (`+midReviewColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.ID, r.YearID, r.PeriodID, string(r.State), r.Findings, r.Causes, r.Limits, r.SecondHalf, r.DraftedAt, r.IssuedAt, r.IssuedBy, r.Document, r.Fingerprint, r.Version)
	return err
}

func updateMidReview(tx *db.Tx, r MidReview) error {
	_, err := tx.Exec(`
		UPDATE mid_review SET period_id = $1, state = $2, findings = $3, causes = $4, limits = $5, second_half = $6, drafted_at = $7,
			issued_at = $8, issued_by = $9, document = $10, fingerprint = $11, version = $12
		WHERE id = $13`,
		r.PeriodID, string(r.State), r.Findings, r.Causes, r.Limits, r.SecondHalf, r.DraftedAt, r.IssuedAt, r.IssuedBy, r.Document, r.Fingerprint, r.Version, r.ID)
	return err
}

func midReviewOf(tx *db.Tx, yearID string) (MidReview, error) {
	return db.One[MidReview](tx, `SELECT `+midReviewColumns+` FROM mid_review WHERE year_id = $1`, yearID)
}

func putRemark(tx *db.Tx, m ReviewRemark) error {
	_, err := tx.Exec(`
		INSERT INTO mid_review_remark (review_id, unit_id, body, name, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (review_id, unit_id) DO UPDATE SET body = $3, name = $4, at = $5`, m.ReviewID, m.UnitID, m.Body, m.Name, m.At)
	return err
}

func remarksOn(tx *db.Tx, reviewID string) ([]ReviewRemark, error) {
	return db.All[ReviewRemark](tx, `SELECT review_id, unit_id, body, name, at FROM mid_review_remark WHERE review_id = $1 ORDER BY at, unit_id`, reviewID)
}
