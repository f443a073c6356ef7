package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"

	"giaouoc/internal/problem"
)

// Schema compares the migrations that have run on a database with those that this
// program has.
type Schema struct {
	Have    int     // migrations that have run
	Missing []int64 // that this program has and the database has not run
	Foreign []int64 // that have run and this program does not have: another release's
}

// Same reports whether the tables are those of this program.
func (s Schema) Same() bool { return len(s.Missing) == 0 && len(s.Foreign) == 0 }

// Look opens the database at dsn to be looked at, as it is: it makes none, migrates
// nothing, and says how its tables differ from this program's. A program may be
// running on it.
func Look(ctx context.Context, dsn string) (*DB, Schema, error) {
	d, err := connect(dsn)
	if err != nil {
		return nil, Schema{}, err
	}
	if _, err := os.Stat(dsn); d.Engine == SQLite && errors.Is(err, fs.ErrNotExist) {
		d.Close()
		return nil, Schema{}, problem.New(problem.NotFound, "Không có cơ sở dữ liệu %s; hãy ghi thư mục dữ liệu mà giaouoc serve đang dùng.", dsn)
	}
	s, err := d.schema(ctx)
	if err != nil {
		d.Close()
		if isCode(err, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) {
			return nil, Schema{}, problem.New(problem.Invalid, "Tệp %s không phải là cơ sở dữ liệu SQLite, hoặc đã hỏng; hãy giữ nguyên tệp ấy và khôi phục từ bản sao lưu gần nhất vào một nơi khác (giaouoc restore).", dsn)
		}
		return nil, Schema{}, err
	}
	return d, s, nil
}

func (d *DB) schema(ctx context.Context) (Schema, error) {
	var s Schema
	if err := d.refuseUnfinished(ctx); err != nil {
		return s, err
	}
	if err := d.refuseMoving(ctx); err != nil {
		return s, err
	}
	query := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if d.Engine == PostgreSQL {
		query = `SELECT COUNT(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = 'goose_db_version'`
	}
	var there int64
	if err := d.reader.QueryRowContext(ctx, query).Scan(&there); err != nil {
		return s, err
	}
	if there == 0 {
		return s, problem.New(problem.NotFound, "Cơ sở dữ liệu này không có bảng nào của Giao Ước; hãy kiểm tra lại --data, --db, hoặc chạy giaouoc serve một lần nếu đây là nơi mới.")
	}
	err := d.View(ctx, func(tx *Tx) error {
		have, err := versions(tx)
		if err != nil {
			return fmt.Errorf("read migrations: %w", err)
		}
		want, err := knownVersions()
		if err != nil {
			return err
		}
		s.Have = len(have)
		for _, v := range want {
			if !slices.Contains(have, v) {
				s.Missing = append(s.Missing, v)
			}
		}
		for _, v := range have {
			if !slices.Contains(want, v) {
				s.Foreign = append(s.Foreign, v)
			}
		}
		return nil
	})
	return s, err
}
