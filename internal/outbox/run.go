package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"giaouoc/internal/db"
)

const (
	stepTime  = 30 * time.Second // what greeting a mail server may take, and what handing over a letter may
	sendTime  = 5 * stepTime / 2
	leaseTime = 4 * stepTime
	firstWait = 5 * time.Second // before the second try; then twice as long each time
	longest   = time.Hour
	mostTries = 58 // two days: ten tries in the first hour and a half, then one an hour
	mostARun  = 500
)

// Worker carries out what the outbox holds.
type Worker struct {
	DB    *db.DB
	Log   *slog.Logger
	Name  string           // of this process, by which it holds what it has taken
	Clock func() time.Time // the machine's
	// Send hands a letter to the world; nil where there is no mail server, and
	// then no letter stays to be sent much later.
	Send func(ctx context.Context, m Mail, id string) error
	// Ready says what is to be sent now of an effect with a topic, and whether it
	// still is.
	Ready func(tx *db.Tx, e Effect) (Mail, bool, error)
	// Refused is told of a person's address that the receiving server does not take.
	Refused func(tx *db.Tx, e Effect) error
	Keep    bool // leave letters readable after they are sent
}

// Refusal is an answer of a mail server that another try would only repeat.
type Refusal struct {
	Code    int  // SMTP's
	Address bool // it is the person's address that was refused
	Err     error
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("refused with %d: %v", r.Code, r.Err) }

// Unwrap returns what the server said.
func (r *Refusal) Unwrap() error { return r.Err }

// Begin frees what a killed process held, on a database that belongs to one
// process. On PostgreSQL the lease ends by itself.
func (w *Worker) Begin(ctx context.Context) error {
	if w.DB.Engine != db.SQLite {
		return nil
	}
	return w.DB.Update(ctx, releaseAll)
}

// Run carries out everything whose time has come.
func (w *Worker) Run(ctx context.Context) error {
	for range mostARun {
		e, ok, err := w.take(ctx)
		if err != nil || !ok {
			return err
		}
		if e.State != Waiting {
			continue // withdrawn as it was taken
		}
		if err := w.carryOut(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// take leases the oldest effect whose time has come; one that is not wanted any
// more is withdrawn in the same transaction.
func (w *Worker) take(ctx context.Context) (e Effect, ok bool, err error) {
	idle := false
	err = w.DB.View(ctx, func(tx *db.Tx) error { // most of the time there is nothing, and nobody need wait
		list, err := due(tx, w.Clock(), 1)
		idle = len(list) == 0
		return err
	})
	if err != nil || idle {
		return e, false, err
	}
	err = w.DB.Update(ctx, func(tx *db.Tx) error {
		e, ok = Effect{}, false
		now := w.Clock()
		list, err := due(tx, now, 1)
		if err != nil || len(list) == 0 {
			return err
		}
		e = list[0]
		if ok, err = lease(tx, e.ID, w.Name, now, now.Add(leaseTime)); err != nil || !ok {
			return err
		}
		e.Tries++
		if e.Mail, err = decode(e.Payload); err != nil {
			return err
		}
		wanted := false
		switch {
		case w.Send == nil:
			e.Error = "Máy chủ này chưa đặt máy chủ thư."
		case !e.ExpiresAt.IsZero() && !tx.Now.Before(e.ExpiresAt.Time):
			e.Error = "Thư hết hạn trước khi máy chủ thư nhận được."
		default:
			e.Error, wanted = "", true
			if e.Topic != "" && w.Ready != nil {
				if e.Mail, wanted, err = w.Ready(tx, e); err != nil {
					return err
				}
			}
		}
		if wanted {
			e.Mail, err = e.Mail.tidy()
			return err
		}
		e.State, e.DoneAt = Withdrawn, db.At(now)
		_, err = finish(tx, w.emptied(e), w.Name)
		return err
	})
	if err != nil {
		return e, false, fmt.Errorf("take from outbox: %w", err)
	}
	return e, ok, nil
}

func (w *Worker) carryOut(ctx context.Context, e Effect) error {
	try, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	sendErr := w.Send(try, e.Mail, e.ID)
	// Also where the program is being stopped the try is noted, or a letter that
	// has arrived would be sent again after the next start.
	err := w.DB.Update(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		e := w.ended(e, sendErr)
		held, err := finish(tx, e, w.Name)
		var r *Refusal
		if err != nil || !held || !errors.As(sendErr, &r) || !r.Address || w.Refused == nil {
			return err
		}
		return w.Refused(tx, e)
	})
	if sendErr != nil {
		w.Log.Warn("mail not sent", "id", e.ID, "try", e.Tries, "error", sendErr)
	}
	if err != nil {
		return fmt.Errorf("note mail %s: %w", e.ID, err)
	}
	return nil
}

// ended is the effect after a try.
func (w *Worker) ended(e Effect, sendErr error) Effect {
	now := w.Clock()
	var r *Refusal
	switch {
	case sendErr == nil:
		e.State, e.DoneAt, e.Error, e.NextAt = Sent, db.At(now), "", db.Time{}
	case errors.As(sendErr, &r):
		e.State, e.DoneAt = Failed, db.At(now)
		e.Error = fmt.Sprintf("Máy chủ thư từ chối (mã %d).", r.Code)
		if r.Code == 0 {
			e.Error = "Không lập được thư này."
		}
	case e.Tries >= mostTries:
		e.State, e.DoneAt = Failed, db.At(now)
		e.Error = fmt.Sprintf("Đã thử %d lần mà máy chủ thư không nhận.", e.Tries)
	default:
		e.NextAt = db.At(now.Add(wait(e.Tries)))
		e.Error = "Máy chủ thư chưa nhận được; sẽ gửi lại."
	}
	return w.emptied(e)
}

// emptied takes the letter out of an effect that is over: it may hold the
// address of an invitation. One that failed keeps it for a while, to be sent again.
func (w *Worker) emptied(e Effect) Effect {
	if e.State != Waiting && e.State != Failed && !w.Keep {
		e.Payload = ""
	}
	return e
}

// wait is the time before the next try, after so many.
func wait(tries int) time.Duration {
	d := firstWait
	for range tries - 1 {
		if d *= 2; d >= longest {
			return longest
		}
	}
	return d
}

// keepTime is how long an effect that is over can be looked up.
const keepTime = 30 * 24 * time.Hour

// Clean removes effects that have long been over, and the letters of those that failed
// a while ago.
func (w *Worker) Clean(ctx context.Context) error {
	return w.DB.Update(ctx, func(tx *db.Tx) error {
		if err := deleteDone(tx, w.Clock().Add(-keepTime)); err != nil {
			return err
		}
		return emptyFailed(tx, w.Clock().Add(-failedTime))
	})
}
