package indicator

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
)

// keptSum is the kept sum of one period.
type keptSum struct {
	PeriodID string
	MadeFrom string
	Sums     string
}

// keptIn finds the kept sums of every period of a calendar year, by period.
func keptIn(tx *db.Tx, year int) (map[string]keptSum, error) {
	list := map[string]keptSum{}
	err := db.Each(tx, `
		SELECT s.period_id, s.made_from, s.sums FROM period_sum s
		JOIN period p ON p.id = s.period_id JOIN emulation_year y ON y.id = p.year_id
		WHERE y.year = $1`, []any{year}, func(scan func(dest ...any) error) error {
		var k keptSum
		if err := scan(&k.PeriodID, &k.MadeFrom, &k.Sums); err != nil {
			return err
		}
		list[k.PeriodID] = k
		return nil
	})
	return list, err
}

func keepSum(tx *db.Tx, periodID, madeFrom string, parts []Part) error {
	sums, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("write sums of period %s: %w", periodID, err)
	}
	_, err = tx.Exec(`
		INSERT INTO period_sum (period_id, made_from, sums) VALUES ($1, $2, $3)
		ON CONFLICT (period_id) DO UPDATE SET made_from = excluded.made_from, sums = excluded.sums`,
		periodID, madeFrom, string(sums))
	return err
}

// changes tells whether rows that are never deleted without another coming, and whose
// version only grows, are still the same.
type changes struct {
	ID     string
	N      int64
	Sum    int64
	Newest string
}

// reportsIn looks at the reports of each period of a calendar year, by period.
func reportsIn(tx *db.Tx, year int) (map[string]changes, error) {
	return changesBy(tx, `
		SELECT r.period_id, COUNT(*), SUM(r.version), MAX(r.id) FROM report r JOIN emulation_year y ON y.id = r.year_id
		WHERE y.year = $1 GROUP BY r.period_id`, year)
}

// indicatorsIn looks at the indicators of each year of a cluster in a calendar year.
func indicatorsIn(tx *db.Tx, year int) (map[string]changes, error) {
	return changesBy(tx, `
		SELECT i.year_id, COUNT(*), SUM(i.version), MAX(i.id) FROM indicator i JOIN emulation_year y ON y.id = i.year_id
		WHERE y.year = $1 GROUP BY i.year_id`, year)
}

func changesBy(tx *db.Tx, query string, year int) (map[string]changes, error) {
	list := map[string]changes{}
	err := db.Each(tx, query, []any{year}, func(scan func(dest ...any) error) error {
		var c changes
		if err := scan(&c.ID, &c.N, &c.Sum, &c.Newest); err != nil {
			return err
		}
		list[c.ID] = c
		return nil
	})
	return list, err
}
