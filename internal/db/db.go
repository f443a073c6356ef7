// Package db opens the database and carries a transaction through a use case.
//
// Two engines answer the same SQL text: SQLite, embedded and the default, and
// PostgreSQL. A use case receives a *Tx, which carries the context, the moment
// at which everything in it happens, and the actor on whose behalf it happens.
// All times are UTC; ids are made by the program; a change is visible to others
// only when Update returns nil.
//
// What never happens: a write outside Update and Alone, a second clock inside a
// transaction, half of one writer's work seen by another, an Update that returns
// nil before its work is on disk, two writers that each overwrite what the other has just read
// (SQLite admits one writer at a time, PostgreSQL runs serializable and the
// transaction is run again on a conflict).
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "modernc.org/sqlite" // the driver named "sqlite"

	"giaouoc/internal/problem"
)

// Engine names the database in use.
type Engine string

// The two engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is an open database.
type DB struct {
	Engine  Engine
	clock   atomic.Pointer[func() time.Time] // tells the moment of a transaction
	writer  *sql.DB
	reader  *sql.DB
	turn    sync.Mutex // of who runs again after a conflict
	group   group      // of writers who share transactions
	wake    chan struct{}
	commits atomic.Uint64 // by Update, of this process and of the nodes that it hears
	words   words
	answers answers
	replica *sql.DB // nil for none

	leader   *leader       // of PostgreSQL
	patience time.Duration // with a database that is away
	away     atomic.Int64  // since when it is, in nanoseconds; 0 when it was reached last
	watch    atomic.Pointer[Watch]
}

// Open opens the database at dsn, a postgres:// address or the path of an
// SQLite file, and brings its schema up to date.
func Open(ctx context.Context, dsn string) (*DB, error) {
	d, err := connect(dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := d.migrate(ctx); err != nil {
		d.Close()
		if d.Engine == PostgreSQL && isAway(err) {
			err = fmt.Errorf("%w: %w", ErrAway, err)
		}
		return nil, fmt.Errorf("migrate database: %w", err)
	}
	return d, nil
}

func connect(dsn string) (*DB, error) {
	if EngineOf(dsn) == PostgreSQL {
		pool, l, err := openPostgres(dsn)
		if err != nil {
			return nil, err
		}
		d := newDB(PostgreSQL, pool, pool)
		d.leader = l
		return d, nil
	}
	if scheme, _, other := strings.Cut(dsn, "://"); other {
		return nil, problem.New(problem.Invalid, "Không có loại cơ sở dữ liệu «%s»; hãy ghi postgres://… hoặc đường dẫn của một tệp SQLite.", scheme)
	}
	writer, err := sql.Open("sqlite", sqliteDSN(dsn, false))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite", sqliteDSN(dsn, true))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(8)
	reader.SetMaxIdleConns(8)
	return newDB(SQLite, writer, reader), nil
}

func newDB(engine Engine, writer, reader *sql.DB) *DB {
	d := &DB{Engine: engine, writer: writer, reader: reader, wake: make(chan struct{}, 1), patience: patience, words: newWords()}
	d.SetClock(time.Now)
	return d
}

// SetClock replaces the clock that tells the moment of later transactions; the
// demonstration and tests move through a year with it.
func (d *DB) SetClock(clock func() time.Time) { d.clock.Store(&clock) }

func (d *DB) now() time.Time { return (*d.clock.Load())().UTC().Truncate(time.Microsecond) }

// sqliteDSN sets what makes SQLite keep its promises: a write-ahead log so that
// readers never wait, FULL so that an acknowledged write survives a power cut,
// foreign keys, what is deleted overwritten so that erasure leaves nothing, and
// the write lock taken when the transaction begins.
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)")
	q.Add("_pragma", "journal_mode(WAL)")
	q.Add("_pragma", "synchronous(FULL)")
	q.Add("_pragma", "foreign_keys(1)")
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "secure_delete(1)")
		q.Set("_txlock", "immediate")
	}
	return (&url.URL{Scheme: "file", Opaque: filepath.ToSlash(path), RawQuery: q.Encode()}).String()
}

// Close closes the database.
func (d *DB) Close() error {
	d.leader.close()
	err := d.writer.Close()
	if d.reader != d.writer {
		err = errors.Join(err, d.reader.Close())
	}
	if d.replica != nil {
		err = errors.Join(err, d.replica.Close())
	}
	return err
}

// Update runs fn in a transaction that may write; when it returns nil, what fn
// did is on disk. On SQLite other writers may share the transaction: fn sees
// what those before it have done whole, and is undone alone when it fails. On
// PostgreSQL fn may run more than once, so it must change nothing outside the
// transaction; a connection that breaks before the commit is one reason, and the
// error is then ErrAway, or ErrUnsure when it breaks during the commit.
func (d *DB) Update(ctx context.Context, fn func(tx *Tx) error) error {
	err := d.watched(ctx, KindUpdate, fn, d.update)
	if err == nil || errors.Is(err, ErrUnsure) {
		note(ctx)
		d.commits.Add(1)
		signal(d.wake)
		signal(d.words.committed)
	}
	return err
}

// signal leaves word for a receiver who has not yet taken the last one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (d *DB) update(ctx context.Context, fn func(tx *Tx) error) error {
	if d.Engine == SQLite {
		return d.together(ctx, fn)
	}
	return d.patiently(ctx, func() error {
		err := d.run(ctx, d.writer, &sql.TxOptions{Isolation: sql.LevelSerializable}, fn)
		if !isSerialization(err) {
			return err
		}
		return d.again(ctx, fn)
	})
}

// Commits counts the writing transactions of Update in this process, and grows when other
// nodes tell of theirs. What was read under a count is what another reads under the same
// one, but for what other processes have written and not yet told.
func (d *DB) Commits() uint64 { return d.commits.Load() }

// Now is the moment that a transaction beginning now would have.
func (d *DB) Now() time.Time { return d.now() }

// Updated receives after an Update has committed; of several it may tell once.
func (d *DB) Updated() <-chan struct{} { return d.wake }

// Alone runs fn in a writing transaction beside which no other Alone of the same
// name runs, on any machine. On PostgreSQL each statement of it sees what has
// been committed until then, and it makes no Update fail or run again unless
// both change the same row.
func (d *DB) Alone(ctx context.Context, name string, fn func(tx *Tx) error) error {
	return d.watched(ctx, KindAlone, fn, func(ctx context.Context, fn func(tx *Tx) error) error { return d.alone(ctx, name, fn) })
}

func (d *DB) alone(ctx context.Context, name string, fn func(tx *Tx) error) error {
	if d.Engine == SQLite {
		return d.together(ctx, fn)
	}
	return d.run(ctx, d.writer, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, func(tx *Tx) error {
		if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "giaouoc/"+name); err != nil {
			return fmt.Errorf("wait for %s: %w", name, err)
		}
		return fn(tx)
	})
}

// again runs what met a conflict. Those that run again take turns, or many
// senders of one form would go on meeting each other.
func (d *DB) again(ctx context.Context, fn func(tx *Tx) error) error {
	d.turn.Lock()
	defer d.turn.Unlock()
	const tries = 20
	for try := 1; ; try++ {
		err := d.run(ctx, d.writer, &sql.TxOptions{Isolation: sql.LevelSerializable}, fn)
		switch {
		case !isSerialization(err):
			return err
		case try == tries && isConflict(err):
			return fmt.Errorf("%w: too many write at once: %w", ErrAway, err)
		case try == tries:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * 4 * time.Millisecond):
		}
	}
}

// View runs fn in a transaction that only reads, on one snapshot.
func (d *DB) View(ctx context.Context, fn func(tx *Tx) error) error {
	return d.watched(ctx, KindView, fn, d.view)
}

func (d *DB) view(ctx context.Context, fn func(tx *Tx) error) error {
	if r, _ := ctx.Value(readingKey{}).(*Reading); r != nil && d.Engine == PostgreSQL {
		return d.viewFor(ctx, r, fn)
	}
	return d.run(ctx, d.reader, d.readOptions(), fn)
}

func (d *DB) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(tx *Tx) error) error {
	if d.Engine == PostgreSQL {
		return d.over(ctx, pool, opts, fn)
	}
	return d.once(ctx, pool, opts, fn)
}

// once runs fn in a transaction for which nobody waits and that is not run again.
func (d *DB) once(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(tx *Tx) error) error {
	stx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer stx.Rollback() //nolint:errcheck // after a commit it reports only that
	tx := &Tx{Ctx: ctx, Now: d.now(), tx: stx, engine: d.Engine, memo: memoUnder(opts), answers: &d.answers}
	if err := tx.sealed(fn); err != nil {
		return err
	}
	if err := stx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

func (d *DB) readOptions() *sql.TxOptions {
	if d.Engine == PostgreSQL {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return nil
}

// isSerialization reports a conflict with another transaction that running
// again can resolve: SQLSTATE class 40, and a key that another transaction has
// just taken (23505). PostgreSQL reports the second instead of the first where
// both transactions looked for the key and found none.
func isSerialization(err error) bool {
	var pg *pgconn.PgError
	return isConflict(err) || errors.As(err, &pg) && pg.Code == "23505"
}

// isConflict reports that the server undid a transaction for the sake of another.
func isConflict(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && strings.HasPrefix(pg.Code, "40")
}
