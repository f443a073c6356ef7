package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
)

const (
	lockTime = time.Minute
	lookTime = 15 * time.Second // how often a job that runs alone looks whether it is its turn
)

// Runner runs the jobs of one process.
type Runner struct {
	Config
	name   string // of the process, by which it holds locks
	worker *outbox.Worker
	jobs   []Job
}

// New prepares the jobs.
func New(c Config) *Runner {
	r := &Runner{Config: c, name: db.NewID()}
	if r.Clock == nil {
		r.Clock = time.Now
	}
	r.worker = r.newWorker()
	r.jobs = r.table()
	return r
}

// Run runs every job in its time until ctx ends, and returns when all have
// stopped.
func (r *Runner) Run(ctx context.Context) {
	if err := r.begin(ctx); err != nil {
		r.Log.Error("begin jobs", "error", err)
	}
	var all sync.WaitGroup
	for _, j := range r.jobs {
		all.Go(func() { r.keep(ctx, j) })
	}
	all.Wait()
}

// begin frees what a killed process held on a database that belongs to one, and
// has every job look at once at what has passed since.
func (r *Runner) begin(ctx context.Context) error {
	if err := r.worker.Begin(ctx); err != nil || r.DB.Engine != db.SQLite {
		return err
	}
	return r.DB.Update(ctx, func(tx *db.Tx) error { return startAll(tx, r.Clock()) })
}

func (r *Runner) keep(ctx context.Context, j Job) {
	look := j.Every
	if j.Alone {
		look = min(look, lookTime)
	}
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		r.turn(ctx, j)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// turn runs a job if it is its turn, and logs what went wrong.
func (r *Runner) turn(ctx context.Context, j Job) {
	err := r.safely(ctx, j)
	if err != nil && !errors.Is(err, context.Canceled) {
		r.Log.Error("job failed", "job", j.Name, "error", err)
	}
}

func (r *Runner) safely(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if !j.Alone {
		return j.Do(ctx)
	}
	return r.alone(ctx, j, false)
}

// alone runs a job under its lock; at once also before its time.
func (r *Runner) alone(ctx context.Context, j Job, atOnce bool) error {
	mine := false
	err := r.DB.Update(ctx, func(tx *db.Tx) (err error) {
		mine, err = lock(tx, j.Name, r.name, r.Clock(), atOnce)
		return err
	})
	if err != nil || !mine {
		return err
	}
	held, release := context.WithCancel(ctx)
	var beat sync.WaitGroup
	beat.Go(func() { r.hold(held, release, j) })
	err = fmt.Errorf("it did not end")
	defer func() {
		release()
		beat.Wait()
		text := ""
		if err != nil {
			text = err.Error()
		}
		end := context.WithoutCancel(ctx)
		if uErr := r.DB.Update(end, func(tx *db.Tx) error { return unlock(tx, j.Name, r.name, r.Clock(), j.Every, text) }); uErr != nil {
			r.Log.Error("end job", "job", j.Name, "error", uErr)
		}
	}()
	err = j.Do(held)
	return err
}

// hold keeps the lock while the job runs, and stops the job when it is lost.
func (r *Runner) hold(ctx context.Context, stop func(), j Job) {
	ticker := time.NewTicker(lockTime / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		mine := false
		err := r.DB.Update(ctx, func(tx *db.Tx) (err error) {
			mine, err = prolong(tx, j.Name, r.name, r.Clock())
			return err
		})
		if err == nil && !mine {
			stop()
			return
		}
	}
}

// Once runs one job now, as tests and stories do.
func (r *Runner) Once(ctx context.Context, name string) error {
	for _, j := range r.jobs {
		switch {
		case j.Name != name:
		case j.Alone:
			return r.alone(ctx, j, true)
		default:
			return j.Do(ctx)
		}
	}
	return fmt.Errorf("no job %q", name)
}
