package ceremony

import "giaouoc/internal/db"

const columns = `c.id, c.unit_id, c.name, c.on_day, c.place, c.group_size, c.opening, c.closing, c.state, c.approved_on, c.approved_by, c.reason, c.called, c.request, c.account_id, c.version, c.created_at`

func insertCeremony(tx *db.Tx, c Ceremony) error {
	_, err := tx.Exec(`
		INSERT INTO ceremony (id, unit_id, name, on_day, place, group_size, opening, closing, state, approved_on, approved_by, reason, called, request, account_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		c.ID, c.UnitID, c.Name, c.OnDay, c.Place, c.GroupSize, c.Opening, c.Closing, string(c.State), c.ApprovedOn, c.ApprovedBy, c.Reason, c.Called, c.Request, c.AccountID, c.Version, c.CreatedAt)
	return err
}

func updateCeremony(tx *db.Tx, c Ceremony) error {
	_, err := tx.Exec(`
		UPDATE ceremony SET name = $1, on_day = $2, place = $3, group_size = $4, opening = $5, closing = $6, state = $7, approved_on = $8, approved_by = $9, reason = $10, called = $11, version = $12 WHERE id = $13`,
		c.Name, c.OnDay, c.Place, c.GroupSize, c.Opening, c.Closing, string(c.State), c.ApprovedOn, c.ApprovedBy, c.Reason, c.Called, c.Version, c.ID)
	return err
}

func ceremonyByID(tx *db.Tx, id string) (Ceremony, error) {
	return db.One[Ceremony](tx, `SELECT `+columns+` FROM ceremony c WHERE c.id = $1`, id)
}

func ceremonyOfRequest(tx *db.Tx, unitID, request string) (Ceremony, error) {
	return db.One[Ceremony](tx, `SELECT `+columns+` FROM ceremony c WHERE c.unit_id = $1 AND c.request = $2`, unitID, request)
}

func ceremoniesOf(tx *db.Tx, unitID string) ([]Ceremony, error) {
	return db.All[Ceremony](tx, `SELECT `+columns+` FROM ceremony c WHERE c.unit_id = $1 ORDER BY c.on_day DESC, c.id DESC`, unitID)
}

const partColumns = `p.id, p.ceremony_id, p.place, p.award, p.decision, p.decided_on, p.kind, p.giver, p.position, p.script`

func insertPart(tx *db.Tx, p Part) error {
	_, err := tx.Exec(`INSERT INTO ceremony_part (id, ceremony_id, place, award, decision, decided_on, kind, giver, position, script) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, p.CeremonyID, p.Place, p.Award, p.Decision, p.DecidedOn, string(p.Kind), p.Giver, p.Position, p.Script)
	return err
}

func updatePart(tx *db.Tx, p Part) error {
	_, err := tx.Exec(`UPDATE ceremony_part SET place = $1, giver = $2, position = $3, script = $4 WHERE id = $5`, p.Place, p.Giver, p.Position, p.Script, p.ID)
	return err
}

func deletePart(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM ceremony_part WHERE id = $1`, id)
	return err
}

func partsOf(tx *db.Tx, ceremonyID string) ([]Part, error) {
	return db.All[Part](tx, `SELECT `+partColumns+` FROM ceremony_part p WHERE p.ceremony_id = $1 ORDER BY p.place`, ceremonyID)
}

const lineColumns = `l.id, l.ceremony_id, l.part_id, l.place, l.grant_id, l.call_name, l.absent, l.receiver, l.standing`

func insertLine(tx *db.Tx, l Line) error {
	_, err := tx.Exec(`INSERT INTO ceremony_line (id, ceremony_id, part_id, place, grant_id, call_name, absent, receiver, standing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, l.CeremonyID, l.PartID, l.Place, l.GrantID, l.CallName, l.Absent, l.Receiver, l.Standing)
	return err
}

func updateLine(tx *db.Tx, l Line) error {
	_, err := tx.Exec(`UPDATE ceremony_line SET place = $1, call_name = $2, absent = $3, receiver = $4 WHERE id = $5`, l.Place, l.CallName, l.Absent, l.Receiver, l.ID)
	return err
}

func deleteLine(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM ceremony_line WHERE id = $1`, id)
	return err
}

func fallLines(tx *db.Tx, ceremonyID string) error {
	_, err := tx.Exec(`UPDATE ceremony_line SET standing = FALSE WHERE ceremony_id = $1`, ceremonyID)
	return err
}

func linesOf(tx *db.Tx, ceremonyID string) ([]Line, error) {
	return db.All[Line](tx, `SELECT `+lineColumns+` FROM ceremony_line l WHERE l.ceremony_id = $1 ORDER BY l.part_id, l.place`, ceremonyID)
}

// taken is a grant that stands in a ceremony.
type taken struct {
	GrantID string
	Name    string // of the ceremony
}

func takenOf(tx *db.Tx, unitID string) ([]taken, error) {
	return db.All[taken](tx, `SELECT l.grant_id, c.name FROM ceremony_line l JOIN ceremony c ON c.id = l.ceremony_id WHERE c.unit_id = $1 AND l.standing`, unitID)
}
