package account

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// postman carries letters with links out as the program does, and writes its log.
type postman struct {
	outbox.Worker
	sent []outbox.Mail
	fail error
	log  bytes.Buffer
}

func (w *world) postman() *postman {
	p := &postman{}
	p.Worker = outbox.Worker{
		DB: w.db, Log: slog.New(slog.NewTextHandler(&p.log, nil)), Name: "one", Clock: func() time.Time { return w.at },
		Send: func(_ context.Context, m outbox.Mail, _ string) error {
			if p.fail == nil {
				p.sent = append(p.sent, m)
			}
			return p.fail
		},
		Ready: func(tx *db.Tx, e outbox.Effect) (outbox.Mail, bool, error) {
			id, ok := strings.CutPrefix(e.Topic, LinkTopic)
			if !ok {
				return e.Mail, true, nil
			}
			open, err := LinkStillOpen(tx, id)
			return e.Mail, open, err
		},
	}
	return p
}

func (w *world) run(p *postman) {
	w.t.Helper()
	if err := p.Run(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// invite mails an invitation to an address.
func (w *world) invite(admin Account, h Handing) (a Account, err error) {
	err = w.as(admin, func(tx *db.Tx) error {
		made, token, err := Invite(tx, New{Name: "Nguyễn Văn An", Email: h.To}, nil, h)
		if err == nil && token != "" {
			err = errors.New("the token of a mailed link is shown")
		}
		a = made
		return err
	})
	return a, err
}

// letter is the newest letter to an account, with the token in it.
func (w *world) letter(a Account) (e outbox.Effect, token string) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, dbtest.Operator(), func(tx *db.Tx) error {
		list, err := outbox.Recent(tx, a.ID, 1)
		if err == nil && len(list) == 1 {
			e = list[0]
		}
		return err
	})
	for _, l := range e.Mail.Lines {
		if t, ok := strings.CutPrefix(l.Href, LinkPath); ok {
			token = t
		}
	}
	return e, token
}

func TestAMailedLinkStandsInItsLetterAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admin, p := w.person("quan.tri", administrator), w.postman()
		a, err := w.invite(admin, Handing{To: "an@tinh.example.vn"})
		if err != nil {
			t.Fatal(err)
		}
		_, token := w.letter(a)
		if token == "" {
			t.Fatal("the letter has no link")
		}
		if r := w.knock(token); r != nil {
			t.Fatalf("the link does not open: %v", r)
		}
		p.fail = errors.New("connection refused")
		w.run(p)
		if e, again := w.letter(a); e.State != outbox.Waiting || again != token {
			t.Fatalf("after a try that failed: %+v", e)
		}
		p.fail = nil
		w.later(time.Minute)
		w.run(p)
		if e, _ := w.letter(a); e.State != outbox.Sent || e.Payload != "" || len(p.sent) != 1 || p.sent[0].To != "an@tinh.example.vn" {
			t.Errorf("sent %+v; the row keeps %+v", p.sent, e)
		}
		if strings.Contains(p.log.String(), token) || !strings.Contains(p.log.String(), "mail not sent") {
			t.Errorf("the log: %s", p.log.String())
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			entries, err := record.Of(tx, record.Object{Kind: "account", ID: a.ID})
			mailed := false
			for _, e := range entries {
				text := string(e.Before) + string(e.After)
				mailed = mailed || strings.Contains(text, `"Mailed":true`)
				if strings.Contains(text, token) {
					t.Errorf("the record holds the token: %s", text)
				}
			}
			if !mailed {
				t.Error("the record does not say that the link was mailed")
			}
			return err
		})
	})
}

// A letter that waits for the mail server ends with its link, at once and emptied,
// also long before its next try.
func TestALetterEndsWithItsLink(t *testing.T) {
	for what, end := range map[string]func(w *world, admin, a Account) error{
		"expired": func(w *world, _, _ Account) error {
			w.later(InvitationLasts)
			return nil
		},
		"withdrawn": func(w *world, admin, a Account) error {
			return w.as(admin, func(tx *db.Tx) error {
				open, err := openLinks(tx, a.ID)
				if err != nil {
					return err
				}
				return WithdrawInvitation(tx, open[0].ID, "thử")
			})
		},
		"replaced": func(w *world, admin, a Account) error {
			return w.as(admin, func(tx *db.Tx) error { _, _, err := InviteAgain(tx, a.ID, Handing{}); return err })
		},
		"the account rests": func(w *world, admin, a Account) error {
			return w.as(admin, func(tx *db.Tx) error { return Disable(tx, a.ID, "thử", w.from("192.0.2.1")) })
		},
		"the address is changed": func(w *world, _, a Account) error {
			return dbtest.Try(w.db, db.Actor{ID: a.ID}, func(tx *db.Tx) error { return ChangeEmail(tx, "khac@tinh.example.vn", false) })
		},
	} {
		t.Run(what, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				admin, p := w.person("quan.tri", administrator), w.postman()
				p.Clock = func() time.Time { return morning } // its next try does not come
				a, err := w.invite(admin, Handing{To: "an@tinh.example.vn"})
				if err != nil {
					t.Fatal(err)
				}
				p.fail = errors.New("connection refused")
				w.run(p)
				_, token := w.letter(a)
				if r := w.knock(token); token == "" || r != nil {
					t.Fatalf("before: %q, %v", token, r)
				}
				if err := end(w, admin, a); err != nil {
					t.Fatal(err)
				}
				p.fail = nil
				w.run(p)
				e, _ := w.letter(a)
				if len(p.sent) != 0 || e.State != outbox.Withdrawn || e.Payload != "" {
					t.Errorf("sent %+v; the row is %+v", p.sent, e)
				}
				if r := w.knock(token); r == nil {
					t.Error("the link still opens")
				}
			})
		})
	}
}

// The sender of mails looks for itself whether the address is still the account's.
func TestALinkIsNotSentToAnAddressOfBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admin := w.person("quan.tri", administrator)
		a, err := w.invite(admin, Handing{To: "an@tinh.example.vn"})
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			open, err := openLinks(tx, a.ID)
			if err != nil {
				return err
			}
			still, err := LinkStillOpen(tx, open[0].ID)
			if !still || err != nil {
				t.Errorf("as it was made: %v, %v", still, err)
			}
			if _, err := tx.Exec(`UPDATE account SET email = 'khac@tinh.example.vn' WHERE id = $1`, a.ID); err != nil {
				return err
			}
			if still, err = LinkStillOpen(tx, open[0].ID); still {
				t.Error("still sent to the address of before")
			}
			return err
		})
	})
}

func TestAFormSentTwiceInvitesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admin, p := w.person("quan.tri", administrator), w.postman()
		made := make([]Account, 4)
		n := w.atOnce(4, func(i int) (err error) {
			made[i], err = w.invite(admin, Handing{To: "an@tinh.example.vn", Once: "FORM"})
			return err
		})
		w.run(p)
		if n != 4 || made[0].ID == "" || made[1].ID != made[0].ID || made[2].ID != made[0].ID || made[3].ID != made[0].ID || len(p.sent) != 1 {
			t.Errorf("%d times answered, accounts %+v, %d letters", n, made, len(p.sent))
		}
		other := w.person("khac", administrator)
		if a, err := w.invite(other, Handing{To: "binh@tinh.example.vn", Once: "OTHER"}); err != nil || a.ID == made[0].ID {
			t.Errorf("another form: %+v, %v", a, err)
		}
	})
}

func TestWhatAMailedLinkProves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admin := w.person("quan.tri", administrator)
		accept := func(token, password string) {
			t.Helper()
			hash, err := HashPassword(password)
			if err != nil {
				t.Fatal(err)
			}
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
				_, device, err := Accept(tx, token, Chosen{hash: hash}, w.from("192.0.2.1"))
				if device == "" {
					t.Error("the browser is not known")
				}
				return err
			})
		}
		confirmed := func(a Account) (yes bool) {
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
				a, err := ByID(tx, a.ID)
				yes = !a.EmailConfirmedAt.IsZero()
				return err
			})
			return yes
		}
		mailed, err := w.invite(admin, Handing{To: "an@tinh.example.vn"})
		if err != nil {
			t.Fatal(err)
		}
		_, token := w.letter(mailed)
		accept(token, secretWords)
		if !confirmed(mailed) {
			t.Error("who has followed the letter has not confirmed the address")
		}
		var shown Account
		if err := w.as(admin, func(tx *db.Tx) (err error) {
			shown, token, err = Invite(tx, New{Name: "Trần Thị Bình", Email: "binh@tinh.example.vn"}, nil, Handing{})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		accept(token, secretWords)
		if confirmed(shown) {
			t.Error("a link that was shown confirms an address")
		}

		// A recovery is mailed to the address that is confirmed alone.
		second := w.person("hai", administrator)
		recover := func(a Account) error {
			var r Recovery
			if err := w.as(admin, func(tx *db.Tx) (err error) { r, err = AskRecovery(tx, a.ID, "Đã gặp mặt", false); return err }); err != nil {
				t.Fatal(err)
			}
			return w.as(second, func(tx *db.Tx) error {
				_, token, err := ConfirmRecovery(tx, r.ID, true, w.from("192.0.2.9"))
				if token != "" {
					t.Error("the token of a mailed link is shown")
				}
				return err
			})
		}
		if err := recover(shown); !problem.Is(err, problem.Invalid) || problem.All(err)[0].Field != "hand" {
			t.Errorf("to an address that nobody has confirmed: %v", err)
		}
		if err := recover(mailed); err != nil {
			t.Fatal(err)
		}
		e, token := w.letter(mailed)
		if e.Mail.To != "an@tinh.example.vn" || token == "" {
			t.Errorf("the letter is %+v", e)
		}
	})
}
