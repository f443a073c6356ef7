package db_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// node opens another server's hold on a database and has it follow the others.
func node(t *testing.T, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() { d.Follow(ctx, slog.New(slog.DiscardHandler)) })
	t.Cleanup(func() {
		stop()
		following.Wait()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	within(t, "it listens", func() bool { return d.Commits() > 0 })
	return d
}

// within waits a moment for something that comes by itself.
func within(t *testing.T, what string, there func() bool) {
	t.Helper()
	for range 1000 {
		if there() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not seen: %s", what)
}

func writeOne(t *testing.T, d *db.DB, token string) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, token, []byte("x"), db.At(tx.Now))
		return err
	})
}

func TestNodesHearEachOthersCommits(t *testing.T) {
	dsn := dbtest.Postgres(t)
	one, two := node(t, dsn), node(t, dsn)
	heard, own := two.Commits(), one.Commits()
	for _, token := range []string{"a", "b", "c"} {
		writeOne(t, one, token)
	}
	within(t, "the other's commits", func() bool { return two.Commits() > heard })
	time.Sleep(50 * time.Millisecond)
	if n := one.Commits(); n != own+3 {
		t.Errorf("a node that committed 3 times counts %d: it hears itself", n-own)
	}
}

func TestNodesTellEachOtherMore(t *testing.T) {
	dsn := dbtest.Postgres(t)
	one := node(t, dsn)
	var mu sync.Mutex
	var heard []string
	two, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close() //nolint:errcheck // the test is over
	two.Hear("pace", func(text string) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, text)
	})
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() { two.Follow(ctx, slog.New(slog.DiscardHandler)) })
	defer following.Wait()
	defer stop()
	within(t, "it listens", func() bool { return two.Commits() > 0 })
	before := two.Commits()
	for _, text := range []string{"one two", "", "ba"} {
		if err := one.Tell(t.Context(), "pace", text); err != nil {
			t.Fatal(err)
		}
	}
	if err := one.Tell(t.Context(), "of no interest", "x"); err != nil {
		t.Fatal(err)
	}
	within(t, "three words", func() bool { mu.Lock(); defer mu.Unlock(); return len(heard) == 3 })
	if heard[0] != "one two" || heard[1] != "" || heard[2] != "ba" {
		t.Errorf("heard %q", heard)
	}
	if two.Commits() != before {
		t.Error("a word was taken for a commit")
	}
}

// A line that breaks is made again, and what was missed meanwhile counts.
func TestANodeThatWasCutOffHearsAgain(t *testing.T) {
	dsn := dbtest.Postgres(t)
	one, two := node(t, dsn), node(t, dsn)
	before := two.Commits()
	dbtest.Older(t, one, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`)
	within(t, "the line made again", func() bool { return two.Commits() > before })
	before = two.Commits()
	writeOne(t, one, "after")
	within(t, "a commit after it", func() bool { return two.Commits() > before })
}

// What a reader has seen is in what the reader sees next, however far behind the copy is.
func TestAReaderSeesNothingOlderThanBefore(t *testing.T) {
	copied := dbtest.StartReplica(t)
	dsn := dbtest.Postgres(t)
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // the test is over
	if err := d.UseReplica(copied.At(dsn)); err != nil {
		t.Fatal(err)
	}
	count := func(r *db.Reading) (n int) {
		t.Helper()
		if err := d.View(db.WithReading(t.Context(), r), func(tx *db.Tx) (err error) {
			n, err = db.One[int](tx, `SELECT COUNT(*) AS n FROM session`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	writeOne(t, d, "a")
	copied.Wait(dsn)
	first := &db.Reading{}
	if n := count(first); n != 1 || !first.Copied() || first.Holds() == 0 || first.Shows() < first.Holds() {
		t.Fatalf("from a copy that follows: %d, %+v", n, first)
	}
	copied.Pause()
	writeOne(t, d, "b")
	behind := &db.Reading{}
	if n := count(behind); n != 1 || !behind.Copied() {
		t.Fatalf("a copy that has stopped shows %d rows; is it paused?", n)
	}
	itself := &db.Reading{Here: true}
	if n := count(itself); n != 2 || itself.Copied() {
		t.Fatalf("the database itself shows %d", n)
	}
	after := &db.Reading{AtLeast: itself.Shows()}
	if n := count(after); n != 2 || after.Copied() {
		t.Errorf("who has seen two rows sees %d", n)
	}
	copied.Resume(dsn)
	again := &db.Reading{AtLeast: itself.Shows()}
	if n := count(again); n != 2 || !again.Copied() {
		t.Errorf("a copy that has caught up is not read: %d rows, copied %v", n, again.Copied())
	}
	copied.Stop()
	if n := count(&db.Reading{}); n != 2 {
		t.Errorf("without the copy %d rows", n)
	}
}
