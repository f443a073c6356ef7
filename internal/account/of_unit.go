package account

import (
	"fmt"

	"giaouoc/internal/db"
)

// OfUnit lists the officers and leaders of a unit, and who acts for one by
// delegation.
//
// Read: used by words of the field that have required their own right.
func OfUnit(tx *db.Tx, unitID string) ([]Account, error) {
	people, err := colleagues(tx, db.Actor{Unit: unitID})
	if err != nil {
		return nil, fmt.Errorf("find the persons of unit %s: %w", unitID, err)
	}
	var list []Account
	for _, a := range people {
		person, err := Actor(tx, a.ID)
		if err != nil {
			return nil, err
		}
		if worksOn(person, unitID) {
			list = append(list, a)
		}
	}
	return list, nil
}
