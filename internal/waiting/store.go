package waiting

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// row is what has been told of one task that waits for one person.
type row struct {
	AccountID string
	YearID    string
	TaskKey   string
	Since     db.Time
	DueOn     vn.Date
	Told      int // the nearest step: working days left, late or none
}

func rowsOf(tx *db.Tx, accountID string) ([]row, error) {
	return db.All[row](tx, `
		SELECT account_id, year_id, task_key, since, due_on, told FROM waiting_task
		WHERE account_id = $1 ORDER BY year_id, task_key`, accountID)
}

// begin reports whether the task was not known to wait before.
func begin(tx *db.Tx, r row) (bool, error) {
	n, err := tx.Exec(`
		INSERT INTO waiting_task (account_id, year_id, task_key, since, due_on, told) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, year_id, task_key) DO NOTHING`,
		r.AccountID, r.YearID, r.TaskKey, r.Since, r.DueOn, r.Told)
	return n == 1, err
}

// advance moves from what was told before; false when another has done so.
func advance(tx *db.Tx, before, now row) (bool, error) {
	n, err := tx.Exec(`
		UPDATE waiting_task SET due_on = $1, told = $2
		WHERE account_id = $3 AND year_id = $4 AND task_key = $5 AND due_on = $6 AND told = $7`,
		now.DueOn, now.Told, before.AccountID, before.YearID, before.TaskKey, before.DueOn, before.Told)
	return n == 1, err
}

func end(tx *db.Tx, r row) error {
	_, err := tx.Exec(`
		DELETE FROM waiting_task WHERE account_id = $1 AND year_id = $2 AND task_key = $3`, r.AccountID, r.YearID, r.TaskKey)
	return err
}
