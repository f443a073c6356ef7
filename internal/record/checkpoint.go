package record

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint (điểm niêm phong) is a signed statement of the log: at this size,
// the tree has this root.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
	Note []byte // C2SP tlog-checkpoint: origin, size, root, signatures
}

// sign makes the checkpoint of a tree under the signers, which bear one origin.
func sign(size int64, root tlog.Hash, signers ...note.Signer) (Checkpoint, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", signers[0].Name(), size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign checkpoint of size %d: %w", size, err)
	}
	return Checkpoint{size, root, signed}, nil
}

// openCheckpoint reads a checkpoint that one of the verifiers must have signed.
func openCheckpoint(signed []byte, verifiers note.Verifiers) (Checkpoint, error) {
	n, err := note.Open(signed, verifiers)
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errors.New("not the text of a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read size of checkpoint: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read root of checkpoint: %w", err)
	}
	return Checkpoint{size, root, signed}, nil
}
