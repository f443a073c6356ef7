package record

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Log numbers committed leaves, signs checkpoints over them and publishes the
// files that anyone can check.
type Log struct {
	db   *db.DB
	ring *key.Ring
	dir  string
	log  *slog.Logger

	origin string

	turn  sync.Mutex // one seal or hand-over at a time
	key   *key.Signing
	chain []keyRow // of all keys, as far as they are published
	edge  *edge    // as far as the files go

	published atomic.Pointer[Checkpoint]
	stuck     atomic.Bool // the last seal failed
	mu        sync.Mutex
	more      chan struct{} // closed when something newer is published
}

// Settings are what an installation chooses of its log.
type Settings struct {
	Dir    string // folder of the public files
	Origin string // name of the log, set once; empty for the one it has, or one made up
	Log    *slog.Logger
}

// Seals follow each other at this distance at most so often, so that the acts of
// a moment share one; whoever acts waits for a seal at most that long and the
// time it takes. Other processes on the database do not wake this one.
const (
	sealEvery = 250 * time.Millisecond
	lookEvery = 500 * time.Millisecond
)

// OpenLog opens the log of a database: it finds its key or makes the first one,
// compares the published files with the database, completes them, and seals what
// waits. Where the files say more or other than the database it refuses with a
// problem, because going on would contradict what others have seen.
func OpenLog(ctx context.Context, d *db.DB, ring *key.Ring, s Settings) (*Log, error) {
	l := &Log{db: d, ring: ring, dir: s.Dir, log: s.Log, edge: &edge{}, more: make(chan struct{})}
	if _, err := makeFolder(s.Dir); err != nil {
		return nil, fmt.Errorf("make folder of the record: %w", err)
	}
	for _, dir := range []string{s.Dir, ring.Dir()} {
		if err := sweep(dir); err != nil {
			return nil, fmt.Errorf("sweep folder %s: %w", dir, err)
		}
	}
	if err := d.Alone(ctx, sealing, func(tx *db.Tx) error { return l.openKey(tx, s.Origin) }); err != nil {
		return nil, err
	}
	if err := d.View(ctx, l.compare); err != nil {
		return nil, err
	}
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	// What is sealed already first: a hand-over then stands in the files before
	// what the new key signs.
	if err := l.publish(ctx); err != nil {
		return nil, fmt.Errorf("publish the record: %w", err)
	}
	return l, l.Seal(ctx)
}

// openKey finds the key in use among those of the ring, or makes the first one.
func (l *Log) openKey(tx *db.Tx, origin string) error {
	chain, err := keyChain(tx)
	if err != nil {
		return err
	}
	keys, err := l.ring.Signing()
	if err != nil {
		return err
	}
	if len(chain) == 0 {
		if len(keys) == 0 {
			if keys, err = l.firstKey(origin); err != nil {
				return err
			}
		}
		chain = []keyRow{{Verifier: keys[0].Verifier}}
		if err := insertKey(tx, 0, chain[0]); err != nil {
			return fmt.Errorf("keep first key of the record: %w", err)
		}
	}
	if l.key = keyOf(keys, chain); l.key == nil && len(continued(l.dir, chain)) > len(chain) {
		last, _, err := newest(tx)
		if err != nil {
			return err
		}
		return l.shorter(last.Size) // from before the key changed
	}
	if l.key == nil {
		return problem.New(problem.Closed, "Khóa ký nhật ký trong thư mục %s không phải khóa đang dùng của cơ sở dữ liệu này (%s); hãy chép lại thư mục khóa từ bản sao lưu, hoặc từ máy đã đổi khóa.",
			l.ring.Dir(), chain[len(chain)-1].Verifier)
	}
	if origin != "" && origin != l.key.Name() {
		return problem.Field("--origin", "Nhật ký của cài đặt này đã mang tên %s từ lần chạy đầu và không đổi tên được; hãy bỏ --origin.", l.key.Name())
	}
	l.chain, l.origin = chain, l.key.Name()
	if len(keys) > 1 { // a hand-over was cut short; the database knows whether it holds
		return l.ring.KeepSigning(l.key)
	}
	return nil
}

// keyOf is the key among those kept that the chain ends in.
func keyOf(keys []*key.Signing, chain []keyRow) *key.Signing {
	for _, k := range keys {
		if k.Verifier == chain[len(chain)-1].Verifier {
			return k
		}
	}
	return nil
}

// firstKey makes and keeps the first key of an installation.
func (l *Log) firstKey(origin string) ([]*key.Signing, error) {
	if origin == "" {
		b := make([]byte, 4)
		if _, err := rand.Read(b); err != nil {
			return nil, fmt.Errorf("name the record: %w", err)
		}
		origin = "giaouoc/" + hex.EncodeToString(b)
	}
	if strings.Contains(origin, "://") || strings.ContainsAny(origin, "+ \t\r\n") || len(origin) > 200 || strings.HasSuffix(origin, "/") {
		return nil, problem.Field("--origin", "Tên nhật ký là địa chỉ công khai của nó, không có https:// ở đầu, không có dấu cách, dấu + và không có / ở cuối; ví dụ tdkt.example.vn/nhat-ky.")
	}
	k, err := key.NewSigning(origin)
	if err != nil {
		return nil, err
	}
	return []*key.Signing{k}, l.ring.KeepSigning(k)
}

// verifiers are those of all keys of the chain.
func verifiers(chain []keyRow) (note.Verifiers, error) {
	var list []note.Verifier
	for _, k := range chain {
		v, err := note.NewVerifier(k.Verifier)
		if err != nil {
			return nil, fmt.Errorf("read key %s: %w", k.Verifier, err)
		}
		list = append(list, v)
	}
	return note.VerifierList(list...), nil
}

// Run seals what is committed until ctx ends.
func (l *Log) Run(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	said := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.db.Updated():
		case <-look.C:
		}
		err := l.Seal(ctx)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() == nil && reason(err) != said:
			l.log.Error("the record is not sealed", "error", err)
			said = reason(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sealEvery):
		}
	}
}

// reason is an error as it is told once: of a database that is away each try names
// another connection.
func reason(err error) string {
	if errors.Is(err, db.ErrAway) {
		return db.ErrAway.Error()
	}
	return err.Error()
}

// Published is the checkpoint up to which the files are published.
func (l *Log) Published() Checkpoint { return *l.published.Load() }

// Seals reports whether the last seal was done: the record goes on.
func (l *Log) Seals() bool { return !l.stuck.Load() }

// Origin is the name of the log.
func (l *Log) Origin() string { return l.origin }

// announce tells those who wait that c is published.
func (l *Log) announce(c Checkpoint) {
	l.published.Store(&c)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.more)
	l.more = make(chan struct{})
}

// Next waits until a checkpoint of more leaves than size is published.
func (l *Log) Next(ctx context.Context, size int64) (Checkpoint, error) {
	for {
		l.mu.Lock()
		more := l.more
		l.mu.Unlock()
		if c := l.Published(); c.Size > size {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return Checkpoint{}, ctx.Err()
		case <-more:
		}
	}
}
