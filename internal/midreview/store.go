package midreview

import (
	"errors"
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

const columns = `id, year_id, period_id, state, strengths, shortcomings, causes, tasks, requests, saved_by, version,
	data, changed, drafted_at, drafted_by, drafted, number, text, fingerprint, issued_on, issued_by, issued_as`

func insert(tx *db.Tx, r Review) error {
	_, err := tx.Exec(`
		INSERT INTO mid_review (id, year_id, period_id, state, strengths, shortcomings, causes, tasks, requests, saved_by, version,
			data, changed, drafted_at, drafted_by, drafted, number, text, fingerprint, issued_on, issued_by, issued_as)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		r.ID, r.YearID, r.PeriodID, string(r.State), r.Strengths, r.Shortcomings, r.Causes, r.Tasks, r.Requests, r.SavedBy, r.Version,
		r.Data, r.Changed, r.DraftedAt, r.DraftedBy, r.Drafted, r.Number, r.Text, r.Fingerprint, r.IssuedOn, r.IssuedBy, r.IssuedAs)
	return err
}

func update(tx *db.Tx, r Review) error {
	_, err := tx.Exec(`
		UPDATE mid_review SET period_id = $1, state = $2, strengths = $3, shortcomings = $4, causes = $5, tasks = $6, requests = $7,
			saved_by = $8, version = $9, data = $10, changed = $11, drafted_at = $12, drafted_by = $13, drafted = $14,
			number = $15, text = $16, fingerprint = $17, issued_on = $18, issued_by = $19, issued_as = $20
		WHERE id = $21`,
		r.PeriodID, string(r.State), r.Strengths, r.Shortcomings, r.Causes, r.Tasks, r.Requests,
		r.SavedBy, r.Version, r.Data, r.Changed, r.DraftedAt, r.DraftedBy, r.Drafted,
		r.Number, r.Text, r.Fingerprint, r.IssuedOn, r.IssuedBy, r.IssuedAs, r.ID)
	return err
}

// find returns the review of a year.
func find(tx *db.Tx, y cycle.Year) (Review, error) {
	r, err := db.One[Review](tx, `SELECT `+columns+` FROM mid_review WHERE year_id = $1`, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return r, problem.New(problem.NotFound, "Năm %d chưa có báo cáo sơ kết.", y.Year)
	}
	if err != nil {
		return r, fmt.Errorf("find mid-year review: %w", err)
	}
	return r, nil
}

func insertRemark(tx *db.Tx, m Remark) error {
	_, err := tx.Exec(`
		INSERT INTO mid_review_remark (id, review_id, unit_id, account_id, name, position, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, m.ReviewID, m.UnitID, m.AccountID, m.Name, m.Position, m.Text, m.At)
	return err
}

func remarksOn(tx *db.Tx, reviewID string) ([]Remark, error) {
	return db.All[Remark](tx, `
		SELECT id, review_id, unit_id, account_id, name, position, text, at FROM mid_review_remark WHERE review_id = $1 ORDER BY at, id`, reviewID)
}
