package fund

import "giaouoc/internal/db"

const yearColumns = `y.id, y.unit_id, y.year, y.opening, y.source, y.ceiling, y.base, y.base_source, y.entries, y.closed_on, y.version, y.created_at`

func insertYear(tx *db.Tx, y Year) error {
	_, err := tx.Exec(`
		INSERT INTO fund_year (id, unit_id, year, opening, source, ceiling, base, base_source, entries, closed_on, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		y.ID, y.UnitID, y.Year, y.Opening, y.Source, y.Ceiling, y.Base, y.BaseSource, y.Entries, y.ClosedOn, y.Version, y.CreatedAt)
	return err
}

func updateYear(tx *db.Tx, y Year) error {
	_, err := tx.Exec(`
		UPDATE fund_year SET ceiling = $1, base = $2, base_source = $3, entries = $4, closed_on = $5, version = $6 WHERE id = $7`,
		y.Ceiling, y.Base, y.BaseSource, y.Entries, y.ClosedOn, y.Version, y.ID)
	return err
}

func yearsOf(tx *db.Tx, unitID string) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM fund_year y WHERE y.unit_id = $1 ORDER BY y.year`, unitID)
}

const entryColumns = `e.id, e.year_id, e.number, e.kind, e.purpose, e.dong, e.document, e.on_day, e.grant_id, e.reverses, e.note, e.request, e.account_id, e.created_at`

func insertEntry(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`
		INSERT INTO fund_entry (id, year_id, number, kind, purpose, dong, document, on_day, grant_id, reverses, note, request, account_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		e.ID, e.YearID, e.Number, string(e.Kind), e.Purpose, e.Dong, e.Document, e.OnDay, e.GrantID, e.Reverses, e.Note, e.Request, e.AccountID, e.CreatedAt)
	return err
}

func entriesOf(tx *db.Tx, yearID string) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM fund_entry e WHERE e.year_id = $1 ORDER BY e.number`, yearID)
}

// movement is what the entries of a year add to what is left.
type movement struct {
	YearID string
	Dong   int64
}

func movementsOf(tx *db.Tx, unitID string) ([]movement, error) {
	return db.All[movement](tx, `
		SELECT e.year_id, CAST(SUM(CASE WHEN (e.kind = 'receipt') = (e.reverses = '') THEN e.dong ELSE -e.dong END) AS BIGINT) AS dong
		FROM fund_entry e JOIN fund_year y ON y.id = e.year_id WHERE y.unit_id = $1 GROUP BY e.year_id`, unitID)
}

// standing are the entries that nobody took back.
const standing = ` e.reverses = '' AND NOT EXISTS (SELECT 1 FROM fund_entry r WHERE r.reverses = e.id)`

func standingOfGrant(tx *db.Tx, grantID string) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM fund_entry e WHERE e.grant_id = $1 AND`+standing+` ORDER BY e.created_at, e.id`, grantID)
}

// standingOfUnit are those of the grants in a unit's register, whoever paid.
func standingOfUnit(tx *db.Tx, unitID string) ([]Entry, error) {
	return db.All[Entry](tx, `
		SELECT `+entryColumns+` FROM fund_entry e JOIN fund_year y ON y.id = e.year_id
		WHERE y.unit_id = $1 AND e.grant_id <> '' AND`+standing, unitID)
}

func reversalOf(tx *db.Tx, id string) (Entry, error) {
	return db.One[Entry](tx, `SELECT `+entryColumns+` FROM fund_entry e WHERE e.reverses = $1`, id)
}

func countRequest(tx *db.Tx, yearID, request string) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COUNT(*) AS n FROM fund_entry e WHERE e.year_id = $1 AND e.request = $2`, yearID, request)
	return r.N, err
}
