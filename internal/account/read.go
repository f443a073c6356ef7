package account

import (
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Actor returns the actor of an account with the grants in force today.
//
// Public: it is how a request learns who is asking.
func Actor(tx *db.Tx, accountID string) (db.Actor, error) {
	a, err := find(tx, accountID)
	if errors.Is(err, db.ErrNoRow) {
		return db.Actor{}, problem.New(problem.NotFound, "Không còn tài khoản này.")
	}
	if err != nil {
		return db.Actor{}, fmt.Errorf("find account %s: %w", accountID, err)
	}
	if !a.DisabledAt.IsZero() {
		return db.Actor{}, problem.New(problem.NotFound, "%s", Disabled.Say())
	}
	grants, err := grantsOn(tx, accountID, tx.Today())
	if err != nil {
		return db.Actor{}, fmt.Errorf("find grants of account %s: %w", accountID, err)
	}
	actor := db.Actor{ID: a.ID, Name: a.Name, Position: a.Position, Unit: a.UnitID}
	for _, g := range grants {
		actor.Grants = append(actor.Grants, db.Grant{Role: string(g.Role), Scope: g.ScopeKind, ID: g.ScopeID})
	}
	return actor, nil
}

// List returns every account with its grants in force today, in the order of
// creation, for the demonstration's page of roles.
//
// Public: only the demonstration shows it.
func List(tx *db.Tx) ([]Account, map[string][]Grant, error) {
	accounts, err := list(tx)
	if err != nil {
		return nil, nil, fmt.Errorf("list accounts: %w", err)
	}
	grants := make(map[string][]Grant, len(accounts))
	for _, a := range accounts {
		if grants[a.ID], err = grantsOn(tx, a.ID, tx.Today()); err != nil {
			return nil, nil, fmt.Errorf("find grants of account %s: %w", a.ID, err)
		}
	}
	return accounts, grants, nil
}

// ByLogin finds an account by its short name.
//
// Public: it is how a request learns who is asking.
func ByLogin(tx *db.Tx, login string) (Account, error) {
	a, err := findByLogin(tx, login)
	if errors.Is(err, db.ErrNoRow) {
		return Account{}, problem.New(problem.NotFound, "Không có tài khoản «%s».", login)
	}
	return a, err
}

// Own is a person's own account as its page shows it.
type Own struct {
	Account
	Sessions []Session // running, newest first
	Grants   []Grant   // in force today
	Password bool
	Factor   bool
}

// ReadOwn reads the actor's account.
//
// Public: whoever is signed in, for the own account.
func ReadOwn(tx *db.Tx, at time.Time, l Limits) (Own, error) {
	a, err := own(tx)
	if err != nil {
		return Own{}, err
	}
	o := Own{Account: a}
	running, err := runningSessions(tx, a.ID)
	if err != nil {
		return Own{}, fmt.Errorf("list sessions of account %s: %w", a.ID, err)
	}
	for _, s := range running {
		if s.over(at, l) == "" {
			o.Sessions = append(o.Sessions, s)
		}
	}
	if o.Grants, err = grantsOn(tx, a.ID, tx.Today()); err != nil {
		return Own{}, fmt.Errorf("find grants of account %s: %w", a.ID, err)
	}
	_, err = findPassword(tx, a.ID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Own{}, fmt.Errorf("find password of account %s: %w", a.ID, err)
	}
	o.Password = err == nil
	o.Factor, err = HasSecondFactor(tx, a.ID)
	return o, err
}
