package award

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// Arrived says whether the proposals of a year are with those who decide: there
// are some, and none waits for its letter.
//
// Read: how far the proposals are, is known to every member.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	list, err := ofYear(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("find proposals: %w", err)
	}
	sent := false
	for _, p := range list {
		switch p.State {
		case Proposed:
			return nil, nil
		case Submitted, Granted, Refused:
			sent = true
		}
	}
	if !sent {
		return nil, nil
	}
	return []cycle.Arrival{{Phase: cycle.Propose}}, nil
}
