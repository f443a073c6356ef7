package award

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

const listColumns = `id, unit_id, name, file_hash, state, lines, unread, entered, people, account_id, made_by, version, created_at, closed_at`

func insertList(tx *db.Tx, l PastList) error {
	_, err := tx.Exec(`
		INSERT INTO award_list (id, unit_id, name, file_hash, state, lines, unread, entered, people, account_id, made_by, version, created_at, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		l.ID, l.UnitID, l.Name, l.FileHash, string(l.State), l.Lines, l.Unread, l.Entered, l.People, l.AccountID, l.MadeBy, l.Version, l.CreatedAt, l.ClosedAt)
	return err
}

// updateList stores what became of a list. It is false when another has stored
// something since the version before.
func updateList(tx *db.Tx, l PastList) (bool, error) {
	n, err := tx.Exec(`UPDATE award_list SET state = $1, entered = $2, people = $3, version = $4, closed_at = $5 WHERE id = $6 AND version = $7`,
		string(l.State), l.Entered, l.People, l.Version, l.ClosedAt, l.ID, l.Version-1)
	return n == 1, err
}

func findList(tx *db.Tx, id string) (PastList, error) {
	return db.One[PastList](tx, `SELECT `+listColumns+` FROM award_list WHERE id = $1`, id)
}

func listsOf(tx *db.Tx, unitID string) ([]PastList, error) {
	return db.All[PastList](tx, `SELECT `+listColumns+` FROM award_list WHERE unit_id = $1 ORDER BY created_at DESC, id DESC`, unitID)
}

func listOfFile(tx *db.Tx, unitID, hash string) ([]PastList, error) {
	return db.All[PastList](tx, `SELECT `+listColumns+` FROM award_list WHERE unit_id = $1 AND file_hash = $2 AND state <> 'dropped' ORDER BY created_at`, unitID, hash)
}

// tuples are the placeholders of many rows: ($1, $2), ($3, $4).
func tuples(rows, columns int) string {
	var b strings.Builder
	for r := range rows {
		for c := range columns {
			switch {
			case c > 0:
				b.WriteString(", $")
			case r > 0:
				b.WriteString("), ($")
			default:
				b.WriteString("($")
			}
			b.WriteString(strconv.Itoa(r*columns + c + 1))
		}
	}
	return b.String() + ")"
}

// together is how many rows one statement inserts.
const together = 200

// partyRow is a party as it is stored.
type partyRow struct {
	N         int
	Kind      string
	Name      string
	BirthYear int
	Female    bool
	Post      string
	Place     string
	Founded   vn.Date
	Identity  []byte
	Verdict   string
	Reason    string
	Found     string
	Alike     string
	AlikeWhy  string
	Choice    string
}

const partyColumns = `n, kind, name, birth_year, female, post, place, founded, identity, verdict, reason, found, alike, alike_why, choice`

func insertParties(tx *db.Tx, listID string, rows []partyRow) error {
	for i := 0; i < len(rows); i += together {
		part := rows[i:min(i+together, len(rows))]
		var args []any
		for _, r := range part {
			args = append(args, listID, r.N, r.Kind, r.Name, r.BirthYear, r.Female, r.Post, r.Place, r.Founded, r.Identity, r.Verdict, r.Reason, r.Found, r.Alike, r.AlikeWhy, r.Choice)
		}
		if _, err := tx.Exec(`INSERT INTO award_list_party (list_id, `+partyColumns+`) VALUES `+tuples(len(part), 16), args...); err != nil {
			return err
		}
	}
	return nil
}

func partiesOf(tx *db.Tx, listID string) ([]partyRow, error) {
	return db.All[partyRow](tx, `SELECT `+partyColumns+` FROM award_list_party WHERE list_id = $1 ORDER BY n`, listID)
}

// saveMatching stores whom a party was found to be, and what was chosen.
func saveMatching(tx *db.Tx, listID string, n int, m Matching, choice string) error {
	_, err := tx.Exec(`UPDATE award_list_party SET verdict = $1, reason = $2, found = $3, choice = $4 WHERE list_id = $5 AND n = $6`,
		string(m.Verdict), m.Reason, strings.Join(m.Found, ","), choice, listID, n)
	return err
}

// forgetIdentities destroys the identity numbers of a list that is closed.
func forgetIdentities(tx *db.Tx, listID string) error {
	_, err := tx.Exec(`UPDATE award_list_party SET identity = $1 WHERE list_id = $2`, []byte{}, listID)
	return err
}

// forgetList destroys what a dropped list said; that it was there stays.
func forgetList(tx *db.Tx, listID string) error {
	if _, err := tx.Exec(`DELETE FROM award_list_row WHERE list_id = $1`, listID); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM award_list_party WHERE list_id = $1`, listID)
	return err
}

func insertListLines(tx *db.Tx, listID string, lines []ListLine) error {
	for i := 0; i < len(lines); i += together {
		part := lines[i:min(i+together, len(lines))]
		var args []any
		for _, l := range part {
			data, err := json.Marshal(l.Line)
			if err != nil {
				return err
			}
			args = append(args, listID, l.N, l.Party, string(data), l.Choice)
		}
		if _, err := tx.Exec(`INSERT INTO award_list_row (list_id, n, party, data, choice) VALUES `+tuples(len(part), 5), args...); err != nil {
			return err
		}
	}
	return nil
}

// insertEntries is insertEntry for many.
func insertEntries(tx *db.Tx, list []Entry) error {
	for i := 0; i < len(list); i += together {
		part := list[i:min(i+together, len(list))]
		var args []any
		for _, e := range part {
			args = append(args, e.ID, e.SubjectID, string(e.Kind), e.OfID, e.Award, e.Year, e.FromYear, e.Number, e.DecidedOn, e.DecidedBy, e.Signer, string(e.Occasion),
				e.Achievement, e.AsWritten, e.Source, e.ListID, e.CreatedAt)
		}
		if _, err := tx.Exec(`
			INSERT INTO award_entry (id, subject_id, kind, of_id, award, year, from_year, number, decided_on, decided_by, signer, occasion,
				achievement, as_written, source, list_id, created_at) VALUES `+tuples(len(part), 17), args...); err != nil {
			return err
		}
	}
	return nil
}

func listLinesOf(tx *db.Tx, listID string) ([]ListLine, error) {
	rows, err := db.All[struct {
		N, Party     int
		Data, Choice string
	}](tx, `SELECT n, party, data, choice FROM award_list_row WHERE list_id = $1 ORDER BY n`, listID)
	if err != nil {
		return nil, err
	}
	list := make([]ListLine, len(rows))
	for i, r := range rows {
		list[i] = ListLine{N: r.N, Party: r.Party, Choice: r.Choice}
		if err := json.Unmarshal([]byte(r.Data), &list[i].Line); err != nil {
			return nil, fmt.Errorf("line %d of list %s: %w", r.N, listID, err)
		}
	}
	return list, nil
}

func saveLineChoice(tx *db.Tx, listID string, n int, choice string) error {
	_, err := tx.Exec(`UPDATE award_list_row SET choice = $1 WHERE list_id = $2 AND n = $3`, choice, listID, n)
	return err
}

// keepers are the units that keep files.
func keepers(tx *db.Tx) ([]string, error) {
	rows, err := db.All[struct{ UnitID string }](tx, `SELECT DISTINCT unit_id FROM subject WHERE joined_to = '' ORDER BY unit_id`)
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.UnitID
	}
	return list, err
}

// earlierNames are the names that subjects of a unit bore and bear no more.
func earlierNames(tx *db.Tx, unitID string) (map[string][]string, error) {
	rows, err := db.All[struct{ SubjectID, Name string }](tx, `
		SELECT n.subject_id, n.name FROM subject_name n`+ofUnit+` AND n.name <> s.name ORDER BY n.subject_id, n.from_day, n.id`, unitID)
	if err != nil {
		return nil, err
	}
	names := map[string][]string{}
	for _, r := range rows {
		names[r.SubjectID] = append(names[r.SubjectID], r.Name)
	}
	return names, nil
}

// completeSubject stores what a list knows of a subject and the register did not.
func completeSubject(tx *db.Tx, s Subject) error {
	if s.Identity == nil { // none is kept
		s.Identity = []byte{}
	}
	_, err := tx.Exec(`UPDATE subject SET birth_year = $1, identity = $2, founded = $3, version = $4 WHERE id = $5`,
		s.BirthYear, s.Identity, s.Founded, s.Version, s.ID)
	return err
}

// join passes all that is kept of a subject to another, whose row and years are given
// as they are then.
func join(tx *db.Tx, kept, joined Subject, years []Year) error {
	for _, y := range years {
		if err := saveYear(tx, y); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`DELETE FROM subject_year WHERE subject_id = $1`, joined.ID); err != nil {
		return err
	}
	if err := deleteTails(tx, joined.ID); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE award_entry SET subject_id = $1 WHERE subject_id = $2`,
		`UPDATE subject_initiative SET subject_id = $1 WHERE subject_id = $2`,
		`UPDATE subject_discipline SET subject_id = $1 WHERE subject_id = $2`,
		`UPDATE subject_name SET subject_id = $1 WHERE subject_id = $2`,
	} {
		if _, err := tx.Exec(statement, kept.ID, joined.ID); err != nil {
			return err
		}
	}
	if err := insertTails(tx, kept, joined.Folded); err != nil {
		return err
	}
	if err := completeSubject(tx, kept); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE subject SET joined_to = $1, identity = $2, version = $3 WHERE id = $4`, kept.ID, []byte{}, joined.Version+1, joined.ID)
	return err
}

func (r partyRow) kind() rules.Kind { return rules.Kind(r.Kind) }
