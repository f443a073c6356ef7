package personal

import (
	"encoding/json"
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/key"
	"giaouoc/internal/midreview"
	"giaouoc/internal/notice"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
)

// Erase carries out a request: it closes the account and destroys what the
// program keeps of the person. What archive law keeps stays, and the request
// says what that is. version is the one that the administrator saw.
func Erase(tx *db.Tx, ring *key.Ring, id string, version int64) (Request, error) {
	r, err := inHand(tx, id, version)
	if err != nil {
		return Request{}, err
	}
	if err := account.MustNotBeNeeded(tx, r.AccountID, func(unitID string) (bool, error) { return leads(tx, unitID) }); err != nil {
		return Request{}, err
	}
	k, err := knownOf(tx, ring, r.AccountID)
	if err != nil {
		return Request{}, err
	}
	kept, err := keptOf(tx, k)
	if err != nil {
		return Request{}, err
	}
	if err := erase(tx, r, k); err != nil {
		return Request{}, err
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return Request{}, fmt.Errorf("write what stays: %w", err)
	}
	r.State, r.Reason, r.Kept, r.DecidedBy, r.DecidedAt = Done, "", string(text), tx.Actor.ID, db.At(tx.Now)
	return r, settle(tx, access.PersonalErase, r, "")
}

// erase destroys what is kept of the person of a request.
func erase(tx *db.Tx, r Request, k known) error {
	p := account.Person{ID: k.id, Name: k.name}
	for _, forget := range []func(*db.Tx, account.Person) error{
		cycle.ForgetPerson, indicator.ForgetPerson, covenant.ForgetPerson, midreview.ForgetPerson, scoring.ForgetPerson, article.ForgetPerson,
	} {
		if err := forget(tx, p); err != nil {
			return err
		}
	}
	requests, err := requestsOf(tx, r.AccountID)
	if err != nil {
		return fmt.Errorf("read requests: %w", err)
	}
	objects := []record.Object{{Kind: "account", ID: r.AccountID}}
	for _, q := range requests {
		objects = append(objects, record.Object{Kind: "erasure", ID: q.ID})
	}
	if err := record.Erase(tx, r.AccountID, objects...); err != nil {
		return err
	}
	if err := record.EraseMentions(tx, r.AccountID, k.words); err != nil {
		return err
	}
	if err := notice.Forget(tx, r.AccountID); err != nil {
		return err
	}
	if err := account.Forget(tx, r.AccountID); err != nil {
		return err
	}
	_, err = deleteIdentity(tx, r.AccountID)
	if err := errors.Join(err, emptyRequests(tx, r.AccountID)); err != nil {
		return fmt.Errorf("erase account %s: %w", r.AccountID, err)
	}
	return takeOut(tx, k)
}

// leads reports whether a unit leads a cluster in a year that is not closed.
func leads(tx *db.Tx, unitID string) (bool, error) {
	posts, err := cluster.PostsOf(tx, unitID, tx.Today())
	if err != nil {
		return false, err
	}
	for _, p := range posts {
		y, err := cycle.Find(tx, p.ClusterID, p.Year)
		if err == nil && y.State == cycle.Running {
			return true, nil
		}
	}
	return false, nil
}
