package receipt

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"

	"giaouoc/internal/vn"
)

// Codes are read from paper: no I, L, O, U.
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// New makes a code, as it is shown, and the digest to keep of it.
func New() (code, digest string, err error) {
	secret := make([]byte, 10)
	if _, err := rand.Read(secret); err != nil {
		return "", "", fmt.Errorf("make code of receipt: %w", err)
	}
	plain := letters.EncodeToString(secret)
	return strings.Join([]string{plain[:4], plain[4:8], plain[8:12], plain[12:]}, "-"), Digest(plain), nil
}

var misread = strings.NewReplacer(" ", "", "-", "", "I", "1", "L", "1", "O", "0")

// Digest is what is kept of a code, as it was shown or as a person typed it.
func Digest(typed string) string {
	sum := sha256.Sum256([]byte(misread.Replace(strings.ToUpper(strings.TrimSpace(vn.NFC(typed))))))
	return hex.EncodeToString(sum[:])
}
