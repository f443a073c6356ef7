package deliberation

import "giaouoc/internal/db"

const columns = `d.id, d.unit_id, d.year, d.document, d.quorum, d.majority, d.majority_of, d.object_days, d.state, d.file_name, d.pending, d.published_on,
	d.object_until, d.version, d.created_at`

func insertDeliberation(tx *db.Tx, d Deliberation) error {
	_, err := tx.Exec(`
		INSERT INTO deliberation (id, unit_id, year, document, quorum, majority, majority_of, object_days, state, file_name, pending, published_on,
			object_until, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, d.UnitID, d.Year, d.Document, d.Quorum, d.Majority, string(d.MajorityOf), d.ObjectDays, string(d.State), d.FileName, d.Pending, d.PublishedOn,
		d.ObjectUntil, d.Version, d.CreatedAt)
	return err
}

// updateDeliberation stores a deliberation over a version.
func updateDeliberation(tx *db.Tx, d Deliberation, version int64) (int64, error) {
	return tx.Exec(`
		UPDATE deliberation SET document = $1, quorum = $2, majority = $3, majority_of = $4, object_days = $5, state = $6, file_name = $7, pending = $8,
			published_on = $9, object_until = $10, version = $11
		WHERE id = $12 AND version = $13`,
		d.Document, d.Quorum, d.Majority, string(d.MajorityOf), d.ObjectDays, string(d.State), d.FileName, d.Pending, d.PublishedOn, d.ObjectUntil, d.Version,
		d.ID, version)
}

func findDeliberation(tx *db.Tx, id string) (Deliberation, error) {
	return db.One[Deliberation](tx, `SELECT `+columns+` FROM deliberation d WHERE d.id = $1`, id)
}

func ofYear(tx *db.Tx, unitID string, year int) (Deliberation, error) {
	return db.One[Deliberation](tx, `SELECT `+columns+` FROM deliberation d WHERE d.unit_id = $1 AND d.year = $2`, unitID, year)
}

func ofUnit(tx *db.Tx, unitID string) ([]Deliberation, error) {
	return db.All[Deliberation](tx, `SELECT `+columns+` FROM deliberation d WHERE d.unit_id = $1 ORDER BY d.year DESC`, unitID)
}

const meetingColumns = `m.id, m.deliberation_id, m.department, m.held_on, m.place, m.members, m.present, m.manner, m.chair, m.secretary, m.remarks, m.state,
	m.version, m.created_at`

func insertMeeting(tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(`
		INSERT INTO deliberation_meeting (id, deliberation_id, department, held_on, place, members, present, manner, chair, secretary, remarks, state, version,
			created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		m.ID, m.DeliberationID, m.Department, m.HeldOn, m.Place, m.Members, m.Present, string(m.Manner), m.Chair, m.Secretary, m.Remarks, string(m.State), m.Version,
		m.CreatedAt)
	return err
}

// updateMeeting stores what of a meeting may change, over a version.
func updateMeeting(tx *db.Tx, m Meeting, version int64) (int64, error) {
	return tx.Exec(`UPDATE deliberation_meeting SET remarks = $1, state = $2, version = $3 WHERE id = $4 AND version = $5`, m.Remarks, string(m.State), m.Version, m.ID, version)
}

func findMeeting(tx *db.Tx, id string) (Meeting, error) {
	return db.One[Meeting](tx, `SELECT `+meetingColumns+` FROM deliberation_meeting m WHERE m.id = $1`, id)
}

func meetingsOf(tx *db.Tx, id string) ([]Meeting, error) {
	return db.All[Meeting](tx, `SELECT `+meetingColumns+` FROM deliberation_meeting m WHERE m.deliberation_id = $1 ORDER BY m.created_at, m.id`, id)
}

func saveVotes(tx *db.Tx, list []Vote) error {
	for i := 0; i < len(list); i += together {
		part := list[i:min(i+together, len(list))]
		var args []any
		for _, v := range part {
			args = append(args, v.MeetingID, v.StaffID, v.Award, v.Yes, v.No)
		}
		if _, err := tx.Exec(`
			INSERT INTO deliberation_vote (meeting_id, staff_id, award, yes, no) VALUES `+tuples(len(part), 5)+`
			ON CONFLICT (meeting_id, staff_id, award) DO UPDATE SET yes = excluded.yes, no = excluded.no`, args...); err != nil {
			return err
		}
	}
	return nil
}

func votesOf(tx *db.Tx, id string) ([]Vote, error) {
	var list []Vote
	err := db.Each(tx, `
		SELECT v.meeting_id, v.staff_id, v.award, v.yes, v.no FROM deliberation_vote v JOIN deliberation_meeting m ON m.id = v.meeting_id
		WHERE m.deliberation_id = $1`, []any{id}, func(scan func(...any) error) error {
		var v Vote
		err := scan(&v.MeetingID, &v.StaffID, &v.Award, &v.Yes, &v.No)
		list = append(list, v)
		return err
	})
	return list, err
}

// votedIn are the ids of the people whom some meeting voted on.
func votedIn(tx *db.Tx, id string) (map[string]bool, error) {
	votes, err := votesOf(tx, id)
	by := map[string]bool{}
	for _, v := range votes {
		by[v.StaffID] = true
	}
	return by, err
}

// leftRow is who was left out of a list.
type leftRow struct{ StaffID, Award, Reason string }

func insertLeft(tx *db.Tx, id, staffID, title, reason string) error {
	_, err := tx.Exec(`
		INSERT INTO deliberation_left (deliberation_id, staff_id, award, reason) VALUES ($1, $2, $3, $4)
		ON CONFLICT (staff_id, award) DO UPDATE SET reason = excluded.reason`, id, staffID, title, reason)
	return err
}

func deleteLeft(tx *db.Tx, staffID, title string) (int64, error) {
	return tx.Exec(`DELETE FROM deliberation_left WHERE staff_id = $1 AND award = $2`, staffID, title)
}

func leftOf(tx *db.Tx, id string) ([]leftRow, error) {
	return db.All[leftRow](tx, `SELECT staff_id, award, reason FROM deliberation_left WHERE deliberation_id = $1`, id)
}

// saveResults stores the results of everybody over those that were published before.
func saveResults(tx *db.Tx, d *Deliberation, people []Standing) error {
	if _, err := tx.Exec(`DELETE FROM deliberation_result WHERE deliberation_id = $1`, d.ID); err != nil {
		return err
	}
	var rows []any
	n := 0
	flush := func() error {
		if n == 0 {
			return nil
		}
		_, err := tx.Exec(`INSERT INTO deliberation_result (deliberation_id, staff_id, award, listed, why) VALUES `+tuples(n, 5), rows...)
		rows, n = nil, 0
		return err
	}
	for i := range people {
		for _, a := range people[i].at {
			rows = append(rows, d.ID, people[i].ID, a.Award, a.Listed, a.Why)
			if n++; n == together {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

func resultsOf(tx *db.Tx, id string) ([]Result, error) {
	return db.All[Result](tx, `SELECT deliberation_id, staff_id, award, listed, why FROM deliberation_result WHERE deliberation_id = $1`, id)
}

func resultsFor(tx *db.Tx, staffID string) ([]Result, error) {
	return db.All[Result](tx, `SELECT deliberation_id, staff_id, award, listed, why FROM deliberation_result WHERE staff_id = $1 ORDER BY award DESC`, staffID)
}

const objectionColumns = `o.id, o.deliberation_id, o.staff_id, o.account_id, o.received_on, o.body, o.answer, o.upheld, o.answered_on, o.answered_by`

func insertObjection(tx *db.Tx, o Objection) error {
	_, err := tx.Exec(`
		INSERT INTO deliberation_objection (id, deliberation_id, staff_id, account_id, received_on, body, answer, upheld, answered_on, answered_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		o.ID, o.DeliberationID, o.StaffID, o.AccountID, o.ReceivedOn, o.Body, o.Answer, o.Upheld, o.AnsweredOn, o.AnsweredBy)
	return err
}

// updateObjection writes the only answer.
func updateObjection(tx *db.Tx, o Objection) (int64, error) {
	return tx.Exec(`UPDATE deliberation_objection SET answer = $1, upheld = $2, answered_on = $3, answered_by = $4 WHERE id = $5 AND answer = ''`,
		o.Answer, o.Upheld, o.AnsweredOn, o.AnsweredBy, o.ID)
}

func findObjection(tx *db.Tx, id string) (Objection, error) {
	return db.One[Objection](tx, `SELECT `+objectionColumns+` FROM deliberation_objection o WHERE o.id = $1`, id)
}

func objectionsOf(tx *db.Tx, id string) ([]Objection, error) {
	return db.All[Objection](tx, `SELECT `+objectionColumns+` FROM deliberation_objection o WHERE o.deliberation_id = $1 ORDER BY o.id`, id)
}

func objectionsBy(tx *db.Tx, staffID string) ([]Objection, error) {
	return db.All[Objection](tx, `SELECT `+objectionColumns+` FROM deliberation_objection o WHERE o.staff_id = $1 ORDER BY o.id`, staffID)
}

func countUnanswered(tx *db.Tx, id string) (int, error) {
	return db.One[int](tx, `SELECT COUNT(*) FROM deliberation_objection o WHERE o.deliberation_id = $1 AND o.answer = ''`, id)
}

const endColumns = `e.deliberation_id, e.award, e.people, e.number, e.decided_on, e.signer, e.dossier_id`

func insertEnd(tx *db.Tx, e End) error {
	_, err := tx.Exec(`
		INSERT INTO deliberation_end (deliberation_id, award, people, number, decided_on, signer, dossier_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.DeliberationID, e.Award, e.People, e.Number, e.DecidedOn, e.Signer, e.DossierID)
	return err
}

func endOf(tx *db.Tx, id, title string) (End, error) {
	return db.One[End](tx, `SELECT `+endColumns+` FROM deliberation_end e WHERE e.deliberation_id = $1 AND e.award = $2`, id, title)
}

func endsOf(tx *db.Tx, id string) ([]End, error) {
	return db.All[End](tx, `SELECT `+endColumns+` FROM deliberation_end e WHERE e.deliberation_id = $1 ORDER BY e.award DESC`, id)
}
