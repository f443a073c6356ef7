package handover

import "giaouoc/internal/db"

func insert(tx *db.Tx, h Handover) error {
	_, err := tx.Exec(`
		INSERT INTO handover (id, year_id, from_unit, to_unit, state, manifest, fingerprint, offered_at, offered_by, confirmed_at, confirmed_by, reason, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		h.ID, h.YearID, h.FromUnit, h.ToUnit, string(h.State), h.Manifest, h.Fingerprint, h.OfferedAt, h.OfferedBy, h.ConfirmedAt, h.ConfirmedBy, h.Reason, h.Version)
	return err
}

func update(tx *db.Tx, h Handover) error {
	_, err := tx.Exec(`
		UPDATE handover SET state = $1, manifest = $2, fingerprint = $3, offered_at = $4, offered_by = $5,
			confirmed_at = $6, confirmed_by = $7, reason = $8, version = $9, from_unit = $10, to_unit = $11
		WHERE id = $12`,
		string(h.State), h.Manifest, h.Fingerprint, h.OfferedAt, h.OfferedBy, h.ConfirmedAt, h.ConfirmedBy, h.Reason, h.Version, h.FromUnit, h.ToUnit, h.ID)
	return err
}

func findByYear(tx *db.Tx, yearID string) (Handover, error) {
	return db.One[Handover](tx, `
		SELECT id, year_id, from_unit, to_unit, state, manifest, fingerprint, offered_at, offered_by, confirmed_at, confirmed_by, reason, version
		FROM handover WHERE year_id = $1`, yearID)
}
