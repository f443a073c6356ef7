package covenant

import "giaouoc/internal/db"

const columns = `id, year_id, state, comment_due, amending, signed_on, contents, scan_hash, scan_name, source, version`

func insert(tx *db.Tx, c Covenant) error {
	_, err := tx.Exec(`
		INSERT INTO covenant (id, year_id, state, comment_due, amending, signed_on, contents, scan_hash, scan_name, source, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.ID, c.YearID, string(c.State), c.CommentDue, c.Amending, c.SignedOn, c.Contents, c.ScanHash, c.ScanName, c.Source, c.Version)
	return err
}

func update(tx *db.Tx, c Covenant) error {
	_, err := tx.Exec(`
		UPDATE covenant SET state = $1, comment_due = $2, amending = $3, signed_on = $4, scan_hash = $5, scan_name = $6, version = $7
		WHERE id = $8`,
		string(c.State), c.CommentDue, c.Amending, c.SignedOn, c.ScanHash, c.ScanName, c.Version+1, c.ID)
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

func contentsOf(tx *db.Tx, covenantID string) ([]Content, error) {
	return db.All[Content](tx, `
		SELECT id, covenant_id, number, title, body, serves, version FROM covenant_content
		WHERE covenant_id = $1 ORDER BY number, id`, covenantID)
}

const versionColumns = `id, covenant_id, number, made_at, reason, snapshot, fingerprint`

func insertVersion(tx *db.Tx, v Version) error {
	_, err := tx.Exec(`
		INSERT INTO covenant_version (id, covenant_id, number, made_at, reason, snapshot, fingerprint)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, v.ID, v.CovenantID, v.Number, v.MadeAt, v.Reason, v.Snapshot, v.Fingerprint)
	return err
}

func versionsOf(tx *db.Tx, covenantID string) ([]Version, error) {
	return db.All[Version](tx, `SELECT `+versionColumns+` FROM covenant_version WHERE covenant_id = $1 ORDER BY number`, covenantID)
}

// signedVersions are those marked complete: each bears the witness and as many
// members as its text names.
func signedVersions(tx *db.Tx, covenantID string) ([]Version, error) {
	versions, err := versionsOf(tx, covenantID)
	if err != nil {
		return nil, err
	}
	var signed []Version
	for _, v := range versions {
		s, err := v.Text()
		if err != nil {
			return nil, err
		}
		signatures, err := signaturesOn(tx, v.ID)
		if err != nil {
			return nil, err
		}
		if len(signatures) == len(s.Members)+1 {
			signed = append(signed, v)
		}
	}
	return signed, nil
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
		INSERT INTO covenant_signature (id, version_id, part, unit_id, account_id, name, position, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, s.VersionID, string(s.Part), s.UnitID, s.AccountID, s.Name, s.Position, s.At)
	return err
}

func signaturesOn(tx *db.Tx, versionID string) ([]Signature, error) {
	return db.All[Signature](tx, `
		SELECT id, version_id, part, unit_id, account_id, name, position, at FROM covenant_signature
		WHERE version_id = $1 ORDER BY id`, versionID)
}
