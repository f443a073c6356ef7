package account

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"giaouoc/internal/access"
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
	actor := db.Actor{ID: a.ID, Name: a.Name, Position: a.Position, Unit: a.UnitID}
	own, withheld, err := effective(tx, a.ID)
	if err != nil {
		return db.Actor{}, err
	}
	received, err := acting(tx, a)
	if err != nil {
		return db.Actor{}, err
	}
	actor.Grants, actor.Withheld = access.Withhold(append(own, received...))
	actor.Withheld = append(actor.Withheld, withheld...)
	return actor, nil
}

// effective are the own grants of an account in force today, parted from those
// that do not go with the others.
func effective(tx *db.Tx, accountID string) (kept, withheld []db.Grant, err error) {
	grants, err := grantsOn(tx, accountID, tx.Today())
	if err != nil {
		return nil, nil, fmt.Errorf("find grants of account %s: %w", accountID, err)
	}
	list := make([]db.Grant, len(grants))
	for i, g := range grants {
		list[i] = db.Grant{Role: string(g.Role), Scope: g.ScopeKind, ID: g.ScopeID}
	}
	kept, withheld = access.Withhold(list)
	return kept, withheld, nil
}

// acting are the grants that others have delegated to an account for today, as
// far as their givers still have them.
func acting(tx *db.Tx, a Account) ([]db.Grant, error) {
	lent, err := lentTo(tx, a, tx.Today())
	if err != nil {
		return nil, fmt.Errorf("find delegations to account %s: %w", a.ID, err)
	}
	var grants []db.Grant
	for _, l := range lent {
		theirs, _, err := effective(tx, l.GiverID)
		if err != nil {
			return nil, err
		}
		has := func(g db.Grant) bool { return g.Role == string(l.Role) && g.Scope == l.ScopeKind && g.ID == l.ScopeID }
		if l.Role.Delegable() && slices.ContainsFunc(theirs, has) {
			grants = append(grants, db.Grant{
				Role: string(l.Role), Scope: l.ScopeKind, ID: l.ScopeID, For: &db.Person{ID: l.GiverID, Name: l.Name, Position: l.Position},
			})
		}
	}
	return grants, nil
}

// Delegations lists what the actor has delegated and was delegated, newest first.
//
// Public: who is signed in sees the own.
func Delegations(tx *db.Tx) (given, received []Delegation, err error) {
	all, err := delegationsOf(tx, tx.Actor.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("find delegations of account %s: %w", tx.Actor.ID, err)
	}
	for _, d := range all {
		if d.GiverID == tx.Actor.ID {
			given = append(given, d)
		} else {
			received = append(received, d)
		}
	}
	return given, received, nil
}

// ToDelegate lists the grants that the actor can delegate and the persons of the
// unit who can receive them.
//
// Read: asks for each grant.
func ToDelegate(tx *db.Tx) ([]Grant, []Account, error) {
	own, err := ownToDelegate(tx)
	if err != nil {
		return nil, nil, err
	}
	persons, err := colleagues(tx, tx.Actor)
	if err != nil {
		return nil, nil, fmt.Errorf("find colleagues of account %s: %w", tx.Actor.ID, err)
	}
	return own, persons, nil
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
	Codes    int // recovery codes that were not used
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
	if o.Sessions, err = sessionsAt(tx, a.ID, at, l); err != nil {
		return Own{}, err
	}
	if o.Grants, err = grantsOn(tx, a.ID, tx.Today()); err != nil {
		return Own{}, fmt.Errorf("find grants of account %s: %w", a.ID, err)
	}
	_, err = findPassword(tx, a.ID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Own{}, fmt.Errorf("find password of account %s: %w", a.ID, err)
	}
	o.Password = err == nil
	if o.Factor, err = HasSecondFactor(tx, a.ID); err != nil {
		return Own{}, err
	}
	n, err := countCodes(tx, a.ID)
	o.Codes = int(n)
	return o, err
}

// sessionsAt lists the sessions of an account that run at a moment, newest first.
func sessionsAt(tx *db.Tx, accountID string, at time.Time, l Limits) ([]Session, error) {
	open, err := runningSessions(tx, accountID)
	if err != nil {
		return nil, fmt.Errorf("list sessions of account %s: %w", accountID, err)
	}
	return slices.DeleteFunc(open, func(s Session) bool { return s.over(at, l) != "" }), nil
}
