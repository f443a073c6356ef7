package delivery

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const itemColumns = `i.id, i.unit_id, i.name, i.folded, i.measure, i.created_at`

func insertItem(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`INSERT INTO delivery_item (id, unit_id, name, folded, measure, created_at) VALUES ($1, $2, $3, $4, $5, $6)`, i.ID, i.UnitID, i.Name, i.Folded, i.Measure, i.CreatedAt)
	return err
}

func itemByID(tx *db.Tx, id string) (Item, error) {
	return db.One[Item](tx, `SELECT `+itemColumns+` FROM delivery_item i WHERE i.id = $1`, id)
}

func itemNamed(tx *db.Tx, unitID, folded string) (Item, error) {
	return db.One[Item](tx, `SELECT `+itemColumns+` FROM delivery_item i WHERE i.unit_id = $1 AND i.folded = $2`, unitID, folded)
}

func itemsOf(tx *db.Tx, unitID string) ([]Item, error) {
	return db.All[Item](tx, `SELECT `+itemColumns+` FROM delivery_item i WHERE i.unit_id = $1 ORDER BY i.folded`, unitID)
}

const moveColumns = `m.id, m.item_id, m.kind, m.state, m.quantity, m.document, m.on_day, m.reason, m.note_id, m.request, m.name, m.account_id, m.created_at`

func insertMove(tx *db.Tx, m Move) error {
	_, err := tx.Exec(`
		INSERT INTO delivery_move (id, item_id, kind, state, quantity, document, on_day, reason, note_id, request, name, account_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		m.ID, m.ItemID, string(m.Kind), string(m.State), m.Quantity, m.Document, m.OnDay, m.Reason, m.NoteID, m.Request, m.Name, m.AccountID, m.CreatedAt)
	return err
}

func movesOf(tx *db.Tx, unitID string, from, to vn.Date) ([]Move, error) {
	return db.All[Move](tx, `
		SELECT `+moveColumns+` FROM delivery_move m JOIN delivery_item i ON i.id = m.item_id
		WHERE i.unit_id = $1 AND m.on_day >= $2 AND m.on_day <= $3 ORDER BY m.on_day DESC, m.id DESC`, unitID, from, to)
}

func countRequest(tx *db.Tx, itemID, request string) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COUNT(*) AS n FROM delivery_move m WHERE m.item_id = $1 AND m.request = $2`, itemID, request)
	return r.N, err
}

// sum is how many of an item there are in a condition.
type sum struct {
	ItemID string
	State  Condition
	N      int64
}

func sumsOf(tx *db.Tx, unitID string) ([]sum, error) {
	return db.All[sum](tx, `
		SELECT m.item_id, m.state, CAST(SUM(m.quantity) AS BIGINT) AS n FROM delivery_move m JOIN delivery_item i ON i.id = m.item_id
		WHERE i.unit_id = $1 GROUP BY m.item_id, m.state`, unitID)
}

const noteColumns = `n.id, n.unit_id, n.year, n.number, n.decision, n.decided_on, n.on_day, n.receiver, n.position, n.to_unit, n.state, n.signed_on, n.signed_by,
	n.file_hash, n.file_name, n.cancelled_for, n.handed_by, n.account_id, n.request, n.version, n.created_at`

func insertNote(tx *db.Tx, n Note) error {
	_, err := tx.Exec(`
		INSERT INTO delivery_note (id, unit_id, year, number, decision, decided_on, on_day, receiver, position, to_unit, state, signed_on, signed_by,
			file_hash, file_name, cancelled_for, handed_by, account_id, request, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		n.ID, n.UnitID, n.Year, n.Number, n.Decision, n.DecidedOn, n.OnDay, n.Receiver, n.Position, n.ToUnit, string(n.State), n.SignedOn, n.SignedBy,
		n.FileHash, n.FileName, n.CancelledFor, n.HandedBy, n.AccountID, n.Request, n.Version, n.CreatedAt)
	return err
}

func updateNote(tx *db.Tx, n Note) error {
	_, err := tx.Exec(`
		UPDATE delivery_note SET state = $1, signed_on = $2, signed_by = $3, file_hash = $4, file_name = $5, cancelled_for = $6, version = $7 WHERE id = $8`,
		string(n.State), n.SignedOn, n.SignedBy, n.FileHash, n.FileName, n.CancelledFor, n.Version, n.ID)
	return err
}

func noteByID(tx *db.Tx, id string) (Note, error) {
	return db.One[Note](tx, `SELECT `+noteColumns+` FROM delivery_note n WHERE n.id = $1`, id)
}

func noteOfRequest(tx *db.Tx, unitID, request string) (Note, error) {
	return db.One[Note](tx, `SELECT `+noteColumns+` FROM delivery_note n WHERE n.unit_id = $1 AND n.request = $2`, unitID, request)
}

func notesOf(tx *db.Tx, unitID string, year int64) ([]Note, error) {
	return db.All[Note](tx, `SELECT `+noteColumns+` FROM delivery_note n WHERE n.unit_id = $1 AND n.year = $2 ORDER BY n.number DESC`, unitID, year)
}

func notesTo(tx *db.Tx, unitID string) ([]Note, error) {
	return db.All[Note](tx, `SELECT `+noteColumns+` FROM delivery_note n WHERE n.to_unit = $1 AND n.state = 'handed' ORDER BY n.on_day, n.id`, unitID)
}

func lastNote(tx *db.Tx, unitID string, year int64) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COALESCE(MAX(n.number), 0) AS n FROM delivery_note n WHERE n.unit_id = $1 AND n.year = $2`, unitID, year)
	return r.N, err
}

const lineColumns = `l.id, l.note_id, l.item_id, l.grant_id, l.standing`

func insertLine(tx *db.Tx, l Line) error {
	_, err := tx.Exec(`INSERT INTO delivery_line (id, note_id, item_id, grant_id, standing) VALUES ($1, $2, $3, $4, $5)`, l.ID, l.NoteID, l.ItemID, l.GrantID, l.Standing)
	return err
}

func linesOf(tx *db.Tx, noteID string) ([]Line, error) {
	return db.All[Line](tx, `SELECT `+lineColumns+` FROM delivery_line l WHERE l.note_id = $1 ORDER BY l.id`, noteID)
}

func standingOfGrant(tx *db.Tx, grantID string) ([]Line, error) {
	return db.All[Line](tx, `SELECT `+lineColumns+` FROM delivery_line l WHERE l.grant_id = $1 AND l.standing`, grantID)
}

func fallLines(tx *db.Tx, noteID string) error {
	_, err := tx.Exec(`UPDATE delivery_line SET standing = FALSE WHERE note_id = $1`, noteID)
	return err
}

// grantID is a grant for which something was handed over.
type grantID struct{ GrantID string }

func grantsDelivered(tx *db.Tx, unitID string) ([]grantID, error) {
	return db.All[grantID](tx, `SELECT DISTINCT l.grant_id FROM delivery_line l JOIN delivery_note n ON n.id = l.note_id WHERE n.unit_id = $1 AND l.standing`, unitID)
}
