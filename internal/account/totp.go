package account

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/vn"
)

// TOTP is the second factor of a telephone (mã xác thực): a code of six digits
// from a shared secret and the time, as RFC 6238 has it.
type TOTP struct {
	AccountID   string
	Secret      []byte  // encrypted
	ConfirmedAt db.Time // zero until the person has typed a first code
	LastStep    int64   // the step of the last code taken
}

const (
	stepSeconds = 30
	stepsAside  = 1 // a telephone's clock may be so many steps off
	secretBytes = 20
)

var base32Code = base32.StdEncoding.WithPadding(base32.NoPadding)

func aboutTOTP(accountID string) string { return "account/" + accountID + "/totp" }

// stepOf finds the step of a code around a moment; 0 when it is none of theirs.
func stepOf(secret, code string, at time.Time) (int64, error) {
	now := at.Unix() / stepSeconds
	found := int64(0)
	for step := now - stepsAside; step <= now+stepsAside; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err != nil {
			return 0, fmt.Errorf("compute code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// Offered is a secret as a telephone takes it.
type Offered struct {
	Secret string // in base32, for typing
	QR     []byte // the same as a PNG picture
}

// offered opens a secret for the person's telephone.
func (t TOTP) offered(ring *key.Ring, login string) (Offered, error) {
	secret, err := ring.Decrypt(t.Secret, aboutTOTP(t.AccountID))
	if err != nil {
		return Offered{}, err
	}
	q := url.Values{"secret": {string(secret)}, "issuer": {issuer}}
	k, err := otp.NewKeyFromURL("otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20"))
	if err != nil {
		return Offered{}, fmt.Errorf("write key of a telephone: %w", err)
	}
	picture, err := k.Image(240, 240)
	if err != nil {
		return Offered{}, fmt.Errorf("draw key of a telephone: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return Offered{}, fmt.Errorf("draw key of a telephone: %w", err)
	}
	return Offered{Secret: string(secret), QR: b.Bytes()}, nil
}

// issuer is how the telephone names this program.
const issuer = "Giao Ước"

// newSecret makes the encrypted secret of an account.
func newSecret(ring *key.Ring, accountID string) ([]byte, error) {
	b := make([]byte, secretBytes)
	if _, err := rand.Read(b); err != nil {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	return ring.Encrypt([]byte(base32Code.EncodeToString(b)), aboutTOTP(accountID))
}

// codesMade is how many recovery codes a person gets.
const codesMade = 10

// codeBytes is the chance in a recovery code: 120 bits, so that a fast hash of it
// cannot be searched by who has read the database.
const codeBytes = 15

// newCodes makes recovery codes (mã dự phòng), in groups of four as people copy them.
func newCodes() ([]string, error) {
	codes := make([]string, codesMade)
	for i := range codes {
		b := make([]byte, codeBytes)
		if _, err := rand.Read(b); err != nil {
			return nil, fmt.Errorf("make recovery codes: %w", err)
		}
		groups := slices.Collect(slices.Chunk([]byte(strings.ToLower(base32Code.EncodeToString(b))), 4))
		codes[i] = string(bytes.Join(groups, []byte("-")))
	}
	return codes, nil
}

// bare is a typed code without what people put between its letters.
func bare(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–.", r) {
			return -1
		}
		return r
	}, strings.ToLower(vn.NFC(code)))
}

func codeDigest(accountID, code string) string { return digest("code", accountID, bare(code)) }
