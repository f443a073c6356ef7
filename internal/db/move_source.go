package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"giaouoc/internal/problem"
)

// source is the database that is moved: one reading transaction, while nobody
// else may write.
type source struct {
	d      *DB
	conn   *sql.Conn
	tx     *Tx
	tables []moveTable
}

func (s *source) close() {
	if s.tx != nil {
		s.tx.tx.Rollback() //nolint:errcheck // it only read
	}
	if s.conn != nil {
		s.conn.Close() //nolint:errcheck // it only read
	}
	s.d.Close() //nolint:errcheck // it only read
}

// openSource opens a database that nobody uses and whose structure is this
// program's own.
func openSource(ctx context.Context, dsn string) (*source, error) {
	s := &source{}
	var err error
	if EngineOf(dsn) == PostgreSQL {
		s.d, err = connect(dsn)
	} else {
		if _, err := os.Stat(dsn); errors.Is(err, fs.ErrNotExist) {
			return nil, problem.New(problem.NotFound, "Không có cơ sở dữ liệu %s; hãy ghi thư mục dữ liệu hoặc tệp SQLite mà giaouoc serve đang dùng.", dsn)
		}
		s.d, err = exclusiveSQLite(dsn)
	}
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// exclusiveSQLite opens an SQLite file by one connection beside which no other
// program, and no other connection of this one, can be.
func exclusiveSQLite(path string) (*DB, error) {
	q := url.Values{}
	for _, pragma := range []string{
		"busy_timeout(2000)", "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(0)", "cache_size(-65536)",
	} {
		q.Add("_pragma", pragma)
	}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: filepath.ToSlash(path), RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return newDB(SQLite, pool, pool), nil
}

// lockSQLite takes the lock, which then stays.
func (d *DB) lockSQLite(ctx context.Context) error {
	if _, err := d.writer.ExecContext(ctx, `BEGIN EXCLUSIVE`); err != nil {
		return err
	}
	_, err := d.writer.ExecContext(ctx, `COMMIT`)
	return err
}

// isBusy reports that somebody else has the SQLite file open.
func isBusy(err error) bool { return isCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) }

func isCode(err error, codes ...int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && slices.Contains(codes, e.Code()&0xff)
}

var (
	errInUse   = problem.New(problem.Conflict, "Cơ sở dữ liệu chuyển đi đang có chương trình dùng (giaouoc serve hoặc một lệnh khác); hãy tắt chương trình ấy rồi chạy lại.")
	errForeign = problem.New(problem.Invalid, "Nơi chuyển đi không phải cơ sở dữ liệu của Giao Ước; hãy kiểm tra đường dẫn hoặc địa chỉ.")
)

func (s *source) begin(ctx context.Context) error {
	if s.d.Engine == SQLite {
		err := s.d.lockSQLite(ctx)
		switch {
		case isBusy(err):
			return errInUse
		case isCode(err, sqlite3.SQLITE_NOTADB):
			return errForeign
		case err != nil:
			return fmt.Errorf("open source: %w", err)
		}
	}
	var err error
	if s.conn, err = s.d.writer.Conn(ctx); err != nil {
		return fmt.Errorf("open source: %w", err)
	}
	if s.d.Engine == PostgreSQL {
		if err := alone(ctx, s.conn); err != nil {
			return err
		}
	}
	if err := s.look(ctx); err != nil {
		return err
	}
	options := &sql.TxOptions{}
	if s.d.Engine == PostgreSQL {
		options.Isolation = sql.LevelRepeatableRead
	}
	stx, err := s.conn.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin to read source: %w", err)
	}
	s.tx = &Tx{Ctx: ctx, tx: stx, engine: s.d.Engine}
	if s.d.Engine == PostgreSQL {
		// Before anything is read: from here on nobody writes, and all is read as it
		// now is.
		for _, t := range s.tables {
			if _, err := s.tx.Exec(`LOCK TABLE ` + quote(t.name) + ` IN SHARE MODE`); err != nil {
				return fmt.Errorf("keep writers from %s: %w", t.name, err)
			}
		}
		return alone(ctx, s.conn)
	}
	return nil
}

// alone refuses a PostgreSQL database in which others are at work. The server may
// need a moment to see that who was killed has gone.
func alone(ctx context.Context, conn *sql.Conn) error {
	for try := 0; ; try++ {
		var others int64
		err := conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()`).Scan(&others)
		switch {
		case err != nil:
			return fmt.Errorf("look who uses the source: %w", err)
		case others == 0:
			return nil
		case try == 20:
			return errInUse
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// look reads what the source is, and refuses what this program did not make or
// would have to change first.
func (s *source) look(ctx context.Context) error {
	stx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("look into source: %w", err)
	}
	defer stx.Rollback() //nolint:errcheck // it only read
	tx := &Tx{Ctx: ctx, tx: stx, engine: s.d.Engine}
	have, err := Columns(tx)
	if err != nil {
		return err
	}
	if have["goose_db_version"] == nil {
		return errForeign
	}
	if have[unfinished] != nil || have[moveUnfinished] != nil {
		return problem.New(problem.Closed, "Nơi chuyển đi là một cơ sở dữ liệu chưa đủ, do một lần khôi phục hay chuyển bị ngắt giữa chừng; hãy làm xong lần ấy trước.")
	}
	ran, err := versions(tx)
	if err != nil {
		return fmt.Errorf("read versions of source: %w", err)
	}
	if err := currentVersions(ran); err != nil {
		return err
	}
	s.tables, err = describe(tx)
	return err
}

// currentVersions refuses a structure that is not exactly this program's.
func currentVersions(ran []int64) error {
	known, err := knownVersions()
	if err != nil {
		return err
	}
	for _, v := range ran {
		if !slices.Contains(known, v) {
			return problem.New(problem.Closed, "Nơi chuyển đi do một bản mới hơn của phần mềm ghi (có cấu trúc %d mà bản này không biết); hãy chuyển bằng bản phần mềm mới hơn.", v)
		}
	}
	for _, v := range known {
		if !slices.Contains(ran, v) {
			return problem.New(problem.Closed, "Nơi chuyển đi do một bản cũ hơn của phần mềm ghi (chưa có cấu trúc %d); hãy sao lưu, chạy giaouoc serve của bản này một lần để nâng cấp, rồi chuyển.", v)
		}
	}
	return nil
}
