package conference

import (
	"encoding/json"

	"giaouoc/internal/db"
)

const columns = `id, cluster_id, year_id, signs, postponed, elects, held_on, place, guided_by, reported_by, video_link, state, source, version, started_at, finished_at`

func insert(tx *db.Tx, c Conference) error {
	_, err := tx.Exec(`
		INSERT INTO conference (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		c.ID, c.ClusterID, c.YearID, c.Signs, c.Postponed, c.Elects, c.HeldOn, c.Place, c.GuidedBy, c.ReportedBy, c.VideoLink, string(c.State), c.Source, c.Version, c.StartedAt, c.FinishedAt)
	return err
}

func update(tx *db.Tx, c Conference) error {
	_, err := tx.Exec(`
		UPDATE conference SET signs = $1, elects = $2, held_on = $3, place = $4, guided_by = $5, reported_by = $6, video_link = $7, version = $8,
			postponed = $9
		WHERE id = $10`, c.Signs, c.Elects, c.HeldOn, c.Place, c.GuidedBy, c.ReportedBy, c.VideoLink, c.Version, c.Postponed, c.ID)
	return err
}

func start(tx *db.Tx, id string) error {
	_, err := tx.Exec(`UPDATE conference SET state = $1, started_at = $2 WHERE id = $3`, string(Running), db.At(tx.Now), id)
	return err
}

func finish(tx *db.Tx, id string) error {
	_, err := tx.Exec(`UPDATE conference SET state = $1, finished_at = $2 WHERE id = $3`, string(Finished), db.At(tx.Now), id)
	return err
}

func findByYear(tx *db.Tx, yearID string) (Conference, error) {
	return db.One[Conference](tx, `SELECT `+columns+` FROM conference WHERE year_id = $1`, yearID)
}

func saveAttendance(tx *db.Tx, a Attendance) error {
	_, err := tx.Exec(`
		INSERT INTO conference_attendance (conference_id, unit_id, state, delegate, authority) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (conference_id, unit_id) DO UPDATE SET state = excluded.state, delegate = excluded.delegate, authority = excluded.authority`,
		a.ConferenceID, a.UnitID, string(a.State), a.Delegate, a.Authority)
	return err
}

func attendanceOf(tx *db.Tx, id string) ([]Attendance, error) {
	return db.All[Attendance](tx, `
		SELECT conference_id, unit_id, state, delegate, authority FROM conference_attendance WHERE conference_id = $1 ORDER BY unit_id`, id)
}

func insertMotion(tx *db.Tx, m Motion) error {
	_, err := tx.Exec(`
		INSERT INTO conference_motion (id, conference_id, kind, round, seats, present, members, way, paper, tellers)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, m.ConferenceID, string(m.Kind), m.Round, m.Seats, m.Present, m.Members, string(m.Way), string(m.Paper), m.Tellers)
	if err != nil {
		return err
	}
	for _, unit := range m.Candidates {
		if _, err := tx.Exec(`INSERT INTO conference_candidate (motion_id, unit_id) VALUES ($1, $2)`, m.ID, unit); err != nil {
			return err
		}
	}
	return nil
}

func savePresent(tx *db.Tx, m Motion) error {
	_, err := tx.Exec(`UPDATE conference_motion SET present = $1, members = $2 WHERE id = $3`, m.Present, m.Members, m.ID)
	return err
}

// removeMotion takes out a motion that nobody has voted on or counted.
func removeMotion(tx *db.Tx, id string) error {
	for _, table := range []string{
		`DELETE FROM conference_vote WHERE motion_id = $1`, `DELETE FROM conference_candidate WHERE motion_id = $1`, `DELETE FROM conference_motion WHERE id = $1`,
	} {
		if _, err := tx.Exec(table, id); err != nil {
			return err
		}
	}
	return nil
}

type candidate struct{ UnitID string }

type countRow struct {
	Count
	VotesJSON string `db:"votes"`
	LinesJSON string `db:"lines"`
}

func motionsOf(tx *db.Tx, id string) ([]Motion, error) {
	motions, err := db.All[Motion](tx, `
		SELECT id, conference_id, kind, round, seats, present, members, way, paper, tellers FROM conference_motion WHERE conference_id = $1 ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	for i := range motions {
		m := &motions[i]
		candidates, err := db.All[candidate](tx, `SELECT unit_id FROM conference_candidate WHERE motion_id = $1 ORDER BY unit_id`, m.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range candidates {
			m.Candidates = append(m.Candidates, c.UnitID)
		}
		if m.Counts, err = countsOf(tx, m.ID); err != nil {
			return nil, err
		}
		if m.Votes, err = votesOf(tx, m.ID); err != nil {
			return nil, err
		}
	}
	return motions, nil
}

func countsOf(tx *db.Tx, motionID string) ([]Count, error) {
	rows, err := db.All[countRow](tx, `
		SELECT motion_id, account_id, name, at, issued, returned, valid, votes, lines FROM conference_count
		WHERE motion_id = $1 ORDER BY at, account_id`, motionID)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, len(rows))
	for i, r := range rows {
		counts[i] = r.Count
		if err := json.Unmarshal([]byte(r.VotesJSON), &counts[i].Votes); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(r.LinesJSON), &counts[i].Lines); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func saveCount(tx *db.Tx, n Count) error {
	votes, err := json.Marshal(n.Votes)
	if err != nil {
		return err
	}
	if n.Lines == nil {
		n.Lines = map[string]Line{}
	}
	lines, err := json.Marshal(n.Lines)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO conference_count (motion_id, account_id, name, at, issued, returned, valid, votes, lines) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (motion_id, account_id) DO UPDATE SET
			at = excluded.at, issued = excluded.issued, returned = excluded.returned, valid = excluded.valid, votes = excluded.votes,
			lines = excluded.lines`,
		n.MotionID, n.AccountID, n.Name, n.At, n.Issued, n.Returned, n.Valid, string(votes), string(lines))
	return err
}

func insertResolution(tx *db.Tx, n Resolution) error {
	_, err := tx.Exec(`
		INSERT INTO conference_resolution (id, conference_id, number, body, in_favour, against, passed, motion_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		n.ID, n.ConferenceID, n.Number, n.Body, n.InFavour, n.Against, n.Passed, n.MotionID)
	return err
}

func resolutionsOf(tx *db.Tx, id string) ([]Resolution, error) {
	return db.All[Resolution](tx, `
		SELECT id, conference_id, number, body, in_favour, against, passed, motion_id FROM conference_resolution WHERE conference_id = $1 ORDER BY number`, id)
}
