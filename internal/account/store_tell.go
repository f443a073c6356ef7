package account

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

type worker struct{ ID string }

// workersOf lists who is officer or leader of a unit on a day.
func workersOf(tx *db.Tx, unitID string, day vn.Date) ([]string, error) {
	rows, err := db.All[worker](tx, `
		SELECT DISTINCT a.id FROM account a JOIN account_grant g ON g.account_id = a.id
		WHERE a.unit_id = $1 AND g.scope_kind = 'unit' AND g.scope_id = $2 AND g.role IN ($3, $4)
			AND (g.from_day = '' OR g.from_day <= $5) AND (g.to_day = '' OR g.to_day > $6)
		ORDER BY a.id`,
		unitID, unitID, string(access.Officer), string(access.UnitLeader), day, day)
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, err
}
