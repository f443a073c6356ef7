package account

import (
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Recognise finds the session of a request while it runs; its error is a
// problem that says why it no longer does.
//
// Public: it is how a request learns who is asking.
func Recognise(tx *db.Tx, sessionID string, at time.Time, l Limits) (Session, error) {
	s, err := findSession(tx, sessionID)
	if errors.Is(err, db.ErrNoRow) {
		return Session{}, problem.New(problem.NotFound, "%s", Idle.Say())
	}
	if err != nil {
		return Session{}, fmt.Errorf("find session %s: %w", sessionID, err)
	}
	if why := s.over(at, l); why != "" {
		return s, problem.New(problem.Closed, "%s", why.Say())
	}
	return s, nil
}

// Seen notes that a session is in use, from where. It is called at most once a
// minute, so that reading pages writes little.
//
// Public: whoever holds the session uses it.
func Seen(tx *db.Tx, sessionID string, b Browser) error {
	if err := touchSession(tx, sessionID, b.Address, db.At(b.At)); err != nil {
		return fmt.Errorf("note use of session %s: %w", sessionID, err)
	}
	return nil
}

// Dismiss notes that a session was used after it was over. A session that ran
// out ends here; one that had been ended before leaves an entry of its own.
//
// Public: who asks is a visitor again.
func Dismiss(tx *db.Tx, sessionID string, b Browser, l Limits) error {
	s, err := findSession(tx, sessionID)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find session %s: %w", sessionID, err)
	}
	why := s.over(b.At, l)
	if why == "" {
		return nil
	}
	act := access.SessionRefused
	if s.EndedAt.IsZero() {
		act = access.SessionEnded
		if _, err := endSession(tx, s.ID, why, db.At(b.At)); err != nil {
			return fmt.Errorf("end session %s: %w", s.ID, err)
		}
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "account", ID: s.AccountID},
		After: struct{ Session, Ended, Address, Browser string }{s.ID, string(why), b.Address, b.Name},
	})
}
