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

// Recuse declares that the person does not mark a unit, for a conflict of interest
// (từ chối chấm). It cannot be taken back.
func Recuse(tx *db.Tx, y cycle.Year, unitID, reason string) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitSubmitted, UnitReturned, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return err
	}
	var list problem.List
	if reason = strings.TrimSpace(reason); reason == "" {
		list.Add("recusal", "Ghi vì sao bạn không chấm đơn vị này.")
	}
	blob.RefuseSecrets(&list, "recusal", reason)
	if err := list.Err(); err != nil {
		return err
	}
	there, err := recusalsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read recusals: %w", err)
	}
	if slices.ContainsFunc(there, func(r Recusal) bool { return r.UnitID == unitID && r.AccountID == tx.Actor.ID }) {
		return nil // the same form sent twice
	}
	r := Recusal{SheetID: s.ID, UnitID: m.UnitID, AccountID: tx.Actor.ID, Name: tx.Actor.Name, Reason: reason, At: db.At(tx.Now)}
	if err := insertRecusal(tx, r); err != nil {
		return fmt.Errorf("declare recusal: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringAppraise, s, nil, map[string]any{"unit": unitID, "recused": true}, reason)
}
