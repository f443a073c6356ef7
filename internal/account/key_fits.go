package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// KeyFits reports whether the keys open what the accounts keep encrypted: a telephone's
// secret or a passkey. Where no account has either, nothing is known.
//
// Public: whether the keys are this installation's own; nothing of any person.
func KeyFits(tx *db.Tx, ring *key.Ring) (known, fits bool, err error) {
	t, err := someTOTP(tx)
	if err == nil {
		_, err = ring.Decrypt(t.Secret, aboutTOTP(t.AccountID))
		return true, err == nil, nil
	}
	if !errors.Is(err, db.ErrNoRow) {
		return false, false, fmt.Errorf("find a second factor: %w", err)
	}
	p, err := somePasskey(tx)
	if err == nil {
		_, err = ring.Decrypt(p.Credential, p.about())
		return true, err == nil, nil
	}
	if !errors.Is(err, db.ErrNoRow) {
		return false, false, fmt.Errorf("find a passkey: %w", err)
	}
	return false, false, nil
}
