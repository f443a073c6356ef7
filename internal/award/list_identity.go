package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// identityOf opens the identity number of a subject; empty where none is kept.
func identityOf(ring *key.Ring, s Subject) (string, error) {
	return unsealed(ring, s.Identity, "subject/"+s.ID+"/identity")
}

// sealedIdentity encrypts an identity number for the row of a subject.
func sealedIdentity(ring *key.Ring, number, subjectID string) ([]byte, error) {
	return sealed(ring, number, "subject/"+subjectID+"/identity")
}

func sealed(ring *key.Ring, number, about string) ([]byte, error) {
	if number == "" {
		return []byte{}, nil
	}
	hidden, err := ring.Encrypt([]byte(number), about)
	if err != nil {
		return nil, fmt.Errorf("encrypt identity number: %w", err)
	}
	return hidden, nil
}

func unsealed(ring *key.Ring, hidden []byte, about string) (string, error) {
	if len(hidden) == 0 {
		return "", nil
	}
	number, err := ring.Decrypt(hidden, about)
	if err != nil {
		return "", fmt.Errorf("decrypt identity number: %w", err)
	}
	return string(number), nil
}

// MaskedIdentity is the identity number of a subject as pages show it; empty where
// none is kept.
//
// Read: requires the right to see the register of its unit.
func MaskedIdentity(tx *db.Tx, ring *key.Ring, s Subject) (string, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: s.UnitID}); err != nil {
		return "", err
	}
	number, err := identityOf(ring, s)
	return Masked(number), err
}

// Masked is an identity number as pages show it: its last four digits.
func Masked(number string) string {
	if len(number) < 4 {
		return ""
	}
	return "•••• " + number[len(number)-4:]
}
