package dossier

import (
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

func insertSeal(tx *db.Tx, s Seal) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_seal (id, dossier_id, sha256, files, entries, sealed_on, account_id, sealed_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.DossierID, s.SHA256, s.Files, s.Entries, s.SealedOn, s.AccountID, s.SealedBy, s.CreatedAt)
	return err
}

// sealsOf are the seals of a dossier with the entries of the record, the oldest first.
func sealsOf(tx *db.Tx, dossierID string) ([]Seal, error) {
	list, err := db.All[Seal](tx, `
		SELECT s.id, s.dossier_id, s.sha256, s.files, s.entries, s.sealed_on, s.account_id, s.sealed_by, s.created_at
		FROM dossier_seal s WHERE s.dossier_id = $1 ORDER BY s.created_at, s.id`, dossierID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		entries, err := record.PublicHistory(tx, record.Object{Kind: "dossier_seal", ID: list[i].ID}, 1)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			list[i].EntryID = e.ID
		}
	}
	return list, nil
}
