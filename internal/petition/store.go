package petition

import "giaouoc/internal/db"

const petitionColumns = `p.id, p.unit_id, p.year, p.number, p.kind, p.round, p.of_id, p.anonymous, p.sender, p.about, p.decision, p.grant_id, p.dossier_id,
	p.received_on, p.known_on, p.remote, p.complicated, p.extended, p.own_due, p.state, p.state_on, p.accepted_on, p.outcome, p.settled_no,
	p.handler_id, p.handler, p.request, p.version, p.created_at`

func insertPetition(tx *db.Tx, p Petition) error {
	_, err := tx.Exec(`
		INSERT INTO petition (id, unit_id, year, number, kind, round, of_id, anonymous, sender, about, decision, grant_id, dossier_id,
			received_on, known_on, remote, complicated, extended, own_due, state, state_on, accepted_on, outcome, settled_no,
			handler_id, handler, request, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`,
		p.ID, p.UnitID, p.Year, p.Number, string(p.Kind), p.Round, p.OfID, p.Anonymous, p.Sender, p.About, p.Decision, p.GrantID, p.DossierID,
		p.ReceivedOn, p.KnownOn, p.Remote, p.Complicated, p.Extended, p.OwnDue, string(p.State), p.StateOn, p.AcceptedOn, string(p.Outcome), p.SettledNo,
		p.HandlerID, p.Handler, p.Request, p.Version, p.CreatedAt)
	return err
}

func updatePetition(tx *db.Tx, p Petition) error {
	_, err := tx.Exec(`
		UPDATE petition SET remote = $1, complicated = $2, extended = $3, own_due = $4, state = $5, state_on = $6, accepted_on = $7, outcome = $8,
			settled_no = $9, handler_id = $10, handler = $11, version = $12 WHERE id = $13`,
		p.Remote, p.Complicated, p.Extended, p.OwnDue, string(p.State), p.StateOn, p.AcceptedOn, string(p.Outcome),
		p.SettledNo, p.HandlerID, p.Handler, p.Version, p.ID)
	return err
}

func petitionByID(tx *db.Tx, id string) (Petition, error) {
	return db.One[Petition](tx, `SELECT `+petitionColumns+` FROM petition p WHERE p.id = $1`, id)
}

func petitionOfRequest(tx *db.Tx, unitID, request string) (Petition, error) {
	return db.One[Petition](tx, `SELECT `+petitionColumns+` FROM petition p WHERE p.unit_id = $1 AND p.request = $2`, unitID, request)
}

// open are the states that wait for a step.
const open = ` p.state IN ('received', 'classified', 'accepted', 'settled')`

func petitionsOf(tx *db.Tx, unitID string, year int) ([]Petition, error) {
	return db.All[Petition](tx, `SELECT `+petitionColumns+` FROM petition p WHERE p.unit_id = $1 AND (p.year = $2 OR`+open+`) ORDER BY p.year DESC, p.number DESC`, unitID, year)
}

func openOfHandler(tx *db.Tx, accountID string) ([]Petition, error) {
	return db.All[Petition](tx, `SELECT `+petitionColumns+` FROM petition p WHERE p.handler_id = $1 AND`+open+` ORDER BY p.year, p.number`, accountID)
}

func openOfUnit(tx *db.Tx, unitID string) ([]Petition, error) {
	return db.All[Petition](tx, `SELECT `+petitionColumns+` FROM petition p WHERE p.unit_id = $1 AND`+open+` ORDER BY p.year, p.number`, unitID)
}

func lastNumber(tx *db.Tx, unitID string, year int) (int64, error) {
	type row struct{ N int64 }
	r, err := db.One[row](tx, `SELECT COALESCE(MAX(p.number), 0) AS n FROM petition p WHERE p.unit_id = $1 AND p.year = $2`, unitID, year)
	return r.N, err
}

func insertStep(tx *db.Tx, s Step) error {
	_, err := tx.Exec(`
		INSERT INTO petition_move (id, petition_id, move, on_day, words, name, account_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.ID, s.PetitionID, string(s.Move), s.OnDay, s.Words, s.Name, s.AccountID, s.CreatedAt)
	return err
}

func stepsOf(tx *db.Tx, id string) ([]Step, error) {
	return db.All[Step](tx, `SELECT m.id, m.petition_id, m.move, m.on_day, m.words, m.name, m.account_id, m.created_at FROM petition_move m WHERE m.petition_id = $1 ORDER BY m.created_at, m.id`, id)
}
