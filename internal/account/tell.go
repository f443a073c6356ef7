package account

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
)

// TellUnit tells every officer and leader of a unit, and who acts for one by
// delegation, except the person who has just done what is told.
//
// Within: any use case; it has asked for the right and writes the record.
func TellUnit(tx *db.Tx, unitID string, n notice.Notice) error {
	people, err := colleagues(tx, db.Actor{ID: tx.Actor.ID, Unit: unitID})
	if err != nil {
		return fmt.Errorf("find the persons of unit %s: %w", unitID, err)
	}
	for _, a := range people {
		person, err := Actor(tx, a.ID)
		if err != nil {
			return err
		}
		if !worksOn(person, unitID) {
			continue
		}
		n.AccountID = a.ID
		if err := notice.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// worksOn reports whether a person is officer or leader of a unit, also by
// delegation.
func worksOn(person db.Actor, unitID string) bool {
	return slices.ContainsFunc(person.Grants, func(g db.Grant) bool {
		role, kind := access.Role(g.Role), g.Scope
		return g.ID == unitID && (kind == access.ScopeUnit || kind == access.ScopeSubtree) && (role == access.Officer || role == access.UnitLeader)
	})
}

// Staffed reports whether anybody works for a unit as its officer or leader.
//
// Within: a use case that looks for the office to which something goes.
func Staffed(tx *db.Tx, unitID string) (bool, error) {
	people, err := colleagues(tx, db.Actor{Unit: unitID})
	if err != nil {
		return false, fmt.Errorf("find the persons of unit %s: %w", unitID, err)
	}
	for _, a := range people {
		person, err := Actor(tx, a.ID)
		if err != nil {
			return false, err
		}
		if worksOn(person, unitID) {
			return true, nil
		}
	}
	return false, nil
}
