package witness

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"giaouoc/internal/disk"

	"golang.org/x/mod/sumdb/note"
)

// The folders of a witness.
const (
	logsDir     = "nhat-ky"
	evidenceDir = "bang-chung"
)

// mostEvidence is how many contradictions of one log are kept: the first one
// proves as much as the hundredth.
const mostEvidence = 100

func (w *Witness) logPath(origin string) string {
	return filepath.Join(w.dir, logsDir, fmt.Sprintf("%x", sha256.Sum256([]byte(origin))))
}

// last is the last checkpoint of a log that this witness cosigned, or none. It
// was kept under the witness's own signature, which is verified again: a state
// that somebody else wrote is no state.
func (w *Witness) last(origin string) (c checkpoint, signed []byte, err error) {
	path := w.logPath(origin)
	signed, err = os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return checkpoint{}, nil, nil
	}
	if err != nil {
		return checkpoint{}, nil, fmt.Errorf("read state: %w", err)
	}
	n, err := note.Open(signed, note.VerifierList(&w.key.Verifier))
	if err != nil {
		return checkpoint{}, nil, fmt.Errorf("state %s is not what this witness wrote: %w", path, err)
	}
	if c, err = parseCheckpoint(n.Text); err == nil && c.origin != origin {
		err = fmt.Errorf("state %s is of another log", path)
	}
	return c, signed, err
}

func (w *Witness) keepLast(origin string, signed []byte) error {
	if err := disk.Replace(w.logPath(origin), signed); err != nil {
		return fmt.Errorf("keep state: %w", err)
	}
	return nil
}

// keepEvidence keeps two checkpoints that one log signed and that cannot both be
// true.
func (w *Witness) keepEvidence(origin string, before, now []byte) error {
	prefix := fmt.Sprintf("%x", sha256.Sum256([]byte(origin)))[:16]
	old, err := filepath.Glob(filepath.Join(w.dir, evidenceDir, prefix+"-*"))
	if err != nil || len(old) >= mostEvidence {
		return err
	}
	text := append(append(append([]byte(nil), before...), "\n=====\n\n"...), now...)
	sum := sha256.Sum256(text)
	if err := disk.Replace(filepath.Join(w.dir, evidenceDir, fmt.Sprintf("%s-%x.txt", prefix, sum[:8])), text); err != nil {
		return fmt.Errorf("keep evidence: %w", err)
	}
	return nil
}
