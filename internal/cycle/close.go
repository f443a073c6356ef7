package cycle

import (
	"fmt"

	"giaouoc/internal/db"
)

// CloseYear marks a year as reviewed; the conference that closes it has
// required the right and records the act.
//
// Within: called by conference.Finish, which requires the right and records it.
func CloseYear(tx *db.Tx, y Year) error {
	if err := y.MustRun(); err != nil {
		return err
	}
	if err := setState(tx, y.ID, Closed); err != nil {
		return fmt.Errorf("close year %d: %w", y.Year, err)
	}
	return nil
}

// PassOn gives what a year left open to the unit that received it.
//
// Within: called by handover.Confirm, which requires the right and records it.
func PassOn(tx *db.Tx, y Year, unitID string) error {
	if err := setHandedTo(tx, y.ID, unitID); err != nil {
		return fmt.Errorf("pass year %d on: %w", y.Year, err)
	}
	return nil
}
