package notice

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func isNone(err error) bool { return errors.Is(err, db.ErrNoRow) }

func notFound() error { return problem.New(problem.NotFound, "Không có thông báo này.") }

const columns = `id, account_id, kind, title, note, href, year_id, task_key, at, read_at, settled_at, digested_on`

func insert(tx *db.Tx, n Notice) error {
	_, err := tx.Exec(`
		INSERT INTO notice (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, '')`,
		n.ID, n.AccountID, string(n.Kind), n.Title, n.Note, n.Href, n.YearID, n.TaskKey, n.At)
	return err
}

func find(tx *db.Tx, id string) (Notice, error) {
	return db.One[Notice](tx, `SELECT `+columns+` FROM notice WHERE id = $1`, id)
}

func listOf(tx *db.Tx, accountID string, most int) ([]Notice, error) {
	return db.All[Notice](tx, `SELECT `+columns+` FROM notice WHERE account_id = $1 ORDER BY id DESC LIMIT $2`, accountID, most)
}

type count struct{ N int }

func countOpen(tx *db.Tx, accountID string) (int, error) {
	c, err := db.One[count](tx, `
		SELECT COUNT(*) AS n FROM notice WHERE account_id = $1 AND read_at IS NULL AND settled_at IS NULL`, accountID)
	return c.N, err
}

func markRead(tx *db.Tx, accountID, id string) error {
	_, err := tx.Exec(`
		UPDATE notice SET read_at = $1 WHERE account_id = $2 AND read_at IS NULL AND (id = $3 OR $4 = '')`,
		db.At(tx.Now), accountID, id, id)
	return err
}

func markTaskRead(tx *db.Tx, accountID, yearID, taskKey string) error {
	_, err := tx.Exec(`
		UPDATE notice SET read_at = $1
		WHERE account_id = $2 AND year_id = $3 AND task_key = $4 AND read_at IS NULL AND settled_at IS NULL`,
		db.At(tx.Now), accountID, yearID, taskKey)
	return err
}

func settle(tx *db.Tx, accountID, yearID, taskKey string) error {
	_, err := tx.Exec(`
		UPDATE notice SET settled_at = $1
		WHERE account_id = $2 AND year_id = $3 AND task_key = $4 AND settled_at IS NULL`,
		db.At(tx.Now), accountID, yearID, taskKey)
	return err
}

func setDigested(tx *db.Tx, id string, day vn.Date) error {
	_, err := tx.Exec(`UPDATE notice SET digested_on = $1 WHERE id = $2`, day, id)
	return err
}

// beginDigest reports whether no digest of the day or later was begun before.
func beginDigest(tx *db.Tx, accountID string, day vn.Date) (bool, error) {
	n, err := tx.Exec(`
		INSERT INTO notice_digest (account_id, on_day) VALUES ($1, $2)
		ON CONFLICT (account_id) DO UPDATE SET on_day = excluded.on_day WHERE notice_digest.on_day <> excluded.on_day`,
		accountID, day)
	return n == 1, err
}

type digestDay struct{ OnDay vn.Date }

func lastDigest(tx *db.Tx, accountID string) (vn.Date, error) {
	d, err := db.One[digestDay](tx, `SELECT on_day FROM notice_digest WHERE account_id = $1`, accountID)
	return d.OnDay, err
}

func settingsOf(tx *db.Tx, accountID string) (Settings, error) {
	r, err := db.One[row](tx, `SELECT account_id, modes, hour, steps, version FROM notice_setting WHERE account_id = $1`, accountID)
	if isNone(err) {
		return Default(), nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("read settings of account %s: %w", accountID, err)
	}
	return r.settings()
}

func putSettings(tx *db.Tx, r row) error {
	_, err := tx.Exec(`
		INSERT INTO notice_setting (account_id, modes, hour, steps, version) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id) DO UPDATE SET modes = excluded.modes, hour = excluded.hour, steps = excluded.steps, version = excluded.version`,
		r.AccountID, r.Modes, r.Hour, r.Steps, r.Version)
	return err
}

type owner struct {
	Name, Email      string
	EmailConfirmedAt db.Time
}

// addressOf returns the confirmed address of an account, empty where there is
// none, with the name that a letter begins with.
func addressOf(tx *db.Tx, accountID string) (Address, error) {
	p, err := db.One[owner](tx, `SELECT name, email, email_confirmed_at FROM account WHERE id = $1`, accountID)
	if isNone(err) {
		return Address{}, nil // nobody to write to
	}
	if err != nil {
		return Address{}, fmt.Errorf("read account %s: %w", accountID, err)
	}
	a := Address{Name: p.Name}
	if !p.EmailConfirmedAt.IsZero() {
		a.Mail = p.Email
	}
	return a, nil
}

func putCalendar(tx *db.Tx, accountID, tokenHash string) error {
	_, err := tx.Exec(`
		INSERT INTO calendar_address (account_id, token, made_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET token = excluded.token, made_at = excluded.made_at`,
		accountID, tokenHash, db.At(tx.Now))
	return err
}

func deleteCalendar(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`DELETE FROM calendar_address WHERE account_id = $1`, accountID)
	return err
}

type calendar struct {
	AccountID string
	MadeAt    db.Time
}

func calendarSince(tx *db.Tx, accountID string) (db.Time, error) {
	c, err := db.One[calendar](tx, `SELECT account_id, made_at FROM calendar_address WHERE account_id = $1`, accountID)
	return c.MadeAt, err
}

func calendarOwner(tx *db.Tx, tokenHash string) (string, error) {
	c, err := db.One[calendar](tx, `SELECT account_id, made_at FROM calendar_address WHERE token = $1`, tokenHash)
	return c.AccountID, err
}

func deleteOf(tx *db.Tx, accountID string) error {
	for _, statement := range []string{
		`DELETE FROM notice WHERE account_id = $1`, `DELETE FROM notice_setting WHERE account_id = $1`,
		`DELETE FROM notice_digest WHERE account_id = $1`,
		`DELETE FROM calendar_address WHERE account_id = $1`, `DELETE FROM waiting_task WHERE account_id = $1`,
		`DELETE FROM outbox WHERE account_id = $1`,
	} {
		if _, err := tx.Exec(statement, accountID); err != nil {
			return err
		}
	}
	return nil
}
