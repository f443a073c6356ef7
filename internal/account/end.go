package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// End ends a session of the actor's own: by signing out, or from the list of
// sessions.
//
// Public: whoever is signed in may end the own sessions.
func End(tx *db.Tx, sessionID string, why Ending, b Browser) error {
	s, err := findSession(tx, sessionID)
	if err != nil || s.AccountID != tx.Actor.ID || tx.Actor.ID == "" {
		return problem.New(problem.NotFound, "Không có phiên này trong tài khoản của bạn.")
	}
	n, err := endSession(tx, s.ID, why, db.At(b.At))
	if err != nil {
		return fmt.Errorf("end session %s: %w", s.ID, err)
	}
	if n == 0 {
		return nil // it was over already
	}
	return recordEnded(tx, s.AccountID, []Session{s}, why)
}

// EndOthers ends every session of the actor but one; all of them when keep is
// empty. It returns how many there were.
//
// Public: whoever is signed in may end the own sessions.
func EndOthers(tx *db.Tx, keep string, why Ending, b Browser) (int, error) {
	if tx.Actor.ID == "" {
		return 0, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	return endAll(tx, tx.Actor.ID, keep, why, b)
}

// endAll ends the running sessions of an account but one, and keeps the record.
func endAll(tx *db.Tx, accountID, keep string, why Ending, b Browser) (int, error) {
	running, err := runningSessions(tx, accountID)
	if err != nil {
		return 0, fmt.Errorf("list sessions of account %s: %w", accountID, err)
	}
	var ended []Session
	for _, s := range running {
		if s.ID == keep {
			continue
		}
		if _, err := endSession(tx, s.ID, why, db.At(b.At)); err != nil {
			return 0, fmt.Errorf("end session %s: %w", s.ID, err)
		}
		ended = append(ended, s)
	}
	if len(ended) == 0 {
		return 0, nil
	}
	return len(ended), recordEnded(tx, accountID, ended, why)
}

func recordEnded(tx *db.Tx, accountID string, ended []Session, why Ending) error {
	act := access.SessionEnded
	if why == SignedOut {
		act = access.SignOut
	}
	ids := make([]string, len(ended))
	for i, s := range ended {
		ids[i] = s.ID
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "account", ID: accountID},
		After: struct {
			Sessions []string
			Why      string
		}{ids, string(why)},
	})
}
