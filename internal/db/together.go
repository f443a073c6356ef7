package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Writers on SQLite share transactions (group commit): while one transaction is
// being synced to disk the next writers gather, and then run one after the other
// in one transaction, each in a savepoint of its own and in its own goroutine,
// and all are told of the one commit. A writer who is alone waits for nobody.

const (
	mostTogether = 256
	// longestTogether is when a transaction takes no more writers: those who have
	// written wait for its commit.
	longestTogether = 20 * time.Millisecond
)

// group hands the writing connection from one writer to the next.
type group struct {
	mu      sync.Mutex
	open    bool // some writer has the turn, or a commit runs
	waiting []*writer
}

// writer waits for its turn.
type writer struct {
	turn chan *batch // receives the transaction to join; nil to begin one
}

// batch is one transaction that several writers share.
type batch struct {
	tx      *sql.Tx
	began   time.Time
	writers int
	broken  error         // SQLite has rolled back everything
	done    chan struct{} // closed when committed or failed
	err     error         // why it failed
}

// together runs fn in a transaction that it may share with other writers.
func (d *DB) together(ctx context.Context, fn func(tx *Tx) error) error {
	b, err := d.group.wait(ctx)
	if err != nil {
		return err
	}
	if b == nil {
		if b, err = d.beginBatch(); err != nil {
			d.group.next()
			return fmt.Errorf("begin transaction: %w", err)
		}
	}
	b.writers++
	if err := d.member(ctx, b, fn); err != nil {
		return err
	}
	<-b.done
	return b.err
}

// beginBatch begins a transaction that outlives the context of whoever begins it.
func (d *DB) beginBatch() (*batch, error) {
	tx, err := d.writer.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, err
	}
	return &batch{tx: tx, began: time.Now(), done: make(chan struct{})}, nil
}

// member runs fn in a savepoint and hands the turn on, also when fn panics. When
// it returns nil the caller waits for the commit.
func (d *DB) member(ctx context.Context, b *batch, fn func(tx *Tx) error) error {
	defer d.pass(b)
	if err := ctx.Err(); err != nil {
		return err // it ended while waiting for its turn
	}
	if b.exec("SAVEPOINT writer"); b.broken != nil {
		return fmt.Errorf("begin transaction: %w", b.broken)
	}
	kept := false
	defer func() {
		if !kept && b.broken == nil {
			b.exec("ROLLBACK TO writer")
			b.exec("RELEASE writer")
		}
	}()
	tx := &Tx{Ctx: ctx, Now: d.now(), tx: b.tx, batch: b, memo: memo{}, answers: &d.answers}
	err := tx.sealed(fn)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	if b.broken == nil {
		b.exec("RELEASE writer")
	}
	kept = b.broken == nil
	if !kept {
		return fmt.Errorf("write: %w", b.broken)
	}
	return nil
}

// exec runs a statement of the batch itself; none of them fails unless SQLite has
// rolled back the transaction.
func (b *batch) exec(statement string) {
	if _, err := b.tx.ExecContext(context.Background(), statement); err != nil {
		b.broken = errors.Join(b.broken, err)
	}
}

// noticed keeps an error by which SQLite may have rolled back the transaction:
// nothing more may run in it, or it would be committed by itself.
func (b *batch) noticed(err error) error {
	var e *sqlite.Error
	if b == nil || err == nil || !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_TOOBIG:
	default:
		b.broken = errors.Join(b.broken, err)
	}
	return err
}

// pass hands the transaction to the next writer, or ends it and lets the next
// begin another.
func (d *DB) pass(b *batch) {
	if b.broken == nil && b.writers < mostTogether && time.Since(b.began) < longestTogether && d.group.join(b) {
		return
	}
	if b.broken != nil {
		b.err = fmt.Errorf("commit transaction: %w", errors.Join(b.broken, ignoreDone(b.tx.Rollback())))
	} else if err := b.tx.Commit(); err != nil {
		b.err = fmt.Errorf("commit transaction: %w", errors.Join(err, ignoreDone(b.tx.Rollback())))
	}
	d.group.next()
	close(b.done)
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// wait returns when it is the caller's turn: with the transaction to join, or
// nil to begin one.
func (g *group) wait(ctx context.Context) (*batch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.mu.Lock()
	if !g.open {
		g.open = true
		g.mu.Unlock()
		return nil, nil
	}
	w := &writer{turn: make(chan *batch, 1)}
	g.waiting = append(g.waiting, w)
	g.mu.Unlock()
	select {
	case b := <-w.turn:
		return b, nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	for i, x := range g.waiting {
		if x == w {
			g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
			g.mu.Unlock()
			return nil, ctx.Err()
		}
	}
	g.mu.Unlock()
	return <-w.turn, nil // it had its turn already; member sees that ctx has ended
}

// join hands a transaction to whoever has waited longest, if anybody waits.
func (g *group) join(b *batch) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		return false
	}
	g.first(b)
	return true
}

// next lets whoever has waited longest begin a transaction.
func (g *group) next() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.open = false
		return
	}
	g.first(nil)
}

func (g *group) first(b *batch) {
	w := g.waiting[0]
	g.waiting[0] = nil
	g.waiting = g.waiting[1:]
	w.turn <- b
}
