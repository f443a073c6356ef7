package notice

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Topic is the topic of the mails that carry a notice; the notice's id follows it.
const Topic = "notice|"

// Tell writes a notice in the transaction of the act that it tells of, and with it
// the mail where the person has asked for one. Who is told is n.AccountID; the
// title and the note leave by mail, so they hold no figure, reason or secret.
//
// Within: any use case; it has asked for the right and writes the record.
func Tell(tx *db.Tx, n Notice) error {
	n.Title, n.Note = vn.Line(n.Title), vn.Line(n.Note)
	if n.AccountID == "" || n.Title == "" || n.Kind.Name() == "" || n.Href != "" && !outbox.OwnPath(n.Href) {
		return fmt.Errorf("tell %q (%s) to account %q at %q: not a notice", n.Title, n.Kind, n.AccountID, n.Href)
	}
	n.ID, n.At = db.NewID(), db.At(tx.Now)
	n.ReadAt, n.SettledAt, n.DigestedOn = db.Time{}, db.Time{}, vn.Date{}
	if n.TaskKey != "" { // the nearer word takes the place of the former
		if err := markTaskRead(tx, n.AccountID, n.YearID, n.TaskKey); err != nil {
			return fmt.Errorf("tell account %s: %w", n.AccountID, err)
		}
	}
	if err := insert(tx, n); err != nil {
		return fmt.Errorf("tell account %s: %w", n.AccountID, err)
	}
	s, err := settingsOf(tx, n.AccountID)
	if err != nil || s.Mode(n.Kind) != AtOnce {
		return err
	}
	a, err := addressOf(tx, n.AccountID)
	if err != nil {
		return err
	}
	return n.mail(tx, a)
}

// mail writes the letters that carry a notice. One of safety stands as it was
// written, whatever becomes of the notice or the address before it leaves: who has
// got into the account could change both.
func (n Notice) mail(tx *db.Tx, a Address) error {
	topic := Topic + n.ID
	if n.Kind == Security {
		topic = ""
	}
	for _, to := range []string{a.Mail, n.Also} {
		if to == "" {
			continue
		}
		m := n.letter(Address{Mail: to, Name: a.Name})
		err := outbox.Add(tx, outbox.Effect{Key: Topic + n.ID + "|" + to, Topic: topic, AccountID: n.AccountID, Mail: m})
		if problem.All(err) != nil {
			return fmt.Errorf("tell account %s by mail: %w", n.AccountID, err) // the address was checked as it was confirmed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// IfNotYou is what a person does who is told of an act of somebody else.
const IfNotYou = "Nếu bạn không làm hoặc không biết việc này: đăng nhập, đổi mật khẩu, kết thúc mọi phiên khác rồi báo quản trị viên. Không đăng nhập được thì báo quản trị viên ngay để khôi phục tài khoản. Nếu chính bạn làm thì không cần làm gì."

// letter is a notice as a mail.
func (n Notice) letter(a Address) outbox.Mail {
	m := outbox.Mail{To: a.Mail, Name: a.Name, Subject: n.Title, Fixed: n.Kind == Security, Lines: []outbox.Line{{Text: n.Title + "."}}}
	if n.Kind == Security {
		m.Lines = append(m.Lines, outbox.Line{Text: "Lúc " + vn.Clock(n.At.Time) + ", ngày " + vn.DateOf(n.At.Time).Short() + "."})
	}
	if n.Note != "" {
		m.Lines = append(m.Lines, outbox.Line{Text: n.Note + "."})
	}
	if n.Kind == Security {
		m.Lines = append(m.Lines, outbox.Line{Text: IfNotYou})
	}
	if n.Href != "" {
		m.Lines = append(m.Lines, outbox.Line{Text: "Mở trang này", Href: n.Href})
	}
	return m
}

// Letter is the mail that carries a notice, as long as the notice is open.
//
// Read: the sender of mails asks before each try.
func Letter(tx *db.Tx, id string) (n Notice, m outbox.Mail, open bool, err error) {
	n, err = find(tx, id)
	if isNone(err) {
		return n, m, false, nil
	}
	if err != nil {
		return n, m, false, fmt.Errorf("find notice %s: %w", id, err)
	}
	a, err := addressOf(tx, n.AccountID)
	return n, n.letter(a), err == nil && n.Open() && a.Mail != "", err
}

// Settle ends the notices about a piece of work of a person: the work is in.
//
// Within: the reminders; it follows from the work.
func Settle(tx *db.Tx, accountID, yearID, taskKey string) error {
	if err := settle(tx, accountID, yearID, taskKey); err != nil {
		return fmt.Errorf("settle notices of account %s: %w", accountID, err)
	}
	return nil
}
