package award

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// decidedIn are the subjects of a unit with a grant decided in a year, or with one
// that was annulled; of $1 the unit, $2 and $3 the first days of the year and of the
// next.
const decidedIn = `
	SELECT e.subject_id FROM award_entry e JOIN subject s ON s.id = e.subject_id
	WHERE s.unit_id = $1 AND s.joined_to = '' AND (e.kind = 'annulment' OR e.kind = 'grant' AND e.decided_on >= $2 AND e.decided_on < $3)`

func yearBounds(year int) (from, to string) {
	return fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-01-01", year+1)
}

func subjectsDecided(tx *db.Tx, unitID string, year int) ([]Subject, error) {
	from, to := yearBounds(year)
	return db.All[Subject](tx, `SELECT `+subjectColumns+` FROM subject s WHERE s.id IN (`+decidedIn+`) ORDER BY s.folded, s.id`, unitID, from, to)
}

func entriesDecided(tx *db.Tx, unitID string, year int) ([]Entry, error) {
	from, to := yearBounds(year)
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM award_entry e WHERE e.subject_id IN (`+decidedIn+`) ORDER BY e.decided_on, e.id`, unitID, from, to)
}

func subjectOfEntry(tx *db.Tx, id string) (string, error) {
	type row struct{ SubjectID string }
	r, err := db.One[row](tx, `SELECT e.subject_id FROM award_entry e WHERE e.id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return "", noGrant()
	}
	return r.SubjectID, err
}

func noGrant() error {
	return problem.New(problem.NotFound, "Không có lần khen thưởng này trong sổ.")
}
