package award

import (
	"cmp"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Given is a grant that a decision on a dossier makes.
type Given struct {
	UnitID    string // keeps the file that is opened for who has none
	SubjectID string // empty for who has no file
	Subject   Subject
	Entry     Entry
}

// Give writes a grant into the register, and opens a file for who has none.
//
// Within: the decision on a dossier, which has asked for the right and writes the
// record.
func Give(tx *db.Tx, g Given) (Entry, error) {
	if g.SubjectID == "" {
		s := g.Subject
		s.ID, s.UnitID, s.Folded, s.Version, s.CreatedAt = db.NewID(), g.UnitID, Folded(s.Name), 1, db.At(tx.Now)
		if err := keep(tx, s); err != nil {
			return Entry{}, fmt.Errorf("open file of %s: %w", s.Name, err)
		}
		g.SubjectID = s.ID
	}
	e := g.Entry
	e.ID, e.SubjectID, e.Kind, e.OfID, e.CreatedAt = db.NewID(), g.SubjectID, Grant, "", db.At(tx.Now)
	e.FromYear = cmp.Or(e.FromYear, e.Year)
	if err := insertEntry(tx, e); err != nil {
		return Entry{}, fmt.Errorf("enter grant to %s: %w", g.SubjectID, err)
	}
	if err := raiseSubject(tx, g.SubjectID); err != nil {
		return Entry{}, fmt.Errorf("raise version of %s: %w", g.SubjectID, err)
	}
	return e, findable(tx, e.ID)
}

// Nominees are the files of those whom a unit means to propose for an award of a year.
//
// Read: requires the right to see the register of the unit.
func Nominees(tx *db.Tx, unitID, code string, year int) ([]File, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	nominations, err := nominationsOf(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read nominations of unit %s: %w", unitID, err)
	}
	var list []File
	for _, n := range nominations {
		if n.Award != code {
			continue
		}
		s, err := subject(tx, n.SubjectID)
		if err != nil {
			return nil, err
		}
		f, err := fileOf(tx, s)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// SubjectThatIs is the id of the collective of the register that is a unit; empty for
// none.
//
// Within: a dossier of a cluster, which has asked for the right.
func SubjectThatIs(tx *db.Tx, unitID string) (string, error) {
	list, err := subjectsThatAre(tx, unitID)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].ID, nil
}
