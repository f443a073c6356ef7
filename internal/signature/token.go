package signature

import (
	"bufio"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"giaouoc/internal/problem"
)

// A program that holds a PKCS#11 token (cmd/giaouoc-token) is asked on its standard
// input and answers on its standard output, a line of JSON each. The PIN goes this way
// too and stands on no command line.

// What a token is asked.
const (
	TokenList = "list" // answers with Certificates
	TokenSign = "sign" // of ID, PIN and Digest, a SHA-256; answers with Signature
)

// What goes wrong with a token.
const (
	TokenAbsent   = "absent" // no token is there
	TokenWrongPIN = "pin"    // the PIN is wrong
	TokenLocked   = "locked" // it was wrong too often
	TokenNoKey    = "no_key" // the token does not hold the key of this certificate
	TokenFailed   = "failed" // anything else
	TokenUnread   = "unread" // the question is none
	tokenLongest  = 1 << 20  // bytes of a line
	tokenMost     = 64       // certificates on a token
	sha256Length  = 32
)

// TokenRequest is one question to the program.
type TokenRequest struct {
	Do     string `json:"do"`
	ID     string `json:"id,omitempty"` // of the certificate, as TokenCertificate has it
	PIN    string `json:"pin,omitempty"`
	Digest []byte `json:"digest,omitempty"`
}

// TokenAnswer is its answer.
type TokenAnswer struct {
	Error        string             `json:"error,omitempty"` // one of the constants
	Certificates []TokenCertificate `json:"certificates,omitempty"`
	Signature    []byte             `json:"signature,omitempty"` // PKCS #1 v1.5, or the SEQUENCE of ECDSA
}

// TokenCertificate is a certificate on a token.
type TokenCertificate struct {
	ID    string `json:"id"`    // slot and id of the object
	Token string `json:"token"` // label of the token
	Label string `json:"label"`
	DER   []byte `json:"der"`
}

// Token asks such a program.
type Token struct {
	mu  sync.Mutex
	in  io.Writer
	out *bufio.Scanner
}

// NewToken asks a program by its standard input and output.
func NewToken(in io.Writer, out io.Reader) *Token {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, tokenLongest)
	return &Token{in: in, out: lines}
}

var tokenProblems = map[string]*problem.Problem{
	TokenAbsent:   problem.Field("token", "Chưa thấy thiết bị ký (USB token); hãy cắm thiết bị rồi thử lại."),
	TokenWrongPIN: problem.Field("password", "Mã PIN của thiết bị ký không đúng; gõ sai nhiều lần thiết bị sẽ bị khóa."),
	TokenLocked:   problem.Field("password", "Thiết bị ký đã bị khóa vì gõ sai mã PIN nhiều lần; hãy liên hệ nơi cấp để mở khóa."),
	TokenNoKey:    problem.Field("token", "Thiết bị ký không giữ khóa của chứng thư này."),
}

func (t *Token) ask(r TokenRequest) (TokenAnswer, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var a TokenAnswer
	line, err := json.Marshal(r)
	if err == nil {
		_, err = t.in.Write(append(line, '\n'))
	}
	if err != nil {
		return a, fmt.Errorf("ask the token: %w", err)
	}
	if !t.out.Scan() {
		return a, fmt.Errorf("ask the token: %w", errors.Join(io.ErrUnexpectedEOF, t.out.Err()))
	}
	if err := json.Unmarshal(t.out.Bytes(), &a); err != nil {
		return a, fmt.Errorf("read the token's answer: %w", err)
	}
	if p := tokenProblems[a.Error]; p != nil {
		return a, p
	}
	if a.Error != "" {
		return a, fmt.Errorf("the token answers %q", a.Error)
	}
	return a, nil
}

// Signer is the key of a certificate on the token, the one with a label; where label
// is empty, of the only certificate that is not an issuer's. The PIN is asked for by
// the token at each signature.
func (t *Token) Signer(label, pin string) (Signer, error) {
	a, err := t.ask(TokenRequest{Do: TokenList})
	if err != nil {
		return Signer{}, err
	}
	var found []TokenCertificate
	var own *x509.Certificate
	var all []*x509.Certificate
	for i, c := range a.Certificates {
		one, err := x509.ParseCertificate(c.DER)
		if err != nil || i >= tokenMost {
			continue
		}
		all = append(all, one)
		if label == "" && !one.IsCA || label != "" && c.Label == label {
			found, own = append(found, c), one
		}
	}
	switch {
	case len(found) == 0 && label != "":
		return Signer{}, problem.Field("certificate", "Thiết bị ký không có chứng thư tên «%s».", label)
	case len(found) == 0:
		return Signer{}, problem.Field("token", "Thiết bị ký không có chứng thư nào để ký.")
	case len(found) > 1:
		return Signer{}, problem.Field("certificate", "Thiết bị ký có %d chứng thư; hãy nêu tên chứng thư cần dùng, ví dụ «%s».", len(found), found[0].Label)
	}
	s := Signer{Key: &tokenKey{t, found[0].ID, pin, own.PublicKey}, Chain: Chain(own, all)}
	return s, s.fits()
}

// tokenKey is a key that stays on the token.
type tokenKey struct {
	token  *Token
	id     string
	pin    string
	public crypto.PublicKey
}

func (k *tokenKey) Public() crypto.PublicKey { return k.public }

func (k *tokenKey) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if opts.HashFunc() != crypto.SHA256 || len(digest) != sha256Length {
		return nil, errors.New("the token signs digests of SHA-256")
	}
	a, err := k.token.ask(TokenRequest{Do: TokenSign, ID: k.id, PIN: k.pin, Digest: digest})
	return a.Signature, err
}
