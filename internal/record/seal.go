package record

import (
	"context"
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// sealing names the lock of the one who numbers leaves.
const sealing = "record"

// mostSealed bounds the leaves that one transaction numbers.
const mostSealed = 4096

// Seal (niêm phong) numbers every committed leaf, signs a checkpoint over all of
// them and publishes the files.
func (l *Log) Seal(ctx context.Context) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	err := l.sealAll(ctx)
	if err == nil || ctx.Err() == nil { // who was stopped knows nothing
		l.stuck.Store(err != nil)
	}
	return err
}

func (l *Log) sealAll(ctx context.Context) error {
	for {
		var waits bool
		if err := l.db.View(ctx, func(tx *db.Tx) (err error) { waits, err = l.waits(tx); return err }); err != nil {
			return fmt.Errorf("look for leaves to seal: %w", err)
		}
		var failed error
		if waits {
			if err := l.db.Alone(ctx, sealing, l.seal); err != nil {
				failed = fmt.Errorf("seal: %w", err)
			}
		}
		// What another machine has sealed is published also where this one cannot.
		if err := l.publish(ctx); err != nil {
			failed = errors.Join(failed, fmt.Errorf("publish the record: %w", err))
		}
		if !waits || failed != nil {
			return failed
		}
	}
}

// waits reports whether there is something to seal: a leaf without a number, or
// an empty log that nobody has signed yet.
func (l *Log) waits(tx *db.Tx) (bool, error) {
	if waits, err := awaiting(tx); waits || err != nil {
		return waits, err
	}
	_, there, err := newest(tx)
	return !there, err
}

// seal numbers the leaves that wait and keeps the checkpoint over them. What it
// signs is known to nobody before its transaction is committed.
func (l *Log) seal(tx *db.Tx) error {
	if same, err := l.sameKey(tx); !same || err != nil {
		return err // under a new key: once the hand-over is published
	}
	last, there, err := newest(tx)
	if err != nil {
		return err
	}
	grown, err := l.grownTo(tx, last, there, discard)
	if err != nil {
		return err
	}
	leaves, err := number(tx, grown.size, mostSealed)
	if err != nil || there && len(leaves) == 0 {
		return err
	}
	for _, leaf := range leaves {
		if err := grown.add([]byte(leaf.Leaf), discard); err != nil {
			return err
		}
	}
	c, err := sign(grown.size, grown.root(), l.key)
	if err != nil {
		return err
	}
	return insertCheckpoint(tx, c)
}

func discard(tile) error { return nil }

// sameKey reports whether the key at hand is the one in use. Where another process
// has handed over to a new one, it takes that up.
func (l *Log) sameKey(tx *db.Tx) (bool, error) {
	chain, err := keyChain(tx)
	if err != nil {
		return false, err
	}
	if l.key.Verifier == chain[len(chain)-1].Verifier {
		return true, nil
	}
	keys, err := l.ring.Signing()
	if err != nil {
		return false, err
	}
	k := keyOf(keys, chain)
	if k == nil {
		return false, problem.New(problem.Closed, "Khóa ký nhật ký đã được đổi ở máy khác; hãy chép thư mục khóa của máy ấy vào %s rồi chạy lại.", l.ring.Dir())
	}
	l.key = k
	return false, nil
}

// grownTo is the published edge with the leaves that have been sealed since, up
// to a checkpoint whose root they must give. It hands full tiles on.
func (l *Log) grownTo(tx *db.Tx, c Checkpoint, there bool, full func(tile) error) (*edge, error) {
	grown := l.edge.clone()
	if !there {
		if grown.size > 0 {
			return nil, l.shorter(0)
		}
		return grown, nil
	}
	if grown.size > c.Size {
		return nil, l.shorter(c.Size)
	}
	for grown.size < c.Size {
		rows, err := leavesFrom(tx, grown.size, min(c.Size, grown.size+mostSealed))
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, changed(c.Size)
		}
		for _, r := range rows {
			if r.Seq != grown.size {
				return nil, changed(c.Size)
			}
			if err := grown.add([]byte(r.Leaf), full); err != nil {
				return nil, err
			}
		}
	}
	if grown.root() != c.Root {
		return nil, changed(c.Size)
	}
	return grown, nil
}

// changed is the answer to leaves that do not give the root that was signed.
func changed(size int64) error {
	return problem.New(problem.Closed, "Nhật ký trong cơ sở dữ liệu không còn khớp với điểm niêm phong %d mục đã ký: có mục bị sửa, bớt hoặc đảo chỗ. Chương trình không ghi tiếp lên một nhật ký đã bị sửa; hãy phục hồi cơ sở dữ liệu từ bản sao lưu mới nhất còn khớp.", size)
}

// shorter is the answer to a database that has fewer leaves than were published.
func (l *Log) shorter(size int64) error {
	return problem.New(problem.Closed, "Cơ sở dữ liệu chỉ có %d mục đã niêm phong, ít hơn nhật ký đã công bố ở %s: nó cũ hơn nhật ký. Ghi tiếp sẽ tạo ra hai nhật ký mâu thuẫn; hãy phục hồi bản sao lưu mới nhất của cơ sở dữ liệu, hoặc đọc mục «Khi nhật ký không khớp» trong tài liệu vận hành.", size, l.dir)
}
