package dossier

import (
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// where is a filter as a condition with its values.
func (q Filter) where(tx *db.Tx) (string, []any) {
	var conditions []string
	var args []any
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		conditions = append(conditions, condition)
	}
	if q.Step != "" {
		add(`d.step = ?`, string(q.Step))
	}
	if q.Award != "" {
		add(`d.award = ?`, q.Award)
	}
	if q.Kind != "" {
		add(`d.kind = ?`, q.Kind)
	}
	if q.Year != 0 {
		add(`d.year = ?`, q.Year)
	}
	if q.Unit != "" {
		add(`d.unit_id = ?`, q.Unit)
	}
	if q.Office != "" {
		add(`d.office_id = ?`, q.Office)
	}
	if q.Mine {
		add(`d.handler_id <> '' AND d.handler_id = ?`, tx.Actor.ID) // as the index has it
	}
	if q.Open || q.Late {
		add(`d.step NOT IN ('archived', 'joined')`)
	}
	if q.Late {
		add(`d.due_on <> '' AND d.due_on < ?`, q.Today)
	}
	if units, everywhere := reach(tx); !everywhere {
		in := places(len(units))
		values := make([]any, 0, 2*len(units))
		for range 2 {
			for _, u := range units {
				values = append(values, u)
			}
		}
		add(`(d.unit_id IN (`+in+`) OR d.step <> 'registered' AND d.office_id IN (`+in+`))`, values...)
	}
	if len(conditions) == 0 {
		return "", nil
	}
	return ` WHERE ` + strings.Join(conditions, ` AND `), args
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func countListed(tx *db.Tx, where string, args []any) (int, error) {
	n, err := db.One[struct{ N int }](tx, `SELECT COUNT(*) AS n FROM dossier d`+where, args...)
	return n.N, err
}

func listed(tx *db.Tx, where string, args []any, offset int) ([]Dossier, error) {
	return db.All[Dossier](tx, `SELECT `+columns+` FROM dossier d`+where+` ORDER BY d.id DESC LIMIT `+strconv.Itoa(PageSize)+` OFFSET `+strconv.Itoa(offset), args...)
}

func like(tx *db.Tx, d Dossier) ([]Dossier, error) {
	return db.All[Dossier](tx, `
		SELECT `+columns+` FROM dossier d WHERE d.unit_id = $1 AND d.step = $2 AND d.office_id = $3 AND d.award = $4 AND d.year = $5 AND d.id <> $6 ORDER BY d.id`,
		d.UnitID, string(d.Step), d.OfficeID, d.Award, d.Year, d.ID)
}

// Standing is how many dossiers of an office stand at a step.
type Standing struct {
	OfficeID string
	Step     Step
	Open     int
	Late     int
	Oldest   vn.Date // the day that is over the longest; zero for none
}

func standings(tx *db.Tx, where string, args []any, today vn.Date) ([]Standing, error) {
	args = append(args[:len(args):len(args)], today)
	day := "$" + strconv.Itoa(len(args))
	late := `d.due_on <> '' AND d.due_on < ` + day
	return db.All[Standing](tx, `
		SELECT d.office_id, d.step, COUNT(*) AS open, SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS late,
			COALESCE(MIN(CASE WHEN `+late+` THEN d.due_on END), '') AS oldest
		FROM dossier d`+where+` GROUP BY d.office_id, d.step ORDER BY d.office_id, d.step`, args...)
}

// Timeliness is how many steps of an office that had a last day were done by it.
type Timeliness struct {
	OfficeID string
	Step     Step
	Done     int
	Late     int
}

func timeliness(tx *db.Tx, units []string, everywhere bool, from, to vn.Date) ([]Timeliness, error) {
	args := []any{from, to}
	where := ` WHERE m.due_on <> '' AND m.from_step <> m.to_step AND m.ended_on >= $1 AND m.ended_on <= $2`
	if !everywhere {
		var in []string
		for _, u := range units {
			args = append(args, u)
			in = append(in, "$"+strconv.Itoa(len(args)))
		}
		where += ` AND m.office_id IN (` + strings.Join(in, ", ") + `)`
	}
	return db.All[Timeliness](tx, `
		SELECT m.office_id, m.from_step AS step, COUNT(*) AS done, SUM(CASE WHEN m.ended_on > m.due_on THEN 1 ELSE 0 END) AS late
		FROM dossier_move m`+where+` GROUP BY m.office_id, m.from_step ORDER BY m.office_id, m.from_step`, args...)
}

// proposedIn leaves of a list the dossiers that were sent in a year, joined ones in the
// one they went to.
func proposedIn(where string, args []any, year int) (string, []any) {
	if where == "" {
		where = ` WHERE TRUE`
	}
	n := len(args)
	args = append(args[:n:n], vn.NewDate(year, 1, 1), vn.NewDate(year, 12, 31))
	return where + ` AND d.step <> 'joined' AND d.proposed_on >= $` + strconv.Itoa(n+1) + ` AND d.proposed_on <= $` + strconv.Itoa(n+2), args
}

func fairness(tx *db.Tx, where string, args []any, year int) (Fairness, error) {
	f := Fairness{Year: year}
	where, args = proposedIn(where, args, year)
	for _, of := range []struct {
		into *Shares
		only string
	}{{&f.Proposed, ""}, {&f.Awarded, ` AND c.outcome = 'granted'`}} {
		n, err := db.One[Shares](tx, `
			SELECT COUNT(*) AS "all",
				COALESCE(SUM(CASE WHEN c.hard THEN 1 ELSE 0 END), 0) AS hard,
				COALESCE(SUM(CASE WHEN c.kind IN ('person', 'foreigner') THEN 1 ELSE 0 END), 0) AS persons,
				COALESCE(SUM(CASE WHEN c.female THEN 1 ELSE 0 END), 0) AS female,
				COALESCE(SUM(CASE WHEN c.direct THEN 1 ELSE 0 END), 0) AS direct,
				COALESCE(SUM(CASE WHEN c.kind = 'collective' THEN 1 ELSE 0 END), 0) AS collectives,
				COALESCE(SUM(CASE WHEN c.small THEN 1 ELSE 0 END), 0) AS small
			FROM dossier_candidate c JOIN dossier d ON d.id = c.dossier_id`+where+of.only, args...)
		if err != nil {
			return f, err
		}
		*of.into = n
	}
	return f, nil
}

func twice(tx *db.Tx, where string, args []any, year int) ([]Twice, error) {
	where, args = proposedIn(where, args, year)
	where += ` AND c.achievement <> ''`
	return db.All[Twice](tx, `
		SELECT MIN(c.name) AS name, c.achievement, COUNT(DISTINCT d.id) AS dossiers, MIN(d.id) AS first, MAX(d.id) AS last
		FROM dossier_candidate c JOIN dossier d ON d.id = c.dossier_id`+where+`
		GROUP BY c.kind, c.folded, c.birth_year, c.achievement HAVING COUNT(DISTINCT d.id) > 1
		ORDER BY MIN(c.folded) LIMIT `+strconv.Itoa(mostTwice), args...)
}

func waitingFor(tx *db.Tx, where string, args ...any) ([]Dossier, error) {
	return db.All[Dossier](tx, `SELECT `+columns+` FROM dossier d WHERE `+where+` ORDER BY d.due_on, d.id LIMIT 200`, args...)
}
