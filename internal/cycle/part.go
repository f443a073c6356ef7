package cycle

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// WhereMay is where in a year the actor may do an act: the whole year, or else the
// part of the first member in which it may. It is the year, where the act is not
// allowed anywhere in it: a unit that is no member has no part.
//
// Public: that a year exists, and its members, are public.
func WhereMay(tx *db.Tx, y Year, act access.Act) (access.Scope, error) {
	if access.May(tx, act, y.Scope()) {
		return y.Scope(), nil
	}
	members, err := Members(tx, y)
	if err != nil {
		return access.Scope{}, err
	}
	for _, m := range members {
		if scope := y.UnitScope(m.UnitID); access.May(tx, act, scope) {
			return scope, nil
		}
	}
	return y.Scope(), nil
}

// OwnPart is the part of the year that is the actor's own unit's; the year alone
// where the unit is no member in it on any day.
//
// Public: that a year exists, and its members, are public.
func OwnPart(tx *db.Tx, y Year) (access.Scope, error) {
	err := MustHaveBeenMember(tx, y, tx.Actor.Unit)
	if problem.All(err) != nil {
		return y.Scope(), nil
	}
	return y.UnitScope(tx.Actor.Unit), err
}
