package indicator

import (
	"errors"

	"giaouoc/internal/db"
)

const reportColumns = `r.id, r.year_id, r.period_id, r.unit_id, r.state, r.first_submitted_at, r.version`

func insertReport(tx *db.Tx, r Report) error {
	_, err := tx.Exec(`
		INSERT INTO report (id, year_id, period_id, unit_id, state, first_submitted_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.ID, r.YearID, r.PeriodID, r.UnitID, string(r.State), r.FirstSubmittedAt, r.Version)
	return err
}

func updateReport(tx *db.Tx, r Report) error {
	_, err := tx.Exec(`UPDATE report SET state = $1, first_submitted_at = $2, version = $3 WHERE id = $4`,
		string(r.State), r.FirstSubmittedAt, r.Version, r.ID)
	return err
}

func findReport(tx *db.Tx, periodID, unitID string) (Report, error) {
	return db.One[Report](tx, `SELECT `+reportColumns+` FROM report r WHERE r.period_id = $1 AND r.unit_id = $2`, periodID, unitID)
}

func reportByID(tx *db.Tx, id string) (Report, error) {
	return db.One[Report](tx, `SELECT `+reportColumns+` FROM report r WHERE r.id = $1`, id)
}

func reportsOf(tx *db.Tx, periodID string) ([]Report, error) {
	return db.All[Report](tx, `SELECT `+reportColumns+` FROM report r WHERE r.period_id = $1 ORDER BY r.id`, periodID)
}

func reportsOfUnit(tx *db.Tx, yearID, unitID string) ([]Report, error) {
	return db.All[Report](tx, `
		SELECT `+reportColumns+` FROM report r WHERE r.year_id = $1 AND r.unit_id = $2 ORDER BY r.id`, yearID, unitID)
}

const moveColumns = `id, report_id, kind, reason, account_id, name, at`

func insertMove(tx *db.Tx, m Move) error {
	_, err := tx.Exec(`
		INSERT INTO report_move (`+moveColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		m.ID, m.ReportID, string(m.Kind), m.Reason, m.AccountID, m.Name, m.At)
	return err
}

func movesOf(tx *db.Tx, reportID string) ([]Move, error) {
	return db.All[Move](tx, `SELECT `+moveColumns+` FROM report_move WHERE report_id = $1 ORDER BY id`, reportID)
}

const exceptionColumns = `id, period_id, unit_id, until_day, reason, name, at`

func insertException(tx *db.Tx, e Exception) error {
	_, err := tx.Exec(`
		INSERT INTO report_exception (`+exceptionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.PeriodID, e.UnitID, e.Until, e.Reason, e.Name, e.At)
	return err
}

func exceptionsOf(tx *db.Tx, periodID string) ([]Exception, error) {
	return db.All[Exception](tx, `SELECT `+exceptionColumns+` FROM report_exception WHERE period_id = $1 ORDER BY id`, periodID)
}

func exceptionsOfUnit(tx *db.Tx, yearID, unitID string) ([]Exception, error) {
	return db.All[Exception](tx, `
		SELECT `+exceptionColumns+` FROM report_exception
		WHERE unit_id = $1 AND period_id IN (SELECT p.id FROM period p WHERE p.year_id = $2) ORDER BY id`, unitID, yearID)
}

type publication struct {
	PeriodID string
	At       db.Time
}

func insertPublished(tx *db.Tx, yearID, periodID string) error {
	_, err := tx.Exec(`
		INSERT INTO published_period (period_id, year_id, name, at) VALUES ($1, $2, $3, $4)`,
		periodID, yearID, tx.Actor.Name, db.At(tx.Now))
	return err
}

func publishedPeriods(tx *db.Tx, yearID string) ([]publication, error) {
	return db.All[publication](tx, `SELECT period_id, at FROM published_period WHERE year_id = $1 ORDER BY at, period_id`, yearID)
}

func isPublished(tx *db.Tx, periodID string) (bool, error) {
	_, err := db.One[publication](tx, `SELECT period_id, at FROM published_period WHERE period_id = $1`, periodID)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
