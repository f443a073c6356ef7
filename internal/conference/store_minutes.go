package conference

import "giaouoc/internal/db"

const officerColumns = `conference_id, post, account_id, name, position, sha256, signed_at`

func saveOfficer(tx *db.Tx, o Officer) error {
	_, err := tx.Exec(`
		INSERT INTO conference_officer (`+officerColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (conference_id, post) DO UPDATE SET account_id = excluded.account_id, name = excluded.name, position = excluded.position,
			sha256 = excluded.sha256, signed_at = excluded.signed_at`,
		o.ConferenceID, string(o.Post), o.AccountID, o.Name, o.Position, o.SHA256, o.SignedAt)
	return err
}

func officersOf(tx *db.Tx, conferenceID string) ([]Officer, error) {
	return db.All[Officer](tx, `SELECT `+officerColumns+` FROM conference_officer WHERE conference_id = $1 ORDER BY post`, conferenceID)
}

const writtenColumns = `conference_id, remarks, corrections, saved_by, version, published_at`

func saveWritten(tx *db.Tx, w Written) error {
	_, err := tx.Exec(`
		INSERT INTO conference_minutes (`+writtenColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (conference_id) DO UPDATE SET remarks = excluded.remarks, corrections = excluded.corrections, saved_by = excluded.saved_by,
			version = excluded.version, published_at = excluded.published_at`,
		w.ConferenceID, w.Remarks, w.Corrections, w.SavedBy, w.Version, w.PublishedAt)
	return err
}

// writtenOf is what the secretary has written; the zero Written until then.
func writtenOf(tx *db.Tx, conferenceID string) (Written, error) {
	list, err := db.All[Written](tx, `SELECT `+writtenColumns+` FROM conference_minutes WHERE conference_id = $1`, conferenceID)
	if err != nil || len(list) == 0 {
		return Written{ConferenceID: conferenceID}, err
	}
	return list[0], nil
}
