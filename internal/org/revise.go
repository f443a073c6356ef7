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
	ParentID string // or Centre
	Source   string // the text the change rests on
	Seen     string // edition of the unit that the person saw; empty from a bundle
}

// Revise closes the unit's version in force and opens the revised one. The same
// revision sent twice is made once.
func Revise(tx *db.Tx, r Revision) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: r.UnitID}); err != nil {
		return Unit{}, err
	}
	if r.ParentID != "" && r.ParentID != Centre {
		if err := requireAll(tx, r.ParentID); err != nil {
			return Unit{}, err
		}
	}
	if done, ok, err := revisedAlready(tx, r); ok || err != nil {
		return done, err
	}
	var list problem.List
	before, err := openVersion(tx, r.UnitID, r.On, r.Seen)
	if err := gather(&list, err); err != nil {
		return Unit{}, err
	}
	after := r.applied(before)
	if err == nil && after == before {
		list.Add("name", "Chưa có gì thay đổi: tên, mã, loại và cấp trên của %s vẫn như cũ.", before.Name)
	}
	checkFullName(&list, before, after, r.FullName)
	if checkSource(&list, r.Source); len(list) > 0 {
		return Unit{}, list
	}
	after.Source = r.Source
	if after, err = succeed(tx, before, after, r.On); err != nil {
		return Unit{}, err
	}
	c := Change{Kind: Revised, OnDay: r.On, Source: r.Source, Before: []string{r.UnitID}, After: []string{r.UnitID}}
	return after, changed(tx, c, before, after)
}

// applied is a version with the fields of the revision that are not empty.
func (r Revision) applied(u Unit) Unit {
	set(&u.Code, r.Code)
	set(&u.Name, r.Name)
	set(&u.FullName, r.FullName)
	set((*string)(&u.Kind), string(r.Kind))
	setParent(&u, r.ParentID)
	return u
}

// revisedAlready finds the version that this very revision, sent before, has
// opened.
func revisedAlready(tx *db.Tx, r Revision) (Unit, bool, error) {
	if r.Seen == "" {
		return Unit{}, false, nil
	}
	versions, err := versionsOf(tx, r.UnitID)
	if err != nil {
		return Unit{}, false, fmt.Errorf("find unit %s: %w", r.UnitID, err)
	}
	if len(versions) == 0 {
		return Unit{}, false, nil
	}
	last := versions[len(versions)-1]
	same := last.FromDay == r.On && !r.On.IsZero() && last.Source == r.Source && last.Edition() != r.Seen && r.applied(last) == last
	return last, same, nil
}

// succeed closes a version on a day and opens the one that follows it.
func succeed(tx *db.Tx, before, after Unit, on vn.Date) (Unit, error) {
	after.VersionID, after.FromDay = db.NewID(), on
	if err := closeVersion(tx, before.VersionID, on); err != nil {
		return Unit{}, fmt.Errorf("close version of %s: %w", before.Name, err)
	}
	if err := checkVersion(tx, after); err != nil {
		return Unit{}, err
	}
	if err := enterVersion(tx, after); err != nil {
		return Unit{}, fmt.Errorf("revise unit %s: %w", before.Name, err)
	}
	return after, nil
}

func set(field *string, value string) {
	if value != "" {
		*field = value
	}
}

func setParent(u *Unit, parent string) {
	if set(&u.ParentID, parent); u.ParentID == Centre {
		u.ParentID = ""
	}
}
