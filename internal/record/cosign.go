package record

import (
	"bytes"
	"context"
	"fmt"

	"giaouoc/internal/db"
)

// Cosigned keeps what a witness (nhân chứng) has signed beside a checkpoint of the
// log. Merge is given the checkpoint as it is now, perhaps with signatures of
// others, and returns it with one more. It is published at once when no newer
// checkpoint has taken its place.
func (l *Log) Cosigned(ctx context.Context, size int64, merge func(signed []byte) ([]byte, error)) error {
	err := l.db.Alone(ctx, sealing, func(tx *db.Tx) error {
		c, there, err := checkpointAt(tx, size)
		if err != nil {
			return err
		}
		if !there {
			return fmt.Errorf("no checkpoint of that size")
		}
		merged, err := merge(c.Note)
		if err != nil {
			return err
		}
		if err := onlyMore(tx, c, merged); err != nil {
			return err
		}
		c.Note = merged
		return updateNote(tx, c)
	})
	if err != nil {
		return fmt.Errorf("keep cosignature of size %d: %w", size, err)
	}
	l.turn.Lock()
	defer l.turn.Unlock()
	return l.publish(ctx)
}

// onlyMore makes sure that a checkpoint still says the same under the log's own
// key.
func onlyMore(tx *db.Tx, c Checkpoint, merged []byte) error {
	chain, err := keyChain(tx)
	if err != nil {
		return err
	}
	known, err := verifiers(chain)
	if err != nil {
		return err
	}
	m, err := openCheckpoint(merged, known)
	if err != nil {
		return err
	}
	was, _, _ := bytes.Cut(c.Note, []byte("\n\n"))
	is, _, _ := bytes.Cut(merged, []byte("\n\n"))
	if m.Size != c.Size || m.Root != c.Root || !bytes.Equal(was, is) {
		return fmt.Errorf("the cosigned checkpoint is another one")
	}
	return nil
}
