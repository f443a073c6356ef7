package ballot

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// blindedSize is how long a blinded value and a signature are, in bytes.
const blindedSize = 256

// HolderKey is the private half of a holder's key for one motion. It never stands in
// a database.
type HolderKey struct{ key *rsa.PrivateKey }

// NewHolderKey makes a key for one motion.
func NewHolderKey() (HolderKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 8*blindedSize)
	return HolderKey{key}, err
}

// ReadHolderKey reads what Private wrote.
func ReadHolderKey(der []byte) (HolderKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return HolderKey{}, fmt.Errorf("read key of holder: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return HolderKey{}, fmt.Errorf("read key of holder: no RSA key")
	}
	return HolderKey{key}, nil
}

// Private is the key as its holder keeps it, PKCS #8.
func (k HolderKey) Private() ([]byte, error) { return x509.MarshalPKCS8PrivateKey(k.key) }

// Public is the half that stands in the motion.
func (k HolderKey) Public() ([]byte, error) { return x509.MarshalPKIXPublicKey(&k.key.PublicKey) }

// Sign signs a blinded value. Before it, the holder has checked the voter's check-off
// itself and signed no other for this voter.
func (k HolderKey) Sign(blinded []byte) ([]byte, error) {
	signature, err := blindrsa.NewSigner(k.key).BlindSign(blinded)
	if err != nil {
		return nil, fmt.Errorf("sign blinded token: %w", err)
	}
	return signature, nil
}

// tokenMessage is what both holders sign blindly for a token key.
func (o *Opened) tokenMessage(token []byte) []byte {
	return append(append([]byte("giaouoc/ballot/token\n"), o.Digest[:]...), token...)
}

// fromHolders reports whether both holders signed a token.
func (o *Opened) fromHolders(token []byte, signatures [][]byte) bool {
	if len(signatures) != len(o.holders) {
		return false
	}
	for i, key := range o.holders {
		v, err := blindrsa.NewVerifier(blindrsa.SHA384PSSDeterministic, key)
		if err != nil || v.Verify(o.tokenMessage(token), signatures[i]) != nil {
			return false
		}
	}
	return true
}

// Ask is what the house sends to a holder: everything the holder checks by itself.
type Ask struct {
	Motion   string         `json:"motion"`
	CheckOff ProvedCheckOff `json:"check_off"`
	Blinded  [2][]byte      `json:"blinded"`
}
