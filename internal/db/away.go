package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// ErrAway says that the database does not answer now. Nothing of the transaction
// is written, and it may be tried again.
var ErrAway = errors.New("the database does not answer")

// ErrUnsure says that the connection broke while a commit was under way: what the
// transaction did may be written or not. It is not run again by itself; whoever
// asked for it has to look.
var ErrUnsure = errors.New("the connection broke while it was being committed")

const (
	// patience is how long a transaction waits for a database that is away: longer
	// than a planned change of the leader takes.
	patience = 5 * time.Second
	// queueTime is how long a transaction waits for a connection of the pool.
	queueTime = 15 * time.Second
	// knownTime is how long one waits that comes when the database is known to be away.
	knownTime = 2 * time.Second
)

// over runs fn in a transaction of PostgreSQL, which stands behind a network and
// may change its leader at any moment. An error of it is ErrAway when nothing was
// written for want of a connection, ErrUnsure when nobody knows.
func (d *DB) over(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(tx *Tx) error) error {
	conn, stx, err := d.begin(ctx, pool, opts)
	if err != nil {
		return err
	}
	reads := opts != nil && opts.ReadOnly
	defer conn.Close()   //nolint:errcheck // it goes back to the pool, or is broken
	defer stx.Rollback() //nolint:errcheck // after a commit it reports only that
	tx := &Tx{Ctx: ctx, Now: d.now(), tx: stx, engine: d.Engine, memo: memoUnder(opts), answers: &d.answers}
	if err := tx.sealed(fn); err != nil {
		switch {
		case ctx.Err() != nil:
			return err
		case !reads && isStandby(err):
			_ = stx.Rollback() // or it would still hold the connection
			discard(conn)
		case !lost(conn):
			return err
		}
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	if lost(conn) {
		return fmt.Errorf("%w: before its commit", ErrAway)
	}
	err = stx.Commit()
	switch {
	case err == nil:
		return nil
	case !committing(err):
		return fmt.Errorf("commit transaction: %w", err)
	case reads:
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	// pgconn.SafeToRetry is no help here: it is true of «conn closed», which pgx also
	// says when the connection broke after the word was sent.
	return fmt.Errorf("%w: %w", ErrUnsure, err)
}

// committing reports whether an error of a commit leaves open what became of it.
// The server's own refusal does not, nor a context that ended before.
func committing(err error) bool {
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg):
		return strings.EqualFold(pg.Severity, "FATAL") || strings.EqualFold(pg.Severity, "PANIC")
	case errors.Is(err, pgx.ErrTxCommitRollback), errors.Is(err, sql.ErrTxDone), err == context.Canceled, err == context.DeadlineExceeded:
		return false // database/sql says the last two bare, before anything is sent
	}
	return true
}

// begin begins a transaction, and waits a while for a database that is away:
// nothing has been done yet, so trying again costs nothing but time.
func (d *DB) begin(ctx context.Context, pool *sql.DB, opts *sql.TxOptions) (*sql.Conn, *sql.Tx, error) {
	began := time.Now()
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, 250*time.Millisecond) {
		limit := queueTime
		since, known := d.awaySince()
		if known && time.Since(since) > d.patience {
			limit = knownTime
		}
		conn, stx, err := beginOnce(ctx, pool, opts, limit)
		if err == nil {
			d.away.Store(0)
			return conn, stx, nil
		}
		if ctx.Err() != nil || !isAway(err) {
			return nil, nil, fmt.Errorf("begin transaction: %w", err)
		}
		d.away.CompareAndSwap(0, time.Now().UnixNano())
		err = fmt.Errorf("%w: %w", ErrAway, err)
		if time.Since(began) > d.patience || known && time.Since(since) > d.patience {
			return nil, nil, fmt.Errorf("begin transaction: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("begin transaction: %w", ctx.Err())
		case <-time.After(wait):
		}
	}
}

// awaySince is when the database was first found away, if it was not reached since.
func (d *DB) awaySince() (time.Time, bool) {
	n := d.away.Load()
	return time.Unix(0, n), n != 0
}

// beginOnce takes a connection within a limit and begins a transaction on it, which
// lives as long as ctx.
func beginOnce(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, limit time.Duration) (*sql.Conn, *sql.Tx, error) {
	queue, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conn, err := pool.Conn(queue)
	if err != nil {
		return nil, nil, err
	}
	stx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		discard(conn)
		return nil, nil, err
	}
	return conn, stx, nil
}

// discard closes a connection instead of giving it back to the pool.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

// lost reports whether the connection of a transaction broke.
func lost(conn *sql.Conn) bool {
	broken := true // also where database/sql has given it up already
	_ = conn.Raw(func(c any) error {
		broken = c.(*stdlib.Conn).Conn().IsClosed()
		return nil
	})
	return broken
}

// isAway reports an error of reaching the database that time can heal.
func isAway(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return isStandby(err) || strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "53300"
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || isBroken(err)
}

// isBroken reports a connection that does not work, as the driver and
// database/sql say it.
func isBroken(err error) bool {
	for _, e := range []error{driver.ErrBadConn, sql.ErrConnDone, pgconn.ErrConnClosed, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, e) {
			return true
		}
	}
	var network *net.OpError
	return errors.As(err, &network)
}

// isStandby reports that a server which only reads was asked to write: it led
// until a moment ago.
func isStandby(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "25006" || pg.Code == "0A000" && strings.Contains(pg.Message, "hot standby"))
}

// patiently runs an act again whose transaction was lost before its commit. It
// stops when the act is done, refused, unsure, or the database stays away.
func (d *DB) patiently(ctx context.Context, act func() error) error {
	var since time.Time
	for {
		err := act()
		if !errors.Is(err, ErrAway) || ctx.Err() != nil {
			return err
		}
		if since.IsZero() {
			since = time.Now()
		} else if time.Since(since) > d.patience {
			return err
		}
		if _, known := d.awaySince(); known {
			return err // begin has waited already
		}
	}
}
