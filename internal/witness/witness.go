package witness

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Witness cosigns the checkpoints of the logs it trusts.
type Witness struct {
	dir string
	key *cosigner

	mu   sync.Mutex // held while a decision is taken and kept
	lock *lockedfile.Mutex
	logs map[string]*trust // by origin
}

// Open opens the folder of a witness. A new folder gets a key under the given
// name.
func Open(dir, name string) (*Witness, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the witness: %w", err)
	}
	lock := lockedfile.MutexAt(filepath.Join(dir, ".lock"))
	unlock, err := lock.Lock()
	if err != nil {
		return nil, fmt.Errorf("lock folder of the witness: %w", err)
	}
	defer unlock()
	key, err := loadKey(dir, name, time.Now)
	if err != nil {
		return nil, err
	}
	return &Witness{dir: dir, key: key, lock: lock, logs: map[string]*trust{}}, nil
}

// Key is the witness's verifier key, for those who rely on it.
func (w *Witness) Key() string { return w.key.String() }
