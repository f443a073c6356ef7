package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Disable keeps a person from signing in, ends the sessions and makes the links
// open nothing. What the person has done stays.
func Disable(tx *db.Tx, accountID, reason string, b Browser) error {
	a, err := toChange(tx, accountID, reason)
	if err != nil {
		return err
	}
	switch {
	case a.ID == tx.Actor.ID:
		return problem.New(problem.Closed, "Không tự tạm ngừng tài khoản của mình được; nhờ một quản trị viên khác.")
	case !a.DisabledAt.IsZero():
		return problem.New(problem.Closed, "Tài khoản này đang tạm ngừng rồi.")
	}
	now := db.At(tx.Now)
	if err := saveDisabled(tx, a.ID, now, reason); err != nil {
		return fmt.Errorf("disable account %s: %w", a.ID, err)
	}
	if err := keepAnAdministrator(tx, tx.Today()); err != nil {
		return err
	}
	if err := errors.Join(closeLinks(tx, a.ID, ""), forgetDevices(tx, a.ID, "")); err != nil {
		return fmt.Errorf("withdraw links of account %s: %w", a.ID, err)
	}
	if _, err := endAll(tx, a.ID, "", Disabled, b); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: state{false}, Reason: reason,
	})
}

// state is what the record keeps of disabling and enabling.
type state struct{ MaySignIn bool }

// Enable lets a disabled person sign in again, as before.
func Enable(tx *db.Tx, accountID, reason string) error {
	a, err := toChange(tx, accountID, reason)
	if err != nil {
		return err
	}
	if a.DisabledAt.IsZero() {
		return problem.New(problem.Closed, "Tài khoản này đang dùng được.")
	}
	if err := saveDisabled(tx, a.ID, db.Time{}, ""); err != nil {
		return fmt.Errorf("enable account %s: %w", a.ID, err)
	}
	return record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: state{true}, Reason: reason,
	})
}

// EndSessions ends every session of another person's account.
func EndSessions(tx *db.Tx, accountID, reason string, b Browser) (int, error) {
	a, err := toChange(tx, accountID, reason)
	if err != nil {
		return 0, err
	}
	n, err := endAll(tx, a.ID, "", Revoked, b)
	if err != nil || n == 0 {
		return n, err
	}
	return n, record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: struct{ SessionsEnded int }{n}, Reason: reason,
	})
}

// toChange asks for the right to change an account, and for the reason.
func toChange(tx *db.Tx, accountID, reason string) (Account, error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, err
	}
	a, err := ByID(tx, accountID)
	if err == nil && reason == "" {
		err = problem.Field("reason", "Ghi lý do; nhật ký giữ lại.")
	}
	return a, err
}
