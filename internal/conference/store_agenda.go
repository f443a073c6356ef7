package conference

import "giaouoc/internal/db"

const itemColumns = `id, conference_id, number, title, presenter, minutes, started_at, finished_at, struck_for, version`

func insertItem(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`
		INSERT INTO conference_item (`+itemColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		i.ID, i.ConferenceID, i.Number, i.Title, i.Presenter, i.Minutes, i.StartedAt, i.FinishedAt, i.StruckFor, i.Version)
	return err
}

func updateItem(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`
		UPDATE conference_item SET number = $1, title = $2, presenter = $3, minutes = $4, started_at = $5, finished_at = $6, struck_for = $7, version = $8
		WHERE id = $9`, i.Number, i.Title, i.Presenter, i.Minutes, i.StartedAt, i.FinishedAt, i.StruckFor, i.Version, i.ID)
	return err
}

func deleteItem(tx *db.Tx, id string) error {
	for _, statement := range []string{
		`DELETE FROM conference_speech WHERE item_id = $1`, `DELETE FROM conference_document WHERE item_id = $1`, `DELETE FROM conference_item WHERE id = $1`,
	} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}

// itemsOf are the points in their order, without those that were struck.
func itemsOf(tx *db.Tx, id string) ([]Item, error) {
	return db.All[Item](tx, `SELECT `+itemColumns+` FROM conference_item WHERE conference_id = $1 AND struck_for = '' ORDER BY number`, id)
}

func struckItemsOf(tx *db.Tx, id string) ([]Item, error) {
	return db.All[Item](tx, `SELECT `+itemColumns+` FROM conference_item WHERE conference_id = $1 AND struck_for <> '' ORDER BY id`, id)
}

const documentColumns = `id, item_id, hash, name, added_by, added_at`

func insertDocument(tx *db.Tx, d Document) error {
	_, err := tx.Exec(`INSERT INTO conference_document (`+documentColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		d.ID, d.ItemID, d.Hash, d.Name, d.AddedBy, d.AddedAt)
	return err
}

func deleteDocument(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM conference_document WHERE id = $1`, id)
	return err
}

func documentsOf(tx *db.Tx, conferenceID string) ([]Document, error) {
	return db.All[Document](tx, `
		SELECT `+documentColumns+` FROM conference_document
		WHERE item_id IN (SELECT id FROM conference_item WHERE conference_id = $1) ORDER BY added_at, id`, conferenceID)
}

const speechColumns = `id, conference_id, item_id, unit_id, account_id, speaker, topic, state, asked_at, called_at, ended_at`

func insertSpeech(tx *db.Tx, s Speech) error {
	_, err := tx.Exec(`INSERT INTO conference_speech (`+speechColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		s.ID, s.ConferenceID, s.ItemID, s.UnitID, s.AccountID, s.Speaker, s.Topic, string(s.State), s.AskedAt, s.CalledAt, s.EndedAt)
	return err
}

func updateSpeech(tx *db.Tx, s Speech) error {
	_, err := tx.Exec(`UPDATE conference_speech SET state = $1, called_at = $2, ended_at = $3 WHERE id = $4`, string(s.State), s.CalledAt, s.EndedAt, s.ID)
	return err
}

func speechesOf(tx *db.Tx, conferenceID string) ([]Speech, error) {
	return db.All[Speech](tx, `SELECT `+speechColumns+` FROM conference_speech WHERE conference_id = $1 ORDER BY asked_at, id`, conferenceID)
}
