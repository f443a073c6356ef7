package account

import (
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// sessionKept is how long a session that is over stays in the list of its
// person; deviceKept how long a browser is known without signing in again.
const (
	sessionKept = 90 * 24 * time.Hour
	deviceKept  = 180 * 24 * time.Hour
)

// Begin begins a session of an account that has shown a way to sign in.
//
// Public: a visitor signs in.
func Begin(tx *db.Tx, accountID string, how How, b Browser) (Session, error) {
	actor, err := Actor(tx, accountID)
	if err != nil {
		return Session{}, err
	}
	at := db.At(b.At)
	s := Session{
		ID: db.NewID(), AccountID: accountID, How: how, Address: b.Address, Browser: b.Name,
		StartedAt: at, SeenAt: at, ProvedAt: at,
	}
	if err := insertSession(tx, s); err != nil {
		return Session{}, fmt.Errorf("begin session of account %s: %w", accountID, err)
	}
	if err := sweepSessions(tx, db.At(b.At.Add(-sessionKept)), db.At(b.At.Add(-deviceKept)), at); err != nil {
		return Session{}, fmt.Errorf("sweep sessions: %w", err)
	}
	tx.Actor = actor
	return s, record.Add(tx, record.Act{
		Act: access.SignIn, Object: record.Object{Kind: "account", ID: accountID}, After: s.said(),
	})
}

// said is what the record keeps of a session.
func (s Session) said() any {
	return struct {
		Session, How, Address, Browser string
	}{s.ID, string(s.How), s.Address, s.Browser}
}
