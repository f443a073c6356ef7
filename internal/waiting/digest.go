package waiting

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/newsletter"
	"giaouoc/internal/notice"
	"giaouoc/internal/outbox"
	"giaouoc/internal/vn"
)

// Digest writes the person's digest of the day (bản tin ngày) into the outbox:
// from the hour that the person has chosen, on days on which offices work, once a
// day, and not at all when nothing is new and nothing waits.
//
// Public: the calendar makes it, no person does; it goes to the person's own
// address.
func Digest(tx *db.Tx, cal *vn.Calendar) error {
	if due, err := DigestDue(tx, cal); err != nil || !due {
		return err
	}
	s, a, err := notice.Of(tx, tx.Actor.ID)
	if err != nil {
		return err
	}
	today := tx.Today()
	d, err := digestOf(tx, cal, s, today)
	if err != nil {
		return err
	}
	if first, err := notice.Digested(tx, tx.Actor.ID, today, d.notices); !first || err != nil || d.empty() {
		return err
	}
	key := digestTopic + tx.Actor.ID + "|" + today.String()
	return outbox.Add(tx, outbox.Effect{Key: key, Topic: key, AccountID: tx.Actor.ID, Mail: d.letter(a)})
}

// DigestDue reports whether the person's digest of the day has yet to be written, so
// that nobody waits for a transaction that changes nothing.
//
// Public: the calendar asks.
func DigestDue(tx *db.Tx, cal *vn.Calendar) (bool, error) {
	s, a, err := notice.Of(tx, tx.Actor.ID)
	if err != nil || a.Mail == "" || !cal.IsWorkingDay(tx.Today()) || tx.Now.In(vn.Zone).Hour() < s.Hour {
		return false, err
	}
	last, err := notice.LastDigest(tx, tx.Actor.ID)
	return last != tx.Today(), err
}

const digestTopic = "digest|"

// digest is what one letter a day says.
type digest struct {
	day     vn.Date
	notices []notice.Notice
	places  []Place
	tasks   [][]Task // by place
}

// digestOf gathers the notices that the person wants in the digest, and what waits
// where the person wants any word of work or deadlines in it.
func digestOf(tx *db.Tx, cal *vn.Calendar, s notice.Settings, day vn.Date) (digest, error) {
	d := digest{day: day}
	var err error
	if d.notices, err = notice.Digestable(tx, tx.Actor.ID, s, day); err != nil {
		return d, err
	}
	if s.Mode(notice.Work) != notice.Digest && s.Mode(notice.Deadline) != notice.Digest && s.Mode(notice.Overdue) != notice.Digest {
		return d, nil
	}
	places, err := Places(tx, cal)
	if err != nil {
		return d, err
	}
	for _, p := range places {
		tasks, _, err := List(tx, cal, p.Year)
		if err != nil {
			return d, err
		}
		if len(tasks) > 0 {
			d.places, d.tasks = append(d.places, p), append(d.tasks, tasks)
		}
	}
	return d, nil
}

func (d digest) empty() bool { return len(d.notices)+len(d.tasks) == 0 }

func (d digest) letter(a notice.Address) outbox.Mail {
	waits := 0
	for _, tasks := range d.tasks {
		waits += len(tasks)
	}
	var counts []string
	if n := len(d.notices); n > 0 {
		counts = append(counts, strconv.Itoa(n)+" thông báo mới")
	}
	if waits > 0 {
		counts = append(counts, strconv.Itoa(waits)+" việc đang chờ")
	}
	m := outbox.Mail{To: a.Mail, Name: a.Name, Subject: "Bản tin ngày " + d.day.Short() + ": " + strings.Join(counts, ", ")}
	if len(d.notices) > 0 {
		m.Lines = append(m.Lines, outbox.Line{Text: "Thông báo mới"})
	}
	for _, n := range d.notices {
		text := n.Title
		if n.Note != "" {
			text += " (" + n.Note + ")"
		}
		m.Lines = append(m.Lines, outbox.Line{Text: text, Href: n.Href})
	}
	for i, p := range d.places {
		m.Lines = append(m.Lines, outbox.Line{Text: "Đang chờ bạn: " + p.Name()})
		for _, t := range d.tasks[i] {
			m.Lines = append(m.Lines, outbox.Line{Text: t.Title + when(t), Href: p.Path() + t.Page})
		}
	}
	return m
}

// when says how near the deadline of a task is.
func when(t Task) string {
	if t.Due.IsZero() || t.Reminder != nil && t.Reminder.Confirms() {
		return ""
	}
	text := ", hạn " + t.Due.Short()
	if r := t.Reminder; r != nil {
		switch r.Urgency {
		case cycle.Late:
			text += " (quá hạn)"
		case cycle.Today:
			text += " (hôm nay)"
		default:
			text += " (còn " + about(r) + strconv.Itoa(r.Left) + " ngày làm việc)"
		}
	}
	return text
}

// Ready says what is to be sent now of a letter that was written before, and
// whether it still is: nothing of a reminder whose work is in, of a notice that
// was read, of a link that no longer holds, of yesterday's digest.
//
// Read: the sender of mails asks before each try; the letter goes to the person
// whose own it is.
func Ready(tx *db.Tx, cal *vn.Calendar, e outbox.Effect) (outbox.Mail, bool, error) {
	switch kind, id, _ := strings.Cut(e.Topic, "|"); kind + "|" {
	case notice.Topic:
		n, m, open, err := notice.Letter(tx, id)
		if err != nil || !open {
			return m, open, err
		}
		if _, err := as(tx, n.AccountID); err != nil { // an account that was disabled is told nothing more
			return m, false, gone(err)
		}
		if n.TaskKey == "" {
			return m, true, nil
		}
		still, err := stillWaits(tx, cal, n)
		return m, still, err
	case account.EmailTopic:
		asked, err := account.EmailStillAsked(tx, id)
		return e.Mail, asked, err
	case account.LinkTopic:
		open, err := account.LinkStillOpen(tx, id)
		return e.Mail, open, err
	case newsletter.Topic:
		wanted, err := newsletter.StillReads(tx, id)
		return e.Mail, wanted, err
	case digestTopic:
		return digestNow(tx, cal, e)
	}
	return e.Mail, true, nil
}

// as is the transaction on behalf of a person.
func as(tx *db.Tx, accountID string) (*db.Tx, error) {
	person, err := cycle.Person(tx, accountID)
	own := *tx
	own.Actor = person
	return &own, err
}

func stillWaits(tx *db.Tx, cal *vn.Calendar, n notice.Notice) (bool, error) {
	own, err := as(tx, n.AccountID)
	if err != nil {
		return false, gone(err)
	}
	places, err := Places(own, cal)
	if err != nil {
		return false, err
	}
	for _, p := range places {
		if p.Year.ID != n.YearID {
			continue
		}
		tasks, _, err := List(own, cal, p.Year)
		if err != nil {
			return false, err
		}
		for _, t := range tasks {
			if t.Key() == n.TaskKey {
				return true, nil
			}
		}
	}
	return false, nil
}

// digestNow makes a digest again: since it was written, work may have come in.
func digestNow(tx *db.Tx, cal *vn.Calendar, e outbox.Effect) (outbox.Mail, bool, error) {
	if !strings.HasSuffix(e.Topic, "|"+tx.Today().String()) {
		return outbox.Mail{}, false, nil
	}
	own, err := as(tx, e.AccountID)
	if err != nil {
		return outbox.Mail{}, false, gone(err)
	}
	s, a, err := notice.Of(own, e.AccountID)
	if err != nil || a.Mail == "" {
		return outbox.Mail{}, false, err
	}
	d, err := digestOf(own, cal, s, tx.Today())
	if err != nil {
		return outbox.Mail{}, false, fmt.Errorf("make digest of account %s: %w", e.AccountID, err)
	}
	return d.letter(a), !d.empty(), nil
}
