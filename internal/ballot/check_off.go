package ballot

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"slices"

	"giaouoc/internal/problem"
)

// CheckOff is that a voter took a token, by digests of the two blinded values.
type CheckOff struct {
	Format  string   `json:"format"`
	Motion  string   `json:"motion"`
	Voter   string   `json:"voter"`
	Blinded []string `json:"blinded"`
}

const checkOffFormat = "bo-phieu-diem-danh/1"

// Proof is what the voter's credential made: of a passkey all three, of a slip the
// signature alone.
type Proof struct {
	Authenticator []byte `json:"authenticator,omitempty"`
	Client        []byte `json:"client,omitempty"`
	Signature     []byte `json:"signature"`
}

// ProvedCheckOff is a check-off as it is published.
type ProvedCheckOff struct {
	Text  string `json:"text"`
	Proof Proof  `json:"proof"`
}

// Checked reads a check-off for two blinded values and refuses one that is not of a
// voter of the roll, by the own credential. Whether the voter was checked off before
// is for who keeps the roll.
func (o *Opened) Checked(p ProvedCheckOff, blinded [2][]byte) (CheckOff, error) {
	var c CheckOff
	if err := exactly(p.Text, &c); err != nil {
		return c, err
	}
	if c.Format != checkOffFormat || c.Motion != o.hex() || len(c.Blinded) != 2 {
		return c, problem.New(problem.Invalid, "Yêu cầu nhận phiếu thuộc lần bỏ phiếu khác.")
	}
	for i, value := range blinded {
		if sum := digest("blinded", value); len(value) != blindedSize || c.Blinded[i] != hex.EncodeToString(sum[:]) {
			return c, problem.New(problem.Invalid, "Yêu cầu nhận phiếu không khớp với giá trị gửi kèm.")
		}
	}
	i, ok := slices.BinarySearchFunc(o.Roll, c.Voter, func(v Voter, id string) int { return bytes.Compare([]byte(v.ID), []byte(id)) })
	if !ok {
		return c, problem.New(problem.Denied, "Bạn không có trong danh sách cử tri.")
	}
	if !p.Proof.by(o.Roll[i].Credential, p.Text, o.Site) {
		return c, problem.New(problem.Denied, "Không xác nhận được người nhận phiếu; hãy dùng đúng khóa truy cập hoặc mã trên phiếu mã của mình.")
	}
	return c, nil
}

func (p Proof) by(c Credential, text, site string) bool {
	switch c.Kind {
	case Slip:
		key, err := curveKey(c.Key)
		return err == nil && len(p.Authenticator)+len(p.Client) == 0 && verify(key, []byte(text), p.Signature)
	case Passkey:
		return p.byPasskey(c.Key, text, site)
	}
	return false
}

// byPasskey checks a WebAuthn assertion whose challenge is the check-off's digest.
func (p Proof) byPasskey(der []byte, text, site string) bool {
	challenge, of := digest("check-off", []byte(text)), sha256.Sum256([]byte(site))
	var client struct{ Type, Challenge string }
	if json.Unmarshal(p.Client, &client) != nil || client.Type != "webauthn.get" || client.Challenge != base64.RawURLEncoding.EncodeToString(challenge[:]) {
		return false
	}
	const flags, present, least = 32, 1, 37
	if len(p.Authenticator) < least || [32]byte(p.Authenticator) != of || p.Authenticator[flags]&present == 0 {
		return false
	}
	about := sha256.Sum256(p.Client)
	message := append(slices.Clone(p.Authenticator), about[:]...)
	sum := sha256.Sum256(message)
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return false
	}
	switch key := parsed.(type) {
	case *ecdsa.PublicKey:
		return key.Params().BitSize == 256 && ecdsa.VerifyASN1(key, sum[:], p.Signature)
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, p.Signature)
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], p.Signature) == nil
	}
	return false
}

// sign makes an ECDSA signature of r and s, 32 bytes each, as browsers do.
func sign(key *ecdsa.PrivateKey, message []byte) ([]byte, error) {
	sum := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(nil, key, sum[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out, nil
}

func verify(key *ecdsa.PublicKey, message, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	sum := sha256.Sum256(message)
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
}
