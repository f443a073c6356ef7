package midreview

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'mid_review_remark' AS kind, text AS text, at AS at, FALSE AS kept FROM mid_review_remark WHERE account_id = $1
		UNION ALL SELECT 'mid_review_written' AS kind, '' AS text, drafted_at AS at, FALSE AS kept FROM mid_review WHERE saved_by = $2 AND saved_by <> ''
		UNION ALL SELECT 'mid_review_drafted' AS kind, '' AS text, drafted_at AS at, FALSE AS kept FROM mid_review WHERE drafted_by = $3 AND drafted_by <> ''
		UNION ALL SELECT 'mid_review_issued' AS kind, number AS text, drafted_at AS at, TRUE AS kept FROM mid_review WHERE issued_by = $4 AND issued_by <> ''
		ORDER BY at`, p.ID, p.Name, p.Name, p.Name)
}

func forgetPerson(tx *db.Tx, p account.Person) error {
	for _, s := range []struct{ statement, who string }{
		{`UPDATE mid_review_remark SET name = $1, position = '' WHERE account_id = $2`, p.ID},
		{`UPDATE mid_review SET saved_by = $1 WHERE saved_by = $2 AND saved_by <> ''`, p.Name},
		{`UPDATE mid_review SET drafted_by = $1 WHERE drafted_by = $2 AND drafted_by <> ''`, p.Name},
	} {
		if _, err := tx.Exec(s.statement, account.Forgotten, s.who); err != nil {
			return err
		}
	}
	return nil
}
