package covenant

import "giaouoc/internal/db"

const columns = `id, year_id, state, comment_due, amending, signed_on, contents, source, version`

func insert(tx *db.Tx, c Covenant) error {
	_, err := tx.Exec(`
		INSERT INTO covenant (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, c.YearID, string(c.State), c.CommentDue, c.Amending, c.SignedOn, c.Contents, c.Source, c.Version)
	return err
}

func update(tx *db.Tx, c Covenant) error {
	_, err := tx.Exec(`
		UPDATE covenant SET state = $1, comment_due = $2, amending = $3, signed_on = $4, version = $5
		WHERE id = $6`,
		string(c.State), c.CommentDue, c.Amending, c.SignedOn, c.Version+1, c.ID)
	return err
}

func findByYear(tx *db.Tx, yearID string) (Covenant, error) {
	return db.One[Covenant](tx, `SELECT `+columns+` FROM covenant WHERE year_id = $1`, yearID)
}

func insertContent(tx *db.Tx, n Content) error {
	_, err := tx.Exec(`
		INSERT INTO covenant_content (id, covenant_id, number, title, body, serves, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, n.ID, n.CovenantID, n.Number, n.Title, n.Body, n.Serves, n.Version)
	return err
}

func updateContent(tx *db.Tx, n Content) error {
	_, err := tx.Exec(`
		UPDATE covenant_content SET title = $1, body = $2, serves = $3, version = $4 WHERE id = $5`,
		n.Title, n.Body, n.Serves, n.Version, n.ID)
	return err
}

func setNumber(tx *db.Tx, id string, number int) error {
	_, err := tx.Exec(`UPDATE covenant_content SET number = $1 WHERE id = $2`, number, id)
	return err
}

func deleteContent(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM covenant_content WHERE id = $1`, id)
	return err
}

const contentColumns = `id, covenant_id, number, title, body, serves, version`

func findContent(tx *db.Tx, id string) (Content, error) {
	return db.One[Content](tx, `SELECT `+contentColumns+` FROM covenant_content WHERE id = $1`, id)
}

func contentsOf(tx *db.Tx, covenantID string) ([]Content, error) {
	return db.All[Content](tx, `
		SELECT `+contentColumns+` FROM covenant_content
		WHERE covenant_id = $1 ORDER BY number, id`, covenantID)
}

const versionColumns = `id, covenant_id, number, made_at, reason, snapshot, fingerprint, signed_on, withdrawn, scan_hash, scan_name`

func insertVersion(tx *db.Tx, v Version) error {
	_, err := tx.Exec(`
		INSERT INTO covenant_version (`+versionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		v.ID, v.CovenantID, v.Number, v.MadeAt, v.Reason, v.Snapshot, v.Fingerprint, v.SignedOn, v.Withdrawn, v.ScanHash, v.ScanName)
	return err
}

// updateVersion stores what befell a version; its text never changes.
func updateVersion(tx *db.Tx, v Version) error {
	_, err := tx.Exec(`
		UPDATE covenant_version SET signed_on = $1, withdrawn = $2, scan_hash = $3, scan_name = $4 WHERE id = $5`,
		v.SignedOn, v.Withdrawn, v.ScanHash, v.ScanName, v.ID)
	return err
}

func versionsOf(tx *db.Tx, covenantID string) ([]Version, error) {
	return db.All[Version](tx, `SELECT `+versionColumns+` FROM covenant_version WHERE covenant_id = $1 ORDER BY number`, covenantID)
}

// signedVersions are those that all parties have signed, the earliest first.
func signedVersions(tx *db.Tx, covenantID string) ([]Version, error) {
	return db.All[Version](tx, `
		SELECT `+versionColumns+` FROM covenant_version WHERE covenant_id = $1 AND signed_on <> '' ORDER BY number`, covenantID)
}

func insertComment(tx *db.Tx, r Remark) error {
	_, err := tx.Exec(`
		INSERT INTO covenant_comment (id, version_id, unit_id, content_no, body, name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, r.ID, r.VersionID, r.UnitID, r.ContentNo, r.Body, r.Name, r.At)
	return err
}

func commentsOn(tx *db.Tx, versionID string) ([]Remark, error) {
	return db.All[Remark](tx, `
		SELECT id, version_id, unit_id, content_no, body, name, at FROM covenant_comment
		WHERE version_id = $1 ORDER BY id`, versionID)
}

func insertSignature(tx *db.Tx, s Signature) error {
	_, err := tx.Exec(`
		INSERT INTO covenant_signature (id, version_id, part, unit_id, account_id, unit_name, name, position, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.VersionID, string(s.Part), s.UnitID, s.AccountID, s.UnitName, s.Name, s.Position, s.At)
	return err
}

func signaturesOn(tx *db.Tx, versionID string) ([]Signature, error) {
	return db.All[Signature](tx, `
		SELECT id, version_id, part, unit_id, account_id, unit_name, name, position, at FROM covenant_signature
		WHERE version_id = $1 ORDER BY id`, versionID)
}
