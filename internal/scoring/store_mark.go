package scoring

import (
	"fmt"

	"giaouoc/internal/db"
)

const markingColumns = `sheet_id, unit_id, state, reason, until, dq_reason, dq_document, moved_by, moved_at, version`

func insertMarking(tx *db.Tx, m Marking) error {
	_, err := tx.Exec(`
		INSERT INTO score_unit (`+markingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.SheetID, m.UnitID, string(m.State), m.Reason, m.Until, m.DQReason, m.DQDocument, m.MovedBy, m.MovedAt, m.Version)
	return err
}

func updateMarking(tx *db.Tx, m Marking) error {
	_, err := tx.Exec(`
		UPDATE score_unit SET state = $1, reason = $2, until = $3, dq_reason = $4, dq_document = $5, moved_by = $6, moved_at = $7, version = $8
		WHERE sheet_id = $9 AND unit_id = $10`,
		string(m.State), m.Reason, m.Until, m.DQReason, m.DQDocument, m.MovedBy, m.MovedAt, m.Version, m.SheetID, m.UnitID)
	return err
}

func findMarking(tx *db.Tx, sheetID, unitID string) (Marking, error) {
	return db.One[Marking](tx, `SELECT `+markingColumns+` FROM score_unit WHERE sheet_id = $1 AND unit_id = $2`, sheetID, unitID)
}

func markingsOf(tx *db.Tx, sheetID string) ([]Marking, error) {
	return db.All[Marking](tx, `SELECT `+markingColumns+` FROM score_unit WHERE sheet_id = $1 ORDER BY unit_id`, sheetID)
}

const filledColumns = `sheet_id, number, unit_id, criterion, value, target, actual, self, computed, note, account_id, name, at, version`

// saveFilled stores what a unit typed on one leaf under the version in force.
func saveFilled(tx *db.Tx, f Filled) error {
	_, err := tx.Exec(`
		INSERT INTO score_entry (`+filledColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (sheet_id, number, unit_id, criterion) DO UPDATE SET value = excluded.value, target = excluded.target,
			actual = excluded.actual, self = excluded.self, computed = excluded.computed, note = excluded.note,
			account_id = excluded.account_id, name = excluded.name, at = excluded.at, version = excluded.version`,
		f.SheetID, f.Number, f.UnitID, f.Criterion, f.Value, f.Target, f.Actual, f.Self, f.Computed, f.Note, f.AccountID, f.Name, f.At, f.Version)
	return err
}

// allFilled is what was typed under the version in force.
func allFilled(tx *db.Tx, s YearSheet) ([]Filled, error) {
	return db.All[Filled](tx, `
		SELECT `+filledColumns+` FROM score_entry WHERE sheet_id = $1 AND number = $2 ORDER BY unit_id, criterion`, s.ID, s.Number)
}

// filledAround is what one unit typed, and what all units typed on some criteria.
func filledAround(tx *db.Tx, s YearSheet, unitID string, criteria []string) ([]Filled, error) {
	args := []any{s.ID, s.Number, unitID}
	among := ""
	for _, c := range criteria {
		args = append(args, c)
		among += fmt.Sprintf(" OR criterion = $%d", len(args))
	}
	return db.All[Filled](tx, `
		SELECT `+filledColumns+` FROM score_entry WHERE sheet_id = $1 AND number = $2 AND (unit_id = $3`+among+`) ORDER BY unit_id, criterion`, args...)
}

const markColumns = `sheet_id, number, unit_id, criterion, level, points, computed, before, basis, reason, account_id, name, at, version`

// saveGiven stores a person's mark under the version in force.
func saveGiven(tx *db.Tx, g Given) error {
	_, err := tx.Exec(`
		INSERT INTO score_mark (`+markColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (sheet_id, number, unit_id, criterion, level) DO UPDATE SET points = excluded.points, computed = excluded.computed,
			before = excluded.before, basis = excluded.basis, reason = excluded.reason,
			account_id = excluded.account_id, name = excluded.name, at = excluded.at, version = excluded.version`,
		g.SheetID, g.Number, g.UnitID, g.Criterion, string(g.Level), g.Points, g.Computed, g.Before, g.Basis, g.Reason, g.AccountID, g.Name, g.At, g.Version)
	return err
}

// marksOf is what was given under the version in force.
func marksOf(tx *db.Tx, s YearSheet) ([]Given, error) {
	return db.All[Given](tx, `
		SELECT `+markColumns+` FROM score_mark WHERE sheet_id = $1 AND number = $2 ORDER BY unit_id, criterion`, s.ID, s.Number)
}

// writer is who has typed a unit's self-score.
type writer struct{ AccountID string }

func insertWriter(tx *db.Tx, sheetID, unitID string) error {
	_, err := tx.Exec(`
		INSERT INTO score_writer (sheet_id, unit_id, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, sheetID, unitID, tx.Actor.ID)
	return err
}

func writersOf(tx *db.Tx, sheetID, unitID string) ([]writer, error) {
	return db.All[writer](tx, `SELECT account_id FROM score_writer WHERE sheet_id = $1 AND unit_id = $2`, sheetID, unitID)
}

// marksOn is what was given to one unit under the version in force.
func marksOn(tx *db.Tx, s YearSheet, unitID string) ([]Given, error) {
	return db.All[Given](tx, `
		SELECT `+markColumns+` FROM score_mark WHERE sheet_id = $1 AND number = $2 AND unit_id = $3 ORDER BY criterion`, s.ID, s.Number, unitID)
}

const returnColumns = `id, sheet_id, unit_id, criterion, reason, account_id, name, at, answered_at`

func insertReturn(tx *db.Tx, r Returned) error {
	_, err := tx.Exec(`
		INSERT INTO score_return (`+returnColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, r.SheetID, r.UnitID, r.Criterion, r.Reason, r.AccountID, r.Name, r.At, r.AnsweredAt)
	return err
}

func answerReturns(tx *db.Tx, sheetID, unitID string) error {
	_, err := tx.Exec(`
		UPDATE score_return SET answered_at = $1 WHERE sheet_id = $2 AND unit_id = $3 AND answered_at IS NULL`, db.At(tx.Now), sheetID, unitID)
	return err
}

func returnsOf(tx *db.Tx, sheetID, unitID string) ([]Returned, error) {
	return db.All[Returned](tx, `SELECT `+returnColumns+` FROM score_return WHERE sheet_id = $1 AND unit_id = $2 ORDER BY at, criterion`, sheetID, unitID)
}

const explanationColumns = `sheet_id, unit_id, criterion, text, account_id, name, at, version`

func saveExplanation(tx *db.Tx, e Explanation) error {
	_, err := tx.Exec(`
		INSERT INTO score_explanation (`+explanationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (sheet_id, unit_id, criterion) DO UPDATE SET text = excluded.text, account_id = excluded.account_id,
			name = excluded.name, at = excluded.at, version = excluded.version`,
		e.SheetID, e.UnitID, e.Criterion, e.Text, e.AccountID, e.Name, e.At, e.Version)
	return err
}

func explanationsOf(tx *db.Tx, sheetID string) ([]Explanation, error) {
	return db.All[Explanation](tx, `SELECT `+explanationColumns+` FROM score_explanation WHERE sheet_id = $1 ORDER BY unit_id, criterion`, sheetID)
}

const evidenceColumns = `id, sheet_id, unit_id, criterion, hash, link, name, type, size, account_id, added_by, at`

func insertEvidence(tx *db.Tx, e Evidence) error {
	_, err := tx.Exec(`
		INSERT INTO score_evidence (`+evidenceColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.ID, e.SheetID, e.UnitID, e.Criterion, e.Hash, e.Link, e.Name, e.Type, e.Size, e.AccountID, e.AddedBy, e.At)
	return err
}

func deleteEvidence(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM score_evidence WHERE id = $1`, id)
	return err
}

func findEvidence(tx *db.Tx, id string) (Evidence, error) {
	return db.One[Evidence](tx, `SELECT `+evidenceColumns+` FROM score_evidence WHERE id = $1`, id)
}

func evidenceOf(tx *db.Tx, sheetID, unitID string) ([]Evidence, error) {
	return db.All[Evidence](tx, `SELECT `+evidenceColumns+` FROM score_evidence WHERE sheet_id = $1 AND unit_id = $2 ORDER BY id`, sheetID, unitID)
}

const recusalColumns = `sheet_id, unit_id, account_id, name, reason, at`

func insertRecusal(tx *db.Tx, r Recusal) error {
	_, err := tx.Exec(`
		INSERT INTO score_recusal (`+recusalColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`, r.SheetID, r.UnitID, r.AccountID, r.Name, r.Reason, r.At)
	return err
}

func recusalsOf(tx *db.Tx, sheetID string) ([]Recusal, error) {
	return db.All[Recusal](tx, `SELECT `+recusalColumns+` FROM score_recusal WHERE sheet_id = $1 ORDER BY unit_id, at`, sheetID)
}

const unassignedColumns = `sheet_id, unit_id, criterion, document, account_id, name, at`

func insertUnassigned(tx *db.Tx, u Unassigned) error {
	_, err := tx.Exec(`
		INSERT INTO score_unassigned (`+unassignedColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (sheet_id, unit_id, criterion) DO UPDATE SET document = excluded.document, account_id = excluded.account_id,
			name = excluded.name, at = excluded.at`, u.SheetID, u.UnitID, u.Criterion, u.Document, u.AccountID, u.Name, u.At)
	return err
}

func deleteUnassigned(tx *db.Tx, sheetID, unitID, criterion string) error {
	_, err := tx.Exec(`DELETE FROM score_unassigned WHERE sheet_id = $1 AND unit_id = $2 AND criterion = $3`, sheetID, unitID, criterion)
	return err
}

func unassignedOf(tx *db.Tx, sheetID string) ([]Unassigned, error) {
	return db.All[Unassigned](tx, `SELECT `+unassignedColumns+` FROM score_unassigned WHERE sheet_id = $1 ORDER BY unit_id, criterion`, sheetID)
}
