package record

import "giaouoc/internal/db"

func insertPublication(tx *db.Tx, p Printed) error {
	_, err := tx.Exec(`
		INSERT INTO record_publication (entry_id, object_kind, object_id, format, sha256, body)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		p.EntryID, p.Kind, p.Object, p.Format, p.SHA256, p.Text)
	return err
}

func publicationsOf(tx *db.Tx, o Object) ([]Printed, error) {
	return db.All[Printed](tx, `
		SELECT entry_id, object_kind, object_id, format, sha256, '' AS body FROM record_publication
		WHERE object_kind = $1 AND object_id = $2 ORDER BY entry_id DESC`, o.Kind, o.ID)
}

func publicationsOfKind(tx *db.Tx, kind, yearID string) ([]Printed, error) {
	return db.All[Printed](tx, `
		SELECT p.entry_id, p.object_kind, p.object_id, p.format, p.sha256, '' AS body
		FROM record_publication p JOIN record_entry e ON e.id = p.entry_id
		WHERE p.object_kind = $1 AND e.year_id = $2 ORDER BY p.entry_id DESC`, kind, yearID)
}

func findPublication(tx *db.Tx, entryID string) (Printed, error) {
	return db.One[Printed](tx, `
		SELECT entry_id, object_kind, object_id, format, sha256, body FROM record_publication
		WHERE entry_id = $1`, entryID)
}
