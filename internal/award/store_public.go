package award

import "giaouoc/internal/db"

// decided says which grants are public, as the index award_entry_decided has it.
const decided = `e.kind = 'grant' AND e.number <> '' AND e.decided_on <> ''`

// bounds are the days of a span; what is open has the first or the last day there is.
func (s Span) bounds() (from, to string) {
	from, to = s.From.String(), s.To.String()
	if to == "" {
		to = "9999-12-31"
	}
	return from, to
}

// grantsDecided finds the ids in the index alone, and reads the rows of those.
func grantsDecided(tx *db.Tx, s Span, offset, n int) ([]PublicGrant, error) {
	from, to := s.bounds()
	return db.All[PublicGrant](tx, `
		SELECT e.id, e.subject_id, s.kind, s.name, s.unit_id, '' AS unit_name, e.award, e.as_written, e.year, e.from_year, e.number, e.decided_on, e.decided_by,
			'' AS annulled_by, '' AS annulled_on
		FROM (SELECT e.id FROM award_entry e WHERE `+decided+` AND e.decided_on >= $1 AND e.decided_on <= $2
			ORDER BY e.decided_on DESC, e.id DESC LIMIT $3 OFFSET $4) AS p
		JOIN award_entry e ON e.id = p.id JOIN subject s ON s.id = e.subject_id
		ORDER BY e.decided_on DESC, e.id DESC`, from, to, n, offset)
}

func countGrantsDecided(tx *db.Tx, s Span, most int) (int, error) {
	from, to := s.bounds()
	return db.One[int](tx, `
		SELECT COUNT(*) AS n FROM (SELECT e.id FROM award_entry e WHERE `+decided+` AND e.decided_on >= $1 AND e.decided_on <= $2 LIMIT $3) AS few`, from, to, most)
}

func namingsOfThese(tx *db.Tx, subjects []string) ([]Naming, error) {
	places, args := these(subjects)
	return db.All[Naming](tx, `SELECT `+namingColumns+` FROM subject_name n WHERE n.subject_id IN (`+places+`) ORDER BY n.from_day, n.id`, args...)
}

// namesCorrected are the corrections of names of grants, the last of each last.
func namesCorrected(tx *db.Tx, grants []string) ([]Correction, error) {
	places, args := these(grants)
	return db.All[Correction](tx, `
		SELECT `+correctionColumns+` FROM award_correction k WHERE k.field = 'name' AND k.grant_id IN (`+places+`) ORDER BY k.decided_on, k.id`, args...)
}

// grantsDecidedOf reads those of some grants whose decision has a number and a day.
func grantsDecidedOf(tx *db.Tx, grants []string) ([]PublicGrant, error) {
	places, args := these(grants)
	return db.All[PublicGrant](tx, `
		SELECT e.id, e.subject_id, s.kind, s.name, s.unit_id, '' AS unit_name, e.award, e.as_written, e.year, e.from_year, e.number, e.decided_on, e.decided_by,
			'' AS annulled_by, '' AS annulled_on
		FROM award_entry e JOIN subject s ON s.id = e.subject_id WHERE `+decided+` AND e.id IN (`+places+`)`, args...)
}

// grantsOfSubject are the ids of a subject's grants.
func grantsOfSubject(tx *db.Tx, subjectID string) ([]string, error) {
	return db.All[string](tx, `SELECT e.id FROM award_entry e WHERE e.subject_id = $1 AND e.kind = 'grant' ORDER BY e.id`, subjectID)
}

// grantsWaiting are grants after an id that nobody finds and nobody annulled.
func grantsWaiting(tx *db.Tx, after string, n int) ([]string, error) {
	return db.All[string](tx, `
		SELECT e.id FROM award_entry e WHERE `+decided+` AND e.id > $1
			AND NOT EXISTS (SELECT 1 FROM search_entry f WHERE f.kind = 'award' AND f.object_id = e.id)
			AND NOT EXISTS (SELECT 1 FROM award_entry a WHERE a.kind = 'annulment' AND a.subject_id = e.subject_id AND a.of_id = e.id)
		ORDER BY e.id LIMIT $2`, after, n)
}
