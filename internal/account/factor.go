package account

import (
	"fmt"

	"giaouoc/internal/db"
)

// HasSecondFactor reports whether an account has to show more than its password.
//
// Public: it is how a request learns who is asking.
func HasSecondFactor(tx *db.Tx, accountID string) (bool, error) {
	n, err := countTOTP(tx, accountID)
	if err != nil {
		return false, fmt.Errorf("find second factor of account %s: %w", accountID, err)
	}
	return n > 0, nil
}
