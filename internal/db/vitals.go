package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// Vitals are what an open database says of itself.
type Vitals struct {
	Server string        // version of the engine
	Size   int64         // in bytes
	Took   time.Duration // to answer the shortest question
	Ahead  time.Duration // of the database's clock before ours; zero on SQLite, which has none of its own
	Zone   string        // of the database; empty on SQLite
}

// Vitals asks the database how it is.
func (d *DB) Vitals(ctx context.Context) (Vitals, error) {
	var v Vitals
	began := time.Now()
	var one int64
	if err := d.reader.QueryRowContext(ctx, `SELECT 1`).Scan(&one); err != nil {
		return v, fmt.Errorf("ask the database: %w", err)
	}
	v.Took = time.Since(began)
	if d.Engine == SQLite {
		err := d.reader.QueryRowContext(ctx, `SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&v.Server, &v.Size)
		if err != nil {
			return v, fmt.Errorf("ask SQLite how it is: %w", err)
		}
		return v, nil
	}
	var theirs time.Time
	before := time.Now()
	err := d.reader.QueryRowContext(ctx, `
		SELECT current_setting('server_version'), pg_database_size(current_database()), current_setting('TimeZone'), clock_timestamp()`).Scan(&v.Server, &v.Size, &v.Zone, &theirs)
	if err != nil {
		return v, fmt.Errorf("ask PostgreSQL how it is: %w", err)
	}
	v.Ahead = theirs.Sub(before.Add(time.Since(before) / 2))
	return v, nil
}

// mostFlaws bounds what Integrity lists: one broken page shows in many places.
const mostFlaws = 20

// Integrity reads the whole database as its engine can, and lists what is broken in
// the engine's words: pages, indexes and foreign keys of SQLite; of PostgreSQL the
// pages whose sums were found wrong, and indexes and constraints that do not hold.
func (d *DB) Integrity(ctx context.Context) ([]string, error) {
	if d.Engine == PostgreSQL {
		return d.list(ctx, `
			SELECT 'index ' || c.relname || ' is not valid' AS flaw FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
			UNION ALL SELECT 'constraint ' || conname || ' was never checked' FROM pg_constraint
			WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
			UNION ALL SELECT checksum_failures || ' pages with a wrong checksum' FROM pg_stat_database
			WHERE datname = current_database() AND checksum_failures > 0
			LIMIT 20`)
	}
	flaws, err := d.list(ctx, fmt.Sprintf(`PRAGMA integrity_check(%d)`, mostFlaws))
	if err != nil || !slices.Equal(flaws, []string{"ok"}) {
		return flaws, err
	}
	return d.list(ctx, fmt.Sprintf(`SELECT 'row ' || COALESCE(rowid, 0) || ' of ' || "table" || ' refers to no row of ' || parent FROM pragma_foreign_key_check LIMIT %d`, mostFlaws))
}

// list reads one column of text.
func (d *DB) list(ctx context.Context, query string) ([]string, error) {
	rows, err := d.reader.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reports only what Err does
	return textsOf(rows)
}

func textsOf(rows *sql.Rows) ([]string, error) {
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
