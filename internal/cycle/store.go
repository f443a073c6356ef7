package cycle

import "giaouoc/internal/db"

const yearColumns = `id, cluster_id, year, state, illustrative, copied_from, handed_to, created_at`

func insert(tx *db.Tx, y Year) error {
	_, err := tx.Exec(`
		INSERT INTO emulation_year (id, cluster_id, year, state, illustrative, copied_from, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		y.ID, y.ClusterID, y.Year, string(y.State), y.Illustrative, y.CopiedFrom, y.CreatedAt)
	return err
}

func find(tx *db.Tx, clusterID string, year int) (Year, error) {
	return db.One[Year](tx, `SELECT `+yearColumns+` FROM emulation_year WHERE cluster_id = $1 AND year = $2`, clusterID, year)
}

func findByID(tx *db.Tx, id string) (Year, error) {
	return db.One[Year](tx, `SELECT `+yearColumns+` FROM emulation_year WHERE id = $1`, id)
}

func yearsOf(tx *db.Tx, clusterID string) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM emulation_year WHERE cluster_id = $1 ORDER BY year DESC`, clusterID)
}

func inYear(tx *db.Tx, year int) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM emulation_year WHERE year = $1 ORDER BY cluster_id`, year)
}

func setState(tx *db.Tx, id string, s State) error {
	_, err := tx.Exec(`UPDATE emulation_year SET state = $1 WHERE id = $2`, string(s), id)
	return err
}

func setHandedTo(tx *db.Tx, id, unitID string) error {
	_, err := tx.Exec(`UPDATE emulation_year SET handed_to = $1 WHERE id = $2`, unitID, id)
	return err
}

func handedTo(tx *db.Tx, unitID string) ([]Year, error) {
	return db.All[Year](tx, `SELECT `+yearColumns+` FROM emulation_year WHERE handed_to = $1 ORDER BY year`, unitID)
}

func setCopiedFrom(tx *db.Tx, id, from string) error {
	_, err := tx.Exec(`UPDATE emulation_year SET copied_from = $1 WHERE id = $2`, from, id)
	return err
}

const phaseColumns = `id, year_id, kind, opens_on, due_on, clause, version`

func insertPhase(tx *db.Tx, p Phase) error {
	_, err := tx.Exec(`
		INSERT INTO phase (id, year_id, kind, opens_on, due_on, clause, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.ID, p.YearID, string(p.Kind), p.OpensOn, p.DueOn, p.Clause, p.Version)
	return err
}

func updatePhase(tx *db.Tx, p Phase) error {
	_, err := tx.Exec(`
		UPDATE phase SET opens_on = $1, due_on = $2, clause = $3, version = $4 WHERE id = $5`,
		p.OpensOn, p.DueOn, p.Clause, p.Version, p.ID)
	return err
}

func findPhase(tx *db.Tx, yearID string, kind PhaseKind) (Phase, error) {
	return db.One[Phase](tx, `SELECT `+phaseColumns+` FROM phase WHERE year_id = $1 AND kind = $2`, yearID, string(kind))
}

func phasesOf(tx *db.Tx, yearID string) ([]Phase, error) {
	return db.All[Phase](tx, `SELECT `+phaseColumns+` FROM phase WHERE year_id = $1 ORDER BY opens_on, id`, yearID)
}

const periodColumns = `id, year_id, code, name, opens_on, due_on, version`

func insertPeriod(tx *db.Tx, p Period) error {
	_, err := tx.Exec(`
		INSERT INTO period (id, year_id, code, name, opens_on, due_on, version) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.ID, p.YearID, p.Code, p.Name, p.OpensOn, p.DueOn, p.Version)
	return err
}

func updatePeriod(tx *db.Tx, p Period) error {
	_, err := tx.Exec(`
		UPDATE period SET name = $1, opens_on = $2, due_on = $3, version = $4 WHERE id = $5`,
		p.Name, p.OpensOn, p.DueOn, p.Version, p.ID)
	return err
}

func periodsOf(tx *db.Tx, yearID string) ([]Period, error) {
	return db.All[Period](tx, `SELECT `+periodColumns+` FROM period WHERE year_id = $1 ORDER BY due_on, code`, yearID)
}

func periodsIn(tx *db.Tx, year int) ([]Period, error) {
	return db.All[Period](tx, `
		SELECT `+periodColumns+` FROM period WHERE year_id IN (SELECT y.id FROM emulation_year y WHERE y.year = $1)
		ORDER BY year_id, due_on, code`, year)
}

func periodByID(tx *db.Tx, id string) (Period, error) {
	return db.One[Period](tx, `SELECT `+periodColumns+` FROM period WHERE id = $1`, id)
}

func periodByCode(tx *db.Tx, yearID, code string) (Period, error) {
	return db.One[Period](tx, `SELECT `+periodColumns+` FROM period WHERE year_id = $1 AND code = $2`, yearID, code)
}
