package cycle

import "giaouoc/internal/db"

const directiveColumns = `id, year_id, number, body, source, given_on, given_by, version, created_at`

func insertDirective(tx *db.Tx, d Directive) error {
	_, err := tx.Exec(`
		INSERT INTO directive (id, year_id, number, body, source, given_on, given_by, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, d.YearID, d.Number, d.Body, d.Source, d.GivenOn, d.GivenBy, d.Version, d.CreatedAt)
	return err
}

func updateDirective(tx *db.Tx, d Directive) error {
	_, err := tx.Exec(`
		UPDATE directive SET body = $1, source = $2, given_on = $3, given_by = $4, version = $5 WHERE id = $6`,
		d.Body, d.Source, d.GivenOn, d.GivenBy, d.Version, d.ID)
	return err
}

func findDirective(tx *db.Tx, yearID, id string) (Directive, error) {
	return db.One[Directive](tx, `SELECT `+directiveColumns+` FROM directive WHERE year_id = $1 AND id = $2`, yearID, id)
}

func directivesOf(tx *db.Tx, yearID string) ([]Directive, error) {
	return db.All[Directive](tx, `SELECT `+directiveColumns+` FROM directive WHERE year_id = $1 ORDER BY number`, yearID)
}

const taskColumns = `t.id, t.directive_id, t.unit_id, t.what, t.due_on, t.state, t.reported_on, t.version, t.created_at`

func insertTask(tx *db.Tx, t Task) error {
	_, err := tx.Exec(`
		INSERT INTO directive_task (id, directive_id, unit_id, what, due_on, state, reported_on, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.DirectiveID, t.UnitID, t.What, t.DueOn, string(t.State), t.ReportedOn, t.Version, t.CreatedAt)
	return err
}

func updateTask(tx *db.Tx, t Task) error {
	_, err := tx.Exec(`
		UPDATE directive_task SET due_on = $1, state = $2, reported_on = $3, version = $4 WHERE id = $5`,
		t.DueOn, string(t.State), t.ReportedOn, t.Version, t.ID)
	return err
}

func findTask(tx *db.Tx, yearID, id string) (Task, error) {
	return db.One[Task](tx, `
		SELECT `+taskColumns+` FROM directive_task t JOIN directive d ON d.id = t.directive_id
		WHERE d.year_id = $1 AND t.id = $2`, yearID, id)
}

func tasksUnder(tx *db.Tx, directiveID string) ([]Task, error) {
	return db.All[Task](tx, `
		SELECT `+taskColumns+` FROM directive_task t WHERE t.directive_id = $1 ORDER BY t.due_on, t.id`, directiveID)
}

func tasksOf(tx *db.Tx, yearID string) ([]Task, error) {
	return db.All[Task](tx, `
		SELECT `+taskColumns+` FROM directive_task t JOIN directive d ON d.id = t.directive_id
		WHERE d.year_id = $1 ORDER BY d.number, t.due_on, t.id`, yearID)
}

func insertNote(tx *db.Tx, n Note) error {
	_, err := tx.Exec(`
		INSERT INTO directive_note (id, task_id, kind, body, file_hash, file_name, account_id, name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.ID, n.TaskID, string(n.Kind), n.Body, n.FileHash, n.FileName, n.AccountID, n.Name, n.At)
	return err
}

func notesOn(tx *db.Tx, taskID string) ([]Note, error) {
	return db.All[Note](tx, `
		SELECT id, task_id, kind, body, file_hash, file_name, account_id, name, at FROM directive_note
		WHERE task_id = $1 ORDER BY id`, taskID)
}
