package ballot

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/base32"
	"fmt"
	"strings"
)

// slipLetters leave out what is easily misread on paper.
var slipLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewSlipCode makes the code of a slip: 80 bits, four groups of four.
func NewSlipCode() string {
	raw := make([]byte, 10)
	rand.Read(raw)
	code := slipLetters.EncodeToString(raw)
	return code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
}

// plainCode is a code as it is digested: what people mistype is put right.
func plainCode(code string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1", "U", "V").Replace(strings.ToUpper(code))
}

// SlipKey is the key that a slip's code stands for: the first digest over motion,
// voter, code and a counter that is a scalar of P-256.
func SlipKey(motionID, voter, code string) (*ecdsa.PrivateKey, error) {
	for counter := range byte(255) {
		seed := digest("slip", []byte(motionID+"\n"+voter+"\n"+plainCode(code)+"\n"), []byte{counter})
		scalar, err := ecdh.P256().NewPrivateKey(seed[:])
		if err != nil {
			continue // not below the order of the curve
		}
		der, err := x509.MarshalPKCS8PrivateKey(scalar)
		if err != nil {
			return nil, fmt.Errorf("make key of slip: %w", err)
		}
		key, err := x509.ParsePKCS8PrivateKey(der)
		if err != nil {
			return nil, fmt.Errorf("make key of slip: %w", err)
		}
		return key.(*ecdsa.PrivateKey), nil
	}
	return nil, fmt.Errorf("make key of slip: no scalar")
}
