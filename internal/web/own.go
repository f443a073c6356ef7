package web

import (
	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// requireOwn asks for the right to do something for the own unit in a year of
// which it is a member.
func requireOwn(tx *db.Tx, y cycle.Year, act access.Act) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	return access.Require(tx, act, scope)
}

// requireSomewhere asks for the right to do something in some part of a year.
func requireSomewhere(tx *db.Tx, y cycle.Year, act access.Act) error {
	scope, err := cycle.WhereMay(tx, y, act)
	if err != nil {
		return err
	}
	return access.Require(tx, act, scope)
}
