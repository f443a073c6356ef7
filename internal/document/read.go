package document

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Register lists the numbers that an office gave out in a year, by series and number.
//
// Read: requires the right to see the register of the office.
func Register(tx *db.Tx, unitID string, year int) ([]Entry, error) {
	if err := access.Require(tx, access.DocumentRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := entriesOf(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read register of unit %s: %w", unitID, err)
	}
	return list, nil
}

func entryOf(tx *db.Tx, unitID, id string) (Entry, error) {
	e, err := entryByID(tx, unitID, id)
	if errors.Is(err, db.ErrNoRow) {
		return e, problem.New(problem.NotFound, "Không có số văn bản này trong sổ của cơ quan.")
	}
	if err != nil {
		return e, fmt.Errorf("find number %s: %w", id, err)
	}
	return e, nil
}
