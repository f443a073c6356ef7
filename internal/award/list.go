package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// PageSize is how many subjects a page of a register shows.
const PageSize = 50

// Filter is what is looked for in the register of a unit.
type Filter struct {
	Kind rules.Kind // empty for all
	Name string     // words of a name, as Search finds them
	Page int        // from 1
}

// List reads one page of the register of a unit in the order of names, and says how
// many subjects there are on all pages.
//
// Read: requires the right to see the register of the unit.
func List(tx *db.Tx, unitID string, q Filter) (found []Found, total int, err error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, 0, err
	}
	if q.Page < 1 {
		return nil, 0, problem.New(problem.NotFound, "Không có trang này.")
	}
	prefix := []byte(Folded(q.Name))
	if total, err = countListed(tx, unitID, q.Kind, prefix); err != nil {
		return nil, 0, fmt.Errorf("count register of unit %s: %w", unitID, err)
	}
	if q.Page > 1 && (q.Page-1)*PageSize >= total {
		return nil, 0, problem.New(problem.NotFound, "Không có trang %d; sổ có %d đối tượng như vậy.", q.Page, total)
	}
	subjects, err := listed(tx, unitID, q.Kind, prefix, (q.Page-1)*PageSize)
	if err != nil {
		return nil, 0, fmt.Errorf("list register of unit %s: %w", unitID, err)
	}
	if found, err = foundOf(tx, subjects); err != nil {
		return nil, 0, fmt.Errorf("read register of unit %s: %w", unitID, err)
	}
	return found, total, nil
}
