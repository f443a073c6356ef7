package initiative

import "giaouoc/internal/db"

func ruleOf(tx *db.Tx, unitID string, year int) (Rule, error) {
	r, err := db.One[Rule](tx, `
		SELECT id, unit_id, year, document, pass, due, version, created_at FROM initiative_rule WHERE unit_id = $1 AND year = $2`, unitID, year)
	if err != nil {
		return r, err
	}
	if r.Criteria, err = db.All[Criterion](tx, `SELECT n, name, most FROM initiative_criterion WHERE rule_id = $1 ORDER BY n`, r.ID); err != nil {
		return r, err
	}
	r.Members, err = db.All[Member](tx, `SELECT account_id, login, name FROM initiative_member WHERE rule_id = $1 ORDER BY name, account_id`, r.ID)
	return r, err
}

// saveRule stores a rule over what stood there.
func saveRule(tx *db.Tx, r Rule) error {
	if _, err := tx.Exec(`
		INSERT INTO initiative_rule (id, unit_id, year, document, pass, due, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (unit_id, year) DO UPDATE SET document = excluded.document, pass = excluded.pass, due = excluded.due, version = excluded.version`,
		r.ID, r.UnitID, r.Year, r.Document, r.Pass, r.Due, r.Version, r.CreatedAt); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM initiative_criterion WHERE rule_id = $1`, r.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM initiative_member WHERE rule_id = $1`, r.ID); err != nil {
		return err
	}
	for _, c := range r.Criteria {
		if _, err := tx.Exec(`INSERT INTO initiative_criterion (rule_id, n, name, most) VALUES ($1, $2, $3, $4)`, r.ID, c.N, c.Name, c.Most); err != nil {
			return err
		}
	}
	for _, m := range r.Members {
		if _, err := tx.Exec(`INSERT INTO initiative_member (rule_id, account_id, login, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, r.ID, m.AccountID, m.Login, m.Name); err != nil {
			return err
		}
	}
	return nil
}

func countMarks(tx *db.Tx, unitID string, year int) (int, error) {
	n, err := db.One[struct{ N int }](tx, `
		SELECT COUNT(*) AS n FROM initiative_mark m JOIN initiative i ON i.id = m.initiative_id WHERE i.unit_id = $1 AND i.year = $2`, unitID, year)
	return n.N, err
}

const columns = `i.id, i.unit_id, i.year, i.name, i.description, i.effect, i.file_hash, i.file_name, i.state, i.scope, i.number, i.decided_on, i.decided_by, i.why,
	i.account_id, i.version, i.created_at`

func insertInitiative(tx *db.Tx, i Initiative) error {
	if _, err := tx.Exec(`
		INSERT INTO initiative (id, unit_id, year, name, description, effect, file_hash, file_name, state, scope, number, decided_on, decided_by, why,
			account_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		i.ID, i.UnitID, i.Year, i.Name, i.Description, i.Effect, i.FileHash, i.FileName, string(i.State), i.Scope, i.Number, i.DecidedOn, i.DecidedBy, i.Why,
		i.AccountID, i.Version, i.CreatedAt); err != nil {
		return err
	}
	for _, a := range i.Authors {
		if _, err := tx.Exec(`
			INSERT INTO initiative_author (initiative_id, subject_id, name, share) VALUES ($1, $2, $3, $4)`, i.ID, a.SubjectID, a.Name, a.Share); err != nil {
			return err
		}
	}
	return nil
}

// updateInitiative stores what became of an initiative, over the version before.
func updateInitiative(tx *db.Tx, i Initiative, version int64) (int64, error) {
	return tx.Exec(`
		UPDATE initiative SET state = $1, scope = $2, number = $3, decided_on = $4, decided_by = $5, why = $6, version = $7 WHERE id = $8 AND version = $9`,
		string(i.State), i.Scope, i.Number, i.DecidedOn, i.DecidedBy, i.Why, i.Version, i.ID, version)
}

func findInitiative(tx *db.Tx, id string) (Initiative, error) {
	return db.One[Initiative](tx, `SELECT `+columns+` FROM initiative i WHERE i.id = $1`, id)
}

func initiativesOf(tx *db.Tx, unitID string, year int) ([]Initiative, error) {
	return db.All[Initiative](tx, `SELECT `+columns+` FROM initiative i WHERE i.unit_id = $1 AND i.year = $2 ORDER BY i.created_at, i.id`, unitID, year)
}

func authorsFor(tx *db.Tx, id string) ([]Author, error) {
	return db.All[Author](tx, `SELECT subject_id, name, share FROM initiative_author WHERE initiative_id = $1 ORDER BY share DESC, name`, id)
}

func marksOf(tx *db.Tx, id string) ([]Mark, error) {
	return db.All[Mark](tx, `SELECT account_id, n, points FROM initiative_mark WHERE initiative_id = $1 ORDER BY account_id, n`, id)
}

func saveMarks(tx *db.Tx, id string, marks []Mark) error {
	for _, m := range marks {
		if _, err := tx.Exec(`
			INSERT INTO initiative_mark (initiative_id, account_id, n, points) VALUES ($1, $2, $3, $4)
			ON CONFLICT (initiative_id, account_id, n) DO UPDATE SET points = excluded.points`, id, m.AccountID, m.N, m.Points); err != nil {
			return err
		}
	}
	return nil
}
