package deliberation

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/db"
)

// together is how many rows one statement writes: SQLite takes long over thousands of
// arguments.
const together = 20

// tuples are the places of rows: ($1, $2), ($3, $4).
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

const staffColumns = `s.id, s.deliberation_id, s.n, s.code, s.name, s.folded, s.birth_year, s.female, s.post, s.department, s.leader, s.direct, s.account_id,
	s.subject_id, s.doubt, s.found, s.rating, s.unrated, s.registered, s.nominated`

func insertStaff(tx *db.Tx, list []Staff) error {
	for i := 0; i < len(list); i += together {
		part := list[i:min(i+together, len(list))]
		args := make([]any, 0, 20*len(part))
		for _, s := range part {
			args = append(args, s.ID, s.DeliberationID, s.N, s.Code, s.Name, s.Folded, s.BirthYear, s.Female, s.Post, s.Department, s.Leader, s.Direct, s.AccountID,
				s.SubjectID, s.Doubt, s.Found, string(s.Rating), s.Unrated, s.Registered, s.Nominated)
		}
		if _, err := tx.Exec(`
			INSERT INTO deliberation_staff (id, deliberation_id, n, code, name, folded, birth_year, female, post, department, leader, direct, account_id,
				subject_id, doubt, found, rating, unrated, registered, nominated) VALUES `+tuples(len(part), 20), args...); err != nil {
			return err
		}
	}
	return nil
}

func updateStaff(tx *db.Tx, s Staff) error {
	_, err := tx.Exec(`
		UPDATE deliberation_staff SET code = $1, name = $2, folded = $3, birth_year = $4, female = $5, post = $6, department = $7, leader = $8, direct = $9,
			account_id = $10, subject_id = $11, doubt = $12, found = $13, rating = $14, unrated = $15, registered = $16, nominated = $17
		WHERE id = $18`,
		s.Code, s.Name, s.Folded, s.BirthYear, s.Female, s.Post, s.Department, s.Leader, s.Direct, s.AccountID, s.SubjectID, s.Doubt, s.Found, string(s.Rating),
		s.Unrated, s.Registered, s.Nominated, s.ID)
	return err
}

func deleteStaff(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM deliberation_staff WHERE id = $1`, id)
	return err
}

func lastNumber(tx *db.Tx, id string) (int, error) {
	return db.One[int](tx, `SELECT COALESCE(MAX(s.n), 0) FROM deliberation_staff s WHERE s.deliberation_id = $1`, id)
}

// scanned reads rows of staff, up to thousands, in place.
func scanned(tx *db.Tx, rest string, args ...any) ([]Staff, error) {
	var list []Staff
	err := db.Each(tx, `SELECT `+staffColumns+` FROM deliberation_staff s `+rest, args, func(scan func(...any) error) error {
		var s Staff
		err := scan(&s.ID, &s.DeliberationID, &s.N, &s.Code, &s.Name, &s.Folded, &s.BirthYear, &s.Female, &s.Post, &s.Department, &s.Leader, &s.Direct, &s.AccountID,
			&s.SubjectID, &s.Doubt, &s.Found, &s.Rating, &s.Unrated, &s.Registered, &s.Nominated)
		list = append(list, s)
		return err
	})
	return list, err
}

func staffOf(tx *db.Tx, id string) ([]Staff, error) {
	return scanned(tx, `WHERE s.deliberation_id = $1 ORDER BY s.n`, id)
}

func findStaff(tx *db.Tx, id string) (Staff, error) {
	list, err := scanned(tx, `WHERE s.id = $1`, id)
	if err == nil && len(list) == 0 {
		return Staff{}, db.ErrNoRow
	}
	if err != nil {
		return Staff{}, err
	}
	return list[0], nil
}

func staffOfAccount(tx *db.Tx, accountID string) ([]Staff, error) {
	return scanned(tx, `JOIN deliberation d ON d.id = s.deliberation_id WHERE s.account_id = $1 ORDER BY d.year DESC`, accountID)
}

func countOfAccount(tx *db.Tx, accountID string) (int, error) {
	return db.One[int](tx, `SELECT COUNT(*) FROM deliberation_staff s WHERE s.account_id = $1`, accountID)
}

func departmentsOf(tx *db.Tx, id string) ([]Department, error) {
	return db.All[Department](tx, `
		SELECT s.department AS name, COUNT(*) AS people, CAST(SUM(CASE WHEN s.registered <> '' OR s.nominated <> '' THEN 1 ELSE 0 END) AS BIGINT) AS wanted
		FROM deliberation_staff s WHERE s.deliberation_id = $1 GROUP BY s.department`, id)
}

// countOpen counts who is doubtful, and who has no rating.
func countOpen(tx *db.Tx, id string) (doubtful, unrated int, err error) {
	r, err := db.One[struct{ Doubtful, Unrated int }](tx, `
		SELECT CAST(COALESCE(SUM(CASE WHEN s.subject_id = '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS doubtful,
			CAST(COALESCE(SUM(CASE WHEN s.rating = '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS unrated
		FROM deliberation_staff s WHERE s.deliberation_id = $1`, id)
	return r.Doubtful, r.Unrated, err
}

// filtered reads a page of staff, and counts all that the filter lets through.
func filtered(tx *db.Tx, id string, q Filter) ([]Staff, int, error) {
	where, args := `WHERE s.deliberation_id = $1`, []any{id}
	add := func(column, operator string, value any) {
		args = append(args, value)
		where += ` AND ` + column + operator + `$` + strconv.Itoa(len(args))
	}
	if q.Department != "" {
		add(`s.department`, ` = `, q.Department)
	}
	if q.Name != "" {
		add(`s.folded`, ` LIKE `, "%"+q.Name+"%")
	}
	switch q.Rating {
	case "":
	case "none":
		where += ` AND s.rating = ''`
	default:
		add(`s.rating`, ` = `, q.Rating)
	}
	switch q.Wanted {
	case "":
	case "none":
		where += ` AND s.registered = '' AND s.nominated = ''`
	default:
		add(`COALESCE(NULLIF(s.nominated, ''), s.registered)`, ` = `, q.Wanted)
	}
	if q.Doubtful {
		where += ` AND s.subject_id = ''`
	}
	total, err := db.One[int](tx, `SELECT COUNT(*) FROM deliberation_staff s `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	args = append(args, PageSize, (max(1, q.Page)-1)*PageSize)
	list, err := scanned(tx, where+fmt.Sprintf(` ORDER BY s.n LIMIT $%d OFFSET $%d`, len(args)-1, len(args)), args...)
	return list, total, err
}
