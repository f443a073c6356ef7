package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/data"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// log is what the jobs log, read by several at once.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func runner(t *testing.T, d *db.DB, now *time.Time, jobs ...Job) (*Runner, *log) {
	t.Helper()
	cal, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	l := &log{}
	r := New(Config{DB: d, Calendar: cal, Log: slog.New(slog.NewTextHandler(l, nil)), Clock: func() time.Time { return *now }})
	if len(jobs) > 0 {
		r.jobs = jobs
	}
	return r, l
}

func TestEveryJobRunsOnAnEmptyDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		r, l := runner(t, d, &now)
		for _, j := range r.jobs {
			if j.Says == "" || j.Every <= 0 {
				t.Errorf("%s says nothing of itself", j.Name)
			}
			if err := r.Once(context.Background(), j.Name); err != nil {
				t.Errorf("%s: %v", j.Name, err)
			}
		}
		if l.String() != "" {
			t.Error(l.String())
		}
		if err := r.Once(context.Background(), "nothing"); err == nil {
			t.Error("a job that there is not")
		}
	})
}

func TestAJobHasItsTimeAndOneMachine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		var ran atomic.Int32
		job := Job{Name: "count", Every: 10 * time.Minute, Alone: true, Do: func(context.Context) error { ran.Add(1); return nil }}
		one, _ := runner(t, d, &now, job)
		two, _ := runner(t, d, &now, job)
		turns := func() {
			one.turn(context.Background(), one.jobs[0])
			two.turn(context.Background(), two.jobs[0])
		}
		turns()
		turns()
		if n := ran.Load(); n != 1 {
			t.Fatalf("ran %d times before its time came again", n)
		}
		now = now.Add(10 * time.Minute)
		turns()
		if n := ran.Load(); n != 2 {
			t.Fatalf("ran %d times in two of its times", n)
		}
		now = now.Add(10 * time.Minute)
		var all sync.WaitGroup
		for range 4 {
			all.Go(turns)
		}
		all.Wait()
		if n := ran.Load(); n != 3 {
			t.Errorf("ran %d times in three of its times, all machines at once", n)
		}
	})
}

func TestALockIsHeldAndEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		try := func(holder string) (mine bool) {
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
				mine, err = lock(tx, "x", holder, now, true)
				return err
			})
			return mine
		}
		if !try("killed") {
			t.Fatal("nobody holds it")
		}
		now = now.Add(lockTime - time.Second)
		if try("other") {
			t.Error("taken from who holds it")
		}
		now = now.Add(time.Second)
		if !try("other") {
			t.Error("the lock of a killed machine has no end")
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if mine, err := prolong(tx, "x", "killed", now); mine || err != nil {
				t.Errorf("held by two: %v, %v", mine, err)
			}
			return unlock(tx, "x", "killed", now, time.Hour, "") // what comes back late unlocks nothing
		})
		if try("third") {
			t.Error("the lock was ended by who did not hold it")
		}
		r, _ := runner(t, d, &now)
		if err := r.begin(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := try("third"); got != (d.Engine == db.SQLite) {
			t.Errorf("after a start on %s the lock is free: %v", d.Engine, got)
		}
	})
}

func TestOneThatFailsStopsNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		var done sync.WaitGroup
		done.Add(4)
		var panics, fails, works, alone atomic.Int32
		twice := func(n *atomic.Int32, then func() error) func(context.Context) error {
			return func(context.Context) error {
				if n.Add(1) == 2 {
					done.Done()
				}
				return then()
			}
		}
		r, l := runner(t, d, &now,
			Job{Name: "panics", Every: time.Millisecond, Do: twice(&panics, func() error { panic("đứt dây") })},
			Job{Name: "fails", Every: time.Millisecond, Do: twice(&fails, func() error { return errors.New("hết giấy") })},
			Job{Name: "works", Every: time.Millisecond, Do: twice(&works, func() error { return nil })},
			Job{Name: "alone", Every: time.Millisecond, Alone: true, Do: func(context.Context) error {
				if alone.Add(1) == 1 {
					done.Done()
				}
				panic("một mình")
			}},
		)
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		done.Wait()
		stop()
		<-ended
		for _, want := range []string{"đứt dây", "hết giấy", "một mình"} {
			if !strings.Contains(l.String(), want) {
				t.Errorf("the log has nothing of %q: %s", want, l.String())
			}
		}
		if strings.Contains(l.String(), "job=works") {
			t.Error("the log has something of the job that works")
		}
	})
}

func TestTheTableNamesEachJobOnce(t *testing.T) {
	now := time.Now()
	r, _ := runner(t, dbtest.OpenSQLite(t), &now)
	var names []string
	for _, j := range r.jobs {
		if slices.Contains(names, j.Name) {
			t.Errorf("%s stands twice", j.Name)
		}
		names = append(names, j.Name)
	}
}
