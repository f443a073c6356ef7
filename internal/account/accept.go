package account

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Accept uses an invitation or a link of recovery: the account gets the password
// that was chosen. The person then signs in with it, and with the second factor
// where there is one, from a browser that is known from now on by the token of its
// cookie.
//
// Public: whoever has the link.
func Accept(tx *db.Tx, token string, c Chosen, b Browser) (a Account, device string, err error) {
	d, err := behind(tx, token)
	if err != nil {
		return Account{}, "", err
	}
	if d.Link.Kind == FirstLink {
		return Account{}, "", problem.New(problem.NotFound, "Liên kết này không phải là lời mời.")
	}
	if err := d.use(tx); err != nil {
		return Account{}, "", err
	}
	if tx.Actor, err = Actor(tx, d.Account.ID); err != nil {
		return Account{}, "", err
	}
	if err := record.Add(tx, record.Act{Act: access.LinkUsed, Object: d.Link.object(), After: d.Link.said()}); err != nil {
		return Account{}, "", err
	}
	if err := setPassword(tx, d.Account.ID, c, "", b); err != nil {
		return Account{}, "", err
	}
	if device, err = remember(tx, d.Account.ID, b); err != nil {
		return Account{}, "", err
	}
	if err := d.arrived(tx); err != nil {
		return Account{}, "", err
	}
	if d.Link.Kind == RecoveryLink {
		err = tellSafety(tx, d.Account.ID, "Tài khoản của bạn đã khôi phục xong, với mật khẩu mới", b.from())
	}
	return d.Account, device, err
}
