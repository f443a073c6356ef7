package conference

import "giaouoc/internal/db"

const callColumns = `conference_id, number, begins, body, told_on, told_place, sent_by, sent_at`

func saveCall(tx *db.Tx, c Call) error {
	_, err := tx.Exec(`
		INSERT INTO conference_call (`+callColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (conference_id) DO UPDATE SET number = excluded.number, begins = excluded.begins, body = excluded.body,
			told_on = excluded.told_on, told_place = excluded.told_place, sent_by = excluded.sent_by, sent_at = excluded.sent_at`,
		c.ConferenceID, c.Number, c.Begins, c.Body, c.ToldOn, c.ToldPlace, c.SentBy, c.SentAt)
	return err
}

// callOf is the call of a conference; the zero Call where nobody is invited yet.
func callOf(tx *db.Tx, conferenceID string) (Call, error) {
	list, err := db.All[Call](tx, `SELECT `+callColumns+` FROM conference_call WHERE conference_id = $1`, conferenceID)
	if err != nil || len(list) == 0 {
		return Call{}, err
	}
	return list[0], nil
}

const invitationColumns = `conference_id, unit_id, reply, delegate, position, authority_number, authority_on, file_hash, file_name, reason,
	account_id, answered_by, answered_at, version`

func saveInvitation(tx *db.Tx, i Invitation) error {
	_, err := tx.Exec(`
		INSERT INTO conference_invitation (`+invitationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (conference_id, unit_id) DO UPDATE SET reply = excluded.reply, delegate = excluded.delegate, position = excluded.position,
			authority_number = excluded.authority_number, authority_on = excluded.authority_on, file_hash = excluded.file_hash,
			file_name = excluded.file_name, reason = excluded.reason, account_id = excluded.account_id, answered_by = excluded.answered_by,
			answered_at = excluded.answered_at, version = excluded.version`,
		i.ConferenceID, i.UnitID, string(i.Reply), i.Delegate, i.Position, i.AuthorityNumber, i.AuthorityOn, i.FileHash, i.FileName, i.Reason,
		i.AccountID, i.AnsweredBy, i.AnsweredAt, i.Version)
	return err
}

func invitationsOf(tx *db.Tx, conferenceID string) ([]Invitation, error) {
	return db.All[Invitation](tx, `SELECT `+invitationColumns+` FROM conference_invitation WHERE conference_id = $1 ORDER BY unit_id`, conferenceID)
}

const passColumns = `code, conference_id, unit_id, used_at, withdrawn_at`

func insertPass(tx *db.Tx, p Pass) error {
	_, err := tx.Exec(`INSERT INTO conference_pass (`+passColumns+`) VALUES ($1, $2, $3, $4, $5)`, p.Code, p.ConferenceID, p.UnitID, p.UsedAt, p.WithdrawnAt)
	return err
}

func updatePass(tx *db.Tx, p Pass) error {
	_, err := tx.Exec(`UPDATE conference_pass SET used_at = $1, withdrawn_at = $2 WHERE code = $3`, p.UsedAt, p.WithdrawnAt, p.Code)
	return err
}

func findPass(tx *db.Tx, code string) (Pass, error) {
	return db.One[Pass](tx, `SELECT `+passColumns+` FROM conference_pass WHERE code = $1`, code)
}

// passesOf are the codes of a conference that have not been withdrawn.
func passesOf(tx *db.Tx, conferenceID string) ([]Pass, error) {
	return db.All[Pass](tx, `SELECT `+passColumns+` FROM conference_pass WHERE conference_id = $1 AND withdrawn_at IS NULL`, conferenceID)
}

func insertGuest(tx *db.Tx, g Guest) error {
	_, err := tx.Exec(`INSERT INTO conference_guest (id, conference_id, name, organisation) VALUES ($1, $2, $3, $4)`, g.ID, g.ConferenceID, g.Name, g.Organisation)
	return err
}

func deleteGuest(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM conference_guest WHERE id = $1`, id)
	return err
}

func guestsOf(tx *db.Tx, conferenceID string) ([]Guest, error) {
	return db.All[Guest](tx, `SELECT id, conference_id, name, organisation FROM conference_guest WHERE conference_id = $1 ORDER BY id`, conferenceID)
}
