package witness

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"golang.org/x/mod/sumdb/note"
)

// typeCosignature is the signature type of an Ed25519 cosignature/v1.
const typeCosignature = 4

// cosigner signs as a witness.
type cosigner struct {
	Verifier
	private ed25519.PrivateKey
	now     func() time.Time
}

// Sign is a cosignature over the text of a checkpoint, as of now.
func (c *cosigner) Sign(text []byte) ([]byte, error) {
	t := c.now().Unix()
	if t < 0 {
		return nil, errors.New("the clock stands before 1970")
	}
	sig := ed25519.Sign(c.private, cosigned(uint64(t), text))
	return append(binary.BigEndian.AppendUint64(nil, uint64(t)), sig...), nil
}

// cosigned is the message that a cosignature signs.
func cosigned(t uint64, text []byte) []byte {
	return fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", t, text)
}

// Verifier verifies the cosignatures of one witness. It is a note.Verifier.
type Verifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

var _ note.Verifier = (*Verifier)(nil)

// Name is the name of the witness.
func (v *Verifier) Name() string { return v.name }

// KeyHash is the ID of its key.
func (v *Verifier) KeyHash() uint32 { return v.hash }

// Verify reports whether sig is a cosignature of the witness over the text.
func (v *Verifier) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	t := binary.BigEndian.Uint64(sig)
	return t <= math.MaxInt64 && ed25519.Verify(v.key, cosigned(t, text), sig[8:])
}

// String is the verifier key, name+hash+base64.
func (v *Verifier) String() string {
	return fmt.Sprintf("%s+%08x+%s", v.name, v.hash, base64.StdEncoding.EncodeToString(append([]byte{typeCosignature}, v.key...)))
}

func newVerifier(name string, key ed25519.PublicKey) (*Verifier, error) {
	if name == "" || strings.ContainsFunc(name, unicode.IsSpace) || strings.Contains(name, "+") {
		return nil, fmt.Errorf("a key cannot be named %q", name)
	}
	material := append([]byte(name+"\n"), typeCosignature)
	sum := sha256.Sum256(append(material, key...))
	return &Verifier{name, binary.BigEndian.Uint32(sum[:]), key}, nil
}

// NewVerifier reads the verifier key of a witness.
func NewVerifier(vkey string) (*Verifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	_, b64, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(b64)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != typeCosignature {
		return nil, errors.New("not the verifier key of a witness")
	}
	v, err := newVerifier(name, raw[1:])
	if err == nil && v.String() != vkey {
		return nil, errors.New("not the verifier key of a witness")
	}
	return v, err
}
