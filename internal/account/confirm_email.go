package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// EmailStillAsked reports whether a link that waits to be sent would still hold.
//
// Read: the sender of mails asks before each try.
func EmailStillAsked(tx *db.Tx, tokenHash string) (bool, error) {
	e, err := findAskedEmail(tx, tokenHash)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil && e.Pending(tx.Now), err
}

// AskedEmail finds the address that a link would confirm. Its error is a problem
// for a link that never was, was used, or is too old, always the same; and for
// who is signed in as somebody else.
//
// Public: who holds the link has read the letter.
func AskedEmail(tx *db.Tx, token string) (Email, error) {
	gone := problem.New(problem.NotFound, "Đường dẫn xác nhận này không còn dùng được: mỗi đường dẫn dùng một lần, trong 24 giờ. Hãy mở trang Tài khoản của tôi, phần Thư điện tử, để nhận đường dẫn mới.")
	e, err := findAskedEmail(tx, digest(token))
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Email{}, fmt.Errorf("find confirmation: %w", err)
	}
	if err != nil || token == "" || !e.Pending(tx.Now) {
		return Email{}, gone
	}
	a, err := find(tx, e.AccountID)
	if err != nil {
		return Email{}, fmt.Errorf("find account %s: %w", e.AccountID, err)
	}
	switch {
	case !a.DisabledAt.IsZero():
		return Email{}, gone
	case tx.Actor.ID != "" && tx.Actor.ID != a.ID:
		return Email{}, problem.New(problem.Closed, "Đường dẫn này dành cho người khác, còn trình duyệt này đang đăng nhập với tên %s. Nếu đường dẫn là của bạn, hãy đăng xuất rồi mở lại; đường dẫn vẫn còn nguyên.", tx.Actor.Name)
	}
	e.Mail, e.ConfirmedAt = a.Email, a.EmailConfirmedAt
	return e, nil
}

// ConfirmEmail makes the address that a link was sent to the account's.
//
// Public: who holds the link has read the letter.
func ConfirmEmail(tx *db.Tx, token string) error {
	before, err := AskedEmail(tx, token)
	if err != nil {
		return err
	}
	return putEmail(tx, before, Email{
		AccountID: before.AccountID, Mail: before.AskedMail, ConfirmedAt: db.At(tx.Now), AskedOn: before.AskedOn, AskedCount: before.AskedCount,
	})
}

// EmailFailed notes that the receiving server refuses an address; nothing more is
// sent there until the person has confirmed it again.
//
// Within: the sender of mails; the server has said so.
func EmailFailed(tx *db.Tx, accountID, to, why string) error {
	a, err := find(tx, accountID)
	if errors.Is(err, db.ErrNoRow) {
		return nil // a letter to nobody's account
	}
	if err != nil {
		return fmt.Errorf("find account %s: %w", accountID, err)
	}
	e, err := emailOf(tx, a)
	if err != nil {
		return err
	}
	switch to {
	case e.Mail:
		e.ConfirmedAt = db.Time{}
	case e.AskedMail:
		e.AskedMail, e.AskedToken, e.AskedUntil = "", "", db.Time{}
	default:
		return nil // the person has changed it meanwhile
	}
	e.FailedMail, e.FailedAt, e.FailedWhy = to, db.At(tx.Now), why
	if err := saveEmail(tx, e); err != nil {
		return fmt.Errorf("note refused address of account %s: %w", a.ID, err)
	}
	return nil
}
