package document

import "giaouoc/internal/db"

const entryColumns = `e.id, e.unit_id, e.year, e.series, e.number, e.kind, e.sign, e.abstract, e.on_day, e.request, e.account_id, e.cancelled_on, e.cancelled_why, e.created_at`

func insertEntry(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`
		INSERT INTO document_entry (id, unit_id, year, series, number, kind, sign, abstract, on_day, request, account_id, cancelled_on, cancelled_why, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		e.ID, e.UnitID, e.Year, e.Series, e.Number, string(e.Kind), e.Sign, e.Abstract, e.OnDay, e.Request, e.AccountID, e.CancelledOn, e.CancelledWhy, e.CreatedAt)
	return err
}

func cancelEntry(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`UPDATE document_entry SET cancelled_on = $1, cancelled_why = $2 WHERE id = $3`, e.CancelledOn, e.CancelledWhy, e.ID)
	return err
}

// lastNumber is the highest number of a year's series; 0 while there is none.
func lastNumber(tx *db.Tx, unitID string, year int, series string) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COALESCE(MAX(e.number), 0) AS n FROM document_entry e WHERE e.unit_id = $1 AND e.year = $2 AND e.series = $3`, unitID, year, series)
	return r.N, err
}

func entriesOfNumber(tx *db.Tx, unitID string, year int, series string, number int64) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM document_entry e WHERE e.unit_id = $1 AND e.year = $2 AND e.series = $3 AND e.number = $4`, unitID, year, series, number)
}

func entriesOfRequest(tx *db.Tx, unitID, request string) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM document_entry e WHERE e.unit_id = $1 AND e.request = $2`, unitID, request)
}

func entriesOf(tx *db.Tx, unitID string, year int) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM document_entry e WHERE e.unit_id = $1 AND e.year = $2 ORDER BY e.series, e.number`, unitID, year)
}

func entryByID(tx *db.Tx, unitID, id string) (Entry, error) {
	return db.One[Entry](tx, `SELECT `+entryColumns+` FROM document_entry e WHERE e.unit_id = $1 AND e.id = $2`, unitID, id)
}
