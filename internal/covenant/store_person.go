package covenant

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'covenant_comment' AS kind, body AS text, at AS at, FALSE AS kept FROM covenant_comment WHERE name = $1 AND name <> ''
		UNION ALL SELECT 'covenant_signature' AS kind, unit_name AS text, at AS at, TRUE AS kept FROM covenant_signature WHERE account_id = $2
		ORDER BY at`, p.Name, p.ID)
}

func forgetPerson(tx *db.Tx, p account.Person) error {
	for _, s := range []struct{ statement, who string }{
		{`UPDATE covenant_comment SET name = $1 WHERE name = $2 AND name <> ''`, p.Name},
	} {
		if _, err := tx.Exec(s.statement, account.Forgotten, s.who); err != nil {
			return err
		}
	}
	return nil
}
