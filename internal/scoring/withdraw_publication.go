package scoring

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// WithdrawPublication takes the first confirmation back; whoever may publish may do
// so.
func WithdrawPublication(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringPublish, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Concluded)
	if err != nil {
		return err
	}
	gone, err := deleteConfirmation(tx, s.ID)
	if err != nil {
		return fmt.Errorf("withdraw confirmation: %w", err)
	}
	if !gone {
		return nil // the same form sent twice
	}
	return noted(tx, y.Scope(), access.ScoringPublish, s, nil, map[string]any{"state": "first_withdrawn"}, "")
}
