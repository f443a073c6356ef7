package db_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// wire is a network before a PostgreSQL server that a test can cut.
type wire struct {
	at      net.Listener
	server  string
	mu      sync.Mutex
	open    []net.Conn
	frozen  chan struct{} // closed when nothing passes any more
	onWord  []byte        // once a client says this …
	deliver bool          // … it is passed on, or not …
	silent  bool          // … and no answer comes back
}

// newWire is a wire to the server of a test's database; dsn is the address through it.
func newWire(t *testing.T, server string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{at: l, server: server, frozen: make(chan struct{})}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.pass(c)
		}
	}()
	t.Cleanup(w.down)
	return w
}

func (w *wire) pass(c net.Conn) {
	s, err := net.Dial("tcp", w.server)
	if err != nil {
		c.Close()
		return
	}
	w.mu.Lock()
	w.open = append(w.open, c, s)
	w.mu.Unlock()
	go w.copy(c, s, false)
	w.copy(s, c, true)
}

// when has the wire cut once a client says a word, before it is delivered or after.
func (w *wire) when(word string, deliver bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.onWord, w.deliver = []byte(word), deliver
}

// said reports whether a client says the word for which the wire is cut; nothing is
// answered from then on.
func (w *wire) said(content []byte) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.onWord == nil || !bytes.Contains(content, w.onWord) {
		return false
	}
	w.onWord, w.silent = nil, true
	return true
}

func (w *wire) answers() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.silent
}

func (w *wire) copy(to, from net.Conn, client bool) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		select {
		case <-w.frozen:
			_, _ = io.Copy(io.Discard, from) // taken, and never answered
			return
		default:
		}
		hit := client && w.said(b[:n])
		if !client && !w.answers() {
			return
		}
		if !hit || w.deliver {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if hit {
			time.Sleep(200 * time.Millisecond) // the server has done it
			w.mu.Lock()
			w.silent = false // for those who come after
			w.mu.Unlock()
			return
		}
	}
}

// down cuts every connection and takes no more.
func (w *wire) down() {
	w.at.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
}

// through is the address of a test's database over wires; the first is asked first.
func through(t *testing.T, dsn string, wires ...*wire) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = ""
	for i, w := range wires {
		if i > 0 {
			u.Host += ","
		}
		u.Host += w.at.Addr().String()
	}
	return u.String()
}

func serverOf(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

func opened(t *testing.T, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func changes(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	err := d.View(t.Context(), func(tx *db.Tx) (err error) {
		n, err = db.One[int64](tx, `SELECT COUNT(*) FROM session`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A commit whose answer is lost is not called done, nor undone, nor done again.
func TestACommitWithoutAnAnswer(t *testing.T) {
	dbtest.NeedPostgres(t)
	for _, delivered := range []bool{false, true} {
		t.Run(fmt.Sprint("delivered ", delivered), func(t *testing.T) {
			dsn := dbtest.BarePostgres(t)
			straight := opened(t, dsn)
			w := newWire(t, serverOf(t, dsn))
			d := opened(t, through(t, dsn, w))
			w.when("commit", delivered)
			ran := 0
			ctx := db.Noting(t.Context())
			err := d.Update(ctx, func(tx *db.Tx) error { ran++; return dbtest.Change(tx, "x") })
			if !errors.Is(err, db.ErrUnsure) || errors.Is(err, db.ErrAway) || ran != 1 || !db.Written(ctx) {
				t.Errorf("ran %d times: %#v", ran, err)
			}
			if got := changes(t, straight); (got == 1) != delivered {
				t.Errorf("%d rows", got)
			}
			if err := d.Update(t.Context(), func(tx *db.Tx) error { return dbtest.Change(tx, "y") }); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// What breaks before the commit is done again, once; a person does not see it.
func TestAWriteWhoseConnectionBreaks(t *testing.T) {
	dbtest.NeedPostgres(t)
	dsn := dbtest.BarePostgres(t)
	w := newWire(t, serverOf(t, dsn))
	d := opened(t, through(t, dsn, w))
	w.when("INSERT INTO session", false)
	ran := 0
	if err := d.Update(t.Context(), func(tx *db.Tx) error { ran++; return dbtest.Change(tx, "x") }); err != nil || ran != 2 {
		t.Errorf("ran %d times: %v", ran, err)
	}
	if got := changes(t, d); got != 1 {
		t.Errorf("%d rows", got)
	}
	// A person's mistake, and one of ours, are no reason to do it again.
	ran = 0
	ours := errors.New("ours")
	err := d.Update(t.Context(), func(tx *db.Tx) error {
		ran++
		return errors.Join(ours, &net.OpError{Op: "dial", Err: io.EOF})
	})
	if !errors.Is(err, ours) || errors.Is(err, db.ErrAway) || ran != 1 {
		t.Errorf("ran %d times: %v", ran, err)
	}
}

// A database that is away is waited for a while, then said to be away; back again, it
// is used again.
func TestADatabaseThatIsAway(t *testing.T) {
	dbtest.NeedPostgres(t)
	dsn := dbtest.BarePostgres(t)
	w := newWire(t, serverOf(t, dsn))
	d := opened(t, through(t, dsn, w))
	w.down()
	began := time.Now()
	err := d.View(t.Context(), func(tx *db.Tx) error { return nil })
	if took := time.Since(began); !errors.Is(err, db.ErrAway) || took < 4*time.Second || took > 9*time.Second {
		t.Errorf("after %s: %v", took, err)
	}
	began = time.Now()
	ctx := db.Noting(t.Context())
	err = d.Update(ctx, func(tx *db.Tx) error { return nil })
	if took := time.Since(began); !errors.Is(err, db.ErrAway) || took > 3*time.Second || db.Written(ctx) {
		t.Errorf("known to be away, after %s: %v", took, err)
	}
	if err := d.Ready(t.Context()); err == nil {
		t.Error("it is said to be ready")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Update(ctx, func(tx *db.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone: %v", err)
	}
	back, err := net.Listen("tcp", w.at.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	go func() {
		for {
			c, err := back.Accept()
			if err != nil {
				return
			}
			go w.pass(c)
		}
	}()
	if err := d.Update(t.Context(), func(tx *db.Tx) error { return dbtest.Change(tx, "x") }); err != nil {
		t.Error(err)
	}
	if _, err := db.Open(t.Context(), "postgres://nobody@127.0.0.1:1/nothing"); !errors.Is(err, db.ErrAway) {
		t.Errorf("opening what is away: %v", err)
	}
}

// A server that takes everything and answers nothing is left for one that leads, also
// by those who hang on it.
func TestAServerThatHangs(t *testing.T) {
	dbtest.NeedPostgres(t)
	dsn := dbtest.BarePostgres(t)
	first, second := newWire(t, serverOf(t, dsn)), newWire(t, serverOf(t, dsn))
	d := opened(t, through(t, dsn, first, second))
	inside, ran := make(chan struct{}), 0
	began := time.Now()
	ended := make(chan error)
	go func() {
		ended <- d.Update(context.Background(), func(tx *db.Tx) error {
			if ran++; ran == 1 {
				close(inside)
				<-first.frozen
			}
			return dbtest.Change(tx, "x")
		})
	}()
	<-inside
	close(first.frozen)
	select {
	case err := <-ended:
		if err != nil || ran != 2 {
			t.Errorf("ran %d times: %v", ran, err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("who hung there still hangs")
	}
	t.Logf("let go after %s", time.Since(began).Round(10*time.Millisecond))
	if got := changes(t, d); got != 1 {
		t.Errorf("%d rows", got)
	}
}
