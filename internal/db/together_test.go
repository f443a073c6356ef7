package db

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func openFile(t *testing.T) *DB {
	t.Helper()
	d, err := Open(context.Background(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func put(tx *Tx, token string) error {
	_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, token, []byte("x"), At(tx.Now))
	return err
}

func tokens(t *testing.T, d *DB) string {
	t.Helper()
	var list []string
	err := d.View(context.Background(), func(tx *Tx) error {
		rows, err := All[struct{ Token string }](tx, `SELECT token FROM session ORDER BY token`)
		for _, r := range rows {
			list = append(list, r.Token)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ")
}

// gathered holds the first writer in its transaction until the others wait, and
// returns what each Update answered; first is what the first writer does then.
func gathered(d *DB, first func(tx *Tx) error, others ...func(tx *Tx) error) []error {
	answers := make([]error, 1+len(others))
	var all sync.WaitGroup
	within, ready := make(chan struct{}), make(chan struct{})
	run := func(i int, fn func(tx *Tx) error) {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					answers[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			answers[i] = d.Update(context.Background(), fn)
		})
	}
	run(0, func(tx *Tx) error {
		close(within)
		<-ready
		return first(tx)
	})
	<-within
	for i, fn := range others {
		run(i+1, fn)
		d.group.await(i + 1)
	}
	close(ready)
	all.Wait()
	return answers
}

// await returns once so many writers wait, in the order they came.
func (g *group) await(n int) {
	for {
		g.mu.Lock()
		have := len(g.waiting)
		g.mu.Unlock()
		if have >= n {
			return
		}
		runtime.Gosched()
	}
}

func TestWritersWhoWaitShareOneCommit(t *testing.T) {
	d := openFile(t)
	batches := map[*batch]int{}
	seen := map[string]bool{}
	var nows []time.Time
	ticks := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	d.SetClock(func() time.Time { ticks = ticks.Add(time.Second); return ticks })
	writer := func(token string) func(tx *Tx) error {
		return func(tx *Tx) error {
			batches[tx.batch]++
			nows = append(nows, tx.Now)
			_, err := One[struct{ Token string }](tx, `SELECT token FROM session WHERE token = $1`, "a")
			seen[token] = err == nil
			return put(tx, token)
		}
	}
	for i, err := range gathered(d, writer("a"), writer("b"), writer("c"), writer("d")) {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if len(batches) != 1 || tokens(t, d) != "a b c d" || seen["a"] || !seen["b"] || !seen["d"] {
		t.Errorf("%d transactions, rows %s, saw the first: %v", len(batches), tokens(t, d), seen)
	}
	for i, now := range nows[1:] {
		if now.Equal(nows[i]) {
			t.Errorf("two writers at one moment %s", now)
		}
	}
}

func TestAWriterIsUndoneAlone(t *testing.T) {
	boom := errors.New("boom")
	wrong := func(err error) func(tx *Tx) error {
		return func(tx *Tx) error { return errors.Join(put(tx, "wrong"), err) }
	}
	d := openFile(t)
	answers := gathered(d, func(tx *Tx) error { return put(tx, "a") },
		wrong(boom),
		func(tx *Tx) error { return put(tx, "b") },
		func(tx *Tx) error { _ = put(tx, "wrong"); panic("ouch") },
		func(tx *Tx) error { return put(tx, "a") }, // the key is taken
		func(tx *Tx) error { return put(tx, "c") },
		wrong(boom))
	for i, want := range []string{"", "boom", "", "panic: ouch", "UNIQUE", "", "boom"} {
		if got := fmt.Sprint(answers[i]); want == "" && answers[i] != nil || !strings.Contains(got, want) {
			t.Errorf("writer %d: %v, want %q", i, answers[i], want)
		}
	}
	if got := tokens(t, d); got != "a b c" {
		t.Errorf("rows %q", got)
	}
}

// A writer whose goroutine ends within its function hands the turn on.
func TestAWriterThatLeavesHandsTheTurnOn(t *testing.T) {
	d := openFile(t)
	var left sync.WaitGroup
	left.Go(func() {
		_ = d.Update(context.Background(), func(tx *Tx) error {
			_ = put(tx, "wrong")
			runtime.Goexit()
			return nil
		})
	})
	left.Wait()
	if err := d.Update(context.Background(), func(tx *Tx) error { return put(tx, "a") }); err != nil || tokens(t, d) != "a" {
		t.Errorf("%v, rows %q", err, tokens(t, d))
	}
}

func TestACommitThatFailsFailsAll(t *testing.T) {
	d := openFile(t)
	answers := gathered(d, func(tx *Tx) error { return put(tx, "a") },
		func(tx *Tx) error {
			if _, err := tx.Exec(`PRAGMA defer_foreign_keys = 1`); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day) VALUES ('g', 'nobody', 'r', 'all', '', '', '')`)
			return err
		},
		func(tx *Tx) error { return put(tx, "b") })
	for i, err := range answers {
		if err == nil || !strings.Contains(err.Error(), "commit transaction") {
			t.Errorf("writer %d is told %v", i, err)
		}
	}
	if err := d.Update(context.Background(), func(tx *Tx) error { return put(tx, "later") }); err != nil || tokens(t, d) != "later" {
		t.Errorf("afterwards %v, rows %q", err, tokens(t, d))
	}
}

// Where SQLite gives up the whole transaction, as on a full disk, nobody is told
// that it was kept, and nothing is.
func TestAFullDiskFailsAll(t *testing.T) {
	d := openFile(t)
	limit := func(pages int) {
		if _, err := d.writer.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // as many as there are
	swallowed := false
	answers := gathered(d, func(tx *Tx) error { return put(tx, "a") },
		func(tx *Tx) error {
			_, err := tx.Exec(`INSERT INTO session (token, data, expires) VALUES ('big', $1, $2)`, make([]byte, 1<<20), At(tx.Now))
			swallowed = err != nil
			_ = put(tx, "after")
			return nil
		},
		func(tx *Tx) error { return put(tx, "b") })
	if !swallowed || answers[0] == nil || answers[1] == nil {
		t.Errorf("full %v, answers %v", swallowed, answers)
	}
	limit(1 << 20)
	if want := map[bool]string{true: "b", false: ""}[answers[2] == nil]; tokens(t, d) != want {
		t.Errorf("rows %q, answers %v", tokens(t, d), answers)
	}
}

func TestAWriterWhoGivesUpIsNotRun(t *testing.T) {
	d := openFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error, 1)
	answers := gathered(d, func(tx *Tx) error {
		go func() { gone <- d.Update(ctx, func(tx *Tx) error { return put(tx, "gone") }) }()
		d.group.await(2)
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("who waited is told %v", err)
		}
		return put(tx, "a")
	}, func(tx *Tx) error { return put(tx, "b") })
	if errors.Join(answers...) != nil || tokens(t, d) != "a b" {
		t.Errorf("answers %v, rows %q", answers, tokens(t, d))
	}
}

// Who goes away in the middle of a transaction takes nobody along.
func TestAWriterWhoGoesAwayIsUndoneAlone(t *testing.T) {
	d := openFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error, 1)
	answers := gathered(d, func(tx *Tx) error {
		go func() {
			gone <- d.Update(ctx, func(tx *Tx) error {
				if err := put(tx, "gone"); err != nil {
					return err
				}
				cancel()
				if err := put(tx, "later"); !errors.Is(err, context.Canceled) {
					t.Errorf("a statement after the end: %v", err)
				}
				return nil
			})
		}()
		d.group.await(2)
		return put(tx, "a")
	}, func(tx *Tx) error { return put(tx, "b") })
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who went away is told %v", err)
	}
	if errors.Join(answers...) != nil || tokens(t, d) != "a b" {
		t.Errorf("answers %v, rows %q", answers, tokens(t, d))
	}
}

func TestATransactionTakesABoundedNumberOfWriters(t *testing.T) {
	d := openFile(t)
	batches := map[*batch]int{}
	count := func(tx *Tx) error { batches[tx.batch]++; return nil }
	others := make([]func(tx *Tx) error, mostTogether)
	for i := range others {
		others[i] = count
	}
	began := time.Now()
	if err := errors.Join(gathered(d, func(tx *Tx) error { tx.batch.began = time.Now(); return count(tx) }, others...)...); err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, n := range batches {
		most = max(most, n)
	}
	if most > mostTogether || len(batches) < 2 {
		t.Errorf("%d transactions of at most %d after %s", len(batches), most, time.Since(began))
	}
}
