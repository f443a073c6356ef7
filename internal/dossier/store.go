package dossier

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const columns = `d.id, d.unit_id, d.office_id, d.level, d.kind, d.award, d.year, d.from_year, d.proposer, d.year_id, d.simple, d.title, d.step, d.candidates, d.awarded,
	d.figures_on, d.own_members, d.letter_number, d.letter_on, d.proposed_by, d.proposed_on, d.receipt_number, d.received_on, d.handler_id, d.handler, d.conclusion,
	d.members, d.present, d.council_on, d.minutes_number, d.upward_number, d.upward_on, d.upward_to, d.notified_how, d.delivered_at, d.shelf, d.into_id, d.from_id,
	d.began_on, d.due_on, d.limit_id, d.version, d.created_at`

func insertDossier(tx *db.Tx, d Dossier) error {
	_, err := tx.Exec(`
		INSERT INTO dossier (id, unit_id, office_id, level, kind, award, year, from_year, proposer, year_id, simple, title, step, candidates, awarded,
			figures_on, own_members, letter_number, letter_on, proposed_by, proposed_on, receipt_number, received_on, handler_id, handler, conclusion,
			members, present, council_on, minutes_number, upward_number, upward_on, upward_to, notified_how, delivered_at, shelf, into_id, from_id,
			began_on, due_on, limit_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
			$27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43)`,
		d.ID, d.UnitID, d.OfficeID, string(d.Level), d.Kind, d.Award, d.Year, d.FromYear, string(d.Proposer), d.YearID, d.Simple, d.Title, string(d.Step), d.Candidates, d.Awarded,
		d.FiguresOn, d.OwnMembers, d.LetterNumber, d.LetterOn, d.ProposedBy, d.ProposedOn, d.ReceiptNumber, d.ReceivedOn, d.HandlerID, d.Handler, d.Conclusion,
		d.Members, d.Present, d.CouncilOn, d.MinutesNumber, d.UpwardNumber, d.UpwardOn, d.UpwardTo, d.NotifiedHow, d.DeliveredAt, d.Shelf, d.IntoID, d.FromID,
		d.BeganOn, d.DueOn, d.LimitID, d.Version, d.CreatedAt)
	return err
}

// updateDossier stores a dossier over the version that was read; no row where another
// was faster.
func updateDossier(tx *db.Tx, d Dossier, over int64) (int64, error) {
	return tx.Exec(`
		UPDATE dossier SET office_id = $1, level = $2, title = $3, step = $4, candidates = $5, awarded = $6, figures_on = $7, own_members = $8, letter_number = $9,
			letter_on = $10, proposed_by = $11, proposed_on = $12, receipt_number = $13, received_on = $14, handler_id = $15, handler = $16, conclusion = $17,
			members = $18, present = $19, council_on = $20, minutes_number = $21, upward_number = $22, upward_on = $23, upward_to = $24, notified_how = $25,
			delivered_at = $26, shelf = $27, into_id = $28, began_on = $29, due_on = $30, limit_id = $31, version = $32
		WHERE id = $33 AND version = $34`,
		d.OfficeID, string(d.Level), d.Title, string(d.Step), d.Candidates, d.Awarded, d.FiguresOn, d.OwnMembers, d.LetterNumber,
		d.LetterOn, d.ProposedBy, d.ProposedOn, d.ReceiptNumber, d.ReceivedOn, d.HandlerID, d.Handler, d.Conclusion,
		d.Members, d.Present, d.CouncilOn, d.MinutesNumber, d.UpwardNumber, d.UpwardOn, d.UpwardTo, d.NotifiedHow,
		d.DeliveredAt, d.Shelf, d.IntoID, d.BeganOn, d.DueOn, d.LimitID, d.Version, d.ID, over)
}

func findDossier(tx *db.Tx, id string) (Dossier, error) {
	return db.One[Dossier](tx, `SELECT `+columns+` FROM dossier d WHERE d.id = $1`, id)
}

// yearBounds are the first and the last day of a year as the columns of days have them.
func yearBounds(year int) (first, last vn.Date) {
	return vn.NewDate(year, 1, 1), vn.NewDate(year, 12, 31)
}

// letterOf finds another dossier of a unit with the number of a letter in a year.
func letterOf(tx *db.Tx, unitID, number string, year int, but string) (Dossier, error) {
	first, last := yearBounds(year)
	return db.One[Dossier](tx, `
		SELECT `+columns+` FROM dossier d WHERE d.unit_id = $1 AND d.letter_number = $2 AND d.letter_on >= $3 AND d.letter_on <= $4 AND d.id <> $5 AND d.from_id <> $5 LIMIT 1`,
		unitID, number, first, last, but)
}

// lettered lists the other dossiers that a unit sends with the same letter.
func lettered(tx *db.Tx, d Dossier) ([]Dossier, error) {
	if d.LetterNumber == "" {
		return nil, nil
	}
	return db.All[Dossier](tx, `
		SELECT `+columns+` FROM dossier d WHERE d.unit_id = $1 AND d.letter_number = $2 AND d.letter_on = $3 AND d.office_id = $4 AND d.id <> $5 ORDER BY d.id`,
		d.UnitID, d.LetterNumber, d.LetterOn, d.OfficeID, d.ID)
}

// receiptOf finds another dossier of an office with a receipt's number in a year.
func receiptOf(tx *db.Tx, officeID, number string, year int, but string) (Dossier, error) {
	first, last := yearBounds(year)
	return db.One[Dossier](tx, `
		SELECT `+columns+` FROM dossier d WHERE d.office_id = $1 AND d.receipt_number = $2 AND d.received_on >= $3 AND d.received_on <= $4 AND d.id <> $5 LIMIT 1`,
		officeID, number, first, last, but)
}

// upwardOf finds another dossier of an office with the number of a letter upward.
func upwardOf(tx *db.Tx, officeID, number string, year int, but string) (Dossier, error) {
	first, last := yearBounds(year)
	return db.One[Dossier](tx, `
		SELECT `+columns+` FROM dossier d WHERE d.office_id = $1 AND d.upward_number = $2 AND d.upward_on >= $3 AND d.upward_on <= $4 AND d.id <> $5 LIMIT 1`,
		officeID, number, first, last, but)
}

func insertMade(tx *db.Tx, m Made) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_move (id, dossier_id, move, from_step, to_step, office_id, began_on, due_on, ended_on, reason, cite, account_id, name, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		m.ID, m.DossierID, string(m.Move), string(m.FromStep), string(m.ToStep), m.OfficeID, m.BeganOn, m.DueOn, m.EndedOn, m.Reason, m.Cite, m.AccountID, m.Name, m.MadeAt)
	return err
}

func historyOf(tx *db.Tx, dossierID string) ([]Made, error) {
	return db.All[Made](tx, `
		SELECT m.id, m.dossier_id, m.move, m.from_step, m.to_step, m.office_id, m.began_on, m.due_on, m.ended_on, m.reason, m.cite, m.account_id, m.name, m.made_at
		FROM dossier_move m WHERE m.dossier_id = $1 ORDER BY m.made_at, m.id`, dossierID)
}

const partColumns = `p.id, p.dossier_id, p.candidate_id, p.part, p.number, p.on_day, p.file_hash, p.file_name, p.account_id, p.added_by, p.created_at, p.dropped_at`

func insertPart(tx *db.Tx, p Part) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_part (id, dossier_id, candidate_id, part, number, on_day, file_hash, file_name, account_id, added_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.DossierID, p.CandidateID, p.Part, p.Number, p.OnDay, p.FileHash, p.FileName, p.AccountID, p.AddedBy, p.CreatedAt)
	return err
}

func partsOf(tx *db.Tx, dossierID string) ([]Part, error) {
	return db.All[Part](tx, `SELECT `+partColumns+` FROM dossier_part p WHERE p.dossier_id = $1 AND p.dropped_at IS NULL ORDER BY p.part, p.id`, dossierID)
}

func findPart(tx *db.Tx, dossierID, id string) (Part, error) {
	return db.One[Part](tx, `SELECT `+partColumns+` FROM dossier_part p WHERE p.dossier_id = $1 AND p.id = $2`, dossierID, id)
}

func dropParts(tx *db.Tx, dossierID, part, candidateID string, at db.Time) error {
	_, err := tx.Exec(`
		UPDATE dossier_part SET dropped_at = $1 WHERE dossier_id = $2 AND part = $3 AND candidate_id = $4 AND dropped_at IS NULL`, at, dossierID, part, candidateID)
	return err
}

func dropPart(tx *db.Tx, dossierID, id string, at db.Time) (int64, error) {
	return tx.Exec(`UPDATE dossier_part SET dropped_at = $1 WHERE dossier_id = $2 AND id = $3 AND dropped_at IS NULL`, at, dossierID, id)
}

func movePartsOf(tx *db.Tx, from, candidateID, to string) error {
	_, err := tx.Exec(`UPDATE dossier_part SET dossier_id = $1 WHERE dossier_id = $2 AND candidate_id = $3`, to, from, candidateID)
	return err
}
