package personal

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Own is what a person's own page of data shows.
type Own struct {
	Account  account.Everything
	Identity string // masked
	Traces   []account.Trace
	Looks    []record.Entry // of others on the account, newest first
	Requests []Request      // newest first
}

// ReadOwn reads the actor's own page.
//
// Public: whoever is signed in, for the own account.
func ReadOwn(tx *db.Tx, ring *key.Ring) (Own, error) {
	if tx.Actor.ID == "" {
		return Own{}, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	var o Own
	var err error
	if o.Account, err = account.All(tx, tx.Actor.ID); err != nil {
		return o, err
	}
	number, err := identityOf(tx, ring, tx.Actor.ID)
	if err != nil {
		return o, err
	}
	o.Identity = Masked(number)
	if o.Traces, err = traces(tx, tx.Actor.ID); err != nil {
		return o, err
	}
	if o.Looks, err = record.AboutMe(tx, 50); err != nil {
		return o, err
	}
	if o.Requests, err = requestsOf(tx, tx.Actor.ID); err != nil {
		return o, fmt.Errorf("read requests: %w", err)
	}
	return o, nil
}

// Waiting returns the requests that wait and the newest that are settled.
//
// Read: requires the right to decide them.
func Waiting(tx *db.Tx) ([]Request, error) {
	if err := access.Require(tx, access.PersonalErase, access.Scope{}); err != nil {
		return nil, err
	}
	list, err := requests(tx, 100)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return list, nil
}

// Case is a request with what would stay and, while it waits, whose it is.
type Case struct {
	Request
	Account account.Account
	Has     bool // an identity number is kept
	Kept    []Kept
	Traces  int // how much the person wrote that loses the name
}

// ReadCase returns a request for who decides it.
//
// Read: requires the right to decide it.
func ReadCase(tx *db.Tx, ring *key.Ring, id string) (Case, error) {
	if err := access.Require(tx, access.PersonalErase, access.Scope{}); err != nil {
		return Case{}, err
	}
	r, err := findRequest(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return Case{}, problem.New(problem.NotFound, "Không có yêu cầu này.")
	}
	if err != nil {
		return Case{}, fmt.Errorf("find request %s: %w", id, err)
	}
	c := Case{Request: r}
	if c.Account, err = account.ByID(tx, r.AccountID); err != nil {
		return c, err
	}
	if r.State == Done {
		c.Kept, err = r.Stays()
		return c, err
	}
	_, err = findIdentity(tx, r.AccountID)
	c.Has = err == nil
	list, err := traces(tx, r.AccountID)
	if err != nil {
		return c, err
	}
	for _, t := range list {
		if !t.Kept {
			c.Traces++
		}
	}
	k, err := knownOf(tx, ring, r.AccountID)
	if err != nil {
		return c, err
	}
	c.Kept, err = keptOf(tx, k)
	return c, err
}
