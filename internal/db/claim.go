package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"giaouoc/internal/problem"
)

// Claimed is what the name of the empty file ends with that a serving program holds
// beside its SQLite file.
const Claimed = ".dang-chay"

// Claim makes this program the only one that serves an SQLite file, until release is
// called or the program ends, also by kill -9. Commands that work beside a server
// claim nothing. PostgreSQL may have several programs: there it does nothing.
func Claim(ctx context.Context, dsn string) (release func() error, err error) {
	if EngineOf(dsn) == PostgreSQL {
		return func() error { return nil }, nil
	}
	q := url.Values{"_pragma": {"busy_timeout(2000)", "journal_mode(DELETE)", "locking_mode(EXCLUSIVE)"}}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: filepath.ToSlash(dsn + Claimed), RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", dsn, err)
	}
	pool.SetMaxOpenConns(1) // and it is never given back: with it goes the lock
	pool.SetMaxIdleConns(1)
	pool.SetConnMaxLifetime(0)
	_, err = pool.ExecContext(ctx, `BEGIN EXCLUSIVE`)
	if err == nil {
		return pool.Close, nil
	}
	err = errors.Join(err, pool.Close())
	if isBusy(err) {
		return nil, problem.New(problem.Conflict, "Đang có một chương trình phục vụ cơ sở dữ liệu %s; hãy dừng chương trình ấy trước, hoặc mở trang mà nó đang phục vụ.", dsn)
	}
	return nil, fmt.Errorf("claim %s: %w", dsn, err)
}
