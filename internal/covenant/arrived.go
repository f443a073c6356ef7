package covenant

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Arrived says which work on the covenant of a year is in: the draft once it was
// sent out, the signature of each member that has given it, and all of both once
// the covenant is signed.
//
// Read: how far a covenant is, is known to every page that shows the year.
func Arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	c, err := Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	switch c.State {
	case Comment:
		return []cycle.Arrival{{Phase: cycle.Draft}}, nil
	case Signed:
		return []cycle.Arrival{{Phase: cycle.Draft}, {Phase: cycle.Sign}}, nil
	case Signing:
	default:
		return nil, nil
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	signatures, err := signaturesOn(tx, versions[len(versions)-1].ID)
	if err != nil {
		return nil, fmt.Errorf("read signatures: %w", err)
	}
	in := []cycle.Arrival{{Phase: cycle.Draft}}
	for _, s := range signatures {
		if s.Part == PartMember {
			in = append(in, cycle.Arrival{Phase: cycle.Sign, UnitID: s.UnitID})
		}
	}
	return in, nil
}
