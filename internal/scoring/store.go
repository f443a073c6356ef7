package scoring

import "giaouoc/internal/db"

const sheetColumns = `id, year_id, state, name, definition, number, amending, frozen, concluded_on, appeals_until, published_at, version`

func insertSheet(tx *db.Tx, s YearSheet) error {
	_, err := tx.Exec(`
		INSERT INTO score_sheet (`+sheetColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, s.YearID, string(s.State), s.Name, s.Definition, s.Number, s.Amending, s.Frozen, s.ConcludedOn, s.AppealsUntil, s.PublishedAt, s.Version)
	return err
}

func updateSheet(tx *db.Tx, s YearSheet) error {
	_, err := tx.Exec(`
		UPDATE score_sheet SET state = $1, name = $2, definition = $3, number = $4, amending = $5, frozen = $6, concluded_on = $7,
			appeals_until = $8, published_at = $9, version = $10
		WHERE id = $11`, string(s.State), s.Name, s.Definition, s.Number, s.Amending, s.Frozen, s.ConcludedOn, s.AppealsUntil, s.PublishedAt, s.Version, s.ID)
	return err
}

func findSheet(tx *db.Tx, yearID string) (YearSheet, error) {
	return db.One[YearSheet](tx, `SELECT `+sheetColumns+` FROM score_sheet WHERE year_id = $1`, yearID)
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
