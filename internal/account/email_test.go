package account

import (
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/notice"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// mailbox is a person with an address, and another, on 1 July 2026.
type mailbox struct {
	t           *testing.T
	d           *db.DB
	binh, other Account
}

func newMailbox(t *testing.T, d *db.DB) *mailbox {
	m := &mailbox{t: t, d: d}
	dbtest.SetDay(d, 2026, time.July, 1)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if m.binh, err = Create(tx, New{Login: "binh", Name: "Trần Thị Bình"}); err != nil {
			return err
		}
		m.other, err = Create(tx, New{Login: "other", Name: "Lê Văn An"})
		return err
	})
	return m
}

func (m *mailbox) change(mail string) error {
	return dbtest.Try(m.d, db.Actor{ID: m.binh.ID, Name: m.binh.Name}, func(tx *db.Tx) error { return ChangeEmail(tx, mail, true) })
}

// ask asks for an address and returns the token of the link that was sent.
func (m *mailbox) ask(mail string) string {
	m.t.Helper()
	if err := m.change(mail); err != nil {
		m.t.Fatal(err)
	}
	for _, e := range m.letters() {
		for _, l := range e.Mail.Lines {
			if token, ok := strings.CutPrefix(l.Href, EmailPath); ok {
				return token
			}
		}
	}
	m.t.Fatal("no letter has a link")
	return ""
}

func (m *mailbox) confirm(actor db.Actor, token string) error {
	return dbtest.Try(m.d, actor, func(tx *db.Tx) error { return ConfirmEmail(tx, token) })
}

// has makes an address the person's.
func (m *mailbox) has(mail string) {
	m.t.Helper()
	if err := m.confirm(db.Actor{}, m.ask(mail)); err != nil {
		m.t.Fatal(err)
	}
}

func (m *mailbox) letters() (list []outbox.Effect) {
	m.t.Helper()
	dbtest.Update(m.t, m.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		list, err = outbox.Recent(tx, m.binh.ID, 100)
		return err
	})
	return list
}

// to are the receivers of the letters with a subject, each once.
func (m *mailbox) to(subject string) map[string]int {
	m.t.Helper()
	found := map[string]int{}
	for _, e := range m.letters() {
		if e.Subject == subject {
			found[e.Mail.To]++
		}
	}
	return found
}

func (m *mailbox) now() (e Email) {
	m.t.Helper()
	dbtest.Update(m.t, m.d, db.Actor{ID: m.binh.ID}, func(tx *db.Tx) (err error) {
		e, err = OwnEmail(tx)
		return err
	})
	return e
}

func TestALinkOfAnAddressHoldsOnceAndADay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMailbox(t, d)
		sentence := ""
		refuse := func(what, token string) {
			t.Helper()
			err := m.confirm(db.Actor{}, token)
			if !problem.Is(err, problem.NotFound) || sentence != "" && err.Error() != sentence {
				t.Errorf("%s: %v", what, err)
				return
			}
			sentence = err.Error() // the same for all
		}
		first := m.ask("cu@danang.gov.vn")
		second := m.ask("moi@danang.gov.vn")
		refuse("a link that a later one replaced", first)
		refuse("a link that never was", "AAAAAAAAAAAAAAAAAAAAAAAAAA")
		refuse("an empty link", "")
		if err := m.confirm(db.Actor{ID: m.other.ID, Name: m.other.Name}, second); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), m.other.Name) {
			t.Errorf("somebody else: %v", err)
		}
		if err := m.confirm(db.Actor{}, second); err != nil {
			t.Fatal(err)
		}
		refuse("a used link", second)
		third := m.ask("nua@danang.gov.vn")
		dbtest.SetDay(d, 2026, time.July, 2)
		refuse("a link of a day ago", third)
		if e := m.now(); e.Mail != "moi@danang.gov.vn" || e.ConfirmedAt.IsZero() {
			t.Errorf("the address is %+v", e)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			entries, err := record.Of(tx, record.Object{Kind: "account", ID: m.binh.ID})
			if len(entries) != 5 {
				t.Errorf("%d entries in the record, want the account, 3 askings and 1 confirmation", len(entries))
			}
			for _, e := range entries {
				for _, token := range []string{first, second, third} {
					if strings.Contains(string(e.After), token) || strings.Contains(string(e.Before), token) {
						t.Error("the record holds a token")
					}
				}
			}
			return err
		})
	})
}

// A changed address is told at both, and what was sent before for another is void.
func TestAChangedAddressIsToldAtBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMailbox(t, d)
		m.has("cu@danang.gov.vn")
		if got := m.to("Địa chỉ thư điện tử của tài khoản đã được ghi nhận"); len(got) != 1 || got["cu@danang.gov.vn"] != 1 {
			t.Errorf("the first address: told at %v", got)
		}
		token := m.ask("moi@danang.gov.vn")
		if e := m.now(); e.Mail != "cu@danang.gov.vn" || e.ConfirmedAt.IsZero() || e.AskedMail != "moi@danang.gov.vn" {
			t.Fatalf("before it is confirmed: %+v", e)
		}
		if err := m.confirm(db.Actor{}, token); err != nil {
			t.Fatal(err)
		}
		const changed = "Địa chỉ thư điện tử của tài khoản đã đổi"
		if got := m.to(changed); len(got) != 2 || got["cu@danang.gov.vn"] != 1 || got["moi@danang.gov.vn"] != 1 {
			t.Errorf("told at %v", got)
		}
		if err := m.change(""); err != nil {
			t.Fatal(err)
		}
		if got := m.to("Địa chỉ thư điện tử của tài khoản đã được bỏ"); len(got) != 1 || got["moi@danang.gov.vn"] != 1 {
			t.Errorf("taken away: told at %v", got)
		}
		if e := m.now(); e.Mail != "" || !e.ConfirmedAt.IsZero() {
			t.Errorf("taken away: %+v", e)
		}
	})
}

func TestNobodyFloodsAForeignMailbox(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMailbox(t, d)
		for range mostAsked {
			m.ask("nan-nhan@example.vn")
		}
		waiting := 0
		for _, e := range m.letters() {
			if e.State == outbox.Waiting {
				waiting++
			}
		}
		if waiting != 1 {
			t.Errorf("%d letters wait, want the last alone", waiting)
		}
		if err := m.change("nan-nhan@example.vn"); !problem.Is(err, problem.Invalid) || problem.All(err)[0].Field != "email" {
			t.Errorf("one more: %v", err)
		}
		if err := m.change(""); err != nil {
			t.Fatal(err)
		}
		if err := m.change("nan-nhan@example.vn"); !problem.Is(err, problem.Invalid) {
			t.Errorf("one more after taking it away: %v", err)
		}
		dbtest.SetDay(d, 2026, time.July, 2)
		if err := m.change("nan-nhan@example.vn"); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

func TestAnAddressThatIsRefusedIsSaidAndLeftAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMailbox(t, d)
		m.has("sai@danang.gov.vn")
		fail := func(to string) {
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return EmailFailed(tx, m.binh.ID, to, "Mã 550.") })
		}
		fail("khac@danang.gov.vn")
		if e := m.now(); e.ConfirmedAt.IsZero() || !e.FailedAt.IsZero() {
			t.Errorf("an address that was changed meanwhile: %+v", e)
		}
		fail("sai@danang.gov.vn")
		if e := m.now(); !e.ConfirmedAt.IsZero() || e.FailedMail != "sai@danang.gov.vn" || e.FailedWhy != "Mã 550." {
			t.Errorf("a refused address: %+v", e)
		}
		before := len(m.letters())
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			return notice.Tell(tx, notice.Notice{AccountID: m.binh.ID, Kind: notice.Security, Title: "Có việc"})
		})
		if len(m.letters()) != before {
			t.Error("a letter goes to a refused address")
		}
		m.has("sai@danang.gov.vn")
		if e := m.now(); e.ConfirmedAt.IsZero() || !e.FailedAt.IsZero() {
			t.Errorf("confirmed again: %+v", e)
		}
	})
}

// Where no letters leave, an address is kept and stays unconfirmed.
func TestAnAddressWithoutAMailServer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMailbox(t, d)
		dbtest.Update(t, d, db.Actor{ID: m.binh.ID}, func(tx *db.Tx) error { return ChangeEmail(tx, "binh@danang.gov.vn", false) })
		if e := m.now(); e.Mail != "binh@danang.gov.vn" || !e.ConfirmedAt.IsZero() || len(m.letters()) != 0 {
			t.Errorf("%+v, letters %+v", e, m.letters())
		}
		for _, wrong := range []string{"khong", "a@b", "a@b.vn\r\nBcc: c@d.vn", "Bình <a@b.vn>"} {
			err := dbtest.Try(d, db.Actor{ID: m.binh.ID}, func(tx *db.Tx) error { return ChangeEmail(tx, wrong, false) })
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if err := dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error { return ChangeEmail(tx, "a@b.vn", false) }); !problem.Is(err, problem.Denied) {
			t.Errorf("a visitor: %v", err)
		}
	})
}
