package handover

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'handover_offered' AS kind, '' AS text, offered_at AS at, TRUE AS kept FROM handover WHERE offered_by = $1 AND offered_by <> ''
		UNION ALL SELECT 'handover_confirmed' AS kind, '' AS text, confirmed_at AS at, TRUE AS kept FROM handover WHERE confirmed_by = $2 AND confirmed_by <> ''
		ORDER BY at`, p.Name, p.Name)
}
