package db

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

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
	pool, err := openPostgres(dsn)
	if err != nil {
		return fmt.Errorf("open replica: %w", err)
	}
	d.replica = pool
	return nil
}

// viewFor reads for a page: from the copy where it has come far enough, else, or when
// the copy does not answer, from the database itself. So fn may run twice.
func (d *DB) viewFor(ctx context.Context, r *Reading, fn func(tx *Tx) error) error {
	if d.replica != nil && !r.Here {
		before, err := position(ctx, d.replica)
		if err == nil && before >= r.AtLeast && before > 0 {
			if err = d.viewAt(ctx, d.replica, r, before, fn); err == nil || problem.All(err) != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	before, err := position(ctx, d.reader)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	return d.viewAt(ctx, d.reader, r, before, fn)
}

// viewAt reads from one server and notes how far it was before and after.
func (d *DB) viewAt(ctx context.Context, pool *sql.DB, r *Reading, before Position, fn func(tx *Tx) error) error {
	if err := d.run(ctx, pool, d.readOptions(), fn); err != nil {
		return err
	}
	after, err := position(ctx, pool)
	if err != nil {
		return fmt.Errorf("ask how far the database is: %w", err)
	}
	r.add(before, after, pool == d.replica)
	return nil
}

// position is how far a server has come: what it has written, or as a copy replayed.
func position(ctx context.Context, pool *sql.DB) (Position, error) {
	var text string
	if err := pool.QueryRowContext(ctx, `
		SELECT CAST(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END AS TEXT)`).Scan(&text); err != nil {
		return 0, err
	}
	return parsePosition(text)
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
