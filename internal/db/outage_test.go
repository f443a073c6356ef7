package db_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

// What a disk or a broken database does is said in words; what is our mistake is not.
func TestAnOutageIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string // empty: none
	}{
		{nil, ""},
		{io.EOF, ""},
		{&pgconn.PgError{Code: "23503"}, ""},
		{fmt.Errorf("commit: %w", &pgconn.PgError{Code: "53100"}), "đầy"},
		{&pgconn.PgError{Code: "XX001"}, "chỗ hỏng"},
		{fmt.Errorf("store: %w", syscall.ENOSPC), "đầy"},
		{errors.Join(io.EOF, syscall.EROFS), "chỉ cho đọc"},
		{syscall.EIO, "báo lỗi"},
		{syscall.EHOSTDOWN, ""},
	} {
		p := db.Outage(c.err)
		if c.want == "" && p != nil || c.want != "" && (p == nil || p.Kind != problem.Unreachable || !strings.Contains(p.Text, c.want)) {
			t.Errorf("%v: %v, want %q", c.err, p, c.want)
		}
	}
	d := dbtest.OpenSQLite(t)
	err := d.View(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM session`); return err })
	if p := db.Outage(err); p == nil || !strings.Contains(p.Text, "chỉ cho đọc") {
		t.Errorf("a write where only reading is allowed: %v, %v", err, p)
	}
}

// An SQLite file is claimed by one, until it is given back.
func TestAClaimIsOfOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	release, err := db.Claim(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Claim(t.Context(), path); !problem.Is(err, problem.Conflict) {
		t.Errorf("claimed twice: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = db.Claim(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}
