package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// ChangeEmail changes the actor's own address; empty takes it away.
//
// Public: whoever is signed in, for the own account.
func ChangeEmail(tx *db.Tx, email string) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	if err := checkEmail(email); err != nil {
		return err
	}
	if email == a.Email {
		return nil
	}
	if err := saveEmail(tx, a.ID, email); err != nil {
		return fmt.Errorf("save e-mail of account %s: %w", a.ID, err)
	}
	said := func(email string) any { return struct{ Email string }{email} }
	return record.Add(tx, record.Act{
		Act: access.EmailChanged, Object: record.Object{Kind: "account", ID: a.ID}, Before: said(a.Email), After: said(email),
	})
}
