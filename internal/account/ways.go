package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Ways are how a person can sign in.
type Ways struct {
	Password bool
	Passkeys []Passkey
	SSO      []SSOLink
	issuer   string
}

// OwnWays lists the ways of the actor; issuer is that of this installation's single
// sign-on, or empty.
//
// Public: a person's own account.
func OwnWays(tx *db.Tx, issuer string) (Ways, error) { return waysOf(tx, tx.Actor.ID, issuer) }

func waysOf(tx *db.Tx, accountID, issuer string) (Ways, error) {
	w := Ways{issuer: issuer}
	_, err := findPassword(tx, accountID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return w, fmt.Errorf("find password of account %s: %w", accountID, err)
	}
	w.Password = err == nil
	rows, err := passkeysOf(tx, accountID)
	if err != nil {
		return w, fmt.Errorf("find passkeys of account %s: %w", accountID, err)
	}
	for _, row := range rows {
		w.Passkeys = append(w.Passkeys, row.Passkey)
	}
	if w.SSO, err = ssoOf(tx, accountID); err != nil {
		return w, fmt.Errorf("find linked identities of account %s: %w", accountID, err)
	}
	return w, nil
}

// Linked reports whether an identity at this installation's single sign-on opens
// the account; one at another opens nothing any more.
func (w Ways) Linked() bool {
	for _, l := range w.SSO {
		if l.Issuer == w.issuer {
			return true
		}
	}
	return false
}

// keepAWay refuses to take a way to sign in, by its id, off an account that has no
// other.
func keepAWay(tx *db.Tx, accountID, issuer, taken string) error {
	w, err := waysOf(tx, accountID, issuer)
	if err != nil || w.Password {
		return err
	}
	for _, p := range w.Passkeys {
		if p.ID != taken {
			return nil
		}
	}
	for _, l := range w.SSO {
		if l.ID != taken && l.Issuer == issuer {
			return nil
		}
	}
	return problem.New(problem.Conflict, "Đây là cách đăng nhập duy nhất của bạn nên không bỏ được. Hãy thêm cách khác trước: mật khẩu, khóa truy cập hoặc liên kết đăng nhập một lần.")
}

// forgetKeys takes every passkey and linked identity off an account that is
// recovered: any of them may be in the hands of whoever it is recovered from.
func forgetKeys(tx *db.Tx, accountID string) error {
	w, err := waysOf(tx, accountID, "")
	if err != nil {
		return err
	}
	object := record.Object{Kind: "account", ID: accountID}
	for _, p := range w.Passkeys {
		if err := deletePasskey(tx, p.ID); err != nil {
			return fmt.Errorf("remove passkey %s: %w", p.ID, err)
		}
		if err := record.Add(tx, record.Act{Act: access.PasskeyRemoved, Object: object, Before: p.said()}); err != nil {
			return err
		}
	}
	for _, l := range w.SSO {
		if err := deleteSSO(tx, l.ID); err != nil {
			return fmt.Errorf("unlink identity %s: %w", l.ID, err)
		}
		if err := record.Add(tx, record.Act{Act: access.SSOUnlinked, Object: object, Before: l.said()}); err != nil {
			return err
		}
	}
	return nil
}
