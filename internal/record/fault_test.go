package record

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

// steps makes the n-th step of writing files go as fail says, and counts them.
func steps(t *testing.T, n int, fail func(what string) error) (count *int) {
	t.Helper()
	count = new(int)
	step = func(what, _ string) error {
		*count++
		if *count == n {
			return fail(what)
		}
		return nil
	}
	t.Cleanup(func() { step = func(_, _ string) error { return nil } })
	return count
}

// whole checks the log as a stranger and that every acknowledged entry is in it
// once.
func (p *place) whole(acknowledged []string) {
	p.t.Helper()
	_, leaves := stranger(p.t, p.files())
	found := map[string]int{}
	for _, leaf := range leaves {
		_, rest, _ := strings.Cut(leaf, `"object":"`)
		object, _, _ := strings.Cut(rest, `"`)
		found[object]++
	}
	for _, object := range acknowledged {
		if found[object] != 1 {
			p.t.Errorf("act %s was acknowledged and is %d times in a log of %d", object, found[object], len(leaves))
		}
	}
	if a := p.audit(); a.Faults != nil || a.Waiting != 0 {
		p.t.Errorf("the audit says %+v", a)
	}
	filepath.WalkDir(p.dir, func(path string, _ fs.DirEntry, _ error) error { //nolint:errcheck // it returns none
		if strings.Contains(path, fresh) {
			p.t.Errorf("left behind: %s", path)
		}
		return nil
	})
}

// Each step of publishing fails in turn; the same log goes on when the disk is
// well again, and so does one that is opened after the failure.
func TestEveryStepMayFail(t *testing.T) {
	full := errors.New("no space left on device")
	for _, again := range []string{"the same", "opened again"} {
		t.Run(again, func(t *testing.T) {
			p := newPlace(t, dbtest.OpenSQLite(t))
			l := p.open()
			p.addMany(500) // close to the end of a tile, so that some seals fill one
			p.seal(l)
			var acknowledged []string
			failed := 0
			for n := 1; ; n++ {
				for i := range 3 {
					object := fmt.Sprintf("%d-%d", n, i)
					if err := dbtest.Try(p.d, actor, func(tx *db.Tx) error { return Add(tx, act(object)) }); err != nil {
						t.Fatal(err)
					}
					acknowledged = append(acknowledged, object)
				}
				before, _ := stranger(t, p.files())
				count := steps(t, n, func(string) error { return full })
				err := l.Seal(context.Background())
				reached := *count >= n
				steps(t, 0, nil)
				if reached != errors.Is(err, full) {
					t.Fatalf("step %d: %v", n, err)
				}
				if after, _ := stranger(t, p.files()); after.N < before.N {
					t.Fatalf("step %d: %d leaves became %d", n, before.N, after.N)
				}
				if again == "the same" {
					p.seal(l)
				} else {
					l = p.open()
				}
				p.whole(acknowledged)
				if !reached {
					break
				}
				failed++
			}
			if failed < 15 {
				t.Errorf("only %d steps", failed)
			}
		})
	}
}

// The first start of an installation may fail at any step.
func TestEveryStepOfTheFirstStartMayFail(t *testing.T) {
	full := errors.New("no space left on device")
	for n := 1; ; n++ {
		p := newPlace(t, dbtest.OpenSQLite(t))
		p.addMany(257)
		count := steps(t, n, func(string) error { return full })
		_, err := p.try("")
		reached := *count >= n
		steps(t, 0, nil)
		if reached != errors.Is(err, full) {
			t.Fatalf("step %d: %v", n, err)
		}
		p.open()
		p.whole(nil)
		if !reached {
			if n < 20 {
				t.Errorf("only %d steps", n-1)
			}
			return
		}
	}
}

// The child is a program that writes and seals until it is killed; it prints
// each act once it is acknowledged.
const (
	childDir   = "GIAOUOC_TEST_CHILD_DIR"
	childDB    = "GIAOUOC_TEST_CHILD_DB"
	childRound = "GIAOUOC_TEST_CHILD_ROUND"
)

func TestMain(m *testing.M) {
	if os.Getenv(childDir) != "" {
		if err := child(os.Getenv(childDir), os.Getenv(childDB), os.Getenv(childRound)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(dir, dsn, round string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return err
	}
	ring, err := key.Open(filepath.Join(dir, "khoa"))
	if err != nil {
		return err
	}
	l, err := OpenLog(ctx, d, ring, Settings{Dir: filepath.Join(dir, "nhat-ky"), Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return err
	}
	go func() {
		for { // without pause, so that a kill meets every step
			if err := l.Seal(ctx); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}()
	var out sync.Mutex
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for i := 0; ; i++ {
				object := fmt.Sprintf("%s-%d-%d", round, w, i)
				err := dbtest.Try(d, actor, func(tx *db.Tx) error { return Add(tx, act(object)) })
				out.Lock()
				if err == nil {
					fmt.Println(object)
				} else {
					fmt.Fprintln(os.Stderr, err)
				}
				out.Unlock()
			}
		})
	}
	writers.Wait()
	return nil
}

// A program killed at any moment under load leaves a log that goes on, with
// every act it had acknowledged.
func TestKilledAtAnyMoment(t *testing.T) {
	const rounds = 12
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			dir := t.TempDir()
			dsn := filepath.Join(dir, "giaouoc.db")
			if engine == "postgres" {
				dsn = dbtest.Postgres(t)
			}
			var acknowledged []string
			for round := range rounds {
				acknowledged = append(acknowledged, killed(t, dir, dsn, round)...)
			}
			d, err := db.Open(context.Background(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			p := &place{t, d, dir}
			p.open()
			p.whole(acknowledged)
			t.Logf("%d kills, %d acts acknowledged", rounds, len(acknowledged))
		})
	}
}

// killed runs the child, kills it after some acknowledged acts, and returns them.
func killed(t *testing.T, dir, dsn string, round int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^$")
	cmd.Env = append(os.Environ(), childDir+"="+dir, childDB+"="+dsn, fmt.Sprintf("%s=%d", childRound, round))
	mistakes := &strings.Builder{}
	cmd.Stderr = mistakes
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// A child that hangs is a failure and not a wait without end.
	late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	var acknowledged []string
	until := 1 + rand.IntN(300)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == until {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // killed
	if !late.Stop() || len(acknowledged) < until || mistakes.Len() > 0 {
		t.Fatalf("round %d: %d of %d acts, and\n%s", round, len(acknowledged), until, mistakes)
	}
	return acknowledged
}
