package scoring

import "giaouoc/internal/db"

const sheetColumns = `id, year_id, state, name, definition, number, amending, frozen, published_at, version`

func insertSheet(tx *db.Tx, s YearSheet) error {
	_, err := tx.Exec(`
		INSERT INTO score_sheet (id, year_id, state, name, definition, number, amending, frozen, published_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.ID, s.YearID, string(s.State), s.Name, s.Definition, s.Number, s.Amending, s.Frozen, s.PublishedAt, s.Version)
	return err
}

func updateSheet(tx *db.Tx, s YearSheet) error {
	_, err := tx.Exec(`
		UPDATE score_sheet SET state = $1, name = $2, definition = $3, number = $4, amending = $5, frozen = $6, published_at = $7, version = $8
		WHERE id = $9`, string(s.State), s.Name, s.Definition, s.Number, s.Amending, s.Frozen, s.PublishedAt, s.Version, s.ID)
	return err
}

func findSheet(tx *db.Tx, yearID string) (YearSheet, error) {
	return db.One[YearSheet](tx, `SELECT `+sheetColumns+` FROM score_sheet WHERE year_id = $1`, yearID)
}

const markingColumns = `sheet_id, unit_id, state, reason, dq_reason, dq_document, version`

func insertMarking(tx *db.Tx, m Marking) error {
	_, err := tx.Exec(`
		INSERT INTO score_unit (sheet_id, unit_id, state, reason, dq_reason, dq_document, version) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		m.SheetID, m.UnitID, string(m.State), m.Reason, m.DQReason, m.DQDocument, m.Version)
	return err
}

func updateMarking(tx *db.Tx, m Marking) error {
	_, err := tx.Exec(`
		UPDATE score_unit SET state = $1, reason = $2, dq_reason = $3, dq_document = $4, version = $5 WHERE sheet_id = $6 AND unit_id = $7`,
		string(m.State), m.Reason, m.DQReason, m.DQDocument, m.Version, m.SheetID, m.UnitID)
	return err
}

func findMarking(tx *db.Tx, sheetID, unitID string) (Marking, error) {
	return db.One[Marking](tx, `SELECT `+markingColumns+` FROM score_unit WHERE sheet_id = $1 AND unit_id = $2`, sheetID, unitID)
}

func markingsOf(tx *db.Tx, sheetID string) ([]Marking, error) {
	return db.All[Marking](tx, `SELECT `+markingColumns+` FROM score_unit WHERE sheet_id = $1 ORDER BY unit_id`, sheetID)
}

const filledColumns = `sheet_id, number, unit_id, criterion, value, target, actual, note, account_id`

func insertFilled(tx *db.Tx, f Filled) error {
	_, err := tx.Exec(`
		INSERT INTO score_entry (sheet_id, number, unit_id, criterion, value, target, actual, note, account_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.SheetID, f.Number, f.UnitID, f.Criterion, f.Value, f.Target, f.Actual, f.Note, f.AccountID)
	return err
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

func clearFilled(tx *db.Tx, s YearSheet, unitID string) error {
	_, err := tx.Exec(`DELETE FROM score_entry WHERE sheet_id = $1 AND number = $2 AND unit_id = $3`, s.ID, s.Number, unitID)
	return err
}

func filledOf(tx *db.Tx, s YearSheet, unitID string) ([]Filled, error) {
	return db.All[Filled](tx, `
		SELECT `+filledColumns+` FROM score_entry WHERE sheet_id = $1 AND number = $2 AND unit_id = $3 ORDER BY criterion`, s.ID, s.Number, unitID)
}

// allFilled is what was typed under the version in force.
func allFilled(tx *db.Tx, s YearSheet) ([]Filled, error) {
	return db.All[Filled](tx, `
		SELECT `+filledColumns+` FROM score_entry WHERE sheet_id = $1 AND number = $2 ORDER BY unit_id, criterion`, s.ID, s.Number)
}

const markColumns = `sheet_id, number, unit_id, criterion, level, points, computed, reason, account_id, name, at`

func insertMark(tx *db.Tx, g Given) error {
	_, err := tx.Exec(`
		INSERT INTO score_mark (sheet_id, number, unit_id, criterion, level, points, computed, reason, account_id, name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		g.SheetID, g.Number, g.UnitID, g.Criterion, string(g.Level), g.Points, g.Computed, g.Reason, g.AccountID, g.Name, g.At)
	return err
}

func clearMarks(tx *db.Tx, s YearSheet, unitID string) error {
	_, err := tx.Exec(`DELETE FROM score_mark WHERE sheet_id = $1 AND number = $2 AND unit_id = $3`, s.ID, s.Number, unitID)
	return err
}

// marksOf is what was given under the version in force.
func marksOf(tx *db.Tx, s YearSheet) ([]Given, error) {
	return db.All[Given](tx, `SELECT `+markColumns+` FROM score_mark WHERE sheet_id = $1 AND number = $2 ORDER BY unit_id, criterion`, s.ID, s.Number)
}

func insertVersion(tx *db.Tx, v Version) error {
	_, err := tx.Exec(`
		INSERT INTO score_sheet_version (sheet_id, number, name, definition, reason, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		v.SheetID, v.Number, v.Name, v.Definition, v.Reason, v.At)
	return err
}

// versionsOf lists the versions of a sheet, the first one first.
func versionsOf(tx *db.Tx, sheetID string) ([]Version, error) {
	return db.All[Version](tx, `
		SELECT sheet_id, number, name, definition, reason, at FROM score_sheet_version WHERE sheet_id = $1 ORDER BY number`, sheetID)
}

// carry moves what was given on some criteria from one version to the next.
func carry(tx *db.Tx, from, to YearSheet, criteria []string) error {
	for _, statement := range []string{
		`UPDATE score_entry SET number = $1 WHERE sheet_id = $2 AND number = $3 AND criterion = $4`,
		`UPDATE score_mark SET number = $1 WHERE sheet_id = $2 AND number = $3 AND criterion = $4`,
	} {
		for _, c := range criteria {
			if _, err := tx.Exec(statement, to.Number, to.ID, from.Number, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// leftOver is a leaf on which something was given under an earlier version.
type leftOver struct {
	UnitID    string
	Criterion string
}

func leftBehind(tx *db.Tx, sheetID string, number int64) ([]leftOver, error) {
	return db.All[leftOver](tx, `
		SELECT unit_id, criterion FROM score_entry WHERE sheet_id = $1 AND number = $2
		UNION SELECT unit_id, criterion FROM score_mark WHERE sheet_id = $1 AND number = $2
		ORDER BY unit_id, criterion`, sheetID, number)
}

// publishedSheets lists the sheets that anyone may read, the newest first.
func publishedSheets(tx *db.Tx, most int) ([]YearSheet, error) {
	return db.All[YearSheet](tx, `
		SELECT `+sheetColumns+` FROM score_sheet WHERE state = 'published' ORDER BY published_at DESC, id LIMIT $1`, most)
}
