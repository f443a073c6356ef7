package ballot

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"slices"

	"giaouoc/internal/verify/published"
)

// readCheckOffs checks that each is a voter's of the roll, once, by the own credential.
func (w *work) readCheckOffs() error {
	var read []checkOff
	var digests [][]byte
	for i, shown := range w.file.CheckOffs {
		var c checkOff
		if err := published.Exactly(shown.Text, &c, "văn bản nhận phiếu"); err != nil {
			return err
		}
		if c.Format != "bo-phieu-diem-danh/1" || len(c.Blinded) != 2 || !isDigest(c.Blinded[0]) || !isDigest(c.Blinded[1]) {
			return published.Wrong("văn bản nhận phiếu thứ %d không đúng dạng bo-phieu-diem-danh/1", i+1)
		}
		if c.Motion != hex.EncodeToString(w.digest) {
			return published.Wrong("văn bản nhận phiếu thứ %d thuộc nội dung khác", i+1)
		}
		at := slices.IndexFunc(w.motion.Roll, func(v voter) bool { return v.ID == c.Voter })
		if at < 0 {
			return published.Wrong("văn bản nhận phiếu thứ %d là của người không có trong danh sách cử tri", i+1)
		}
		v := w.motion.Roll[at]
		if slices.Contains(w.closing.Moved, v.ID) {
			return published.Wrong("cử tri %s vừa nhận phiếu điện tử vừa được phát phiếu giấy", v.Name)
		}
		if !shown.Proof.holds(v.Credential, shown.Text, w.motion.Site) {
			return published.Wrong("cử tri %s không tự nhận phiếu: chữ ký không phải của khóa trong danh sách", v.Name)
		}
		read, digests = append(read, c), append(digests, digest("check-off", []byte(shown.Text)))
	}
	if !published.Increasing(read, byVoter) {
		return published.Wrong("các lần nhận phiếu không đúng thứ tự, hoặc một cử tri nhận phiếu hai lần")
	}
	if w.closing.CheckOffs != len(read) || w.closing.RollRoot != root(digests) {
		return published.Wrong("các lần nhận phiếu trong tệp không phải các lần nhận phiếu lúc đóng")
	}
	return nil
}

func isDigest(text string) bool {
	_, ok := published.Bytes32(text)
	return ok
}

// holds reports whether the credential's other half made the proof.
func (p proof) holds(c credential, text, site string) bool {
	switch c.Kind {
	case "slip":
		key, ok := publicKey[*ecdsa.PublicKey](c.Key)
		return ok && key.Curve == elliptic.P256() && p.Authenticator == nil && p.Client == nil && signed(key, []byte(text), p.Signature)
	case "passkey":
		return p.asserted(c.Key, digest("check-off", []byte(text)), site)
	}
	return false
}

// signed checks ECDSA with SHA-256 by r and s of 32 bytes each.
func signed(key *ecdsa.PublicKey, message, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	sum := sha256.Sum256(message)
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
}

const userPresent = 1

// asserted checks a WebAuthn assertion over a challenge, for a site.
func (p proof) asserted(der, challenge []byte, site string) bool {
	var client struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(p.Client, &client) != nil || client.Type != "webauthn.get" || client.Challenge != base64.RawURLEncoding.EncodeToString(challenge) {
		return false
	}
	of := sha256.Sum256([]byte(site))
	if len(p.Authenticator) < 37 || !bytes.Equal(p.Authenticator[:32], of[:]) || p.Authenticator[32]&userPresent == 0 {
		return false
	}
	sum := sha256.Sum256(p.Client)
	message := slices.Concat(p.Authenticator, sum[:])
	hashed := sha256.Sum256(message)
	if key, ok := publicKey[*ecdsa.PublicKey](der); ok {
		return key.Curve == elliptic.P256() && ecdsa.VerifyASN1(key, hashed[:], p.Signature)
	}
	if key, ok := publicKey[ed25519.PublicKey](der); ok {
		return ed25519.Verify(key, message, p.Signature)
	}
	key, ok := publicKey[*rsa.PublicKey](der)
	return ok && key.N.BitLen() >= 2048 && rsa.VerifyPKCS1v15(key, crypto.SHA256, hashed[:], p.Signature) == nil
}
