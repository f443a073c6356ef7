package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Entered is what became of an attempt to sign in.
type Entered struct {
	Refused problem.List // not let in, and why; the attempt is in the record
	Half    string       // the first way was right; this account still has to show its second factor
	First   How          // that way
	Session Session
	Device  string // token of the cookie by which the browser is known from now on
}

// wrong is the one answer for a wrong password, an unknown login and an account
// without a password.
var wrong = problem.Field("password", "Tên đăng nhập hoặc mật khẩu không đúng. Hãy gõ lại; nếu quên mật khẩu, báo quản trị viên để được khôi phục.")

// SignIn ends an attempt whose password has been looked at. Renewed is the same
// password hashed at today's cost, where Attempt.Renew said so.
//
// Public: a visitor signs in.
func SignIn(tx *db.Tx, a Attempt, renewed Hash, b Browser) (Entered, error) {
	if !a.matched {
		return Entered{Refused: problem.List{wrong}}, recordRefused(tx, a.account.ID, "password", b)
	}
	now, err := find(tx, a.account.ID) // as it is after the time the password took
	if err != nil {
		return Entered{}, fmt.Errorf("find account %s: %w", a.account.ID, err)
	}
	if hash, err := findPassword(tx, now.ID); err != nil || hash != a.hash {
		return Entered{Refused: problem.List{wrong}}, recordRefused(tx, now.ID, "password", b)
	}
	if !now.DisabledAt.IsZero() {
		return Entered{Refused: problem.List{problem.New(problem.Closed, "%s", Disabled.Say())}}, recordRefused(tx, now.ID, "disabled", b)
	}
	if err := a.keys.clear(tx); err != nil {
		return Entered{}, fmt.Errorf("clear failures of account %s: %w", now.ID, err)
	}
	if renewed != "" {
		if err := savePassword(tx, now.ID, renewed, db.At(tx.Now)); err != nil {
			return Entered{}, fmt.Errorf("renew hash of account %s: %w", now.ID, err)
		}
	}
	second, err := HasSecondFactor(tx, now.ID)
	if err != nil || second {
		return Entered{Half: now.ID, First: ByPassword}, err
	}
	return enter(tx, now.ID, ByPassword, b)
}

// Renew returns the password hashed at today's cost when the stored hash is of
// another; empty otherwise.
func (a *Attempt) Renew() (Hash, error) {
	if !a.matched || !a.hash.Outdated() {
		return "", nil
	}
	return HashPassword(a.password)
}

// enter begins the session of a person who has shown everything that the account
// asks for.
func enter(tx *db.Tx, accountID string, how How, b Browser) (Entered, error) {
	known, err := knows(tx, accountID, b)
	if err != nil {
		return Entered{}, err
	}
	token, err := remember(tx, accountID, b)
	if err != nil {
		return Entered{}, err
	}
	if !known && how != ByInvitation {
		if err := tellSafety(tx, accountID, "Có đăng nhập từ một trình duyệt mới", b.from()+", bằng "+how.Name()); err != nil {
			return Entered{}, err
		}
	}
	s, err := Begin(tx, accountID, how, b)
	return Entered{Session: s, Device: token}, err
}

// recordRefused records a refused sign-in. The leaf is the same for an account
// that does not exist, and what was typed is not kept: people type passwords
// into the wrong field.
func recordRefused(tx *db.Tx, accountID, why string, b Browser) error {
	return record.Add(tx, record.Act{
		Act: access.SignInRefused, Object: record.Object{Kind: "sign_in", ID: db.NewID()},
		After: struct{ Account, Why, Address, Browser string }{accountID, why, b.Address, b.Name},
	})
}
