package scoring

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// RecuseCross declares that a unit does not mark another, for a conflict of
// interest. It cannot be taken back; what the unit has sealed on the other does
// not count.
func RecuseCross(tx *db.Tx, y cycle.Year, fromID, toID, reason string) error {
	scope := y.UnitScope(fromID)
	if err := access.Require(tx, access.ScoringSeal, scope); err != nil {
		return err
	}
	if err := ownPeople(tx, fromID); err != nil {
		return err
	}
	p, _, err := crossIn(tx, y, fromID)
	if err != nil {
		return err
	}
	var list problem.List
	if toID == fromID || !slices.Contains(p.units, toID) {
		list.Add("to", "Chọn đơn vị mà đơn vị bạn không chấm.")
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		list.Add("reason", "Ghi vì sao đơn vị bạn không chấm đơn vị này.")
	}
	blob.RefuseSecrets(&list, "reason", reason)
	if err := list.Err(); err != nil {
		return err
	}
	if p.recused(fromID, toID) != nil {
		return nil // the same form sent twice
	}
	r := CrossRecusal{
		SheetID: p.sheet.ID, FromID: fromID, ToID: toID, Reason: reason, AccountID: tx.Actor.ID, At: db.At(tx.Now),
		Name: access.Signature(tx.Actor, access.ScoringSeal, scope),
	}
	if err := insertCrossRecusal(tx, r); err != nil {
		return fmt.Errorf("declare recusal: %w", err)
	}
	return noted(tx, scope, access.ScoringSeal, p.sheet, nil, map[string]any{"from": fromID, "to": toID, "recused": true}, reason)
}
