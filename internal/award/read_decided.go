package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Commended is a grant with who was given it.
type Commended struct {
	Entry
	Subject     Subject
	Annulled    *Entry       // the entry that annulled it; nil while it is in force
	Corrections []Correction // in the order of time
}

// CommendedOf lists the grants of those who were given one by a decision of a year,
// or whose grant was annulled, in a unit's register: whether one is paid depends on
// the others. They stand by subject, in the order of names.
//
// Read: requires the right to see the register of the unit.
func CommendedOf(tx *db.Tx, unitID string, year int) ([]Commended, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	subjects, err := subjectsDecided(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("find subjects commended in %d: %w", year, err)
	}
	entries, err := entriesDecided(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read grants of %d: %w", year, err)
	}
	corrections, err := correctionsDecided(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read corrections of %d: %w", year, err)
	}
	corrected := map[string][]Correction{}
	for _, c := range corrections {
		corrected[c.GrantID] = append(corrected[c.GrantID], c)
	}
	of, annulled := map[string][]Entry{}, map[string]*Entry{}
	for i := range entries {
		e := &entries[i]
		of[e.SubjectID] = append(of[e.SubjectID], *e)
		if e.Kind == Annulment {
			annulled[e.OfID] = e
		}
	}
	var list []Commended
	for _, s := range subjects {
		for _, e := range of[s.ID] {
			if e.Kind == Grant {
				list = append(list, Commended{Entry: e, Subject: s, Annulled: annulled[e.ID], Corrections: corrected[e.ID]})
			}
		}
	}
	return list, nil
}

// CommendedWith is one grant with who was given it, and all others of the same
// subject.
//
// Read: requires the right to see the register of its unit.
func CommendedWith(tx *db.Tx, grantID string) (own Commended, others []Commended, err error) {
	subjectID, err := subjectOfEntry(tx, grantID)
	if err != nil {
		return own, nil, err
	}
	f, err := FileOf(tx, subjectID)
	if err != nil {
		return own, nil, err
	}
	var list []Commended
	for _, e := range f.Entries {
		if e.Kind != Grant {
			continue
		}
		c := Commended{Entry: e, Subject: f.Subject, Corrections: f.CorrectionsOf(e.ID)}
		if i := slices.IndexFunc(f.Entries, func(a Entry) bool { return a.Kind == Annulment && a.OfID == e.ID }); i >= 0 {
			c.Annulled = &f.Entries[i]
		}
		list = append(list, c)
	}
	i := slices.IndexFunc(list, func(c Commended) bool { return c.ID == grantID })
	if i < 0 {
		return own, nil, noGrant()
	}
	return list[i], slices.Delete(slices.Clone(list), i, i+1), nil
}

// GrantOf is one grant with who was given it and all that was entered on it since.
//
// Read: for who holds the certificate, whose code stands for the right.
func GrantOf(tx *db.Tx, grantID string) (c Commended, later []Entry, err error) {
	subjectID, err := subjectOfEntry(tx, grantID)
	if err != nil {
		return c, nil, err
	}
	s, err := subject(tx, subjectID)
	if err != nil {
		return c, nil, err
	}
	entries, err := entriesOf(tx, subjectID)
	if err != nil {
		return c, nil, fmt.Errorf("read entries of subject %s: %w", subjectID, err)
	}
	for i, e := range entries {
		switch {
		case e.ID == grantID && e.Kind == Grant:
			c.Entry, c.Subject = e, s
		case e.OfID == grantID:
			later = append(later, e)
			if e.Kind == Annulment {
				c.Annulled = &entries[i]
			}
		}
	}
	if c.ID == "" {
		return c, nil, noGrant()
	}
	all, err := correctionsOf(tx, subjectID)
	if err != nil {
		return c, nil, fmt.Errorf("read corrections of subject %s: %w", subjectID, err)
	}
	c.Corrections = slices.DeleteFunc(all, func(k Correction) bool { return k.GrantID != grantID })
	return c, later, nil
}
