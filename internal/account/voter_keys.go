package account

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"math/big"

	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"giaouoc/internal/db"
)

// VoterKey is a passkey by which a person of a unit can be known at a secret ballot.
type VoterKey struct {
	ID     string // of the passkey
	Person string
	Key    []byte // SubjectPublicKeyInfo
}

// VoterKeys lists the passkeys of the officers and leaders of a unit, without those
// of a kind that secret ballots do not know.
//
// Read: whoever opens a vote has asked for that right; a public key is no secret.
func (p Passkeys) VoterKeys(tx *db.Tx, unitID string) ([]VoterKey, error) {
	if !p.Available() {
		return nil, nil
	}
	people, err := colleagues(tx, db.Actor{Unit: unitID})
	if err != nil {
		return nil, fmt.Errorf("find the persons of unit %s: %w", unitID, err)
	}
	var list []VoterKey
	for _, a := range people {
		person, err := Actor(tx, a.ID)
		if err != nil {
			return nil, err
		}
		if !worksOn(person, unitID) {
			continue
		}
		rows, err := passkeysOf(tx, a.ID)
		if err != nil {
			return nil, fmt.Errorf("find passkeys of account %s: %w", a.ID, err)
		}
		for _, row := range rows {
			c, err := p.open(row)
			if err != nil {
				return nil, err
			}
			if key := publicInfo(c.PublicKey); key != nil && row.DoubtedAt.IsZero() {
				list = append(list, VoterKey{row.ID, a.Name, key})
			}
		}
	}
	return list, nil
}

// publicInfo is the SubjectPublicKeyInfo of a key as authenticators write it (COSE);
// nil for a kind of key that secret ballots do not know.
func publicInfo(cose []byte) []byte {
	parsed, err := webauthncose.ParsePublicKey(cose)
	if err != nil {
		return nil
	}
	var key any
	switch k := parsed.(type) {
	case webauthncose.EC2PublicKeyData:
		if key, err = k.ToECDSA(); err != nil || k.Algorithm != int64(webauthncose.AlgES256) {
			return nil
		}
	case webauthncose.OKPPublicKeyData:
		key = ed25519.PublicKey(k.XCoord)
	case webauthncose.RSAPublicKeyData:
		if k.Algorithm != int64(webauthncose.AlgRS256) {
			return nil
		}
		key = &rsa.PublicKey{N: new(big.Int).SetBytes(k.Modulus), E: int(new(big.Int).SetBytes(k.Exponent).Int64())}
	default:
		return nil
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil
	}
	return der
}
