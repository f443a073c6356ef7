package award

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const subjectColumns = `s.id, s.unit_id, s.kind, s.name, s.folded, s.birth_year, s.female, s.post, s.place, s.classes, s.founded, s.own_unit,
	s.identity, s.left_on, s.joined_to, s.version, s.created_at`

func insertSubject(tx *db.Tx, s Subject) error {
	_, err := tx.Exec(`
		INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit,
			identity, left_on, joined_to, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		s.ID, s.UnitID, string(s.Kind), s.Name, s.Folded, s.BirthYear, s.Female, s.Post, s.Place, s.Classes, s.Founded, s.OwnUnit,
		bytesOf(s.Identity), s.LeftOn, s.JoinedTo, s.Version, s.CreatedAt)
	if err != nil {
		return err
	}
	return insertTails(tx, s, s.Folded)
}

// insertTails stores a name of a subject, folded, to be found by.
func insertTails(tx *db.Tx, s Subject, folded string) error {
	for _, tail := range tails(folded) {
		_, err := tx.Exec(`
			INSERT INTO subject_word (tail, unit_id, subject_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, []byte(tail), s.UnitID, s.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

func deleteTails(tx *db.Tx, subjectID string) error {
	_, err := tx.Exec(`DELETE FROM subject_word WHERE subject_id = $1`, subjectID)
	return err
}

// updateSubject stores what a subject is now, over the version before.
func updateSubject(tx *db.Tx, s Subject) (int64, error) {
	return tx.Exec(`
		UPDATE subject SET unit_id = $1, name = $2, folded = $3, birth_year = $4, female = $5, post = $6, place = $7, classes = $8, founded = $9,
			own_unit = $10, identity = $11, left_on = $12, version = version + 1
		WHERE id = $13 AND version = $14`,
		s.UnitID, s.Name, s.Folded, s.BirthYear, s.Female, s.Post, s.Place, s.Classes, s.Founded, s.OwnUnit, bytesOf(s.Identity), s.LeftOn, s.ID, s.Version)
}

// bytesOf stores none as none: an empty value comes back from SQLite as nil.
func bytesOf(b []byte) []byte { return append([]byte{}, b...) }

func findSubject(tx *db.Tx, id string) (Subject, error) {
	return db.One[Subject](tx, `SELECT `+subjectColumns+` FROM subject s WHERE s.id = $1`, id)
}

// subjectsOf lists the subjects whose files a unit keeps, but those that turned out
// to be another.
func subjectsOf(tx *db.Tx, unitID string) ([]Subject, error) {
	return db.All[Subject](tx, `SELECT `+subjectColumns+` FROM subject s WHERE s.unit_id = $1 AND s.joined_to = '' ORDER BY s.folded, s.id`, unitID)
}

const namingColumns = `n.id, n.subject_id, n.from_day, n.to_day, n.name, n.unit_id, n.place, n.post, n.source`

func insertNaming(tx *db.Tx, n Naming) error {
	_, err := tx.Exec(`
		INSERT INTO subject_name (id, subject_id, from_day, to_day, name, unit_id, place, post, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.ID, n.SubjectID, n.FromDay, n.ToDay, n.Name, n.UnitID, n.Place, n.Post, n.Source)
	return err
}

// updateNaming stores a naming over what stood there.
func updateNaming(tx *db.Tx, n Naming) error {
	_, err := tx.Exec(`
		UPDATE subject_name SET to_day = $1, name = $2, unit_id = $3, place = $4, post = $5, source = $6 WHERE id = $7`,
		n.ToDay, n.Name, n.UnitID, n.Place, n.Post, n.Source, n.ID)
	return err
}

func namingsOf(tx *db.Tx, subjectID string) ([]Naming, error) {
	return db.All[Naming](tx, `SELECT `+namingColumns+` FROM subject_name n WHERE n.subject_id = $1 ORDER BY n.from_day, n.id`, subjectID)
}

const yearColumns = `y.subject_id, y.year, y.rating, y.source, y.lead_of, y.outstanding, y.exceeded, y.members, y.women, y.completed, y.advanced,
	y.fighters, y.disciplined`

// saveYear stores a year over what stood there.
func saveYear(tx *db.Tx, y Year) error {
	_, err := tx.Exec(`
		INSERT INTO subject_year (subject_id, year, rating, source, lead_of, outstanding, exceeded, members, women, completed, advanced, fighters, disciplined)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (subject_id, year) DO UPDATE SET rating = excluded.rating, source = excluded.source, lead_of = excluded.lead_of,
			outstanding = excluded.outstanding, exceeded = excluded.exceeded, members = excluded.members, women = excluded.women,
			completed = excluded.completed, advanced = excluded.advanced, fighters = excluded.fighters, disciplined = excluded.disciplined`,
		y.SubjectID, y.Year, string(y.Rating), y.Source, y.LeadOf, y.Outstanding, y.Exceeded, y.Members, y.Women, y.Completed, y.Advanced, y.Fighters, y.Disciplined)
	return err
}

func yearsOf(tx *db.Tx, subjectID string) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM subject_year y WHERE y.subject_id = $1 ORDER BY y.year`, subjectID)
}

const initiativeColumns = `i.id, i.subject_id, i.year, i.scope, i.name, i.number, i.source`

func insertInitiative(tx *db.Tx, i Initiative) error {
	_, err := tx.Exec(`
		INSERT INTO subject_initiative (id, subject_id, year, scope, name, number, source) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		i.ID, i.SubjectID, i.Year, i.Scope, i.Name, i.Number, i.Source)
	return err
}

func initiativesOf(tx *db.Tx, subjectID string) ([]Initiative, error) {
	return db.All[Initiative](tx, `SELECT `+initiativeColumns+` FROM subject_initiative i WHERE i.subject_id = $1 ORDER BY i.year, i.id`, subjectID)
}

const disciplineColumns = `d.id, d.subject_id, d.form, d.from_day, d.to_day, d.number, d.note`

func insertDiscipline(tx *db.Tx, d Discipline) error {
	_, err := tx.Exec(`
		INSERT INTO subject_discipline (id, subject_id, form, from_day, to_day, number, note) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, d.SubjectID, d.Form, d.FromDay, d.ToDay, d.Number, d.Note)
	return err
}

// endDiscipline sets the last day of a discipline.
func endDiscipline(tx *db.Tx, d Discipline) error {
	_, err := tx.Exec(`UPDATE subject_discipline SET to_day = $1, note = $2 WHERE id = $3`, d.ToDay, d.Note, d.ID)
	return err
}

func disciplinesOf(tx *db.Tx, subjectID string) ([]Discipline, error) {
	return db.All[Discipline](tx, `SELECT `+disciplineColumns+` FROM subject_discipline d WHERE d.subject_id = $1 ORDER BY d.from_day, d.id`, subjectID)
}

const entryColumns = `e.id, e.subject_id, e.kind, e.of_id, e.award, e.year, e.from_year, e.number, e.decided_on, e.decided_by, e.signer, e.occasion,
	e.achievement, e.as_written, e.source, e.list_id, e.created_at`

func insertEntry(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`
		INSERT INTO award_entry (id, subject_id, kind, of_id, award, year, from_year, number, decided_on, decided_by, signer, occasion,
			achievement, as_written, source, list_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		e.ID, e.SubjectID, string(e.Kind), e.OfID, e.Award, e.Year, e.FromYear, e.Number, e.DecidedOn, e.DecidedBy, e.Signer, string(e.Occasion),
		e.Achievement, e.AsWritten, e.Source, e.ListID, e.CreatedAt)
	return err
}

func entriesOf(tx *db.Tx, subjectID string) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM award_entry e WHERE e.subject_id = $1 ORDER BY e.year, e.decided_on, e.id`, subjectID)
}

// grantsOfDay are the grants of a day to subjects with a name that ends in these bytes.
func grantsOfDay(tx *db.Tx, tail []byte, on vn.Date) ([]Entry, error) {
	return db.All[Entry](tx, `
		SELECT `+entryColumns+` FROM award_entry e
		WHERE e.kind = 'grant' AND e.decided_on = $1 AND e.subject_id IN (SELECT w.subject_id FROM subject_word w WHERE w.tail = $2)
		ORDER BY e.id LIMIT 500`, on, tail)
}

// ofUnit joins a table of a subject's file to the subjects whose files a unit keeps.
const ofUnit = ` JOIN subject s ON s.id = subject_id WHERE s.unit_id = $1 AND s.joined_to = ''`

func yearsOfUnit(tx *db.Tx, unitID string) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM subject_year y`+ofUnit+` ORDER BY y.subject_id, y.year`, unitID)
}

func initiativesOfUnit(tx *db.Tx, unitID string) ([]Initiative, error) {
	return db.All[Initiative](tx, `SELECT `+initiativeColumns+` FROM subject_initiative i`+ofUnit+` ORDER BY i.year, i.id`, unitID)
}

func disciplinesOfUnit(tx *db.Tx, unitID string) ([]Discipline, error) {
	return db.All[Discipline](tx, `SELECT `+disciplineColumns+` FROM subject_discipline d`+ofUnit+` ORDER BY d.from_day, d.id`, unitID)
}

func entriesOfUnit(tx *db.Tx, unitID string) ([]Entry, error) {
	return db.All[Entry](tx, `SELECT `+entryColumns+` FROM award_entry e`+ofUnit, unitID)
}

// subjectsThatAre lists the collectives that are a unit of the register of units,
// but those that turned out to be another; the one first kept first.
func subjectsThatAre(tx *db.Tx, unitID string) ([]Subject, error) {
	return db.All[Subject](tx, `SELECT `+subjectColumns+` FROM subject s WHERE s.own_unit = $1 AND s.kind = 'collective' AND s.joined_to = '' ORDER BY s.id`, unitID)
}

// raiseSubject gives the file of a subject its next version.
func raiseSubject(tx *db.Tx, id string) error {
	_, err := tx.Exec(`UPDATE subject SET version = version + 1 WHERE id = $1`, id)
	return err
}
