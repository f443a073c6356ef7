package incoming

import (
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const columns = `d.id, d.unit_id, d.year, d.number, d.received_on, d.sender, d.sign, d.signed_on, d.abstract, d.folded, d.due_on, d.handler_id, d.handler,
	d.about_kind, d.about_id, d.about_page, d.file_hash, d.file_name, d.text_number, d.text_name, d.text_from, d.text_until, d.text_changes,
	d.handled_on, d.handled_how, d.request, d.account_id, d.entered_by, d.version, d.created_at`

const from = `SELECT ` + columns + ` FROM incoming_document d `

func insert(tx *db.Tx, d Document) error {
	_, err := tx.Exec(`
		INSERT INTO incoming_document (id, unit_id, year, number, received_on, sender, sign, signed_on, abstract, folded, due_on, handler_id, handler,
			about_kind, about_id, about_page, file_hash, file_name, text_number, text_name, text_from, text_until, text_changes,
			handled_on, handled_how, request, account_id, entered_by, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)`,
		d.ID, d.UnitID, d.Year, d.Number, d.ReceivedOn, d.Sender, d.Sign, d.SignedOn, d.Abstract, d.Folded, d.DueOn, d.HandlerID, d.Handler,
		d.AboutKind, d.AboutID, d.AboutPage, d.FileHash, d.FileName, d.TextNumber, d.TextName, d.TextFrom, d.TextUntil, d.TextChanges,
		d.HandledOn, d.HandledHow, d.Request, d.AccountID, d.EnteredBy, d.Version, d.CreatedAt)
	return err
}

// update stores who handles a document and how, over the version that was read; no row
// where another was faster.
func update(tx *db.Tx, d Document, over int64) (int64, error) {
	return tx.Exec(`
		UPDATE incoming_document SET due_on = $1, handler_id = $2, handler = $3, handled_on = $4, handled_how = $5, version = $6
		WHERE id = $7 AND version = $8`,
		d.DueOn, d.HandlerID, d.Handler, d.HandledOn, d.HandledHow, d.Version, d.ID, over)
}

func byID(tx *db.Tx, id string) (Document, error) {
	return db.One[Document](tx, from+`WHERE d.id = $1`, id)
}

func lastNumber(tx *db.Tx, unitID string, year int) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COALESCE(MAX(d.number), 0) AS n FROM incoming_document d WHERE d.unit_id = $1 AND d.year = $2`, unitID, year)
	return r.N, err
}

func ofNumber(tx *db.Tx, unitID string, year int, number int64) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.unit_id = $1 AND d.year = $2 AND d.number = $3`, unitID, year, number)
}

func ofRequest(tx *db.Tx, unitID, request string) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.unit_id = $1 AND d.request = $2`, unitID, request)
}

func ofSign(tx *db.Tx, unitID, sign string, on vn.Date) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.unit_id = $1 AND d.sign = $2 AND d.signed_on = $3 ORDER BY d.year, d.number`, unitID, sign, on)
}

func ofYear(tx *db.Tx, unitID string, year int, folded string) ([]Document, error) {
	const newest = ` ORDER BY d.number DESC`
	if folded == "" {
		return db.All[Document](tx, from+`WHERE d.unit_id = $1 AND d.year = $2`+newest, unitID, year)
	}
	return db.All[Document](tx, from+`WHERE d.unit_id = $1 AND d.year = $2 AND d.folded LIKE '%' || $3 || '%' ESCAPE '\'`+newest, unitID, year, literal.Replace(folded))
}

func about(tx *db.Tx, kind, id string) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.about_kind = $1 AND d.about_id = $2 ORDER BY d.received_on, d.id`, kind, id)
}

func waitingFor(tx *db.Tx, accountID string) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.handler_id = $1 AND d.handled_on = '' ORDER BY d.due_on, d.id`, accountID)
}

func texts(tx *db.Tx) ([]Document, error) {
	return db.All[Document](tx, from+`WHERE d.text_number <> '' ORDER BY d.received_on DESC, d.id DESC`)
}

// literal keeps what was typed from being a pattern.
var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
