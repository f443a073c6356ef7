package scoring

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
)

// crossRow is what one unit gives the others, as it lies in its row.
type crossRow struct {
	ID      string
	SheetID string
	UnitID  string
	Draft   []byte
	Sealed  []byte
	Salt    string
	Form    string
	Version int64
}

const crossColumns = `id, sheet_id, unit_id, draft, sealed, salt, form, version`

func saveCross(tx *db.Tx, c crossRow) error {
	_, err := tx.Exec(`
		INSERT INTO score_cross (`+crossColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET draft = excluded.draft, sealed = excluded.sealed, salt = excluded.salt, form = excluded.form, version = excluded.version`,
		c.ID, c.SheetID, c.UnitID, c.Draft, c.Sealed, c.Salt, c.Form, c.Version)
	return err
}

// crossOf is what a unit gives the others; a new one where it has given nothing.
func crossOf(tx *db.Tx, sheetID, unitID string) (crossRow, error) {
	c, err := db.One[crossRow](tx, `SELECT `+crossColumns+` FROM score_cross WHERE sheet_id = $1 AND unit_id = $2`, sheetID, unitID)
	if errors.Is(err, db.ErrNoRow) {
		return crossRow{ID: db.NewID(), SheetID: sheetID, UnitID: unitID}, nil
	}
	if err != nil {
		return c, fmt.Errorf("find cross-scores of %s: %w", unitID, err)
	}
	return c, nil
}

func crossesOf(tx *db.Tx, sheetID string) ([]crossRow, error) {
	return db.All[crossRow](tx, `SELECT `+crossColumns+` FROM score_cross WHERE sheet_id = $1 ORDER BY unit_id`, sheetID)
}

// openedOf lists the opened forms of a sheet.
func openedOf(tx *db.Tx, sheetID string) ([]crossRow, error) {
	return db.All[crossRow](tx, `SELECT id, sheet_id, unit_id, salt, form, version FROM score_cross WHERE sheet_id = $1 AND form <> '' ORDER BY unit_id`, sheetID)
}

// CrossSeal is one seal of a unit (lần niêm phong).
type CrossSeal struct {
	CrossID     string
	UnitID      string
	Number      int64
	SheetNumber int64
	Commitment  string
	EntryID     string
	AccountID   string
	Name        string
	At          db.Time
}

func insertCrossSeal(tx *db.Tx, s CrossSeal) error {
	_, err := tx.Exec(`
		INSERT INTO score_cross_seal (cross_id, number, sheet_number, commitment, entry_id, account_id, name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.CrossID, s.Number, s.SheetNumber, s.Commitment, s.EntryID, s.AccountID, s.Name, s.At)
	return err
}

// crossSealsOf lists the seals of a sheet, those of a unit in their order.
func crossSealsOf(tx *db.Tx, sheetID string) ([]CrossSeal, error) {
	return db.All[CrossSeal](tx, `
		SELECT s.cross_id, c.unit_id, s.number, s.sheet_number, s.commitment, s.entry_id, s.account_id, s.name, s.at
		FROM score_cross_seal s JOIN score_cross c ON c.id = s.cross_id WHERE c.sheet_id = $1 ORDER BY s.at, s.entry_id`, sheetID)
}

// CrossRecusal is a unit's refusal to mark another for a conflict of interest.
type CrossRecusal struct {
	SheetID   string
	FromID    string
	ToID      string
	Reason    string
	AccountID string
	Name      string
	At        db.Time
}

func insertCrossRecusal(tx *db.Tx, r CrossRecusal) error {
	_, err := tx.Exec(`
		INSERT INTO score_cross_recusal (sheet_id, from_id, to_id, reason, account_id, name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.SheetID, r.FromID, r.ToID, r.Reason, r.AccountID, r.Name, r.At)
	return err
}

func crossRecusalsOf(tx *db.Tx, sheetID string) ([]CrossRecusal, error) {
	return db.All[CrossRecusal](tx, `
		SELECT sheet_id, from_id, to_id, reason, account_id, name, at FROM score_cross_recusal WHERE sheet_id = $1 ORDER BY from_id, to_id`, sheetID)
}

// CrossOpening is the breaking of the seals (mở niêm phong).
type CrossOpening struct {
	SheetID   string
	Number    int64 // of the version of the sheet
	EntryID   string
	AccountID string
	Name      string // empty where the deadline opened them
	At        db.Time
}

func insertCrossOpening(tx *db.Tx, o CrossOpening) error {
	_, err := tx.Exec(`
		INSERT INTO score_cross_opening (sheet_id, number, entry_id, account_id, name, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		o.SheetID, o.Number, o.EntryID, o.AccountID, o.Name, o.At)
	return err
}

func findCrossOpening(tx *db.Tx, sheetID string) (CrossOpening, error) {
	return db.One[CrossOpening](tx, `
		SELECT sheet_id, number, entry_id, account_id, name, at FROM score_cross_opening WHERE sheet_id = $1`, sheetID)
}

// crossGiven is what one unit gave another, once opened; Marks are JSON pairs of a
// path and points, kept together because a large cluster has very many.
type crossGiven struct {
	SheetID string
	FromID  string
	ToID    string
	Marks   string
}

func insertCrossGiven(tx *db.Tx, g crossGiven) error {
	_, err := tx.Exec(`
		INSERT INTO score_cross_mark (sheet_id, from_id, to_id, marks) VALUES ($1, $2, $3, $4)`, g.SheetID, g.FromID, g.ToID, g.Marks)
	return err
}

func updateCrossGiven(tx *db.Tx, g crossGiven) error {
	_, err := tx.Exec(`
		UPDATE score_cross_mark SET marks = $1 WHERE sheet_id = $2 AND from_id = $3 AND to_id = $4`, g.Marks, g.SheetID, g.FromID, g.ToID)
	return err
}

// crossGivenOf lists what was opened of a sheet, for one unit where it is named.
func crossGivenOf(tx *db.Tx, sheetID, unitID string) ([]crossGiven, error) {
	return db.All[crossGiven](tx, `
		SELECT sheet_id, from_id, to_id, marks FROM score_cross_mark
		WHERE sheet_id = $1 AND (to_id = $2 OR $2 = '') ORDER BY to_id, from_id`, sheetID, unitID)
}

// openSheets lists the sheets that are being marked.
func openSheets(tx *db.Tx) ([]YearSheet, error) {
	return db.All[YearSheet](tx, `SELECT `+sheetColumns+` FROM score_sheet WHERE state = 'open' ORDER BY id`)
}
