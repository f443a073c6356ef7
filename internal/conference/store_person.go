package conference

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'conference_count' AS kind, '' AS text, at AS at, TRUE AS kept FROM conference_count WHERE account_id = $1
		ORDER BY at`, p.ID)
}
