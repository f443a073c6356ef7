package inspection

import "giaouoc/internal/db"

const planColumns = `p.id, p.unit_id, p.year, p.number, p.approved_on, p.approved_by, p.version, p.created_at`

func insertPlan(tx *db.Tx, p Plan) error {
	_, err := tx.Exec(`INSERT INTO inspection_plan (id, unit_id, year, number, approved_on, approved_by, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, p.UnitID, p.Year, p.Number, p.ApprovedOn, p.ApprovedBy, p.Version, p.CreatedAt)
	return err
}

func updatePlan(tx *db.Tx, p Plan) error {
	_, err := tx.Exec(`UPDATE inspection_plan SET number = $1, approved_on = $2, approved_by = $3, version = $4 WHERE id = $5`, p.Number, p.ApprovedOn, p.ApprovedBy, p.Version, p.ID)
	return err
}

func raisePlan(tx *db.Tx, id string) error {
	_, err := tx.Exec(`UPDATE inspection_plan SET version = version + 1 WHERE id = $1`, id)
	return err
}

func planOf(tx *db.Tx, unitID string, year int) (Plan, error) {
	return db.One[Plan](tx, `SELECT `+planColumns+` FROM inspection_plan p WHERE p.unit_id = $1 AND p.year = $2`, unitID, year)
}

func planByID(tx *db.Tx, id string) (Plan, error) {
	return db.One[Plan](tx, `SELECT `+planColumns+` FROM inspection_plan p WHERE p.id = $1`, id)
}

const itemColumns = `i.id, i.plan_id, i.kind, i.target_id, i.content, i.team, i.from_day, i.to_day, i.added_for, i.state, i.held_on, i.number, i.conclusion,
	i.participants, i.papers, i.dropped_for, i.version, i.created_at`

func insertItem(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`
		INSERT INTO inspection_item (id, plan_id, kind, target_id, content, team, from_day, to_day, added_for, state, held_on, number, conclusion,
			participants, papers, dropped_for, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		i.ID, i.PlanID, string(i.Kind), i.TargetID, i.Content, i.Team, i.FromDay, i.ToDay, i.AddedFor, string(i.State), i.HeldOn, i.Number, i.Conclusion,
		i.Participants, i.Papers, i.DroppedFor, i.Version, i.CreatedAt)
	return err
}

func updateItem(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`
		UPDATE inspection_item SET state = $1, held_on = $2, number = $3, conclusion = $4, participants = $5, papers = $6, dropped_for = $7, version = $8 WHERE id = $9`,
		string(i.State), i.HeldOn, i.Number, i.Conclusion, i.Participants, i.Papers, i.DroppedFor, i.Version, i.ID)
	return err
}

func itemByID(tx *db.Tx, id string) (Item, error) {
	return db.One[Item](tx, `SELECT `+itemColumns+` FROM inspection_item i WHERE i.id = $1`, id)
}

func itemsOf(tx *db.Tx, planID string) ([]Item, error) {
	return db.All[Item](tx, `SELECT `+itemColumns+` FROM inspection_item i WHERE i.plan_id = $1 ORDER BY i.from_day, i.id`, planID)
}

const findingColumns = `f.id, f.item_id, f.kind, f.body, f.unit_id, f.due_on, f.state, f.report, f.file_hash, f.file_name, f.answer, f.closed_on, f.version, f.created_at`

func insertFinding(tx *db.Tx, f Finding) error {
	_, err := tx.Exec(`
		INSERT INTO inspection_finding (id, item_id, kind, body, unit_id, due_on, state, report, file_hash, file_name, answer, closed_on, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		f.ID, f.ItemID, string(f.Kind), f.Body, f.UnitID, f.DueOn, string(f.State), f.Report, f.FileHash, f.FileName, f.Answer, f.ClosedOn, f.Version, f.CreatedAt)
	return err
}

func updateFinding(tx *db.Tx, f Finding) error {
	_, err := tx.Exec(`
		UPDATE inspection_finding SET state = $1, report = $2, file_hash = $3, file_name = $4, answer = $5, closed_on = $6, version = $7 WHERE id = $8`,
		string(f.State), f.Report, f.FileHash, f.FileName, f.Answer, f.ClosedOn, f.Version, f.ID)
	return err
}

func findingByID(tx *db.Tx, id string) (Finding, error) {
	return db.One[Finding](tx, `SELECT `+findingColumns+` FROM inspection_finding f WHERE f.id = $1`, id)
}

func findingsOf(tx *db.Tx, itemID string) ([]Finding, error) {
	return db.All[Finding](tx, `SELECT `+findingColumns+` FROM inspection_finding f WHERE f.item_id = $1 ORDER BY f.created_at, f.id`, itemID)
}

func findingsOfPlan(tx *db.Tx, planID string) ([]Finding, error) {
	return db.All[Finding](tx, `SELECT `+findingColumns+` FROM inspection_finding f JOIN inspection_item i ON i.id = f.item_id WHERE i.plan_id = $1 ORDER BY f.due_on, f.id`, planID)
}

// waiting is a finding with the office that inspected.
type waiting struct {
	Finding
	OfficeID string
}

const withOffice = `SELECT ` + findingColumns + `, p.unit_id AS office_id FROM inspection_finding f
	JOIN inspection_item i ON i.id = f.item_id JOIN inspection_plan p ON p.id = i.plan_id WHERE `

func openOfUnit(tx *db.Tx, unitID string) ([]waiting, error) {
	return db.All[waiting](tx, withOffice+`f.unit_id = $1 AND f.state = 'open' ORDER BY f.due_on, f.id`, unitID)
}

func reportedTo(tx *db.Tx, unitID string) ([]waiting, error) {
	return db.All[waiting](tx, withOffice+`p.unit_id = $1 AND f.state = 'reported' ORDER BY f.due_on, f.id`, unitID)
}
