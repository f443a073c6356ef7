package org

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/search"
)

// enterVersion stores a version of a unit, and has the unit found by it.
func enterVersion(tx *db.Tx, u Unit) error {
	if err := insertVersion(tx, u); err != nil {
		return err
	}
	return findable(tx, u.ID)
}

// findable has a unit found by everyone by all the names it has had.
func findable(tx *db.Tx, id string) error {
	versions, err := versionsOf(tx, id)
	if err != nil || len(versions) == 0 {
		return err
	}
	last := versions[len(versions)-1]
	said := []string{last.FullName}
	for _, v := range versions {
		for _, name := range []string{v.Name, v.FullName} {
			if name != last.Name && name != "" && !slices.Contains(said, name) {
				said = append(said, name)
			}
		}
	}
	detail := strings.Join(said, "; ")
	if last.Code != "" {
		detail += "; mã " + last.Code
	}
	return search.Put(tx, search.Entry{
		Kind: search.Unit, ObjectID: id, Title: last.Name, Detail: strings.TrimPrefix(detail, "; "), Address: "/don-vi/" + id,
	})
}

// IndexUnits makes up to n units after an id findable that were entered before there
// was search; it returns the last of them, empty when none is left.
//
// Public: the program itself; the register of units is public.
func IndexUnits(tx *db.Tx, after string, n int) (last string, err error) {
	ids, err := unitsWaiting(tx, after, n)
	if err != nil {
		return "", fmt.Errorf("find units to index: %w", err)
	}
	for _, id := range ids {
		if err := findable(tx, id); err != nil {
			return "", err
		}
		last = id
	}
	return last, nil
}
