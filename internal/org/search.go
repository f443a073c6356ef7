package org

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Query is what a reader looks for: a code, a part of a name, or both.
type Query struct {
	Day  vn.Date
	Code string
	Name string // marks and case do not matter
}

// Search finds the units that match on the day, at any level, in Vietnamese
// order of names. Elsewhen are the versions that match on other days only, of
// units not found on the day.
//
// Public: the register of units is public.
func Search(tx *db.Tx, q Query) (found, elsewhen []Unit, err error) {
	var versions []Unit
	if q.Code != "" {
		versions, err = versionsWithCode(tx, q.Code)
	} else {
		versions, err = allVersions(tx)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("search units: %w", err)
	}
	for _, v := range versions {
		switch {
		case !q.names(v):
		case v.InForce(q.Day):
			found = append(found, v)
		default:
			elsewhen = append(elsewhen, v)
		}
	}
	elsewhen = slices.DeleteFunc(elsewhen, func(u Unit) bool {
		return slices.ContainsFunc(found, func(o Unit) bool { return o.ID == u.ID })
	})
	byName := func(a, b Unit) int {
		return cmp.Or(vn.Compare(a.Name, b.Name), a.FromDay.Compare(b.FromDay), cmp.Compare(a.VersionID, b.VersionID))
	}
	slices.SortFunc(found, byName)
	slices.SortFunc(elsewhen, byName)
	return found, elsewhen, nil
}

// names reports whether a version has the name that is looked for.
func (q Query) names(u Unit) bool {
	if q.Name == "" {
		return true
	}
	want := vn.Slug(q.Name)
	return want != "" && (strings.Contains(vn.Slug(u.FullName), want) || strings.Contains(vn.Slug(u.Name), want))
}

// Era is a stretch of days on which the same units directly under the centre
// are of one kind.
type Era struct {
	From   vn.Date // zero: as far back as the register goes
	Units  []Unit  // in Vietnamese order of names
	Joined []Unit  // of these, the ones that were not so the day before
}

// Eras tells the units of a kind by date, oldest first.
//
// Public: the register of units is public.
func Eras(tx *db.Tx, kind Kind) ([]Era, error) {
	versions, err := versionsOfKind(tx, kind)
	if err != nil {
		return nil, fmt.Errorf("list units of kind %s: %w", kind, err)
	}
	versions = slices.DeleteFunc(versions, func(u Unit) bool { return u.ParentID != "" })
	var days []vn.Date
	for _, v := range versions {
		days = append(days, v.FromDay)
		if !v.ToDay.IsZero() {
			days = append(days, v.ToDay)
		}
	}
	slices.SortFunc(days, vn.Date.Compare)
	var eras []Era
	for _, day := range slices.Compact(days) {
		e := Era{From: day}
		for _, v := range versions {
			if v.InForce(day) {
				e.Units = append(e.Units, v)
			}
		}
		slices.SortFunc(e.Units, func(a, b Unit) int { return vn.Compare(a.Name, b.Name) })
		if len(eras) > 0 {
			last := eras[len(eras)-1]
			for _, u := range e.Units {
				if !hasUnit(last.Units, u.ID) {
					e.Joined = append(e.Joined, u)
				}
			}
			if len(e.Joined) == 0 && len(e.Units) == len(last.Units) {
				continue // a name or a code changed, not who is of the kind
			}
		}
		eras = append(eras, e)
	}
	return eras, nil
}

func hasUnit(list []Unit, id string) bool {
	return slices.ContainsFunc(list, func(u Unit) bool { return u.ID == id })
}
