package record

import (
	"fmt"

	"giaouoc/internal/db"
)

// Erase destroys what the record knows of a person: text and salt of who in
// every entry of the account, and text and salt of what in every entry of the
// given objects, which tell of the person. The leaves stay and every proof over
// them still verifies; without salt their hashes tell nothing. In entries of
// form 1 who and what are one text and go together.
//
// Within: the use case that erases asks for the right, keeps what archive law
// keeps, and records that and why.
func Erase(tx *db.Tx, accountID string, objects ...Object) error {
	if accountID == "" {
		return fmt.Errorf("erase record: no account")
	}
	if err := eraseAccount(tx, accountID); err != nil {
		return fmt.Errorf("erase record of account %s: %w", accountID, err)
	}
	for _, o := range objects {
		if err := eraseObject(tx, o); err != nil {
			return fmt.Errorf("erase record of %s %s: %w", o.Kind, o.ID, err)
		}
	}
	return nil
}
