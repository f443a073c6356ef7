package key

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

// signingFile holds the keys that sign the record, one in each line; the first
// is in use. A second one stands there only while a key is being handed over.
const signingFile = "nhat-ky.khoa"

// Signing is a key that signs the record: Ed25519, in the form of C2SP signed
// notes. Its name is the origin of the record.
type Signing struct {
	note.Signer
	Verifier string // the public key: name+hash+base64
	secret   string
}

// NewSigning makes a key of the given name; it is nowhere kept yet.
func NewSigning(name string) (*Signing, error) {
	secret, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, fmt.Errorf("make signing key: %w", err)
	}
	return readSigning(secret)
}

// readSigning reads a key from its secret form, from which the public one
// follows.
func readSigning(secret string) (*Signing, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	verifier, err := publicOf(secret)
	if err != nil {
		return nil, err
	}
	return &Signing{signer, verifier, secret}, nil
}

// Signing returns the keys that sign the record, the one in use first; none where
// none was ever made.
func (r *Ring) Signing() ([]*Signing, error) {
	path := filepath.Join(r.dir, signingFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	var keys []*Signing
	for line := range strings.Lines(string(content)) {
		k, err := readSigning(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, problem.New(problem.Invalid, "Tệp khóa ký nhật ký %s không còn nguyên; hãy chép lại khóa từ bản sao lưu.", path)
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, problem.New(problem.Invalid, "Tệp khóa ký nhật ký %s trống; hãy chép lại khóa từ bản sao lưu.", path)
	}
	return keys, nil
}

// KeepSigning puts keys, the one in use first, in place of those kept before.
func (r *Ring) KeepSigning(keys ...*Signing) error {
	var content strings.Builder
	for _, k := range keys {
		content.WriteString(k.secret + "\n")
	}
	if err := disk.Replace(filepath.Join(r.dir, signingFile), []byte(content.String())); err != nil {
		return fmt.Errorf("keep signing key: %w", err)
	}
	return nil
}

// Dir is the folder of the keys.
func (r *Ring) Dir() string { return r.dir }

// publicOf is the verifier key of a secret one, whose last field is the seed after
// a byte for the kind of key.
func publicOf(secret string) (string, error) {
	fields := strings.SplitN(secret, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil || len(fields) != 5 || len(seed) != 1+ed25519.SeedSize {
		return "", errors.New("not a signing key")
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(fields[2], public)
}
