package db

import (
	"errors"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "modernc.org/sqlite/lib"

	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

// Outage says in words why the database can for now not be written or read: its disk
// is full or takes nothing, its file is broken, another program holds it. It is nil
// for every other error.
func Outage(err error) *problem.Problem {
	switch {
	case err == nil:
		return nil
	case isCode(err, sqlite3.SQLITE_FULL), isState(err, "53100"):
		return disk.Full()
	case isCode(err, sqlite3.SQLITE_READONLY):
		return disk.ReadOnly()
	case isCode(err, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN), isState(err, "58030"):
		return disk.Failing()
	case isCode(err, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB), isState(err, "XX001", "XX002"):
		return problem.New(problem.Unreachable, "Cơ sở dữ liệu của máy chủ có chỗ hỏng nên chưa làm được việc này. Người vận hành cần khôi phục từ bản sao lưu.")
	case isBusy(err):
		return problem.New(problem.Unreachable, "Một chương trình khác trên máy chủ đang giữ cơ sở dữ liệu nên việc này chưa được ghi. Hãy gửi lại sau ít phút.")
	}
	return disk.Outage(err)
}

// isState reports one of PostgreSQL's own codes of errors.
func isState(err error, codes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.Contains(codes, pg.Code)
}
