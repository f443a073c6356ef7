package account

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
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

// whole reports whether a session showed all that a role with power asks for.
func (h How) whole() bool {
	return slices.Contains([]How{ByTOTP, ByRecoveryCode, ByPasskey, BySSOFactors, BySSOTOTP, BySSOCode, ByDemo}, h)
}

// with is the way that began as h and went on with a code of one of the kinds.
func (h How) with(code How) How {
	switch {
	case h == BySSO && code == ByTOTP:
		return BySSOTOTP
	case h == BySSO && code == ByRecoveryCode:
		return BySSOCode
	}
	return code
}

// MustEnrol reports whether a session may do nothing yet but turn a second factor
// on: an administrator's always, and with everyone anybody's.
//
// Public: it is how a request learns who is asking.
func MustEnrol(tx *db.Tx, s Session, everyone bool) (bool, error) {
	if s.How.whole() {
		return false, nil
	}
	who, err := Actor(tx, s.AccountID)
	return everyone || slices.ContainsFunc(who.Grants, func(g db.Grant) bool { return g.Role == string(access.Administrator) }), err
}
