package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// HeldBy are the grants of a subject that nobody annulled and whose decision is known by
// its number and day, the latest first.
//
// Public: a decision on an award is public. Who reads must have been led to the subject
// by something that is public itself; nothing else of its file is told.
func HeldBy(tx *db.Tx, subjectID string) ([]Entry, error) {
	s, err := subject(tx, subjectID)
	if err != nil {
		return nil, err
	}
	if s.JoinedTo != "" {
		subjectID = s.JoinedTo
	}
	list, err := entriesOf(tx, subjectID)
	if err != nil {
		return nil, fmt.Errorf("read grants of subject %s: %w", subjectID, err)
	}
	held := slices.DeleteFunc(inForce(list), func(e Entry) bool { return e.Number == "" || e.DecidedOn.IsZero() })
	slices.Reverse(held)
	return held, nil
}

// GrantsNamed are the grants of a decision, by its number and day, to whoever bears a
// name, or bore it: both have to be known already, so that no list of persons comes out.
// Marks and case do not matter.
//
// Public: who holds a certificate may know whether it stands.
func GrantsNamed(tx *db.Tx, number string, on vn.Date, name string) ([]string, error) {
	number, name = Folded(number), Folded(name)
	if number == "" || name == "" || on.IsZero() {
		return nil, nil
	}
	list, err := grantsOfDay(tx, []byte(name), on)
	if err != nil {
		return nil, fmt.Errorf("find grants of a day: %w", err)
	}
	var ids []string
	for _, e := range list {
		if Folded(e.Number) != number {
			continue
		}
		bears, err := everNamed(tx, e.SubjectID, name)
		if err != nil {
			return nil, err
		}
		if bears {
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// everNamed reports whether a subject bears a whole name, or bore it.
func everNamed(tx *db.Tx, subjectID, folded string) (bool, error) {
	s, err := subject(tx, subjectID)
	if err != nil || Folded(s.Name) == folded {
		return err == nil, err
	}
	names, err := namingsOf(tx, subjectID)
	if err != nil {
		return false, fmt.Errorf("read names of subject %s: %w", subjectID, err)
	}
	return slices.ContainsFunc(names, func(n Naming) bool { return Folded(n.Name) == folded }), nil
}
