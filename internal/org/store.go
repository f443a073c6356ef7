package org

import (
	"fmt"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const versionColumns = `id, unit_id, from_day, to_day, code, name, full_name, kind, parent_id, source`

func insertUnit(tx *db.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO unit (id, created_at) VALUES ($1, $2)`, id, db.At(tx.Now))
	return err
}

func insertVersion(tx *db.Tx, u Unit) error {
	_, err := tx.Exec(`
		INSERT INTO unit_version (id, unit_id, from_day, to_day, code, name, full_name, kind, parent_id, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		u.VersionID, u.ID, u.FromDay, u.ToDay, u.Code, u.Name, u.FullName, string(u.Kind), u.ParentID, u.Source)
	return err
}

func closeVersion(tx *db.Tx, versionID string, day vn.Date) error {
	_, err := tx.Exec(`UPDATE unit_version SET to_day = $1 WHERE id = $2`, day, versionID)
	return err
}

func versionOn(tx *db.Tx, unitID string, day vn.Date) (Unit, error) {
	return db.One[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE unit_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3)`, unitID, day, day)
}

func versionByCode(tx *db.Tx, code, parentID string, day vn.Date) (Unit, error) {
	return db.One[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE code = $1 AND parent_id = $2 AND (from_day = '' OR from_day <= $3) AND (to_day = '' OR to_day > $4)`,
		code, parentID, day, day)
}

func childrenOn(tx *db.Tx, parentID string, day vn.Date) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE parent_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3)
		ORDER BY code, id`, parentID, day, day)
}

type id struct{ ID string }

// subtreeOn finds a unit and all units below it on a day.
func subtreeOn(tx *db.Tx, unitID string, day vn.Date) ([]id, error) {
	return db.All[id](tx, `
		WITH RECURSIVE below (id) AS (
			SELECT CAST($1 AS TEXT)
			UNION
			SELECT v.unit_id FROM below b JOIN unit_version v ON v.parent_id = b.id
			WHERE (v.from_day = '' OR v.from_day <= $2) AND (v.to_day = '' OR v.to_day > $3)
		)
		SELECT id FROM below`, unitID, day, day)
}

// versionsBelow finds the versions below a parent that are in force on a day or
// later.
func versionsBelow(tx *db.Tx, parentID string, day vn.Date) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE parent_id = $1 AND (to_day = '' OR to_day > $2)
		ORDER BY code, name, from_day, id`, parentID, day)
}

// parentsOn finds unit and parent of each version in force on a day.
func parentsOn(tx *db.Tx, day vn.Date) (map[string]string, error) {
	parents := map[string]string{}
	err := db.Each(tx, `
		SELECT unit_id, parent_id FROM unit_version
		WHERE (from_day = '' OR from_day <= $1) AND (to_day = '' OR to_day > $2)`, []any{day, day}, func(scan func(dest ...any) error) error {
		var unit, parent string
		if err := scan(&unit, &parent); err != nil {
			return err
		}
		parents[unit] = parent
		return nil
	})
	return parents, err
}

func setVersionParent(tx *db.Tx, versionID, parentID string) error {
	_, err := tx.Exec(`UPDATE unit_version SET parent_id = $1 WHERE id = $2`, parentID, versionID)
	return err
}

func versionsOf(tx *db.Tx, unitID string) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version WHERE unit_id = $1 ORDER BY from_day, id`, unitID)
}

// named is the name of a unit from a day on.
type named struct {
	UnitID  string
	FromDay vn.Date
	Name    string
}

// namesOf finds the names of some units in one question, each unit's from the oldest.
func namesOf(tx *db.Tx, ids []string) ([]named, error) {
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), id
	}
	return db.All[named](tx, `
		SELECT unit_id, from_day, name FROM unit_version
		WHERE unit_id IN (`+strings.Join(marks, ", ")+`) ORDER BY unit_id, from_day, id`, args...)
}

// sameCode finds versions of other units below the same parent whose days
// overlap u's and that carry its code.
func sameCode(tx *db.Tx, u Unit) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE code = $1 AND parent_id = $2 AND unit_id <> $3
		  AND ($4 = '' OR from_day = '' OR from_day < $5)
		  AND (to_day = '' OR to_day > $6)
		ORDER BY from_day`, u.Code, u.ParentID, u.ID, u.ToDay, u.ToDay, u.FromDay)
}

func insertChange(tx *db.Tx, c Change) error {
	_, err := tx.Exec(`
		INSERT INTO unit_change (id, kind, on_day, source, created_at) VALUES ($1, $2, $3, $4, $5)`,
		c.ID, string(c.Kind), c.OnDay, c.Source, c.CreatedAt)
	if err != nil {
		return err
	}
	for side, ids := range map[string][]string{"before": c.Before, "after": c.After} {
		for _, id := range ids {
			if _, err := tx.Exec(`
				INSERT INTO unit_change_part (change_id, side, unit_id) VALUES ($1, $2, $3)`, c.ID, side, id); err != nil {
				return err
			}
		}
	}
	return nil
}

type part struct {
	ChangeID string
	Side     string
	UnitID   string
}

const (
	changeColumns = `id, kind, on_day, source, created_at`
	ofUnit        = `SELECT change_id FROM unit_change_part WHERE unit_id = $1`
	notCreations  = `SELECT id FROM unit_change WHERE kind <> 'create'`
)

func changesOf(tx *db.Tx, unitID string) ([]Change, error) {
	changes, err := db.All[Change](tx, `
		SELECT `+changeColumns+` FROM unit_change WHERE id IN (`+ofUnit+`) ORDER BY on_day, id`, unitID)
	if err != nil {
		return nil, err
	}
	parts, err := db.All[part](tx, `
		SELECT change_id, side, unit_id FROM unit_change_part WHERE change_id IN (`+ofUnit+`) ORDER BY unit_id`, unitID)
	return withParts(changes, parts), err
}

func allChanges(tx *db.Tx) ([]Change, error) {
	changes, err := db.All[Change](tx, `SELECT `+changeColumns+` FROM unit_change ORDER BY id`)
	if err != nil {
		return nil, err
	}
	parts, err := db.All[part](tx, `SELECT change_id, side, unit_id FROM unit_change_part ORDER BY unit_id`)
	return withParts(changes, parts), err
}

func withParts(changes []Change, parts []part) []Change {
	at := make(map[string]int, len(changes))
	for i, c := range changes {
		at[c.ID] = i
	}
	for _, p := range parts {
		c := &changes[at[p.ChangeID]]
		if p.Side == "before" {
			c.Before = append(c.Before, p.UnitID)
		} else {
			c.After = append(c.After, p.UnitID)
		}
	}
	return changes
}

// versionsOfChanged finds every version of the units that took part in a change
// other than their creation.
func versionsOfChanged(tx *db.Tx) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version
		WHERE unit_id IN (SELECT unit_id FROM unit_change_part WHERE change_id IN (`+notCreations+`))
		ORDER BY unit_id, from_day, id`)
}

func allVersions(tx *db.Tx) ([]Unit, error) {
	return db.All[Unit](tx, `SELECT `+versionColumns+` FROM unit_version ORDER BY from_day, id`)
}

func versionsWithCode(tx *db.Tx, code string) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version WHERE code = $1 ORDER BY from_day, id`, code)
}

func versionsOfKind(tx *db.Tx, kind Kind) ([]Unit, error) {
	return db.All[Unit](tx, `
		SELECT `+versionColumns+` FROM unit_version WHERE kind = $1 ORDER BY from_day, id`, string(kind))
}

// unitsWaiting are units after an id that nobody finds.
func unitsWaiting(tx *db.Tx, after string, n int) ([]string, error) {
	return db.All[string](tx, `
		SELECT u.id FROM unit u WHERE u.id > $1 AND NOT EXISTS (SELECT 1 FROM search_entry f WHERE f.kind = 'unit' AND f.object_id = u.id)
		ORDER BY u.id LIMIT $2`, after, n)
}
