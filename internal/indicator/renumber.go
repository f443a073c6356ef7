package indicator

import (
	"fmt"

	"giaouoc/internal/db"
)

// Renumber keeps the indicators of a year under their contents when the
// contents of the covenant get other numbers: old number to new.
//
// Within: called by covenant.MoveContent and covenant.RemoveContent, which require
// the right and record the act.
func Renumber(tx *db.Tx, yearID string, to map[int]int) error {
	list, err := List(tx, yearID)
	if err != nil {
		return err
	}
	for _, i := range list {
		number, ok := to[i.ContentNo]
		if !ok || number == i.ContentNo {
			continue
		}
		// The version moves on, so that a form opened before does not put the
		// indicator back under the old number.
		i.ContentNo, i.Version = number, i.Version+1
		if err := update(tx, i); err != nil {
			return fmt.Errorf("renumber content of indicator %s: %w", i.Code, err)
		}
	}
	return nil
}
