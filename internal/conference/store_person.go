package conference

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'conference_count' AS kind, '' AS text, at AS at, TRUE AS kept FROM conference_count WHERE account_id = $1
		UNION ALL SELECT 'conference_invitation', reason, answered_at, FALSE FROM conference_invitation WHERE account_id = $1
		UNION ALL SELECT 'conference_speech', topic, asked_at, TRUE FROM conference_speech WHERE account_id = $1
		UNION ALL SELECT 'conference_officer', post, signed_at, TRUE FROM conference_officer WHERE account_id = $1 AND signed_at IS NOT NULL
		UNION ALL SELECT 'conference_teller', '', signed_at, TRUE FROM conference_teller WHERE account_id = $1
		ORDER BY at`, p.ID)
}
