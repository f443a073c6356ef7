package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Register is how much the register of a unit holds.
type Register struct {
	UnitID   string
	Subjects int
	Grants   int // those that were annulled among them
}

// Registers lists the registers that the actor may look at: those that hold
// something, and those of the actor's own units, which may be empty.
//
// Read: lists what the actor has the right to see.
func Registers(tx *db.Tx) ([]Register, error) {
	var list []Register
	if Looks(tx) {
		all, err := countRegisters(tx)
		if err != nil {
			return nil, fmt.Errorf("count registers: %w", err)
		}
		for _, r := range all {
			if access.May(tx, access.AwardLook, access.Scope{Unit: r.UnitID}) {
				list = append(list, r)
			}
		}
	}
	for _, g := range tx.Actor.Grants {
		has := slices.ContainsFunc(list, func(r Register) bool { return r.UnitID == g.ID })
		if g.ID != "" && !has && access.May(tx, access.AwardLook, access.Scope{Unit: g.ID}) {
			list = append(list, Register{UnitID: g.ID})
		}
	}
	return list, nil
}

// Looks reports whether the actor may look at the register of some unit.
//
// Read: says only what the actor has a right to.
func Looks(tx *db.Tx) bool {
	return slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool {
		return access.May(tx, access.AwardLook, access.Scope{Unit: g.ID}) // covered by a grant for all without a unit
	})
}
