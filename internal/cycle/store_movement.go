package cycle

import "giaouoc/internal/db"

const movementColumns = `id, year_id, parent_id, unit_id, launched_by, kind, state, name, slogan, from_day, to_day,
	launch_number, launch_on, file_hash, file_name, source, withdrawn_for, version, created_at`

func insertMovement(tx *db.Tx, m Movement) error {
	_, err := tx.Exec(`
		INSERT INTO movement (id, year_id, parent_id, unit_id, launched_by, kind, state, name, slogan, from_day, to_day,
			launch_number, launch_on, file_hash, file_name, source, withdrawn_for, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		m.ID, m.YearID, m.ParentID, m.UnitID, m.LaunchedBy, string(m.Kind), string(m.State), m.Name, m.Slogan, m.FromDay, m.ToDay,
		m.LaunchNumber, m.LaunchOn, m.FileHash, m.FileName, m.Source, m.WithdrawnFor, m.Version, m.CreatedAt)
	if err != nil {
		return err
	}
	return insertGoals(tx, m)
}

func insertGoals(tx *db.Tx, m Movement) error {
	for i, g := range m.Goals {
		if _, err := tx.Exec(`INSERT INTO movement_goal (movement_id, number, body) VALUES ($1, $2, $3)`, m.ID, i+1, g); err != nil {
			return err
		}
	}
	return nil
}

func updateMovement(tx *db.Tx, m Movement) error {
	_, err := tx.Exec(`
		UPDATE movement SET kind = $1, state = $2, name = $3, slogan = $4, from_day = $5, to_day = $6,
			launch_number = $7, launch_on = $8, file_hash = $9, file_name = $10, withdrawn_for = $11, version = $12,
			parent_id = $13, launched_by = $14
		WHERE id = $15`,
		string(m.Kind), string(m.State), m.Name, m.Slogan, m.FromDay, m.ToDay,
		m.LaunchNumber, m.LaunchOn, m.FileHash, m.FileName, m.WithdrawnFor, m.Version,
		m.ParentID, m.LaunchedBy, m.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM movement_goal WHERE movement_id = $1`, m.ID); err != nil {
		return err
	}
	return insertGoals(tx, m)
}

func findMovement(tx *db.Tx, yearID, id string) (Movement, error) {
	m, err := db.One[Movement](tx, `SELECT `+movementColumns+` FROM movement WHERE year_id = $1 AND id = $2`, yearID, id)
	if err != nil {
		return m, err
	}
	goals, err := db.All[goal](tx, `
		SELECT movement_id, body FROM movement_goal WHERE movement_id = $1 ORDER BY number`, id)
	for _, g := range goals {
		m.Goals = append(m.Goals, g.Body)
	}
	return m, err
}

type goal struct {
	MovementID string
	Body       string
}

// movementsOf returns every movement of a year with its goals, in the order of
// entry.
func movementsOf(tx *db.Tx, yearID string) ([]Movement, error) {
	all, err := db.All[Movement](tx, `SELECT `+movementColumns+` FROM movement WHERE year_id = $1 ORDER BY id`, yearID)
	if err != nil {
		return nil, err
	}
	goals, err := db.All[goal](tx, `
		SELECT g.movement_id, g.body FROM movement_goal g JOIN movement m ON m.id = g.movement_id
		WHERE m.year_id = $1 ORDER BY g.movement_id, g.number`, yearID)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]int, len(all))
	for i, m := range all {
		byID[m.ID] = i
	}
	for _, g := range goals {
		i := byID[g.MovementID]
		all[i].Goals = append(all[i].Goals, g.Body)
	}
	return all, nil
}

// movementsIn returns every running movement of the years of a number, without goals.
func movementsIn(tx *db.Tx, year int) ([]Movement, error) {
	return db.All[Movement](tx, `SELECT `+movementColumns+` FROM movement
		WHERE state = 'running' AND year_id IN (SELECT y.id FROM emulation_year y WHERE y.year = $1) ORDER BY id`, year)
}

const reviewColumns = `r.id, r.movement_id, r.stage, r.on_day, r.results, r.file_hash, r.file_name, r.version`

func insertReview(tx *db.Tx, r Review) error {
	_, err := tx.Exec(`
		INSERT INTO movement_review (id, movement_id, stage, on_day, results, file_hash, file_name, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.MovementID, string(r.Stage), r.OnDay, r.Results, r.FileHash, r.FileName, r.Version)
	return err
}

func updateReview(tx *db.Tx, r Review) error {
	_, err := tx.Exec(`
		UPDATE movement_review SET on_day = $1, results = $2, file_hash = $3, file_name = $4, version = $5 WHERE id = $6`,
		r.OnDay, r.Results, r.FileHash, r.FileName, r.Version, r.ID)
	return err
}

func reviewsOfMovement(tx *db.Tx, movementID string) ([]Review, error) {
	return db.All[Review](tx, `
		SELECT `+reviewColumns+` FROM movement_review r WHERE r.movement_id = $1 ORDER BY r.stage DESC`, movementID)
}

// reviewsOf returns the reviews of a year's movements, mid-term before final.
func reviewsOf(tx *db.Tx, yearID string) ([]Review, error) {
	return db.All[Review](tx, `
		SELECT `+reviewColumns+` FROM movement_review r JOIN movement m ON m.id = r.movement_id
		WHERE m.year_id = $1 ORDER BY r.movement_id, r.stage DESC`, yearID)
}
