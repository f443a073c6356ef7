package award

import "giaouoc/internal/db"

// atOnce is how many rows one statement writes: SQLite takes long over thousands of
// arguments.
const atOnce = 20

// inParts writes rows some at a time; columns is how many arguments a row has.
func inParts(tx *db.Tx, args []any, columns int, before, after string) error {
	for i := 0; i < len(args); i += atOnce * columns {
		part := args[i:min(i+atOnce*columns, len(args))]
		if _, err := tx.Exec(before+tuples(len(part)/columns, columns)+after, part...); err != nil {
			return err
		}
	}
	return nil
}

// keepMany opens files of subjects, each with its naming.
func keepMany(tx *db.Tx, list []Subject) error {
	var subjects, words, names []any
	for _, s := range list {
		subjects = append(subjects, s.ID, s.UnitID, string(s.Kind), s.Name, s.Folded, s.BirthYear, s.Female, s.Post, s.Place, s.Classes, s.Founded, s.OwnUnit,
			bytesOf(s.Identity), s.LeftOn, s.JoinedTo, s.Version, s.CreatedAt)
		for _, tail := range tails(s.Folded) {
			words = append(words, []byte(tail), s.UnitID, s.ID)
		}
		n := Naming{ID: db.NewID(), SubjectID: s.ID, Name: s.Name, UnitID: s.UnitID, Place: s.Place, Post: s.Post}
		names = append(names, n.ID, n.SubjectID, n.FromDay, n.ToDay, n.Name, n.UnitID, n.Place, n.Post, n.Source)
	}
	if err := inParts(tx, subjects, 17, `
		INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit,
			identity, left_on, joined_to, version, created_at) VALUES `, ``); err != nil {
		return err
	}
	if err := inParts(tx, words, 3, `INSERT INTO subject_word (tail, unit_id, subject_id) VALUES `, ` ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	return inParts(tx, names, 9, `INSERT INTO subject_name (id, subject_id, from_day, to_day, name, unit_id, place, post, source) VALUES `, ``)
}

// saveYears is saveYear for many, each of another subject.
func saveYears(tx *db.Tx, list []Year) error {
	var args []any
	for _, y := range list {
		args = append(args, y.SubjectID, y.Year, string(y.Rating), y.Source, y.LeadOf, y.Outstanding, y.Exceeded, y.Members, y.Women, y.Completed, y.Advanced, y.Fighters, y.Disciplined)
	}
	return inParts(tx, args, 13, `
		INSERT INTO subject_year (subject_id, year, rating, source, lead_of, outstanding, exceeded, members, women, completed, advanced, fighters, disciplined) VALUES `, `
		ON CONFLICT (subject_id, year) DO UPDATE SET rating = excluded.rating, source = excluded.source, lead_of = excluded.lead_of,
			outstanding = excluded.outstanding, exceeded = excluded.exceeded, members = excluded.members, women = excluded.women,
			completed = excluded.completed, advanced = excluded.advanced, fighters = excluded.fighters, disciplined = excluded.disciplined`)
}
