package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
)

// Handing is how a one-time link comes to its person.
type Handing struct {
	To   string // mailed to this address, and shown to nobody; empty: shown once to who makes it
	Once string // of the form: sent twice it makes one link
}

// LinkPath is where one-time links lead; the token follows it.
const LinkPath = "/loi-moi/"

// LinkTopic is the topic, and the key, of a letter with a one-time link; the
// link's id follows it.
const LinkTopic = "link|"

// post writes the letter with a link. It expires with the link, and is emptied
// once it is sent or withdrawn.
func (l Link) post(tx *db.Tx, a Account, token string) error {
	m := outbox.Mail{To: l.MailedTo, Name: a.Name, Fixed: true}
	button := "Nhận lời mời"
	switch l.Kind {
	case InvitationLink:
		m.Subject = "Lời mời dùng Giao Ước"
		m.Lines = []outbox.Line{
			{Text: tx.Actor.Name + " mời bạn dùng Giao Ước, nơi làm việc chung của cụm, khối thi đua. Tên đăng nhập của bạn: " + a.Login + "."},
			{Text: "Mở đường dẫn dưới đây trong 7 ngày và chọn mật khẩu. Đường dẫn dùng một lần, chỉ dành cho bạn: đừng chuyển thư này cho ai."},
		}
	case RecoveryLink:
		m.Subject, button = "Đặt lại mật khẩu Giao Ước", "Đặt lại mật khẩu"
		m.Lines = []outbox.Line{
			{Text: "Hai quản trị viên đã xác nhận khôi phục tài khoản " + a.Login + " của bạn; mật khẩu cũ hết hiệu lực."},
			{Text: "Mở đường dẫn dưới đây trong 24 giờ và chọn mật khẩu mới. Đường dẫn dùng một lần, chỉ dành cho bạn: đừng chuyển thư này cho ai."},
		}
	}
	m.Lines = append(m.Lines,
		outbox.Line{Text: button, Href: LinkPath + token},
		outbox.Line{Text: "Nếu bạn không chờ thư này, đừng mở đường dẫn và báo cơ quan quản trị Giao Ước của bạn."})
	key := LinkTopic + l.ID
	err := outbox.Add(tx, outbox.Effect{Key: key, Topic: key, AccountID: a.ID, ExpiresAt: l.ExpiresAt, Mail: m})
	if list := problem.All(err); list != nil {
		return problem.Field("email", "%s", list[0].Text)
	}
	return err
}

// LinkStillOpen reports whether a link that waits to be sent still opens, and the
// address is still the account's.
//
// Read: the sender of mails asks before each try.
func LinkStillOpen(tx *db.Tx, id string) (bool, error) {
	l, err := linkByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find link %s: %w", id, err)
	}
	a, err := find(tx, l.AccountID)
	if err != nil {
		return false, fmt.Errorf("find account of link %s: %w", id, err)
	}
	return l.Open(tx.Now) && a.DisabledAt.IsZero() && a.Email == l.MailedTo, nil
}

// closeLinks makes the open links of an account open nothing, with the letters that
// still wait; but for those mailed to an address, or all of them for none.
func closeLinks(tx *db.Tx, accountID, but string) error {
	open, err := openLinks(tx, accountID)
	if err != nil {
		return fmt.Errorf("find links of account %s: %w", accountID, err)
	}
	for _, l := range open {
		if but != "" && (l.MailedTo == but || l.MailedTo == "") {
			continue
		}
		if err := withdrawLink(tx, l.ID, db.At(tx.Now)); err != nil {
			return fmt.Errorf("withdraw link %s: %w", l.ID, err)
		}
		if err := outbox.Withdraw(tx, LinkTopic+l.ID); err != nil {
			return err
		}
	}
	return nil
}

// wasMailed reports whether the link of an account that is open went by mail.
func wasMailed(tx *db.Tx, accountID string) (bool, error) {
	open, err := openLinks(tx, accountID)
	return len(open) > 0 && open[0].MailedTo != "", err
}

// madeBefore finds the link that the same form has made; false when it has made
// none.
func madeBefore(tx *db.Tx, once string) (Link, bool, error) {
	if once == "" {
		return Link{}, false, nil
	}
	l, err := linkOfForm(tx, once)
	if errors.Is(err, db.ErrNoRow) || err == nil && l.MadeBy != tx.Actor.ID {
		return Link{}, false, nil
	}
	if err != nil {
		return Link{}, false, fmt.Errorf("find link of a form: %w", err)
	}
	return l, true, nil
}
