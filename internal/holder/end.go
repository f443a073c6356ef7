package holder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"giaouoc/internal/disk"
)

// End destroys the key of a motion whose vote is over. It can be called again.
func (h *Holder) End(id string) error {
	dir, err := h.folder(id)
	if err != nil {
		return err
	}
	done, err := h.turn()
	if err != nil {
		return err
	}
	defer done()
	path := filepath.Join(dir, keyFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := disk.Replace(path, nil); err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	return gather(dir)
}

// gather writes the check-offs that were signed into one file and takes away those of
// the single voters, whose places on the disk tell their order. The file stands as a
// whole before the first of them goes.
func gather(dir string) error {
	path := filepath.Join(dir, signedFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		texts, err := signedSingly(dir)
		if err != nil {
			return err
		}
		if err := disk.Replace(path, []byte(strings.Join(texts, "\n"))); err != nil {
			return fmt.Errorf("keep what was signed: %w", err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, votersDir)); err != nil {
		return fmt.Errorf("take away what was signed singly: %w", err)
	}
	return nil
}

// signedSingly are the check-offs of the single voters, sorted.
func signedSingly(dir string) ([]string, error) {
	var texts []string
	files, err := os.ReadDir(filepath.Join(dir, votersDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read what was signed: %w", err)
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), ".") {
			continue // of a process that was killed before it decided
		}
		text, err := os.ReadFile(filepath.Join(dir, votersDir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read what was signed: %w", err)
		}
		texts = append(texts, string(text))
	}
	slices.Sort(texts)
	return texts, nil
}
