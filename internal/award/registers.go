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
	units, everywhere := reach(tx)
	list, err := registersOf(tx, units, everywhere)
	if err != nil {
		return nil, fmt.Errorf("count registers: %w", err)
	}
	for _, g := range tx.Actor.Grants {
		has := slices.ContainsFunc(list, func(r Register) bool { return r.UnitID == g.ID })
		if g.ID != "" && !has && access.May(tx, access.AwardLook, access.Scope{Unit: g.ID}) {
			list = append(list, Register{UnitID: g.ID})
		}
	}
	return list, nil
}

// registersOf counts the registers of units that hold something: one by one where
// they are few.
func registersOf(tx *db.Tx, units []string, everywhere bool) ([]Register, error) {
	if everywhere || len(units) > unitsAtOnce {
		list, err := countRegisters(tx)
		return slices.DeleteFunc(list, func(r Register) bool { return !everywhere && !slices.Contains(units, r.UnitID) }), err
	}
	var list []Register
	for _, id := range units {
		r, err := countRegister(tx, id)
		if err != nil {
			return nil, err
		}
		if r.Subjects > 0 {
			list = append(list, r)
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
