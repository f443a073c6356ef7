package db

import (
	"context"
	"database/sql"
	"time"

	"giaouoc/internal/measure"
	"giaouoc/internal/problem"
)

// Watch is told what the database does, so that an operator sees it. Its functions are
// called from many goroutines at once, and hold up whoever has done the work. Of a
// context that is measure.Unmeasured they are told nothing.
type Watch struct {
	Done func(Work)                  // a transaction has ended; nil: not told
	Slow time.Duration               // from here on a statement or transaction is slow; zero: none is
	Lag  func(context.Context, Slow) // one was slow; nil: not told
}

// Kind is how a transaction was asked for.
type Kind string

// The kinds of transactions, after the functions of DB.
const (
	KindView   Kind = "view"
	KindUpdate Kind = "update"
	KindAlone  Kind = "alone"
)

// Work is a transaction that has ended.
type Work struct {
	Kind    Kind
	Took    time.Duration // with the waiting, and with each run after a conflict
	Waited  time.Duration // for a connection or its turn, before the first run
	Runs    int           // more than one: it met conflicts
	Refused bool          // a person's problem, and nothing has changed
	Failed  bool          // an error of ours
}

// Slow is a statement or a transaction that took long. A slow transaction is told
// only where none of its statements was.
type Slow struct {
	Kind       Kind
	SQL        string // the text with its placeholders, never what they stand for; empty for a transaction
	Took       time.Duration
	Waited     time.Duration // of a transaction
	Rows       int64         // of a statement; -1 where it is not known
	Statements int           // of a transaction
}

// Watch has w told of everything from now on; nil ends it.
func (d *DB) Watch(w *Watch) { d.watch.Store(w) }

// span is a transaction that is watched. All its methods do nothing on nil.
type span struct {
	watch      *Watch
	kind       Kind
	statements int
	told       bool // of a slow statement
}

// watched runs a transaction and tells how it went.
func (d *DB) watched(ctx context.Context, kind Kind, fn func(tx *Tx) error, run func(context.Context, func(tx *Tx) error) error) error {
	w := d.watch.Load()
	if w == nil || measure.IsUnmeasured(ctx) {
		return run(ctx, fn)
	}
	s := &span{watch: w, kind: kind}
	work := Work{Kind: kind}
	began := time.Now()
	err := run(ctx, func(tx *Tx) error {
		if work.Runs++; work.Runs == 1 {
			work.Waited = time.Since(began)
		}
		tx.span = s
		return fn(tx)
	})
	work.Took = time.Since(began)
	work.Refused = err != nil && problem.All(err) != nil
	work.Failed = err != nil && !work.Refused
	if w.Done != nil {
		w.Done(work)
	}
	if w.Slow > 0 && w.Lag != nil && work.Took >= w.Slow && !s.told {
		w.Lag(ctx, Slow{Kind: kind, Took: work.Took, Waited: work.Waited, Rows: -1, Statements: s.statements})
	}
	return err
}

// begin is the moment at which a statement begins; none where it is not timed.
func (s *span) begin() time.Time {
	if s == nil || s.watch.Slow <= 0 || s.watch.Lag == nil {
		return time.Time{}
	}
	s.statements++
	return time.Now()
}

// end tells of a statement that took long.
func (s *span) end(tx *Tx, query string, began time.Time, rows int64) {
	if began.IsZero() {
		return
	}
	if took := time.Since(began); took >= s.watch.Slow {
		s.told = true
		s.watch.Lag(tx.Ctx, Slow{Kind: s.kind, SQL: query, Took: took, Rows: rows})
	}
}

// Pool is how the connections of a pool are used.
type Pool struct {
	Name   string // writer and reader on SQLite, all on PostgreSQL
	Most   int
	InUse  int
	Idle   int
	Waits  int64         // how often somebody had to wait for a connection
	Waited time.Duration // how long they did, together
}

// Pools tells how the connections are used.
func (d *DB) Pools() []Pool {
	if d.reader == d.writer {
		return []Pool{poolOf("all", d.writer)}
	}
	return []Pool{poolOf("writer", d.writer), poolOf("reader", d.reader)}
}

func poolOf(name string, pool *sql.DB) Pool {
	s := pool.Stats()
	return Pool{Name: name, Most: s.MaxOpenConnections, InUse: s.InUse, Idle: s.Idle, Waits: s.WaitCount, Waited: s.WaitDuration}
}
