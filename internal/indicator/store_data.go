package indicator

import (
	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
)

func insertRule(tx *db.Tx, r Rule) error {
	_, err := tx.Exec(`
		INSERT INTO figure_rule (id, year_id, kind, indicator_id, tolerance) VALUES ($1, $2, $3, $4, $5)`,
		r.ID, r.YearID, string(r.Kind), r.IndicatorID, r.Tolerance)
	if err != nil {
		return err
	}
	for n, part := range r.Parts {
		if _, err := tx.Exec(`
			INSERT INTO figure_rule_part (rule_id, position, indicator_id) VALUES ($1, $2, $3)`, r.ID, n, part); err != nil {
			return err
		}
	}
	return nil
}

func findRule(tx *db.Tx, id string) (Rule, error) {
	return db.One[Rule](tx, `SELECT id, year_id, kind, indicator_id, tolerance FROM figure_rule WHERE id = $1`, id)
}

func deleteRule(tx *db.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM figure_rule_part WHERE rule_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM figure_rule WHERE id = $1`, id)
	return err
}

type rulePart struct {
	RuleID      string
	IndicatorID string
}

func rulesOf(tx *db.Tx, yearID string) ([]Rule, error) {
	rules, err := db.All[Rule](tx, `
		SELECT id, year_id, kind, indicator_id, tolerance FROM figure_rule WHERE year_id = $1 ORDER BY id`, yearID)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	parts, err := db.All[rulePart](tx, `
		SELECT rule_id, indicator_id FROM figure_rule_part
		WHERE rule_id IN (SELECT id FROM figure_rule WHERE year_id = $1) ORDER BY rule_id, position`, yearID)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for n, r := range rules {
		at[r.ID] = n
	}
	for _, p := range parts {
		rules[at[p.RuleID]].Parts = append(rules[at[p.RuleID]].Parts, p.IndicatorID)
	}
	return rules, nil
}

const nationalColumns = `id, period_id, indicator_id, value, source, source_url, version`

func insertNational(tx *db.Tx, n National) error {
	_, err := tx.Exec(`
		INSERT INTO national_figure (`+nationalColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		n.ID, n.PeriodID, n.IndicatorID, n.Value, n.Source, n.SourceURL, n.Version)
	return err
}

func updateNational(tx *db.Tx, n National) error {
	_, err := tx.Exec(`
		UPDATE national_figure SET value = $1, source = $2, source_url = $3, version = $4 WHERE id = $5`,
		n.Value, n.Source, n.SourceURL, n.Version, n.ID)
	return err
}

func findNational(tx *db.Tx, periodID, indicatorID string) (National, error) {
	return db.One[National](tx, `
		SELECT `+nationalColumns+` FROM national_figure WHERE period_id = $1 AND indicator_id = $2`, periodID, indicatorID)
}

func nationalOf(tx *db.Tx, periodID string) ([]National, error) {
	return db.All[National](tx, `SELECT `+nationalColumns+` FROM national_figure WHERE period_id = $1 ORDER BY id`, periodID)
}

const publishedColumns = `id, year_id, code, name, unit, unit_id, value, national_share, as_printed, note, confirmed, source, source_url`

func putPublished(tx *db.Tx, f Published) error {
	_, err := tx.Exec(`
		INSERT INTO published_figure (`+publishedColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (year_id, code, unit_id) DO UPDATE SET
			name = excluded.name, unit = excluded.unit, value = excluded.value, national_share = excluded.national_share,
			as_printed = excluded.as_printed, note = excluded.note, confirmed = excluded.confirmed,
			source = excluded.source, source_url = excluded.source_url`,
		f.ID, f.YearID, f.Code, f.Name, f.Unit, f.UnitID, f.Value, f.NationalShare, f.AsPrinted, f.Note, f.Confirmed, f.Source, f.SourceURL)
	return err
}

func findPublished(tx *db.Tx, yearID, code, unitID string) (Published, error) {
	return db.One[Published](tx, `
		SELECT `+publishedColumns+` FROM published_figure WHERE year_id = $1 AND code = $2 AND unit_id = $3`, yearID, code, unitID)
}

func publishedOf(tx *db.Tx, yearID string) ([]Published, error) {
	return db.All[Published](tx, `
		SELECT `+publishedColumns+` FROM published_figure WHERE year_id = $1 ORDER BY id`, yearID)
}

func publishedOfUnit(tx *db.Tx, yearID, unitID string) ([]Published, error) {
	return db.All[Published](tx, `
		SELECT `+publishedColumns+` FROM published_figure
		WHERE year_id = $1 AND unit_id = $2 AND value IS NOT NULL ORDER BY id`, yearID, unitID)
}

// pastFigure is a figure of the year before that a unit entered itself.
type pastFigure struct {
	IndicatorID string
	Value       decimal.Decimal
}

func putPast(tx *db.Tx, yearID, unitID string, p Pasted) error {
	_, err := tx.Exec(`
		INSERT INTO past_figure (year_id, unit_id, indicator_id, value, name, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (year_id, unit_id, indicator_id) DO UPDATE SET
			value = excluded.value, name = excluded.name, at = excluded.at`,
		yearID, unitID, p.IndicatorID, p.Value, tx.Actor.Name, db.At(tx.Now))
	return err
}

func pastOf(tx *db.Tx, yearID, unitID string) ([]pastFigure, error) {
	return db.All[pastFigure](tx, `
		SELECT indicator_id, value FROM past_figure WHERE year_id = $1 AND unit_id = $2 ORDER BY indicator_id`, yearID, unitID)
}

// uses counts what hangs on an indicator besides its targets.
func uses(tx *db.Tx, id string) (int, error) {
	c, err := db.One[counted](tx, `
		SELECT '' AS indicator_id,
			(SELECT COUNT(*) FROM figure WHERE indicator_id = $1) + (SELECT COUNT(*) FROM evidence WHERE indicator_id = $2) +
			(SELECT COUNT(*) FROM figure_rule WHERE indicator_id = $3) + (SELECT COUNT(*) FROM figure_rule_part WHERE indicator_id = $4) +
			(SELECT COUNT(*) FROM national_figure WHERE indicator_id = $5) + (SELECT COUNT(*) FROM past_figure WHERE indicator_id = $6) +
			(SELECT COUNT(*) FROM figure_comment WHERE indicator_id = $7) AS n`, id, id, id, id, id, id, id)
	return c.N, err
}
