package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// OfferFirst makes the one-time link of the first administrator, in place of any
// made before; its token is empty where an administrator can sign in already.
//
// Public: the program itself asks at each start.
func OfferFirst(tx *db.Tx) (token string, err error) {
	n, err := countAdministrators(tx, tx.Today())
	if err != nil {
		return "", fmt.Errorf("count administrators: %w", err)
	}
	if n > 0 {
		return "", nil
	}
	return makeLink(tx, FirstLink, Account{}, FirstLasts, Handing{})
}

// AcceptFirst makes the account of the first administrator, who followed the
// link, and begins its session.
//
// Public: whoever has the link, which is shown at the machine alone.
func AcceptFirst(tx *db.Tx, token string, n New, c Chosen, b Browser) (Entered, error) {
	d, err := behind(tx, token)
	if err != nil {
		return Entered{}, err
	}
	if err := d.use(tx); err != nil {
		return Entered{}, err
	}
	a, err := create(tx, n)
	if err != nil {
		return Entered{}, err
	}
	g := Grant{ID: db.NewID(), AccountID: a.ID, Role: access.Administrator, ScopeKind: access.ScopeAll}
	if err := insertGrant(tx, g); err != nil {
		return Entered{}, fmt.Errorf("grant the first administrator: %w", err)
	}
	if err := savePassword(tx, a.ID, c.hash, db.At(tx.Now)); err != nil {
		return Entered{}, fmt.Errorf("save password of account %s: %w", a.ID, err)
	}
	if tx.Actor, err = Actor(tx, a.ID); err != nil {
		return Entered{}, err
	}
	for _, act := range []record.Act{
		{Act: access.LinkUsed, Object: d.Link.object(), After: d.Link.said()},
		{Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: a},
		{Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: g},
		{Act: access.PasswordSet, Object: record.Object{Kind: "account", ID: a.ID}},
	} {
		if err := record.Add(tx, act); err != nil {
			return Entered{}, err
		}
	}
	return enter(tx, a.ID, ByInvitation, b)
}
