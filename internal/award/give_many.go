package award

import (
	"cmp"
	"fmt"

	"giaouoc/internal/db"
)

// GiveMany writes the grants of one decision to subjects of the register.
//
// Within: the decision of a unit on its own list, which has asked for the right and
// writes the record.
func GiveMany(tx *db.Tx, list []Entry) error {
	for i := range list {
		e := &list[i]
		e.ID, e.Kind, e.OfID, e.CreatedAt = db.NewID(), Grant, "", db.At(tx.Now)
		e.FromYear = cmp.Or(e.FromYear, e.Year)
		if err := raiseSubject(tx, e.SubjectID); err != nil {
			return fmt.Errorf("raise version of %s: %w", e.SubjectID, err)
		}
	}
	if err := insertEntries(tx, list); err != nil {
		return fmt.Errorf("enter %d grants: %w", len(list), err)
	}
	return findable(tx, idsOf(list)...)
}

// Named finds the persons of a unit's register that bear a name, and were born in a
// year where one is said.
//
// Within: an application for an initiative, which has asked for the right and writes
// the record.
func Named(tx *db.Tx, unitID, name string, birthYear int) ([]Subject, error) {
	list, err := subjectsNamed(tx, unitID, Folded(name))
	if err != nil {
		return nil, fmt.Errorf("find subjects named %s: %w", name, err)
	}
	var found []Subject
	for _, s := range list {
		if s.Who("").Person() && (birthYear == 0 || s.BirthYear == birthYear) {
			found = append(found, s)
		}
	}
	return found, nil
}
