package witness

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"giaouoc/internal/disk"

	"golang.org/x/mod/sumdb/note"
)

// trust is what a witness goes by for one log: the keys that a person named, and
// the chain that goes on from one of them by signed hand-overs.
type trust struct {
	named []string
	chain chain // without keys when there was no hand-over
}

// now is a copy to read without the lock; of a log that is not known it is empty.
func (t *trust) now() trust {
	if t == nil {
		return trust{}
	}
	return trust{slices.Clone(t.named), t.chain}
}

// verifiers are those of every key of a log.
func (t trust) verifiers() ([]note.Verifier, error) {
	keys := slices.Clone(t.chain.keys)
	for _, vkey := range t.named {
		if !slices.Contains(keys, vkey) {
			keys = append(keys, vkey)
		}
	}
	list := make([]note.Verifier, len(keys))
	for i, vkey := range keys {
		v, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, fmt.Errorf("key of a log: %w", err)
		}
		list[i] = v
	}
	return list, nil
}

// maySign reports whether the key of a signature has the right to sign a tree of a
// size: a key of the chain has it until it handed over.
func (t trust) maySign(s note.Signature, size int64) bool {
	for i, vkey := range t.chain.keys {
		if v, err := note.NewVerifier(vkey); err == nil && v.KeyHash() == s.Hash {
			return t.chain.maySign(i, size)
		}
	}
	return true
}

// Trust adds a key of a log; its name is the log's origin. Hand-overs from it that
// were followed before are remembered.
func (w *Witness) Trust(vkey string) (origin string, err error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return "", fmt.Errorf("key of a log: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.logs[v.Name()]
	if t == nil {
		t = &trust{}
		w.logs[v.Name()] = t
	}
	t.named = append(t.named, vkey)
	followed, err := w.lastChain(v.Name())
	if err == nil && slices.Contains(followed.keys, vkey) {
		t.chain = followed
	}
	return v.Name(), err
}

// HandOver follows the hand-overs of a log, as it publishes them, from a trusted key
// to the one that signs now. From then on they may only be continued: a chain that
// branches off is refused and kept as evidence.
func (w *Witness) HandOver(khoa []byte) (origin string, err error) {
	told, err := parseChain(khoa)
	if err != nil {
		return "", errors.Join(ErrMalformed, err)
	}
	v, err := note.NewVerifier(told.keys[0])
	if err != nil {
		return "", errors.Join(ErrMalformed, err)
	}
	origin = v.Name()
	w.mu.Lock()
	defer w.mu.Unlock()
	unlock, err := w.lock.Lock()
	if err != nil {
		return origin, fmt.Errorf("lock folder of the witness: %w", err)
	}
	defer unlock()
	t := w.logs[origin]
	switch {
	case t == nil:
		return origin, ErrUnknownLog
	case !slices.ContainsFunc(t.named, func(vkey string) bool { return slices.Contains(told.keys, vkey) }):
		return origin, ErrUntrusted
	case t.chain.continues(told):
		return origin, nil // known
	case !told.continues(t.chain):
		before, err := os.ReadFile(w.chainPath(origin))
		if err != nil {
			return origin, fmt.Errorf("read hand-overs: %w", err)
		}
		return origin, errors.Join(ErrBranch, w.keepEvidence(origin, before, khoa))
	}
	if err := disk.Replace(w.chainPath(origin), khoa); err != nil {
		return origin, fmt.Errorf("keep hand-overs: %w", err)
	}
	t.chain = told
	return origin, nil
}

func (w *Witness) chainPath(origin string) string { return w.logPath(origin) + ".khoa" }

// lastChain is the chain of keys of a log that was followed last, or none.
func (w *Witness) lastChain(origin string) (chain, error) {
	content, err := os.ReadFile(w.chainPath(origin))
	if errors.Is(err, fs.ErrNotExist) {
		return chain{}, nil
	}
	if err != nil {
		return chain{}, fmt.Errorf("read hand-overs: %w", err)
	}
	c, err := parseChain(content)
	if err != nil {
		return chain{}, fmt.Errorf("hand-overs in %s: %w", w.chainPath(origin), err)
	}
	return c, nil
}
