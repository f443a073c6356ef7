package cycle

import (
	"fmt"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

// OfPerson lists what a person wrote and signed here.
//
// Read: called by personal, which requires its own right.
func OfPerson(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	list, err := tracesOf(tx, p)
	if err != nil {
		return nil, fmt.Errorf("read traces of account %s: %w", p.ID, err)
	}
	return list, nil
}

// ForgetPerson takes a person's name from what was written here. Signed and
// issued documents keep it.
//
// Within: the erasure of a person's data.
func ForgetPerson(tx *db.Tx, p account.Person) error {
	if err := forgetPerson(tx, p); err != nil {
		return fmt.Errorf("forget account %s: %w", p.ID, err)
	}
	return nil
}
