package certificate

import (
	"encoding/json"

	"giaouoc/internal/db"
)

const designColumns = `id, unit_id, name, width, height, scan_hash, offset_right, offset_down, fields, saved_by, saved_at, version`

type designRow struct {
	Design
	FieldsJSON string `db:"fields"`
}

func insertDesign(tx *db.Tx, d Design) error {
	fields, err := json.Marshal(d.Fields)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO certificate_design (`+designColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.ID, d.UnitID, d.Name, int64(d.Width), int64(d.Height), d.Scan, int64(d.Right), int64(d.Down), string(fields), d.SavedBy, d.SavedAt, d.Version)
	return err
}

func updateDesign(tx *db.Tx, d Design) error {
	fields, err := json.Marshal(d.Fields)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE certificate_design SET name = $1, width = $2, height = $3, scan_hash = $4, offset_right = $5, offset_down = $6, fields = $7, saved_by = $8,
			saved_at = $9, version = $10 WHERE id = $11`,
		d.Name, int64(d.Width), int64(d.Height), d.Scan, int64(d.Right), int64(d.Down), string(fields), d.SavedBy, d.SavedAt, d.Version, d.ID)
	return err
}

func deleteDesign(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM certificate_design WHERE id = $1`, id)
	return err
}

func designsOf(tx *db.Tx, unitID string) ([]Design, error) {
	return readDesigns(tx, `SELECT `+designColumns+` FROM certificate_design WHERE unit_id = $1 ORDER BY name, id`, unitID)
}

func designWith(tx *db.Tx, unitID, id string) ([]Design, error) {
	return readDesigns(tx, `SELECT `+designColumns+` FROM certificate_design WHERE unit_id = $1 AND id = $2`, unitID, id)
}

func readDesigns(tx *db.Tx, query string, args ...any) ([]Design, error) {
	rows, err := db.All[designRow](tx, query, args...)
	if err != nil {
		return nil, err
	}
	list := make([]Design, len(rows))
	for i, r := range rows {
		list[i] = r.Design
		if err := json.Unmarshal([]byte(r.FieldsJSON), &list[i].Fields); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type codeRow struct {
	Code    string
	GrantID string
	MadeAt  db.Time
}

func insertCode(tx *db.Tx, c codeRow) error {
	_, err := tx.Exec(`INSERT INTO certificate_code (code, grant_id, made_at) VALUES ($1, $2, $3)`, c.Code, c.GrantID, c.MadeAt)
	return err
}

func codesOf(tx *db.Tx, grantID string) ([]codeRow, error) {
	return db.All[codeRow](tx, `SELECT code, grant_id, made_at FROM certificate_code WHERE grant_id = $1`, grantID)
}

func withCode(tx *db.Tx, code string) ([]codeRow, error) {
	return db.All[codeRow](tx, `SELECT code, grant_id, made_at FROM certificate_code WHERE code = $1`, code)
}
