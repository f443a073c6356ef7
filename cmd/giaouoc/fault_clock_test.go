package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/blob"
	"giaouoc/internal/key"
)

// clocks is a clock that jumps.
type clocks struct{ by atomic.Int64 }

func (c *clocks) now() time.Time { return time.Now().Add(time.Duration(c.by.Load())) }

// clocked serves the demonstration in this process by another clock.
func clocked(t *testing.T, w where, c *clocks) (address string, stop func()) {
	t.Helper()
	p := place{Data: w.data, DB: w.db, Addr: "127.0.0.1:0"}
	d, err := p.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.SetClock(c.now)
	holders, err := demoHolders(w.data)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := key.Open(p.keysDir())
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(filepath.Join(w.data, "tep"))
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(t.Context(), d, polls{ring, holders, "localhost", blobs}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	read, printed := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- p.serve(ctx, d, printed, trade{demo: true, clock: c.now})
		printed.Close() //nolint:errcheck // it never fails
	}()
	lines := bufio.NewScanner(read)
	lines.Scan()
	address = lines.Text()
	go io.Copy(io.Discard, read) //nolint:errcheck // until it ends
	return address, func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve ends with %v", err)
		}
		d.Close() //nolint:errcheck // it was served to the end
	}
}

// The clock of the machine jumps there and back while officers write: all goes on,
// who has to sign in again can, and the record stays whole. What keeps the browser's
// cookie has a clock of its own, so no jump here goes further ahead than it lasts.
func TestTheClockJumps(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		w := empty()
		c := &clocks{}
		address, stop := clocked(t, w, c)
		o := begin(t, address, 3)
		for _, by := range []time.Duration{-time.Hour, 0, 26 * time.Hour, -3 * 24 * time.Hour, 30 * time.Hour, -60 * 24 * time.Hour, 0} {
			o.write(4)
			c.by.Store(int64(by))
		}
		o.write(10)
		if status, word, err := ask(http.DefaultClient, address+"/san-sang"); err != nil || status != http.StatusOK {
			t.Errorf("after the jumps: %d %s, %v", status, word, err)
		}
		o.end()
		stop()
		o.kept(w)
	})
}
