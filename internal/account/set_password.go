package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// TryOwn begins an attempt of the actor to show the own password again.
//
// Public: whoever is signed in, for the own account.
func TryOwn(tx *db.Tx, b Browser) (Attempt, error) {
	a, err := own(tx)
	if err != nil {
		return Attempt{}, err
	}
	return try(tx, tryPassword, a.Login, a, b)
}

// own is the actor's account.
func own(tx *db.Tx) (Account, error) {
	if tx.Actor.ID == "" {
		return Account{}, problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
	}
	a, err := find(tx, tx.Actor.ID)
	if errors.Is(err, db.ErrNoRow) {
		return Account{}, problem.New(problem.NotFound, "Không còn tài khoản này.")
	}
	if err != nil {
		return Account{}, fmt.Errorf("find account %s: %w", tx.Actor.ID, err)
	}
	return a, nil
}

// Prove ends an attempt of TryOwn: for a while the session may do what asks for
// a fresh proof. A refused proof is in the record.
//
// Public: whoever is signed in, for the own session.
func Prove(tx *db.Tx, a Attempt, sessionID string, b Browser) (problem.List, error) {
	if !a.matched || a.account.ID != tx.Actor.ID {
		return problem.List{problem.Field("proof", "Mật khẩu không đúng; hãy gõ mật khẩu bạn đang dùng để đăng nhập.")}, recordUnproved(tx, b)
	}
	return nil, proved(tx, a.keys, sessionID, b)
}

// proved notes that the actor has shown a way to sign in in a session.
func proved(tx *db.Tx, k keys, sessionID string, b Browser) error {
	if err := k.clear(tx); err != nil {
		return fmt.Errorf("clear failures of account %s: %w", tx.Actor.ID, err)
	}
	n, err := proveSession(tx, sessionID, tx.Actor.ID, db.At(b.At))
	if err != nil {
		return fmt.Errorf("prove session %s: %w", sessionID, err)
	}
	if n == 0 {
		return problem.New(problem.Denied, "Phiên này không còn; hãy đăng nhập lại.")
	}
	return record.Add(tx, record.Act{Act: access.IdentityProved, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, After: b.said()})
}

// recordUnproved records that the actor did not show a way to sign in.
func recordUnproved(tx *db.Tx, b Browser) error {
	return record.Add(tx, record.Act{Act: access.IdentityRefused, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, After: b.said()})
}

// said is what the record keeps of a browser.
func (b Browser) said() any { return struct{ Address, Browser string }{b.Address, b.Name} }

// ChangePassword gives the actor a new password and ends every other session of
// the account: whoever may have known the old one is out. The session that
// changes it must have been proved.
//
// Public: whoever is signed in, for the own account.
func ChangePassword(tx *db.Tx, c Chosen, sessionID string, b Browser) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	if err := setPassword(tx, a.ID, c, sessionID, b); err != nil {
		return err
	}
	return tellSafety(tx, a.ID, "Mật khẩu của bạn đã được đổi", b.from())
}

// setPassword gives an account a password and ends its sessions but one; browsers
// known to it are forgotten with the old password.
func setPassword(tx *db.Tx, accountID string, c Chosen, keep string, b Browser) error {
	if err := savePassword(tx, accountID, c.hash, db.At(tx.Now)); err != nil {
		return fmt.Errorf("save password of account %s: %w", accountID, err)
	}
	if err := forgetDevices(tx, accountID, digest("device", accountID, b.Device)); err != nil {
		return fmt.Errorf("forget browsers of account %s: %w", accountID, err)
	}
	if err := record.Add(tx, record.Act{Act: access.PasswordSet, Object: record.Object{Kind: "account", ID: accountID}}); err != nil {
		return err
	}
	_, err := endAll(tx, accountID, keep, Changed, b)
	return err
}
