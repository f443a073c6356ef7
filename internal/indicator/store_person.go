package indicator

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'report_move' AS kind, reason AS text, at AS at, FALSE AS kept FROM report_move WHERE account_id = $1
		UNION ALL SELECT 'figure_change' AS kind, COALESCE(new_value, '') || ' ' || new_note AS text, at AS at, FALSE AS kept FROM figure_change WHERE name = $2 AND name <> ''
		UNION ALL SELECT 'figure_comment' AS kind, text AS text, at AS at, FALSE AS kept FROM figure_comment WHERE account_id = $3
		UNION ALL SELECT 'evidence' AS kind, name AS text, at AS at, FALSE AS kept FROM evidence WHERE added_by = $4 AND added_by <> ''
		UNION ALL SELECT 'report_exception' AS kind, reason AS text, at AS at, FALSE AS kept FROM report_exception WHERE name = $5 AND name <> ''
		UNION ALL SELECT 'published_period' AS kind, '' AS text, at AS at, FALSE AS kept FROM published_period WHERE name = $6 AND name <> ''
		UNION ALL SELECT 'past_figure' AS kind, value AS text, at AS at, FALSE AS kept FROM past_figure WHERE name = $7 AND name <> ''
		ORDER BY at`, p.ID, p.Name, p.ID, p.Name, p.Name, p.Name, p.Name)
}

func forgetPerson(tx *db.Tx, p account.Person) error {
	for _, s := range []struct{ statement, who string }{
		{`UPDATE report_move SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE figure_change SET name = $1 WHERE name = $2 AND name <> ''`, p.Name},
		{`UPDATE figure_comment SET name = $1, position = '' WHERE account_id = $2`, p.ID},
		{`UPDATE evidence SET added_by = $1 WHERE added_by = $2 AND added_by <> ''`, p.Name},
		{`UPDATE report_exception SET name = $1 WHERE name = $2 AND name <> ''`, p.Name},
		{`UPDATE published_period SET name = $1 WHERE name = $2 AND name <> ''`, p.Name},
		{`UPDATE past_figure SET name = $1 WHERE name = $2 AND name <> ''`, p.Name},
	} {
		if _, err := tx.Exec(s.statement, account.Forgotten, s.who); err != nil {
			return err
		}
	}
	return nil
}
