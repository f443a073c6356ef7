package clerk

import (
	"encoding/json"

	"giaouoc/internal/db"
	"giaouoc/internal/document"
)

const writingColumns = `id, unit_id, kind, source, source_id, part, state, base, words, abstract, entry_id, number, on_day, docx_hash, pdf_hash, signed_hash, signatures, cancelled_on, cancelled_why, account_id, saved_by, version, created_at`

func insertWriting(tx *db.Tx, w Writing) error {
	_, err := tx.Exec(`
		INSERT INTO clerk_writing (`+writingColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		w.ID, w.UnitID, string(w.Kind), string(w.Source), w.SourceID, w.Part, string(w.State), w.Base, w.Words, w.Abstract, w.EntryID, w.Number, w.OnDay,
		w.DocxHash, w.PDFHash, w.SignedHash, w.Signatures, w.CancelledOn, w.CancelledWhy, w.AccountID, w.SavedBy, w.Version, w.CreatedAt)
	return err
}

// updateWriting stores a writing over the version before; false when another was
// quicker.
func updateWriting(tx *db.Tx, w Writing) (bool, error) {
	n, err := tx.Exec(`
		UPDATE clerk_writing SET state = $1, base = $2, words = $3, abstract = $4, entry_id = $5, number = $6, on_day = $7, docx_hash = $8, pdf_hash = $9,
			signed_hash = $10, signatures = $11, cancelled_on = $12, cancelled_why = $13, saved_by = $14, version = $15
		WHERE id = $16 AND version = $17`,
		string(w.State), w.Base, w.Words, w.Abstract, w.EntryID, w.Number, w.OnDay, w.DocxHash, w.PDFHash,
		w.SignedHash, w.Signatures, w.CancelledOn, w.CancelledWhy, w.SavedBy, w.Version, w.ID, w.Version-1)
	return n == 1, err
}

func writingByID(tx *db.Tx, id string) (Writing, error) {
	return db.One[Writing](tx, `SELECT `+writingColumns+` FROM clerk_writing WHERE id = $1`, id)
}

func writingsOf(tx *db.Tx, of Of, id string) ([]Writing, error) {
	return db.All[Writing](tx, `SELECT `+writingColumns+` FROM clerk_writing WHERE source = $1 AND source_id = $2 ORDER BY created_at, id`, string(of), id)
}

func writingsOfUnit(tx *db.Tx, unitID string, state State) ([]Writing, error) {
	return db.All[Writing](tx, `SELECT `+writingColumns+` FROM clerk_writing WHERE unit_id = $1 AND state = $2 ORDER BY created_at DESC, id`, unitID, string(state))
}

func numbered(tx *db.Tx, unitID string) ([]Writing, error) {
	return db.All[Writing](tx, `SELECT `+writingColumns+` FROM clerk_writing WHERE unit_id = $1 AND entry_id <> ''`, unitID)
}

func officeOf(tx *db.Tx, unitID string) (Office, error) {
	return db.One[Office](tx, `SELECT unit_id, superior, issuer, abbreviation, place, signer, signer_name, recipients, by_kind, saved_by, version FROM clerk_office WHERE unit_id = $1`, unitID)
}

func insertOffice(tx *db.Tx, o Office) error {
	_, err := tx.Exec(`
		INSERT INTO clerk_office (unit_id, superior, issuer, abbreviation, place, signer, signer_name, recipients, by_kind, saved_by, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		o.UnitID, o.Superior, o.Issuer, o.Abbreviation, o.Place, o.Signer, o.SignerName, o.Recipients, o.ByKind, o.SavedBy, o.Version)
	return err
}

func updateOffice(tx *db.Tx, o Office) error {
	_, err := tx.Exec(`
		UPDATE clerk_office SET superior = $1, issuer = $2, abbreviation = $3, place = $4, signer = $5, signer_name = $6, recipients = $7, by_kind = $8, saved_by = $9, version = $10
		WHERE unit_id = $11`,
		o.Superior, o.Issuer, o.Abbreviation, o.Place, o.Signer, o.SignerName, o.Recipients, o.ByKind, o.SavedBy, o.Version, o.UnitID)
	return err
}

type templateRow struct {
	UnitID  string
	Kind    document.Kind
	Texts   string
	SavedBy string
	Version int64
}

func (r *templateRow) own() (map[string]string, error) {
	texts := map[string]string{}
	err := json.Unmarshal([]byte(r.Texts), &texts)
	return texts, err
}

func templatesOf(tx *db.Tx, unitID string) ([]templateRow, error) {
	return db.All[templateRow](tx, `SELECT unit_id, kind, texts, saved_by, version FROM clerk_template WHERE unit_id = $1 ORDER BY kind`, unitID)
}

func insertTemplate(tx *db.Tx, r templateRow) error {
	_, err := tx.Exec(`INSERT INTO clerk_template (unit_id, kind, texts, saved_by, version) VALUES ($1, $2, $3, $4, $5)`, r.UnitID, string(r.Kind), r.Texts, r.SavedBy, r.Version)
	return err
}

func updateTemplate(tx *db.Tx, r templateRow) error {
	_, err := tx.Exec(`UPDATE clerk_template SET texts = $1, saved_by = $2, version = $3 WHERE unit_id = $4 AND kind = $5`, r.Texts, r.SavedBy, r.Version, r.UnitID, string(r.Kind))
	return err
}

func insertSigning(tx *db.Tx, s Signing) error {
	_, err := tx.Exec(`INSERT INTO clerk_signing (id, writing_id, number, way, file_hash, account_id, name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.ID, s.WritingID, s.Number, string(s.Way), s.FileHash, s.AccountID, s.Name, s.MadeAt)
	return err
}

func signingsOf(tx *db.Tx, writingID string) ([]Signing, error) {
	return db.All[Signing](tx, `SELECT id, writing_id, number, way, file_hash, account_id, name, made_at FROM clerk_signing WHERE writing_id = $1 ORDER BY number`, writingID)
}

func insertErrand(tx *db.Tx, e errand) error {
	_, err := tx.Exec(`INSERT INTO clerk_errand (token, writing_id, account_id, version, sent_hash, back_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Token, e.WritingID, e.AccountID, e.Version, e.SentHash, e.BackHash, e.ExpiresAt)
	return err
}

func errandOf(tx *db.Tx, token string) (errand, error) {
	return db.One[errand](tx, `SELECT token, writing_id, account_id, version, sent_hash, back_hash, expires_at FROM clerk_errand WHERE token = $1`, token)
}

func saveBack(tx *db.Tx, e errand) error {
	_, err := tx.Exec(`UPDATE clerk_errand SET back_hash = $1 WHERE token = $2`, e.BackHash, e.Token)
	return err
}

func deleteErrands(tx *db.Tx, writingID string, before db.Time) error {
	_, err := tx.Exec(`DELETE FROM clerk_errand WHERE writing_id = $1 OR expires_at < $2`, writingID, before)
	return err
}
