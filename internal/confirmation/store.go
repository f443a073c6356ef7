package confirmation

import "giaouoc/internal/db"

const columns = `c.id, c.unit_id, c.entry_id, c.year, c.line, c.sign, c.on_day, c.place, c.asked_by, c.paper, c.asked_on, c.about, c.outcome, c.grant_id, c.body, c.signer, c.position,
	c.cancelled_on, c.cancelled_for, c.request, c.account_id, c.version, c.created_at`

func insertConfirmation(tx *db.Tx, c Confirmation) error {
	_, err := tx.Exec(`
		INSERT INTO confirmation (id, unit_id, entry_id, year, line, sign, on_day, place, asked_by, paper, asked_on, about, outcome, grant_id, body, signer, position,
			cancelled_on, cancelled_for, request, account_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		c.ID, c.UnitID, c.EntryID, c.Year, c.Line, c.Sign, c.OnDay, c.Place, c.AskedBy, c.Paper, c.AskedOn, c.About, string(c.Outcome), c.GrantID, c.Body, c.Signer, c.Position,
		c.CancelledOn, c.CancelledFor, c.Request, c.AccountID, c.Version, c.CreatedAt)
	return err
}

func updateConfirmation(tx *db.Tx, c Confirmation) error {
	_, err := tx.Exec(`UPDATE confirmation SET cancelled_on = $1, cancelled_for = $2, version = $3 WHERE id = $4`, c.CancelledOn, c.CancelledFor, c.Version, c.ID)
	return err
}

func confirmationByID(tx *db.Tx, id string) (Confirmation, error) {
	return db.One[Confirmation](tx, `SELECT `+columns+` FROM confirmation c WHERE c.id = $1`, id)
}

func confirmationOfRequest(tx *db.Tx, unitID, request string) (Confirmation, error) {
	return db.One[Confirmation](tx, `SELECT `+columns+` FROM confirmation c WHERE c.unit_id = $1 AND c.request = $2`, unitID, request)
}

func confirmationsOf(tx *db.Tx, unitID string, year int64) ([]Confirmation, error) {
	return db.All[Confirmation](tx, `SELECT `+columns+` FROM confirmation c WHERE c.unit_id = $1 AND c.year = $2 ORDER BY c.on_day DESC, c.id DESC`, unitID, year)
}
