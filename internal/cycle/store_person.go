package cycle

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'directive_note' AS kind, body AS text, at AS at, FALSE AS kept FROM directive_note WHERE account_id = $1
		ORDER BY at`, p.ID)
}

func forgetPerson(tx *db.Tx, p account.Person) error {
	for _, s := range []struct{ statement, who string }{
		{`UPDATE directive_note SET name = $1 WHERE account_id = $2`, p.ID},
	} {
		if _, err := tx.Exec(s.statement, account.Forgotten, s.who); err != nil {
			return err
		}
	}
	return nil
}
