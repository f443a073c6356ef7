package dossier

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Seal is that the folder of a dossier was sealed (niêm phong hồ sơ lưu): the record
// has the hash of its list of checksums.
type Seal struct {
	ID        string
	DossierID string
	SHA256    string
	Files     int64
	Entries   int64
	SealedOn  vn.Date
	AccountID string
	SealedBy  string
	CreatedAt db.Time `json:"-"`

	EntryID string `db:"-" json:"-"` // of the record
}

// sealed is what the record says of a seal, to be shown to anybody who checks the
// folder: no name is in it.
type sealed struct {
	Dossier string `json:"dossier"`
	SHA256  string `json:"sha256"`
	Files   int64  `json:"files"`
	Entries int64  `json:"entries"`
}

// SealArchive writes the hash of an archived dossier's checksums into the record.
// What is sealed already as it stands is not sealed again.
func SealArchive(tx *db.Tx, b Basis, id string, beside Beside) (Shelved, error) {
	d, err := find(tx, id)
	if err != nil {
		return Shelved{}, err
	}
	scope := access.Scope{Unit: d.OfficeID}
	if err := access.Require(tx, access.DossierHandle, scope); err != nil {
		return Shelved{}, err
	}
	a, err := ShelvedOf(tx, b, id, beside)
	if err != nil || a.Seal != nil {
		return a, err
	}
	s := Seal{
		ID: db.NewID(), DossierID: id, SHA256: a.SHA256, Files: int64(len(a.Papers)), Entries: int64(len(a.Entries)), SealedOn: tx.Today(),
		AccountID: tx.Actor.ID, SealedBy: access.Signature(tx.Actor, access.DossierHandle, scope), CreatedAt: db.At(tx.Now),
	}
	if err := insertSeal(tx, s); err != nil {
		return a, fmt.Errorf("store seal of dossier %s: %w", id, err)
	}
	a.Seal = &s
	return a, record.Add(tx, record.Act{
		Act: access.DossierHandle, Object: record.Object{Kind: "dossier_seal", ID: s.ID}, Scope: scope, After: sealed{id, s.SHA256, s.Files, s.Entries},
	})
}
