// Package dbtest gives a test an empty database on each engine.
//
// SQLite always runs. PostgreSQL runs where GIAOUOC_TEST_POSTGRES holds the
// address of a server on which databases may be created; the test says so
// otherwise. Every test gets a database of its own, copied from one that has
// been migrated once.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Env names the variable with the address of a PostgreSQL server for tests.
const Env = "GIAOUOC_TEST_POSTGRES"

// Each runs a test once on each engine.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, OpenSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, OpenPostgres(t)) })
}

// NeedPostgres skips a test on a machine that has no PostgreSQL server for tests,
// so that Go alone is enough to work on the project. .ci/run starts a server and
// fails when any test was skipped.
func NeedPostgres(t testing.TB) {
	t.Helper()
	if os.Getenv(Env) == "" {
		t.Skipf("no PostgreSQL server: %s is not set", Env)
	}
}

// Operator is an actor that may do whatever the command line may.
func Operator() db.Actor {
	return db.Actor{ID: "operator", Name: "Người vận hành", Grants: []db.Grant{{Role: string(access.Operator), Scope: access.ScopeAll}}}
}

// Update runs fn in a writing transaction on behalf of actor and fails the test
// on an error.
func Update(t testing.TB, d *db.DB, actor db.Actor, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := Try(d, actor, fn); err != nil {
		t.Fatal(err)
	}
}

// Try runs fn in a writing transaction on behalf of actor and returns its error.
func Try(d *db.DB, actor db.Actor, fn func(tx *db.Tx) error) error {
	return d.Update(context.Background(), func(tx *db.Tx) error {
		tx.Actor = actor
		return fn(tx)
	})
}

// Older makes a database what an older version of the program may have left: a
// statement that no use case makes any more.
func Older(t testing.TB, d *db.DB, statement string, args ...any) {
	t.Helper()
	Update(t, d, Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
}

// SetDay makes every later transaction happen at noon of a day in Viet Nam.
func SetDay(d *db.DB, year int, month time.Month, day int) {
	d.SetClock(func() time.Time { return time.Date(year, month, day, 5, 0, 0, 0, time.UTC) })
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "giaouoc-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	d, err := db.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// OpenSQLite opens an empty SQLite database in the test's own folder.
func OpenSQLite(t testing.TB) *db.DB {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make template database: %v", err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

var postgresTemplate = sync.OnceValues(func() (string, error) {
	server := os.Getenv(Env)
	name := "giaouoc_template_" + short()
	if err := onServer(server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	d, err := db.Open(context.Background(), withDatabase(server, name))
	if err != nil {
		return "", err
	}
	return name, d.Close()
})

// OpenPostgres opens an empty PostgreSQL database that ends with the test.
func OpenPostgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, Postgres(t))
}

// Postgres returns the address of an empty PostgreSQL database that ends with the
// test.
func Postgres(t testing.TB) string {
	t.Helper()
	NeedPostgres(t)
	dsn, drop, err := NewPostgres()
	if err != nil {
		t.Fatalf("make database: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return dsn
}

// NewPostgres makes an empty PostgreSQL database and returns its address and
// what drops it.
func NewPostgres() (dsn string, drop func() error, err error) {
	server := os.Getenv(Env)
	template, err := postgresTemplate()
	if err != nil {
		return "", nil, err
	}
	name := "giaouoc_test_" + short()
	if err := onServer(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		return "", nil, err
	}
	return withDatabase(server, name), func() error { return onServer(server, "DROP DATABASE "+name+" WITH (FORCE)") }, nil
}

// Settle does for a database of PostgreSQL what the server does by itself a minute after
// many rows were written: it learns how many there are and which pages all may see.
func Settle(t testing.TB, source string) {
	t.Helper()
	if err := onServer(source, `VACUUM ANALYZE`); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close database: %v", err)
		}
	})
	return d
}

func onServer(server, statement string) error {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(context.Background(), statement)
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

func short() string { return strings.ReplaceAll(db.NewID(), "-", "")[8:] }

// BarePostgres returns the address of a PostgreSQL database without any table,
// which ends with the test.
func BarePostgres(t testing.TB) string {
	t.Helper()
	NeedPostgres(t)
	server, name := os.Getenv(Env), "giaouoc_test_"+short()
	if err := onServer(server, "CREATE DATABASE "+name); err != nil {
		t.Fatalf("make database: %v", err)
	}
	t.Cleanup(func() {
		if err := onServer(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return withDatabase(server, name)
}
