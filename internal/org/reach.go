package org

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Reach fills in, for each grant on a unit with all units below it, which units
// those are on the day of the transaction. Without it such a grant opens nothing.
//
// Public: it is how a request learns who is asking.
func Reach(tx *db.Tx, grants []db.Grant) error {
	for i, g := range grants {
		if g.Scope != access.ScopeSubtree {
			continue
		}
		units, err := subtreeOn(tx, g.ID, tx.Today())
		if err != nil {
			return fmt.Errorf("find units below %s: %w", g.ID, err)
		}
		grants[i].Units = make(map[string]bool, len(units))
		for _, u := range units {
			grants[i].Units[u.ID] = true
		}
	}
	return nil
}
