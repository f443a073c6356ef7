package main

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/db/dbtest"
)

// line is what lies between a program and its PostgreSQL.
type line struct {
	listener net.Listener
	to       string

	delay   atomic.Int64 // before each piece of an answer
	away    atomic.Bool  // who comes is sent away
	swallow atomic.Int64 // of so many commits the answer does not arrive

	mutex sync.Mutex
	open  map[net.Conn]bool
}

// lay lays a line to the server of an address, and returns the address through it.
func lay(t *testing.T, dsn string) (*line, string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{to: u.Host, open: map[net.Conn]bool{}}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.away.Store(true)
		l.listener.Close() //nolint:errcheck // it only took connections
		l.cut()
	})
	go l.run()
	u.Host = l.listener.Addr().String()
	return l, u.String()
}

func (l *line) run() {
	for {
		c, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.to)
		if err != nil || l.away.Load() {
			c.Close() //nolint:errcheck // nothing was sent
			if err == nil {
				server.Close() //nolint:errcheck // nothing was sent
			}
			continue
		}
		l.mutex.Lock()
		l.open[c] = true
		l.mutex.Unlock()
		var lost atomic.Bool
		go l.pass(server, c, &lost, true)
		go l.pass(c, server, &lost, false)
	}
}

// pass hands on what comes from one end until either ends.
func (l *line) pass(to, from net.Conn, lost *atomic.Bool, asks bool) {
	defer to.Close()   //nolint:errcheck // both ends are given up
	defer from.Close() //nolint:errcheck // both ends are given up
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if asks && bytes.Contains(buffer[:n], []byte("commit\x00")) && l.swallow.Add(-1) >= 0 {
			lost.Store(true)
		}
		if !asks {
			time.Sleep(time.Duration(l.delay.Load()))
			if lost.Load() {
				return // what was committed is not heard of
			}
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// cut breaks off what is open.
func (l *line) cut() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for c := range l.open {
		c.Close() //nolint:errcheck // it is broken off
		delete(l.open, c)
	}
}

// The line to PostgreSQL is slow, is cut, and loses answers to commits, while officers
// write: what was acknowledged stays, nobody is told of a deed that was not done, and
// all goes on by itself.
func TestASlowAndLostDatabase(t *testing.T) {
	dbtest.NeedPostgres(t)
	direct := dbtest.BarePostgres(t)
	l, through := lay(t, direct)
	w := where{data: filepath.Join(t.TempDir(), "data"), db: through}
	address, kill := start(t, w, "demo")
	o := begin(t, address, 4)
	for range rounds(2) {
		o.write(10)
		l.delay.Store(int64(30 * time.Millisecond))
		o.write(4)
		l.delay.Store(0)

		_, refused, _ := o.counts()
		l.away.Store(true)
		l.cut()
		got := o.refusal(refused + 4)
		if got.status < http.StatusInternalServerError || !strings.Contains(got.body, "<html") || strings.Contains(got.body, "SQLSTATE") || strings.Contains(got.body, "dial tcp") {
			t.Errorf("without a database: %d %s", got.status, got.body)
		}
		if status, word, err := ask(http.DefaultClient, address+"/san-sang"); err != nil || status != http.StatusServiceUnavailable || word != "cơ sở dữ liệu" {
			t.Errorf("without a database it says of itself: %d %s, %v", status, word, err)
		}
		if status, _, err := ask(http.DefaultClient, address+"/song"); err != nil || status != http.StatusOK {
			t.Errorf("without a database it does not live: %d, %v", status, err)
		}
		l.away.Store(false)
		o.write(10)

		l.swallow.Store(8)
		for end := time.Now().Add(time.Minute); l.swallow.Load() > 0 && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond)
		}
		l.swallow.Store(0)
		o.write(10)
		sealed(t, address)
	}
	kill()
	o.kept(where{data: w.data, db: direct})
}
