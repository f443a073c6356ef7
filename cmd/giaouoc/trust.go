package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"giaouoc/internal/signature"
)

// trust reads the folder of certificates that signatures on documents are checked
// against: roots, and lists of revoked certificates (.crl). It is read at each check, so
// that a new list holds at once. Without the folder nobody is trusted.
func (p *place) trust() (t signature.Trust, err error) {
	dir := filepath.Join(p.Data, "chung-thu")
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return t, fmt.Errorf("read folder of trusted certificates: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return t, fmt.Errorf("read trusted certificate: %w", err)
		}
		if strings.HasSuffix(strings.ToLower(e.Name()), ".crl") {
			list, err := signature.ReadRevoked(content)
			if err != nil {
				return t, fmt.Errorf("read list of revoked certificates %s: %w", e.Name(), err)
			}
			t.Revoked = append(t.Revoked, list...)
			continue
		}
		list, err := signature.ReadCertificates(content)
		if err != nil {
			return t, fmt.Errorf("read trusted certificate %s: %w", e.Name(), err)
		}
		t.Roots = append(t.Roots, list...)
	}
	return t, nil
}
