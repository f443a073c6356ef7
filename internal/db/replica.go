package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"giaouoc/internal/problem"
)

// Position is how far a PostgreSQL has come in its log (LSN); zero on SQLite, and where
// it is not known.
type Position uint64

// Reading lets the reads of one page come from a copy of the database, a replica of
// PostgreSQL that runs some moments behind, as long as the copy has come as far as what
// the reader has seen already. Of several reads one may come from the copy and another
// from the database itself.
type Reading struct {
	AtLeast Position // what the reader has seen
	Here    bool     // nothing is read from a copy

	mu           sync.Mutex
	holds, shows Position
	copied       bool
}

// Holds is a position whose changes are all in what was read; zero before anything was.
func (r *Reading) Holds() Position {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.holds
}

// Shows is a position beyond which nothing was read.
func (r *Reading) Shows() Position {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.shows
}

// Copied reports whether something was read from a copy.
func (r *Reading) Copied() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.copied
}

func (r *Reading) add(before, after Position, copied bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holds == 0 || before < r.holds {
		r.holds = before
	}
	r.shows = max(r.shows, after)
	r.copied = r.copied || copied
}

type readingKey struct{}

// WithReading has the reading transactions under the context keep r.
func WithReading(ctx context.Context, r *Reading) context.Context {
	return context.WithValue(ctx, readingKey{}, r)
}

// UseReplica has pages under a Reading read from the copy at dsn, which may name several
// hosts. It is for a PostgreSQL, and for before anything is read.
func (d *DB) UseReplica(dsn string) error {
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("open replica: %w", err)
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTime
	}
	d.replica = sql.OpenDB(stdlib.GetConnector(*c, stdlib.OptionShouldPing(dead)))
	d.replica.SetMaxOpenConns(mostOpen)
	d.replica.SetMaxIdleConns(mostIdle)
	d.replica.SetConnMaxLifetime(time.Minute) // a copy that has become the leader is left again
	return nil
}

// viewFor reads for a page: from the copy where it has come far enough, else, or when
// the copy does not answer, from the database itself. So fn may run twice.
func (d *DB) viewFor(ctx context.Context, r *Reading, fn func(tx *Tx) error) error {
	if d.replica != nil && !r.Here {
		err := r.keep(d.fromCopy, ctx, fn)
		if err == nil || problem.All(err) != nil || ctx.Err() != nil {
			return err
		}
	}
	return r.keep(func(ctx context.Context, fn func(tx *Tx) error) error {
		return d.run(ctx, d.reader, d.readOptions(), fn)
	}, ctx, fn)
}

// errBehind says that a copy has not come as far as what the reader has seen.
var errBehind = errors.New("the copy is behind")

// keep reads from one server, and notes how far that was before and after.
func (r *Reading) keep(view func(context.Context, func(tx *Tx) error) error, ctx context.Context, fn func(tx *Tx) error) error {
	// In a transaction of its own: what it tells must not be later than what fn sees.
	var before, after at
	if err := view(ctx, func(tx *Tx) (err error) { before, err = position(tx); return err }); err != nil {
		return err
	}
	if before.Copy && (before.position < r.AtLeast || before.position == 0) {
		return errBehind
	}
	if err := view(ctx, func(tx *Tx) (err error) {
		if err := fn(tx); err != nil {
			return err
		}
		after, err = position(tx)
		return err
	}); err != nil {
		return err
	}
	r.add(before.position, after.position, before.Copy)
	return nil
}

// fromCopy reads from the copy, for which nobody waits when it is away.
func (d *DB) fromCopy(ctx context.Context, fn func(tx *Tx) error) error {
	return d.once(ctx, d.replica, d.readOptions(), fn)
}

// at is how far a server has come.
type at struct {
	LSN      string
	Copy     bool // it only follows another
	position Position
}

// position is what a server has written, or as a copy replayed.
func position(tx *Tx) (at, error) {
	a, err := One[at](tx, `
		SELECT pg_is_in_recovery() AS copy, COALESCE(CAST(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END AS TEXT), '0/0') AS lsn`)
	if err != nil {
		return a, fmt.Errorf("ask how far the database is: %w", err)
	}
	a.position, err = parsePosition(a.LSN)
	return a, err
}

// parsePosition reads an LSN, such as 16/B374D848.
func parsePosition(text string) (Position, error) {
	high, low, ok := strings.Cut(text, "/")
	h, err := strconv.ParseUint(high, 16, 32)
	l, err2 := strconv.ParseUint(low, 16, 32)
	if !ok || err != nil || err2 != nil {
		return 0, fmt.Errorf("read position %q of the database", text)
	}
	return Position(h<<32 | l), nil
}
