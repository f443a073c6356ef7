package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/db"
)

// HeldBy are the grants of a subject that nobody annulled, the latest first.
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
	held := inForce(list)
	slices.Reverse(held)
	return held, nil
}
