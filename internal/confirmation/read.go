package confirmation

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// List lists the letters of an office in a year, the latest first.
//
// Read: requires the right to see the letters of the office.
func List(tx *db.Tx, unitID string, year int) ([]Confirmation, error) {
	if err := access.Require(tx, access.ConfirmationRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := confirmationsOf(tx, unitID, int64(year))
	if err != nil {
		return nil, fmt.Errorf("read confirmations of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Look is one letter.
//
// Read: requires the right to see the letters of the office.
func Look(tx *db.Tx, id string) (Confirmation, error) {
	c, err := confirmationByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Không có văn bản xác nhận này.")
	}
	if err != nil {
		return c, fmt.Errorf("find confirmation %s: %w", id, err)
	}
	return c, access.Require(tx, access.ConfirmationRead, access.Scope{Unit: c.UnitID})
}

// Search looks a name up in the register of an office: the grants of all whose name, or
// earlier name, holds the words.
//
// Read: requires the right to see the letters of the office, and its register.
func Search(tx *db.Tx, unitID, name string) (grants []award.Commended, more bool, err error) {
	if err := access.Require(tx, access.ConfirmationRead, access.Scope{Unit: unitID}); err != nil {
		return nil, false, err
	}
	found, more, err := award.Search(tx, name)
	if err != nil {
		return nil, false, err
	}
	for _, s := range found {
		if s.UnitID != unitID {
			continue
		}
		of, err := grantsOf(tx, s.ID)
		if err != nil {
			return nil, false, err
		}
		grants = append(grants, of...)
	}
	return grants, more, nil
}

// grantsOf are the grants of one subject, with what became of each.
func grantsOf(tx *db.Tx, subjectID string) ([]award.Commended, error) {
	f, err := award.FileOf(tx, subjectID)
	if err != nil {
		return nil, err
	}
	var list []award.Commended
	for _, e := range f.Entries {
		if e.Kind != award.Grant {
			continue
		}
		c := award.Commended{Entry: e, Subject: f.Subject, Corrections: f.CorrectionsOf(e.ID)}
		for i := range f.Entries {
			if a := &f.Entries[i]; a.Kind == award.Annulment && a.OfID == e.ID {
				c.Annulled = a
			}
		}
		list = append(list, c)
	}
	return list, nil
}

// GrantOf is a grant in the register of an office, to write a letter on.
//
// Read: requires the right to see the letters of the office, and its register.
func GrantOf(tx *db.Tx, unitID, grantID string) (award.Commended, error) {
	if err := access.Require(tx, access.ConfirmationRead, access.Scope{Unit: unitID}); err != nil {
		return award.Commended{}, err
	}
	c, _, err := award.CommendedWith(tx, grantID)
	if err == nil && c.Subject.UnitID != unitID {
		err = problem.New(problem.NotFound, "Không có lần khen thưởng này trong sổ của cơ quan.")
	}
	return c, err
}
