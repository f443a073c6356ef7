package personal_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/notice"
	"giaouoc/internal/org"
	"giaouoc/internal/outbox"
	"giaouoc/internal/personal"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// marks are what the person of the trace is known by, in parts that stand nowhere
// else, and a telephone number in the position.
var marks = []string{"Trần Thị Dấu Vết", "dau-vet-kx7", "vet.kx7@tinh.example", "rieng.kx7@thu.example", "sso.kx7@so.example", "0987654321", number}

// trail is a person of whom every table of an account holds something, by the use
// cases; what a browser alone makes, and a reminder, are written as rows.
type trail struct {
	*world
	person, colleague db.Actor
	grants            map[string][]account.Grant
	session           account.Session
	browser           account.Browser
}

// trailDay is the day of the trail, and trailAt its noon.
var (
	trailDay = vn.NewDate(2026, 3, 20)
	trailAt  = time.Date(2026, 3, 20, 5, 0, 0, 0, time.UTC)
)

func (w *world) trail() *trail {
	w.Helper()
	l := &trail{world: w, browser: account.Browser{Name: "Firefox trên Windows", Address: "192.0.2.7", At: trailAt}, grants: map[string][]account.Grant{}}
	dbtest.Update(w.T, w.db, dbtest.Operator(), func(tx *db.Tx) error {
		u, err := org.Create(tx, org.Unit{Code: "01", Name: "Tỉnh A", Kind: org.Province, Source: "danh mục"})
		if err != nil {
			return err
		}
		leads := []account.Grant{{Role: access.UnitLeader, ScopeKind: access.ScopeUnit, ScopeID: u.ID}}
		a, _, err := account.Invite(tx, account.New{Login: marks[1], Name: marks[0], Position: "Chuyên viên, máy " + marks[5], UnitID: u.ID, Email: marks[2]}, leads, account.Handing{})
		if err != nil {
			return err
		}
		c, _, err := account.Invite(tx, account.New{Login: "dong-nghiep", Name: "Lê Văn Đồng Nghiệp", Position: "Phó giám đốc", UnitID: u.ID}, leads, account.Handing{})
		if err != nil {
			return err
		}
		if l.colleague, err = account.Actor(tx, c.ID); err != nil {
			return err
		}
		if _, l.grants, err = account.List(tx); err != nil {
			return err
		}
		l.session, err = account.Begin(tx, a.ID, account.ByPassword, l.browser)
		l.person = tx.Actor
		return err
	})
	l.signsIn()
	l.isTold()
	l.isTalkedOf()
	l.hasRows()
	return l
}

// signsIn fills the ways to sign in.
func (l *trail) signsIn() {
	l.Helper()
	chosen, err := account.Choose("cá rô đồng kho tộ", "cá rô đồng kho tộ")
	if err != nil {
		l.Fatal(err)
	}
	var offered account.Offered
	var attempt account.Attempt
	l.as(l.person, "", func(tx *db.Tx) error {
		if err := account.ChangePassword(tx, chosen, l.session.ID, l.browser); err != nil {
			return err
		}
		if err := account.LinkSSO(tx, account.Identity{Issuer: "https://dangnhap.example", Subject: "s-kx7", Label: marks[4]}, l.browser); err != nil {
			return err
		}
		if err := account.AskSSO(tx, account.Journey{Purpose: account.ToProve}, "state", "holder", trailAt); err != nil {
			return err
		}
		if offered, err = account.Offer(tx, l.ring); err != nil {
			return err
		}
		attempt, err = account.TryOwnCode(tx, l.browser)
		return err
	})
	l.as(l.person, "", func(tx *db.Tx) error {
		code, err := totp.GenerateCode(strings.ReplaceAll(offered.Secret, " ", ""), trailAt)
		if err != nil {
			return err
		}
		_, list, err := account.Enrol(tx, l.ring, attempt, code, l.session.ID, l.browser)
		if err != nil || list != nil {
			l.Fatalf("enrol: %v, %v", list, err)
		}
		return account.SaveSession(tx, "cookie-kx7", []byte("gob\x00session\x0c\x26\x00"+l.session.ID), trailAt.AddDate(0, 0, 1))
	})
	l.as(l.person, "", func(tx *db.Tx) error { return personal.SetIdentity(tx, l.ring, number, true) })
}

// isTold fills how the person is told, and what the person hands on.
func (l *trail) isTold() {
	l.Helper()
	l.as(l.person, "", func(tx *db.Tx) error {
		if err := l.delegates(tx, l.colleague.ID, trailDay, "Bận họp, gọi "+marks[5]); err != nil {
			return err
		}
		if err := account.ChangeEmail(tx, marks[3], true); err != nil {
			return err
		}
		if _, err := notice.NewCalendar(tx); err != nil {
			return err
		}
		s := notice.Default()
		s.Hour = 9
		if err := notice.Set(tx, s); err != nil {
			return err
		}
		_, err := notice.Digested(tx, l.person.ID, trailDay, nil)
		return err
	})
}

// delegates hands the actor's role on for a day.
func (l *trail) delegates(tx *db.Tx, to string, on vn.Date, reason string) error {
	_, err := account.Delegate(tx, account.Delegating{ReceiverID: to, GrantIDs: []string{l.grants[tx.Actor.ID][0].ID}, FromDay: on, UntilDay: on, Reason: reason})
	return err
}

// isTalkedOf lets others write of the person, and look.
func (l *trail) isTalkedOf() {
	l.Helper()
	l.as(l.colleague, "", func(tx *db.Tx) error {
		if err := l.delegates(tx, l.person.ID, trailDay.AddDays(1), "Nhờ "+marks[0]+" trực thay"); err != nil {
			return err
		}
		for _, id := range []string{l.person.ID, l.colleague.ID} {
			if err := notice.Tell(tx, notice.Notice{AccountID: id, Kind: notice.Answer, Title: marks[0] + " đã nộp báo cáo", Note: "Tỉnh A"}); err != nil {
				return err
			}
		}
		return outbox.Add(tx, outbox.Effect{Key: "k", AccountID: l.colleague.ID, Mail: outbox.Mail{
			To: "dong.nghiep@tinh.example", Subject: "Việc của " + marks[0], Lines: []outbox.Line{{Text: "Hỏi " + marks[0] + ", " + marks[3] + "."}},
		}})
	})
	l.as(l.first, "", func(tx *db.Tx) error {
		_, err := account.AskRecovery(tx, l.person.ID, marks[0]+" mất điện thoại "+marks[5], true)
		return err
	})
	reads := []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}
	for _, looker := range []db.Actor{{ID: l.second.ID, Name: "Kiểm toán", Grants: reads}, {ID: l.person.ID, Name: l.person.Name, Grants: reads}} {
		l.as(looker, "", func(tx *db.Tx) error {
			look := record.Act{Act: access.RecordRead, Object: record.Object{Kind: "account", ID: l.person.ID}, After: map[string]string{"filter": "người: " + marks[1] + "; năm: 2026"}}
			return record.Look(tx, look, "người: "+marks[1])
		})
	}
}

func (l *trail) hasRows() {
	l.Helper()
	l.as(l.person, "", func(tx *db.Tx) error {
		for _, row := range []string{
			`INSERT INTO account_passkey (id, account_id, credential_id, name, credential, created_at) VALUES ('k', $1, 'credential-kx7', 'Điện thoại của Dấu Vết', 'x', $2)`,
			`INSERT INTO account_device (id, account_id, seen_at) VALUES ('d', $1, $2)`,
			`INSERT INTO article_typing (account_id, article_id, typed, typed_at) VALUES ($1, 'a', '{}', $2)`,
			`INSERT INTO waiting_task (account_id, year_id, task_key, since, due_on, told) VALUES ($1, 'y', 't', $2, '', 0)`,
		} {
			if _, err := tx.Exec(row, l.person.ID, db.At(trailAt)); err != nil {
				return err
			}
		}
		return nil
	})
}

// One person of whom everything is kept: the export holds all of it, and after the
// erasure no column of any table does. What stays of those who signed is tested
// at the end of every story of internal/web.
func TestNothingIsForgottenOfAPerson(t *testing.T) {
	each(t, func(w *world) {
		l := w.trail()
		person, sessionID := l.person, l.session.ID
		before := w.everything()
		for _, table := range personal.Gone() {
			if w.rowsOf(table, person.ID) == 0 {
				t.Errorf("the test fills nothing into %s", table)
			}
		}
		for _, mark := range marks[:6] {
			if !slices.ContainsFunc(values(before), func(text string) bool { return strings.Contains(text, mark) }) {
				t.Errorf("%q is nowhere before", mark)
			}
		}
		var asked personal.Request
		w.as(person, "", func(tx *db.Tx) error {
			held, err := personal.ExportOwn(tx, w.ring)
			if err != nil {
				return err
			}
			text, err := json.Marshal(held)
			for _, mark := range append(slices.Clone(marks), "Điện thoại của Dấu Vết", "Firefox trên Windows", "Nhờ "+marks[0]+" trực thay") {
				if !strings.Contains(string(text), mark) {
					t.Errorf("the export does not hold %q", mark)
				}
			}
			for _, table := range personal.Gone() {
				if !slices.ContainsFunc(held.Kept, func(h personal.Holding) bool { return h.Table == table && len(h.Own) > 0 }) {
					t.Errorf("the export does not hold the rows of %s", table)
				}
			}
			for _, secret := range []string{"argon2id", "credential-kx7"} {
				if strings.Contains(string(text), secret) {
					t.Errorf("the export holds the secret %q", secret)
				}
			}
			return err
		})
		w.as(person, "", func(tx *db.Tx) (err error) {
			asked, err = personal.Ask(tx, "Gọi tôi số "+marks[5])
			return err
		})
		w.as(w.second, "", func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, asked.ID, asked.Version)
			return err
		})
		for name, text := range w.everything() {
			for _, mark := range append(slices.Clone(marks), "Dấu Vết", "kx7", sessionID) {
				if strings.Contains(text, mark) {
					t.Errorf("%s still holds %q", name, mark)
				}
			}
		}
		for _, table := range personal.Gone() {
			if n := w.rowsOf(table, person.ID); n > 0 {
				t.Errorf("%d rows stay in %s", n, table)
			}
		}
	})
}

func values(m map[string]string) (list []string) {
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

func (w *world) rowsOf(table, accountID string) (n int) {
	w.Helper()
	dbtest.Update(w.T, w.db, db.Actor{}, func(tx *db.Tx) error {
		rows, err := db.All[map[string]any](tx, "SELECT * FROM "+table+" WHERE account_id = $1", accountID)
		n = len(rows)
		return err
	})
	return n
}
