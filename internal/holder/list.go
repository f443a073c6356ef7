package holder

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"giaouoc/internal/ballot"
	"giaouoc/internal/vn"
)

// Held is a motion as its holder knows it, to be compared with what the house shows.
type Held struct {
	ID        string
	Title     string // empty before the first signature
	Digest    string // of the text that was signed for, hex
	Roll      int    // how many voters stand on its roll
	Signed    []string
	Destroyed bool // the key is
}

// List reads what a holder's folder holds, by identity.
func (h *Holder) List() ([]Held, error) {
	done, err := h.turn()
	if err != nil {
		return nil, err
	}
	defer done()
	folders, err := os.ReadDir(h.dir)
	if err != nil {
		return nil, fmt.Errorf("read folder of holder: %w", err)
	}
	var list []Held
	for _, f := range folders {
		if !f.IsDir() || !identity.MatchString(f.Name()) {
			continue
		}
		key, err := os.Stat(filepath.Join(h.dir, f.Name(), keyFile))
		if errors.Is(err, fs.ErrNotExist) {
			continue // killed while the key was made
		}
		if err != nil {
			return nil, fmt.Errorf("look for key: %w", err)
		}
		one := Held{ID: f.Name(), Destroyed: key.Size() == 0}
		if err := one.read(filepath.Join(h.dir, f.Name())); err != nil {
			return nil, fmt.Errorf("read motion %s: %w", one.ID, err)
		}
		list = append(list, one)
	}
	return list, nil
}

// read reads the motion and the names of those whose check-offs were signed.
func (m *Held) read(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, motionFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	o, err := ballot.Reopen(string(text))
	if err != nil {
		return err
	}
	m.Title, m.Digest, m.Roll = o.Title, hex.EncodeToString(o.Digest[:]), len(o.Roll)
	texts, err := signed(dir)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, v := range o.Roll {
		names[v.ID] = v.Name
	}
	for _, text := range texts {
		var c ballot.CheckOff
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return fmt.Errorf("read check-off: %w", err)
		}
		m.Signed = append(m.Signed, names[c.Voter])
	}
	slices.SortFunc(m.Signed, vn.Compare)
	return nil
}

// signed are the check-offs that were signed, sorted.
func signed(dir string) ([]string, error) {
	kept, err := os.ReadFile(filepath.Join(dir, signedFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return signedSingly(dir)
	case err != nil || len(kept) == 0:
		return nil, err
	}
	return strings.Split(string(kept), "\n"), nil
}
