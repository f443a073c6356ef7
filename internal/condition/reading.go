package condition

import (
	"context"
	"fmt"
	"time"

	"giaouoc/internal/db"
)

// Reading is what the database says of the work in it at one moment.
type Reading struct {
	At      time.Time // of the machine's clock, as jobs are
	Vitals  db.Vitals
	Engine  db.Engine
	Sealed  int64     // entries of the record that are sealed
	Signed  time.Time // when the last were; zero for none
	Waiting Queue     // entries that wait to be sealed
	Letters Queue     // letters that wait
	Failed  Failures  // letters that could not be sent
	Jobs    []Job
}

// Queue is things that wait, with the age of the oldest.
type Queue struct {
	N   int64
	Age time.Duration
}

// Failures are letters that were given up: all that are still kept, those of the last
// days, and what the mail server said of the last.
type Failures struct {
	N, Lately int64
	Last      string
}

// lately is how far back failed letters count.
const lately = 7 * 24 * time.Hour

// Job is how what the program does by itself stands.
type Job struct {
	Name      string
	DueAt     db.Time
	LockedBy  string
	StartedAt db.Time
	EndedAt   db.Time
	Error     string // of the last run; empty when it went well
}

// Took is how long the last run took; zero where none has ended or one is under way.
func (j Job) Took() time.Duration {
	if j.EndedAt.Before(j.StartedAt.Time) {
		return 0
	}
	return j.EndedAt.Sub(j.StartedAt.Time)
}

// Overdue is how long ago a job should have begun that has not.
func (j Job) Overdue(now time.Time) time.Duration {
	if j.LockedBy != "" {
		return 0
	}
	return max(0, now.Sub(j.DueAt.Time))
}

// Read asks the database how the work in it stands.
func Read(ctx context.Context, p Place) (Reading, error) {
	r := Reading{At: time.Now(), Engine: p.DB.Engine}
	var err error
	if r.Vitals, err = p.DB.Vitals(ctx); err != nil {
		return r, err
	}
	err = p.DB.View(ctx, func(tx *db.Tx) error {
		if r.Sealed, r.Signed, err = newest(tx); err != nil {
			return fmt.Errorf("read last seal: %w", err)
		}
		if r.Waiting, err = unsealed(tx); err != nil {
			return fmt.Errorf("count entries that wait: %w", err)
		}
		if r.Letters, err = waitingLetters(tx); err != nil {
			return fmt.Errorf("count letters that wait: %w", err)
		}
		if r.Failed, err = failedLetters(tx, time.Now().Add(-lately)); err != nil {
			return fmt.Errorf("count letters that failed: %w", err)
		}
		if r.Jobs, err = jobList(tx); err != nil {
			return fmt.Errorf("list jobs: %w", err)
		}
		return nil
	})
	return r, err
}
