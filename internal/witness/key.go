package witness

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
	"time"

	"giaouoc/internal/disk"
)

// keyFile holds name and seed of a witness, "name base64", readable by its owner
// alone.
const keyFile = "khoa-nhan-chung"

// loadKey reads the key of the folder, or makes it under the given name when the
// folder is new. An existing key keeps its name.
func loadKey(dir, name string, now func() time.Time) (*cosigner, error) {
	path := filepath.Join(dir, keyFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if content, err = makeKey(dir, path, name); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	name, coded, _ := strings.Cut(strings.TrimSuffix(string(content), "\n"), " ")
	seed, err := base64.StdEncoding.DecodeString(coded)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s holds no key", path)
	}
	private := ed25519.NewKeyFromSeed(seed)
	v, err := newVerifier(name, private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	return &cosigner{*v, private, now}, nil
}

// makeKey makes a key, unless the folder already holds what a key once signed:
// then the key was lost, and a new one would begin a second history.
func makeKey(dir, path, name string) ([]byte, error) {
	if _, err := os.Stat(filepath.Join(dir, logsDir)); err == nil {
		return nil, fmt.Errorf("%s holds checkpoints but no key: restore %s, or begin in a new folder", dir, keyFile)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	if _, err := newVerifier(name, make(ed25519.PublicKey, ed25519.PublicKeySize)); err != nil {
		return nil, err
	}
	content := []byte(name + " " + base64.StdEncoding.EncodeToString(seed) + "\n")
	if err := disk.Replace(path, content); err != nil {
		return nil, fmt.Errorf("keep key: %w", err)
	}
	return content, nil
}
