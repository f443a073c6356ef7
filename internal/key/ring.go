package key

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

// Ring is the keys of an installation.
type Ring struct {
	dir    string
	data   cipher.AEAD
	secret []byte // the data key, of which others are derived
}

// dataFile holds the data key: 32 bytes in base64 on one line.
const dataFile = "du-lieu.khoa"

// Open reads the keys in dir and makes them when dir is not there or empty. A
// folder that holds some of the keys and not the others is refused.
func Open(dir string) (*Ring, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open keys: %w", err)
	}
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("open keys: %w", err)
	}
	path := filepath.Join(dir, dataFile)
	if len(found) == 0 {
		if err := makeDataKey(path); err != nil {
			return nil, fmt.Errorf("make data key: %w", err)
		}
	}
	secret, err := readDataKey(path)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(secret)
	if err != nil {
		return nil, fmt.Errorf("use data key: %w", err)
	}
	return &Ring{dir: dir, data: aead, secret: secret}, nil
}

// Derive is a key of 32 bytes of this installation's own for one use, which purpose
// names, such as "challenge". It is the same at each start and with each machine that
// holds the data key, and tells nothing of that key or of another use's.
func (r *Ring) Derive(purpose string) ([]byte, error) {
	derived, err := hkdf.Key(sha256.New, r.secret, nil, "giaouoc/"+purpose, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("derive key of %s: %w", purpose, err)
	}
	return derived, nil
}

func makeDataKey(path string) error {
	secret := make([]byte, chacha20poly1305.KeySize)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	return disk.Replace(path, []byte(base64.StdEncoding.EncodeToString(secret)+"\n"))
}

func readDataKey(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.New(problem.Invalid, "Thiếu khóa dữ liệu %s; hãy chép lại khóa từ bản sao lưu. Chương trình không tự tạo khóa mới vì khóa mới không mở được dữ liệu đã mã hóa.", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read data key: %w", err)
	}
	secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != chacha20poly1305.KeySize {
		return nil, problem.New(problem.Invalid, "Tệp khóa dữ liệu %s không còn nguyên; hãy chép lại khóa từ bản sao lưu.", path)
	}
	return secret, nil
}

// Encrypt hides a value; about names what it belongs to, such as
// "account/ID/totp", and must be the same when it is opened.
func (r *Ring) Encrypt(plain []byte, about string) ([]byte, error) {
	nonce := make([]byte, r.data.NonceSize(), r.data.NonceSize()+len(plain)+r.data.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("encrypt %s: %w", about, err)
	}
	return r.data.Seal(nonce, nonce, plain, []byte(about)), nil
}

// Decrypt opens what Encrypt hid; it fails on a changed or moved value and under
// another installation's key.
func (r *Ring) Decrypt(hidden []byte, about string) ([]byte, error) {
	if len(hidden) < r.data.NonceSize() {
		return nil, fmt.Errorf("decrypt %s: too short", about)
	}
	plain, err := r.data.Open(nil, hidden[:r.data.NonceSize()], hidden[r.data.NonceSize():], []byte(about))
	if err != nil {
		return nil, fmt.Errorf("decrypt %s: %w", about, err)
	}
	return plain, nil
}
