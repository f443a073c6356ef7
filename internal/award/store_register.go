package award

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
)

// countRegisters counts what every unit keeps.
func countRegisters(tx *db.Tx) ([]Register, error) {
	return db.All[Register](tx, `
		SELECT s.unit_id, COUNT(DISTINCT s.id) AS subjects, COUNT(e.id) AS grants
		FROM subject s LEFT JOIN award_entry e ON e.subject_id = s.id AND e.kind = 'grant'
		WHERE s.joined_to = '' GROUP BY s.unit_id ORDER BY s.unit_id`)
}

func countRegister(tx *db.Tx, unitID string) (Register, error) {
	return db.One[Register](tx, `
		SELECT $1 AS unit_id, COUNT(DISTINCT s.id) AS subjects, COUNT(e.id) AS grants
		FROM subject s LEFT JOIN award_entry e ON e.subject_id = s.id AND e.kind = 'grant'
		WHERE s.unit_id = $1 AND s.joined_to = ''`, unitID)
}

func subjectsNamed(tx *db.Tx, unitID, folded string) ([]Subject, error) {
	return db.All[Subject](tx, `
		SELECT `+subjectColumns+` FROM subject s WHERE s.unit_id = $1 AND s.folded = $2 AND s.joined_to = '' ORDER BY s.id`, unitID, folded)
}

const (
	tailsAtOnce = MostFound + 10
	unitsAtOnce = 100 // SQLite joins at most 500 selects
)

// tailsEverywhere reads the tails from after up to before, in their order.
func tailsEverywhere(tx *db.Tx, after tailRow, before []byte, n int) ([]tailRow, error) {
	return db.All[tailRow](tx, `
		SELECT tail, subject_id, unit_id FROM subject_word
		WHERE tail >= $1 AND tail < $2 AND (tail > $1 OR subject_id > $3)
		ORDER BY tail, subject_id LIMIT $4`, after.Tail, before, after.SubjectID, n)
}

// tailsOfUnits is tailsEverywhere in the registers of some units, the first of each.
func tailsOfUnits(tx *db.Tx, units []string, after tailRow, before []byte) ([]tailRow, error) {
	args := []any{after.Tail, before, after.SubjectID, tailsAtOnce}
	selects := make([]string, len(units))
	for i, id := range units {
		args = append(args, id)
		selects[i] = fmt.Sprintf(`
			SELECT * FROM (SELECT tail, subject_id, unit_id FROM subject_word
			WHERE unit_id = $%d AND tail >= $1 AND tail < $2 AND (tail > $1 OR subject_id > $3)
			ORDER BY tail, subject_id LIMIT $4) AS u%d`, i+5, i)
	}
	return db.All[tailRow](tx, strings.Join(selects, ` UNION ALL `), args...)
}

// these writes a list of ids as the arguments of an IN.
func these(ids []string) (places string, args []any) {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprintf("$%d", i+1)
		args = append(args, id)
	}
	return strings.Join(list, ", "), args
}

// subjectsByID reads subjects in the order of their ids.
func subjectsByID(tx *db.Tx, ids []string) ([]Subject, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	places, args := these(ids)
	list, err := db.All[Subject](tx, `SELECT `+subjectColumns+` FROM subject s WHERE s.id IN (`+places+`)`, args...)
	slices.SortFunc(list, func(a, b Subject) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, err
}

func entriesOfThese(tx *db.Tx, ids []string) ([]Entry, error) {
	places, args := these(ids)
	return db.All[Entry](tx, `
		SELECT `+entryColumns+` FROM award_entry e WHERE e.subject_id IN (`+places+`) ORDER BY e.year, e.decided_on, e.id`, args...)
}

func yearsOfThese(tx *db.Tx, ids []string) ([]Year, error) {
	places, args := these(ids)
	return db.All[Year](tx, `
		SELECT `+yearColumns+` FROM subject_year y WHERE y.subject_id IN (`+places+`) AND y.rating <> '' ORDER BY y.year`, args...)
}

const listedWhere = ` FROM subject s WHERE s.unit_id = $1 AND s.joined_to = '' AND ($2 = '' OR s.kind = $2)`

// named keeps the subjects with a name that the words from $3 up to $4 are in.
const named = ` AND s.id IN (SELECT w.subject_id FROM subject_word w WHERE w.unit_id = $1 AND w.tail >= $3 AND w.tail < $4)`

func listedArgs(unitID string, kind rules.Kind, prefix []byte) (where string, args []any) {
	where, args = listedWhere, []any{unitID, string(kind)}
	if len(prefix) > 0 {
		where += named
		args = append(args, prefix, append(append([]byte{}, prefix...), 0xff))
	}
	return where, args
}

func countListed(tx *db.Tx, unitID string, kind rules.Kind, prefix []byte) (int, error) {
	where, args := listedArgs(unitID, kind, prefix)
	return db.One[int](tx, `SELECT COUNT(*)`+where, args...)
}

// listed lists the subjects of a page in the order of names.
func listed(tx *db.Tx, unitID string, kind rules.Kind, prefix []byte, offset int) ([]Subject, error) {
	where, args := listedArgs(unitID, kind, prefix)
	args = append(args, PageSize, offset)
	return db.All[Subject](tx, fmt.Sprintf(`SELECT %s%s ORDER BY s.folded, s.id LIMIT $%d OFFSET $%d`, subjectColumns, where, len(args)-1, len(args)), args...)
}
