package web

import (
	"context"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

// accountKey holds the account id in a session.
const accountKey = "account"

// sessionStore keeps sessions in the database for scs.
type sessionStore struct{ db *db.DB }

// Find implements scs.Store.
func (s sessionStore) Find(token string) (data []byte, found bool, err error) {
	err = s.db.View(context.Background(), func(tx *db.Tx) error {
		data, found, err = account.FindSession(tx, token, time.Now())
		return err
	})
	return data, found, err
}

// Commit implements scs.Store.
func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.db.Update(context.Background(), func(tx *db.Tx) error {
		return account.SaveSession(tx, token, data, expiry)
	})
}

// Delete implements scs.Store.
func (s sessionStore) Delete(token string) error {
	return s.db.Update(context.Background(), func(tx *db.Tx) error {
		return account.EndSession(tx, token)
	})
}
