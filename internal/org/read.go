package org

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Find returns a unit as it is on a day.
//
// Public: the register of units is public.
func Find(tx *db.Tx, id string, day vn.Date) (Unit, error) {
	u, err := versionOn(tx, id, day)
	if errors.Is(err, db.ErrNoRow) {
		return Unit{}, problem.New(problem.NotFound, "Không có đơn vị này vào ngày %s.", day.Short())
	}
	if err != nil {
		return Unit{}, fmt.Errorf("find unit %s: %w", id, err)
	}
	return u, nil
}

// ByCode returns the units that have a code on a day. Codes are unique below
// one parent, so provinces are asked with parent "".
//
// Public: the register of units is public.
func ByCode(tx *db.Tx, code, parentID string, day vn.Date) (Unit, error) {
	u, err := versionByCode(tx, code, parentID, day)
	if errors.Is(err, db.ErrNoRow) {
		return Unit{}, problem.New(problem.NotFound, "Không có đơn vị mang mã %s vào ngày %s.", code, day.Short())
	}
	if err != nil {
		return Unit{}, fmt.Errorf("find unit by code %s: %w", code, err)
	}
	return u, nil
}

// On returns every unit in force on a day below a parent ("" for the units
// directly under the centre), in Vietnamese order of names.
//
// Public: the register of units is public.
func On(tx *db.Tx, parentID string, day vn.Date) ([]Unit, error) {
	units, err := childrenOn(tx, parentID, day)
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	slices.SortStableFunc(units, func(a, b Unit) int { return vn.Compare(a.Name, b.Name) })
	return units, nil
}

// Below returns every unit that stands below a parent on a day or later, as it
// stands now, once each, in Vietnamese order of names.
//
// Public: the register of units is public.
func Below(tx *db.Tx, parentID string, day vn.Date) ([]Unit, error) {
	versions, err := versionsBelow(tx, parentID, day)
	if err != nil {
		return nil, fmt.Errorf("list units below %s: %w", parentID, err)
	}
	var units []Unit
	for _, v := range versions {
		if !hasUnit(units, v.ID) {
			units = append(units, v)
		}
	}
	slices.SortStableFunc(units, func(a, b Unit) int { return vn.Compare(a.Name, b.Name) })
	return units, nil
}

// Names returns the names of units as they are on a day, by id; a unit that is
// not in force then has the name of its last version before, or its first.
//
// Public: the register of units is public.
func Names(tx *db.Tx, day vn.Date, ids ...string) (map[string]string, error) {
	var ask []string
	asked := map[string]bool{"": true}
	for _, id := range ids {
		if !asked[id] {
			asked[id], ask = true, append(ask, id)
		}
	}
	names := make(map[string]string, len(ask))
	for some := range slices.Chunk(ask, 200) {
		versions, err := namesOf(tx, some)
		if err != nil {
			return nil, fmt.Errorf("name units %s: %w", strings.Join(some, ", "), err)
		}
		for _, v := range versions {
			if _, known := names[v.UnitID]; !known || v.FromDay.IsZero() || !v.FromDay.After(day) {
				names[v.UnitID] = v.Name
			}
		}
	}
	return names, nil
}

// Parents returns the unit above each unit in force on a day, by id; "" stands above
// those directly under the centre.
//
// Public: the register of units is public.
func Parents(tx *db.Tx, day vn.Date) (map[string]string, error) {
	parents, err := parentsOn(tx, day)
	if err != nil {
		return nil, fmt.Errorf("find the units above units: %w", err)
	}
	return parents, nil
}

// History returns the versions of a unit and the changes it took part in,
// oldest first.
//
// Public: the register of units is public.
func History(tx *db.Tx, id string) ([]Unit, []Change, error) {
	versions, err := versionsOf(tx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("read history of unit %s: %w", id, err)
	}
	if len(versions) == 0 {
		return nil, nil, problem.New(problem.NotFound, "Không có đơn vị này.")
	}
	changes, err := changesOf(tx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("read history of unit %s: %w", id, err)
	}
	return versions, changes, nil
}

// Exists reports whether there is a unit of this id on any day.
//
// Public: the register of units is public.
func Exists(tx *db.Tx, id string) (bool, error) {
	versions, err := versionsOf(tx, id)
	if err != nil {
		return false, fmt.Errorf("find unit %s: %w", id, err)
	}
	return len(versions) > 0, nil
}
