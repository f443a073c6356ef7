package account

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/notice"
)

// TellUnit tells every officer and leader of a unit, except the person who has
// just done what is told.
//
// Within: any use case; it has asked for the right and writes the record.
func TellUnit(tx *db.Tx, unitID string, n notice.Notice) error {
	people, err := workersOf(tx, unitID, tx.Today())
	if err != nil {
		return fmt.Errorf("find officers and leaders of unit %s: %w", unitID, err)
	}
	for _, id := range people {
		if id == tx.Actor.ID {
			continue
		}
		n.AccountID = id
		if err := notice.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}
