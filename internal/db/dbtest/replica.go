package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Replica is a copy of the test's server that follows it.
type Replica struct {
	t    testing.TB
	port string
	stop func()
}

// StartReplica starts a copy of the server of the tests, which ends with the test.
func StartReplica(t testing.TB) *Replica {
	t.Helper()
	NeedPostgres(t)
	server, err := url.Parse(os.Getenv(Env))
	if err != nil {
		t.Fatal(err)
	}
	bin, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_basebackup")
	if err != nil || len(bin) == 0 {
		t.Fatalf("no pg_basebackup: %v", err)
	}
	bins := filepath.Dir(bin[len(bin)-1])
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Replica{t: t, port: strconv.Itoa(l.Addr().(*net.TCPAddr).Port)}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	home, err := os.MkdirTemp("", "giaouoc-replica-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	owner := ownTo(t, home)
	dir := filepath.Join(home, "d")
	run(t, owner, filepath.Join(bins, "pg_basebackup"), "-D", dir, "-R", "-X", "stream", "-c", "fast", "-N",
		"-h", server.Hostname(), "-p", server.Port(), "-U", server.User.Username())
	ctl := filepath.Join(bins, "pg_ctl")
	var most string // a copy needs room for as many connections as its server has
	r.ask(os.Getenv(Env), &most, `SHOW max_connections`)
	run(t, owner, ctl, "-D", dir, "-w", "-l", filepath.Join(home, "log"), "-o",
		fmt.Sprintf("-p %s -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off -c max_connections=%s", r.port, home, most), "start")
	r.stop = sync.OnceFunc(func() { run(t, owner, ctl, "-D", dir, "-m", "immediate", "stop") })
	t.Cleanup(r.stop)
	return r
}

// Stop stops the copy.
func (r *Replica) Stop() { r.stop() }

// At is the address of the copy of a database.
func (r *Replica) At(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		r.t.Fatal(err)
	}
	u.Host = "127.0.0.1:" + r.port
	return u.String()
}

// Pause has the copy stay as it is.
func (r *Replica) Pause() { r.tell(`SELECT pg_wal_replay_pause()`) }

// Resume has the copy follow again, and waits until it has come as far as the server is
// now.
func (r *Replica) Resume(dsn string) {
	r.t.Helper()
	r.tell(`SELECT pg_wal_replay_resume()`)
	r.Wait(dsn)
}

// Wait waits until the copy has come as far as the server is now, with what others have
// written and not yet committed.
func (r *Replica) Wait(dsn string) {
	r.t.Helper()
	var now string
	r.ask(dsn, &now, `SELECT CAST(pg_current_wal_insert_lsn() AS TEXT)`)
	for range 1200 {
		var there bool
		r.ask(r.At(os.Getenv(Env)), &there, `SELECT COALESCE(pg_last_wal_replay_lsn() >= CAST($1 AS pg_lsn), FALSE)`, now)
		if there {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	r.t.Fatal("the copy does not follow")
}

func (r *Replica) tell(statement string) {
	r.t.Helper()
	if err := onServer(r.At(os.Getenv(Env)), statement); err != nil {
		r.t.Fatal(err)
	}
}

func (r *Replica) ask(dsn string, into any, query string, args ...any) {
	r.t.Helper()
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		r.t.Fatal(err)
	}
	defer pool.Close() //nolint:errcheck // it was only read
	if err := pool.QueryRowContext(context.Background(), query, args...).Scan(into); err != nil {
		r.t.Fatal(err)
	}
}

// ownTo gives a folder to who may run a server: not root.
func ownTo(t testing.TB, dir string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err1 := strconv.Atoi(who.Uid)
	gid, err2 := strconv.Atoi(who.Gid)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func run(t testing.TB, owner *syscall.Credential, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = "/"
	c.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	out, err := os.CreateTemp(t.TempDir(), "out") // a server started by pg_ctl would keep a pipe open
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout, c.Stderr = out, out
	if err := c.Run(); err != nil {
		text, _ := os.ReadFile(out.Name())
		t.Fatalf("%s: %v: %s", strings.Join(c.Args, " "), err, text)
	}
}
