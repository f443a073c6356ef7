package scoring

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// WithdrawAppeal takes a unit's own appeal back while it is not answered (rút kiến
// nghị).
func WithdrawAppeal(tx *db.Tx, y cycle.Year, id string) error {
	a, err := appealIn(tx, y, id)
	if err != nil {
		return err
	}
	scope := y.UnitScope(a.UnitID)
	if err := access.Require(tx, access.ScoringAppeal, scope); err != nil {
		return err
	}
	switch a.State {
	case AppealWithdrawn:
		return nil // the same form sent twice
	case AppealOpen:
	default:
		return problem.New(problem.Closed, "Kiến nghị này %s nên không rút được nữa.", a.State.StateName())
	}
	a.State, a.Version = AppealWithdrawn, a.Version+1
	if err := updateAppeal(tx, a); err != nil {
		return fmt.Errorf("withdraw appeal: %w", err)
	}
	return notedAppeal(tx, scope, access.ScoringAppeal, a, map[string]any{"state": AppealOpen}, map[string]any{"state": a.State}, "")
}
