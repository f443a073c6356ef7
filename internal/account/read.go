package account

import (
	"errors"
	"fmt"

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
