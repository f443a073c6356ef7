package org

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Revision says what a unit is called from a day on (đổi tên, đổi mã, đổi loại,
// chuyển cấp trên). Fields left empty stay as they were.
type Revision struct {
	UnitID   string
	On       vn.Date
	Code     string
	Name     string
	FullName string
	Kind     Kind
	ParentID string
	Source   string // the text the change rests on
}

// Revise closes the unit's version in force and opens the revised one.
func Revise(tx *db.Tx, r Revision) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: r.UnitID}); err != nil {
		return Unit{}, err
	}
	before, after, err := revise(tx, r)
	if err != nil {
		return Unit{}, err
	}
	c := Change{Kind: Revised, OnDay: r.On, Source: r.Source, Before: []string{r.UnitID}, After: []string{r.UnitID}}
	return after, changed(tx, c, before, after)
}

func revise(tx *db.Tx, r Revision) (before, after Unit, err error) {
	before, err = openVersion(tx, r.UnitID, r.On)
	if err != nil {
		return before, after, err
	}
	after = before
	after.VersionID, after.FromDay, after.Source = db.NewID(), r.On, r.Source
	set(&after.Code, r.Code)
	set(&after.Name, r.Name)
	set(&after.FullName, r.FullName)
	set((*string)(&after.Kind), string(r.Kind))
	set(&after.ParentID, r.ParentID)
	if err := closeVersion(tx, before.VersionID, r.On); err != nil {
		return before, after, fmt.Errorf("close version of %s: %w", before.Name, err)
	}
	if err := checkVersion(tx, after); err != nil {
		return before, after, err
	}
	if err := insertVersion(tx, after); err != nil {
		return before, after, fmt.Errorf("revise unit %s: %w", before.Name, err)
	}
	return before, after, nil
}

func set(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// openVersion finds the version in force on a day and refuses one that has
// already been closed: the past is not rewritten.
func openVersion(tx *db.Tx, unitID string, day vn.Date) (Unit, error) {
	if day.IsZero() {
		return Unit{}, problem.Field("on", "Ghi ngày thay đổi có hiệu lực.")
	}
	u, err := Find(tx, unitID, day)
	if err != nil {
		return Unit{}, err
	}
	if !u.ToDay.IsZero() {
		return Unit{}, problem.Field("on", "%s đã có thay đổi vào ngày %s; thay đổi mới phải từ ngày đó trở đi.", u.Name, u.ToDay.Short())
	}
	if u.FromDay == day {
		return Unit{}, problem.Field("on", "%s đã có một thay đổi đúng ngày %s.", u.Name, day.Short())
	}
	return u, nil
}
