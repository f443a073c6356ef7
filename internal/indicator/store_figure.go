package indicator

import (
	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const figureColumns = `report_id, indicator_id, value, paper, note, confirmed`

func putFigure(tx *db.Tx, f Figure) error {
	_, err := tx.Exec(`
		INSERT INTO figure (`+figureColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (report_id, indicator_id) DO UPDATE SET
			value = excluded.value, paper = excluded.paper, note = excluded.note, confirmed = excluded.confirmed`,
		f.ReportID, f.IndicatorID, f.Value, f.Paper, f.Note, f.Confirmed)
	return err
}

func figuresOf(tx *db.Tx, reportID string) ([]Figure, error) {
	return db.All[Figure](tx, `SELECT `+figureColumns+` FROM figure WHERE report_id = $1`, reportID)
}

// unitFigure is a figure with the unit that reported it.
type unitFigure struct {
	UnitID      string
	State       State
	IndicatorID string
	Value       decimal.NullDecimal
	Paper       string
	Note        string
}

func figuresOfPeriod(tx *db.Tx, periodID string) ([]unitFigure, error) {
	return db.All[unitFigure](tx, `
		SELECT r.unit_id, r.state, f.indicator_id, f.value, f.paper, f.note
		FROM figure f JOIN report r ON r.id = f.report_id
		WHERE r.period_id = $1 AND r.state IN ('submitted', 'accepted')`, periodID)
}

type entered struct {
	ReportID string
	N        int
}

func enteredOfPeriod(tx *db.Tx, periodID string) ([]entered, error) {
	return db.All[entered](tx, `
		SELECT f.report_id, COUNT(*) AS n FROM figure f JOIN report r ON r.id = f.report_id
		WHERE r.period_id = $1 AND (f.value IS NOT NULL OR f.paper <> '') GROUP BY f.report_id`, periodID)
}

func enteredOfUnit(tx *db.Tx, yearID, unitID string) ([]entered, error) {
	return db.All[entered](tx, `
		SELECT f.report_id, COUNT(*) AS n FROM figure f JOIN report r ON r.id = f.report_id
		WHERE r.year_id = $1 AND r.unit_id = $2 AND (f.value IS NOT NULL OR f.paper <> '') GROUP BY f.report_id`, yearID, unitID)
}

// past is a figure of an earlier period, by the code of its indicator.
type past struct {
	Code   string
	Unit   string
	Value  decimal.Decimal
	Period string
}

// figuresBefore returns the figures that a unit has entered in a year for
// periods due before a day, in the order of those.
func figuresBefore(tx *db.Tx, yearID, unitID string, day vn.Date) ([]past, error) {
	return db.All[past](tx, `
		SELECT i.code, i.unit, f.value, p.name AS period
		FROM figure f JOIN report r ON r.id = f.report_id JOIN period p ON p.id = r.period_id
			JOIN indicator i ON i.id = f.indicator_id
		WHERE r.year_id = $1 AND r.unit_id = $2 AND f.value IS NOT NULL AND p.due_on < $3
		ORDER BY p.due_on, p.code`, yearID, unitID, day)
}

const changeColumns = `indicator_id, version, old_value, new_value, old_note, new_note, old_paper, new_paper, account_id, name, at`

func insertChange(tx *db.Tx, reportID string, c Change) error {
	_, err := tx.Exec(`
		INSERT INTO figure_change (id, report_id, `+changeColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		db.NewID(), reportID, c.IndicatorID, c.Version, c.OldValue, c.NewValue,
		c.OldNote, c.NewNote, c.OldPaper, c.NewPaper, c.AccountID, c.Name, c.At)
	return err
}

func changesSince(tx *db.Tx, reportID string, version int64) ([]Change, error) {
	return db.All[Change](tx, `
		SELECT `+changeColumns+` FROM figure_change WHERE report_id = $1 AND version > $2 ORDER BY version, id`, reportID, version)
}

// writer is who has typed figures; a change of old days knows the name alone.
type writer struct {
	AccountID string
	Name      string
}

func writersOf(tx *db.Tx, reportID string) ([]writer, error) {
	return db.All[writer](tx, `SELECT DISTINCT account_id, name FROM figure_change WHERE report_id = $1`, reportID)
}

// writersIn lists who has typed figures of a unit in any report of a year.
func writersIn(tx *db.Tx, yearID, unitID string) ([]writer, error) {
	return db.All[writer](tx, `
		SELECT DISTINCT c.account_id, c.name FROM figure_change c JOIN report r ON r.id = c.report_id
		WHERE r.year_id = $1 AND r.unit_id = $2`, yearID, unitID)
}

func changesOf(tx *db.Tx, reportID, indicatorID string) ([]Change, error) {
	return db.All[Change](tx, `
		SELECT `+changeColumns+` FROM figure_change WHERE report_id = $1 AND indicator_id = $2 ORDER BY version`, reportID, indicatorID)
}

const evidenceColumns = `id, report_id, indicator_id, hash, name, type, size, added_by, at`

func insertEvidence(tx *db.Tx, e Evidence) error {
	_, err := tx.Exec(`
		INSERT INTO evidence (`+evidenceColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.ReportID, e.IndicatorID, e.Hash, e.Name, e.Type, e.Size, e.AddedBy, e.At)
	return err
}

func findEvidence(tx *db.Tx, id string) (Evidence, error) {
	return db.One[Evidence](tx, `SELECT `+evidenceColumns+` FROM evidence WHERE id = $1`, id)
}

func evidenceOf(tx *db.Tx, reportID string) ([]Evidence, error) {
	return db.All[Evidence](tx, `SELECT `+evidenceColumns+` FROM evidence WHERE report_id = $1 ORDER BY id`, reportID)
}

func deleteEvidence(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM evidence WHERE id = $1`, id)
	return err
}

const commentColumns = `id, report_id, indicator_id, text, account_id, name, position, at`

func insertComment(tx *db.Tx, c Comment) error {
	_, err := tx.Exec(`
		INSERT INTO figure_comment (`+commentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.ReportID, c.IndicatorID, c.Text, c.AccountID, c.Name, c.Position, c.At)
	return err
}

func commentsOn(tx *db.Tx, reportID, indicatorID string) ([]Comment, error) {
	return db.All[Comment](tx, `
		SELECT `+commentColumns+` FROM figure_comment WHERE report_id = $1 AND indicator_id = $2 ORDER BY id`, reportID, indicatorID)
}

type counted struct {
	IndicatorID string
	N           int
}

func commentCounts(tx *db.Tx, reportID string) ([]counted, error) {
	return db.All[counted](tx, `
		SELECT indicator_id, COUNT(*) AS n FROM figure_comment WHERE report_id = $1 GROUP BY indicator_id`, reportID)
}
