package indicator

import (
	"errors"

	"giaouoc/internal/db"
)

const indicatorColumns = `id, year_id, code, name, unit, direction, sum, weight_id, decimals, position, content_no, serves, version`

func insert(tx *db.Tx, i Indicator) error {
	_, err := tx.Exec(`
		INSERT INTO indicator (`+indicatorColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		i.ID, i.YearID, i.Code, i.Name, i.Unit, string(i.Direction), string(i.Sum), i.WeightID,
		i.Decimals, i.Position, i.ContentNo, i.Serves, i.Version)
	return err
}

func update(tx *db.Tx, i Indicator) error {
	_, err := tx.Exec(`
		UPDATE indicator SET code = $1, name = $2, unit = $3, direction = $4, sum = $5, weight_id = $6,
			decimals = $7, position = $8, content_no = $9, serves = $10, version = $11
		WHERE id = $12`,
		i.Code, i.Name, i.Unit, string(i.Direction), string(i.Sum), i.WeightID,
		i.Decimals, i.Position, i.ContentNo, i.Serves, i.Version, i.ID)
	return err
}

func remove(tx *db.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM target WHERE indicator_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM indicator WHERE id = $1`, id)
	return err
}

func find(tx *db.Tx, id string) (Indicator, error) {
	return db.One[Indicator](tx, `SELECT `+indicatorColumns+` FROM indicator WHERE id = $1`, id)
}

func listOf(tx *db.Tx, yearID string) ([]Indicator, error) {
	return db.All[Indicator](tx, `
		SELECT `+indicatorColumns+` FROM indicator WHERE year_id = $1 ORDER BY position, code`, yearID)
}

const targetColumns = `t.id, t.indicator_id, t.unit_id, t.value, t.baseline, t.version`

func insertTarget(tx *db.Tx, t Target) error {
	_, err := tx.Exec(`
		INSERT INTO target (id, indicator_id, unit_id, value, baseline, version)
		VALUES ($1, $2, $3, $4, $5, $6)`, t.ID, t.IndicatorID, t.UnitID, t.Value, t.Baseline, t.Version)
	return err
}

func updateTarget(tx *db.Tx, t Target) error {
	_, err := tx.Exec(`UPDATE target SET value = $1, baseline = $2, version = $3 WHERE id = $4`,
		t.Value, t.Baseline, t.Version, t.ID)
	return err
}

func findTarget(tx *db.Tx, indicatorID, unitID string) (Target, error) {
	return db.One[Target](tx, `
		SELECT `+targetColumns+` FROM target t WHERE t.indicator_id = $1 AND t.unit_id = $2`, indicatorID, unitID)
}

func targetsOf(tx *db.Tx, yearID string) ([]Target, error) {
	return db.All[Target](tx, `
		SELECT `+targetColumns+` FROM target t JOIN indicator i ON i.id = t.indicator_id
		WHERE i.year_id = $1 ORDER BY i.position, i.code, t.id`, yearID)
}

func targetsOfUnit(tx *db.Tx, yearID, unitID string) ([]Target, error) {
	return db.All[Target](tx, `
		SELECT `+targetColumns+` FROM target t JOIN indicator i ON i.id = t.indicator_id
		WHERE i.year_id = $1 AND t.unit_id = $2 ORDER BY t.id`, yearID, unitID)
}

func targetsFor(tx *db.Tx, indicatorID string) ([]Target, error) {
	return db.All[Target](tx, `
		SELECT `+targetColumns+` FROM target t WHERE t.indicator_id = $1 ORDER BY t.id`, indicatorID)
}

func setFrozen(tx *db.Tx, yearID string) error {
	_, err := tx.Exec(`
		INSERT INTO indicator_freeze (year_id, frozen_at) VALUES ($1, $2)
		ON CONFLICT (year_id) DO NOTHING`, yearID, db.At(tx.Now))
	return err
}

func clearFrozen(tx *db.Tx, yearID string) error {
	_, err := tx.Exec(`DELETE FROM indicator_freeze WHERE year_id = $1`, yearID)
	return err
}

type freeze struct{ FrozenAt db.Time }

func frozen(tx *db.Tx, yearID string) (bool, error) {
	_, err := db.One[freeze](tx, `SELECT frozen_at FROM indicator_freeze WHERE year_id = $1`, yearID)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
