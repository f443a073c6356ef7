package record

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Rotate (đổi khóa ký) hands the log over to a new key and returns its public
// form. The hand-over is a note signed by both keys that names the size of the
// log; what grows beyond it is signed by the new key alone. The newest checkpoint
// is signed by both, so that it is right before and after the files follow.
//
// It may run beside a server on the same data folder, which goes on with the new
// key by itself. The secret of the old key is kept until the hand-over is
// committed, and not longer.
func Rotate(ctx context.Context, d *db.DB, ring *key.Ring, actor db.Actor) (verifier string, err error) {
	var next *key.Signing
	err = d.Alone(ctx, sealing, func(tx *db.Tx) error {
		tx.Actor = actor
		if err := access.Require(tx, access.RecordRotate, access.Scope{}); err != nil {
			return err
		}
		chain, err := keyChain(tx)
		if err != nil {
			return err
		}
		last, there, err := newest(tx)
		if err != nil {
			return err
		}
		if len(chain) == 0 || !there {
			return problem.New(problem.Closed, "Nhật ký chưa có khóa nào để đổi: khóa đầu tiên được tạo khi chạy giaouoc serve lần đầu.")
		}
		keys, err := ring.Signing()
		if err != nil {
			return err
		}
		old := keyOf(keys, chain)
		if old == nil {
			return problem.New(problem.Closed, "Thư mục %s không có khóa đang dùng của nhật ký (%s); hãy đổi khóa ở máy đang giữ khóa.", ring.Dir(), chain[len(chain)-1].Verifier)
		}
		if next, err = key.NewSigning(old.Name()); err != nil {
			return err
		}
		if err := handOver(tx, len(chain), last, old, next); err != nil {
			return err
		}
		// Until the transaction is known to be committed either may be in use.
		return ring.KeepSigning(old, next)
	})
	if err != nil {
		return "", fmt.Errorf("rotate the key of the record: %w", err)
	}
	return next.Verifier, ring.KeepSigning(next)
}

// handOverHeader begins the text of a hand-over.
const handOverHeader = "giaouoc/khoa-ban-giao@v1\n"

// handOver writes what hands the log from one key to the next.
func handOver(tx *db.Tx, number int, last Checkpoint, old, next *key.Signing) error {
	text := fmt.Sprintf(handOverHeader+"%s\n%s\n%d\n%s\n", old.Verifier, next.Verifier, last.Size, tx.Now.Format(time.RFC3339Nano))
	signed, err := note.Sign(&note.Note{Text: text}, old, next)
	if err != nil {
		return fmt.Errorf("sign hand-over: %w", err)
	}
	if err := insertKey(tx, number, keyRow{next.Verifier, string(signed)}); err != nil {
		return fmt.Errorf("keep hand-over: %w", err)
	}
	known, err := note.NewVerifier(old.Verifier)
	if err != nil {
		return fmt.Errorf("read key in use: %w", err)
	}
	n, err := note.Open(last.Note, note.VerifierList(known))
	if err != nil {
		return fmt.Errorf("read checkpoint of size %d: %w", last.Size, err)
	}
	if last.Note, err = note.Sign(n, next); err != nil {
		return fmt.Errorf("sign checkpoint of size %d: %w", last.Size, err)
	}
	if err := updateNote(tx, last); err != nil {
		return fmt.Errorf("keep checkpoint of size %d: %w", last.Size, err)
	}
	return Add(tx, Act{
		Act: access.RecordRotate, Object: Object{Kind: "record", ID: old.Name()},
		Before: old.Verifier, After: next.Verifier,
	})
}
