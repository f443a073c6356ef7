package award

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
)

// prospectsOf reads what the rules ask, for a year, of every file that a unit keeps,
// in the order of names. The lists of a file are gathered into one text by the
// database: row by row, and as whole files, they take four times as long.
func prospectsOf(tx *db.Tx, unitID string, year int) ([]Prospect, error) {
	const query = `
		SELECT s.id, s.kind, s.name, s.folded, s.birth_year, s.female, s.post, s.place, s.classes, s.founded, s.left_on,
			(SELECT string_agg(y.year || y.rating, ' ') FROM subject_year y WHERE y.subject_id = s.id AND y.rating <> ''),
			(SELECT string_agg(e.year || e.occasion || e.award, ' ') FROM award_entry e
				WHERE e.subject_id = s.id AND e.kind = 'grant' AND e.id NOT IN (SELECT a.of_id FROM award_entry a WHERE a.kind = 'annulment')),
			(SELECT string_agg(i.year || i.scope, ' ') FROM subject_initiative i WHERE i.subject_id = s.id)
		FROM subject s WHERE s.unit_id = $1 AND s.joined_to = ''`
	var list []Prospect
	var years, entries, initiatives *string
	err := db.Each(tx, query, []any{unitID}, func(scan func(dest ...any) error) error {
		c := Prospect{Subject: Subject{UnitID: unitID}}
		err := scan(&c.ID, &c.Kind, &c.Name, &c.Folded, &c.BirthYear, &c.Female, &c.Post, &c.Place, &c.Classes, &c.Founded, &c.LeftOn, &years, &entries, &initiatives)
		if err != nil {
			return err
		}
		c.Women = c.Female
		c.facts = (&File{Subject: c.Subject}).Facts(year)
		c.facts.Years = gathered(years, func(y int, rest string) rules.Rated { return rules.Rated{Year: y, Rating: rules.Rating(rest)} })
		c.facts.Initiatives = gathered(initiatives, func(y int, rest string) rules.Initiative { return rules.Initiative{Year: y, Scope: rest} })
		c.facts.Awards = gathered(entries, func(y int, rest string) rules.Held {
			i := strings.IndexFunc(rest, unicode.IsUpper) // codes of awards begin so, occasions have none
			return rules.Held{Year: y, Occasion: rules.Occasion(rest[:i]), Award: rest[i:]}
		})
		list = append(list, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Prospect) int { return cmp.Or(cmp.Compare(a.Folded, b.Folded), cmp.Compare(a.ID, b.ID)) })
	return list, rarer(tx, unitID, year, list)
}

// rarer adds what few subjects have: the figures of collectives, and discipline.
func rarer(tx *db.Tx, unitID string, year int, list []Prospect) error {
	at := make(map[string]*Prospect, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	years, err := db.All[Year](tx, `SELECT `+yearColumns+` FROM subject_year y`+ofUnit+` AND s.kind <> 'person'`, unitID)
	if err != nil {
		return err
	}
	for _, y := range years {
		c := at[y.SubjectID]
		y.Rating = "" // is there already
		y.tell(c.facts)
		c.Women = c.Women || y.Year == year && y.Members > 0 && 10*y.Women >= 7*y.Members
	}
	disciplines, err := disciplinesOfUnit(tx, unitID)
	if err != nil {
		return err
	}
	for _, d := range disciplines {
		d.tell(at[d.SubjectID].facts)
	}
	return nil
}

// gathered reads a list that the database wrote into one text: numbers of years, each
// with what follows it.
func gathered[T any](text *string, item func(year int, rest string) T) []T {
	if text == nil {
		return nil
	}
	list := make([]T, 0, 1+strings.Count(*text, " "))
	for rest, more := *text, true; more; {
		var one string
		one, rest, more = strings.Cut(rest, " ")
		year, n := 0, 0
		for ; n < len(one) && '0' <= one[n] && one[n] <= '9'; n++ {
			year = year*10 + int(one[n]-'0')
		}
		list = append(list, item(year, one[n:]))
	}
	return list
}

// nominationColumns follow a subject that turned out to be another.
const nominationColumns = `n.id, n.unit_id, CASE WHEN s.joined_to <> '' THEN s.joined_to ELSE s.id END AS subject_id, n.award, n.year, n.answer, n.reason,
	n.account_id, n.name, n.nominated_at, s.name AS subject_name`

func insertNomination(tx *db.Tx, n Nomination) error {
	_, err := tx.Exec(`
		INSERT INTO nomination (id, unit_id, subject_id, award, year, answer, reason, account_id, name, nominated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		n.ID, n.UnitID, n.SubjectID, n.Award, n.Year, string(n.Answer), n.Reason, n.AccountID, n.Name, n.NominatedAt)
	return err
}

func deleteNomination(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM nomination WHERE id = $1`, id)
	return err
}

func nominationsOf(tx *db.Tx, unitID string, year int) ([]Nomination, error) {
	return db.All[Nomination](tx, `SELECT `+nominationColumns+` FROM nomination n JOIN subject s ON s.id = n.subject_id WHERE n.unit_id = $1 AND n.year = $2 ORDER BY n.nominated_at, n.id`, unitID, year)
}

// listVersion is the version of a unit's list of a year; 0 of one that was never
// changed.
func listVersion(tx *db.Tx, unitID string, year int) (int64, error) {
	return db.One[int64](tx, `SELECT COALESCE(MAX(version), 0) FROM nomination_list WHERE unit_id = $1 AND year = $2`, unitID, year)
}

func raiseList(tx *db.Tx, unitID string, year int) error {
	_, err := tx.Exec(`
		INSERT INTO nomination_list (unit_id, year, version) VALUES ($1, $2, 1)
		ON CONFLICT (unit_id, year) DO UPDATE SET version = nomination_list.version + 1`, unitID, year)
	return err
}

const quotaColumns = `q.id, q.unit_id, q.award, q.percent, q.base, q.of_award, q.says, q.rounding, q.rounding_doc, q.number, q.decided_on, q.from_day, q.to_day, q.version`

func insertQuota(tx *db.Tx, q Quota) error {
	_, err := tx.Exec(`
		INSERT INTO award_quota (id, unit_id, award, percent, base, of_award, says, rounding, rounding_doc, number, decided_on, from_day, to_day, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		q.ID, q.UnitID, q.Award, q.Percent, string(q.Base), q.OfAward, q.Says, string(q.Rounding), q.RoundingDoc, q.Number, q.DecidedOn, q.FromDay, q.ToDay, q.Version)
	return err
}

func updateQuota(tx *db.Tx, q Quota) error {
	_, err := tx.Exec(`UPDATE award_quota SET to_day = $1, version = $2 WHERE id = $3`, q.ToDay, q.Version, q.ID)
	return err
}

func deleteQuota(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM award_quota WHERE id = $1`, id)
	return err
}

func findQuota(tx *db.Tx, id string) (Quota, error) {
	return db.One[Quota](tx, `SELECT `+quotaColumns+` FROM award_quota q WHERE q.id = $1`, id)
}

func quotasOf(tx *db.Tx, unitID string) ([]Quota, error) {
	return db.All[Quota](tx, `SELECT `+quotaColumns+` FROM award_quota q WHERE q.unit_id = $1 ORDER BY q.award, q.from_day, q.id`, unitID)
}

const wholeColumns = `w.unit_id, w.award, w.year, w.whole, w.source, w.version`

func wholesOf(tx *db.Tx, unitID string, year int) ([]Whole, error) {
	return db.All[Whole](tx, `SELECT `+wholeColumns+` FROM award_whole w WHERE w.unit_id = $1 AND w.year = $2 ORDER BY w.award`, unitID, year)
}

// saveWhole stores a number over what stood there.
func saveWhole(tx *db.Tx, w Whole) error {
	_, err := tx.Exec(`
		INSERT INTO award_whole (unit_id, award, year, whole, source, version) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (unit_id, award, year) DO UPDATE SET whole = excluded.whole, source = excluded.source, version = excluded.version`,
		w.UnitID, w.Award, w.Year, w.Whole, w.Source, w.Version)
	return err
}
