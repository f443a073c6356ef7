package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
)

// Where a person looks after the own account, and where administrators look after
// accounts and recoveries, whose id follows.
const (
	ownPage        = "/tai-khoan"
	accountsPage   = "/quan-tri/tai-khoan/"
	recoveriesPage = "/quan-tri/khoi-phuc/"
)

// tellSafety tells a person at once of an act that touches the safety of the
// account, also the person's own. What a person types stands in no such notice:
// whoever has got in would write the letter.
func tellSafety(tx *db.Tx, accountID, title, note string) error {
	return notice.Tell(tx, notice.Notice{AccountID: accountID, Kind: notice.Security, Title: title, Note: note, Href: ownPage})
}

// from is where an act came from.
func (b Browser) from() string {
	if b.Name == "" {
		return ""
	}
	return "Từ " + b.Name + ", địa chỉ " + b.Address
}

// by names who did something to another's account.
func by(tx *db.Tx) string { return "Người làm: " + tx.Actor.Name }

// tellEmail tells a person of a changed address, at both.
func tellEmail(tx *db.Tx, before, after Email) error {
	n := notice.Notice{AccountID: after.AccountID, Kind: notice.Security, Href: ownPage}
	if !before.ConfirmedAt.IsZero() && before.Mail != after.Mail {
		n.Also = before.Mail
	}
	switch {
	case after.Mail == "":
		n.Title, n.Note = "Địa chỉ thư điện tử của tài khoản đã được bỏ", "Từ nay không có thư nào được gửi nữa"
	case before.Mail != "" && before.Mail != after.Mail:
		n.Title, n.Note = "Địa chỉ thư điện tử của tài khoản đã đổi", "Thư được gửi đến cả địa chỉ cũ và địa chỉ mới"
	default:
		n.Title = "Địa chỉ thư điện tử của tài khoản đã được ghi nhận"
	}
	return notice.Tell(tx, n)
}

// tellRole tells a person of a role given or taken; nobody before the person has
// ever come in.
func tellRole(tx *db.Tx, g Grant, title, note string) error {
	in, err := hasComeIn(tx, g.AccountID)
	if err != nil {
		return fmt.Errorf("look whether account %s was used: %w", g.AccountID, err)
	}
	if !in {
		return nil
	}
	return tellSafety(tx, g.AccountID, title, note)
}

// tellDelegation tells both persons.
func tellDelegation(tx *db.Tx, d Delegation, toGiver, toReceiver string) error {
	note := "Từ ngày " + d.FromDay.Short() + " đến hết ngày " + d.UntilDay.Short()
	if tx.Actor.ID != d.GiverID {
		note += ". " + by(tx)
	}
	for id, title := range map[string]string{d.GiverID: toGiver, d.ReceiverID: toReceiver} {
		if err := tellSafety(tx, id, title, note); err != nil {
			return err
		}
	}
	return nil
}

// tellInviter tells who invited a person that the invitation was taken.
func tellInviter(tx *db.Tx, l Link, a Account) error {
	if l.Kind != InvitationLink || l.MadeBy == "" {
		return nil
	}
	if _, err := find(tx, l.MadeBy); errors.Is(err, db.ErrNoRow) {
		return nil // the person at the machine
	} else if err != nil {
		return fmt.Errorf("find account %s: %w", l.MadeBy, err)
	}
	return notice.Tell(tx, notice.Notice{
		AccountID: l.MadeBy, Kind: notice.Account, Title: a.Name + " đã nhận lời mời", Href: accountsPage + a.ID,
	})
}

// tellAdministrators tells the other administrators that a recovery waits for one
// of them.
func tellAdministrators(tx *db.Tx, r Recovery, name string) error {
	grants, err := allGrantsOn(tx, tx.Today())
	if err != nil {
		return fmt.Errorf("find administrators: %w", err)
	}
	told := map[string]bool{r.AskedBy: true, r.AccountID: true}
	for _, g := range grants {
		if g.Role != access.Administrator || told[g.AccountID] {
			continue
		}
		told[g.AccountID] = true
		err := notice.Tell(tx, notice.Notice{
			AccountID: g.AccountID, Kind: notice.Account, Title: "Yêu cầu khôi phục tài khoản của " + name + " chờ quản trị viên thứ hai", Href: recoveriesPage + r.ID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
