package account

import (
	"errors"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

var administrator = Grant{Role: access.Administrator, ScopeKind: access.ScopeAll}

// as does something as a person with the own roles.
func (w *world) as(a Account, fn func(tx *db.Tx) error) error {
	return w.db.Update(w.t.Context(), func(tx *db.Tx) (err error) {
		if tx.Actor, err = Actor(tx, a.ID); err != nil {
			return err
		}
		return fn(tx)
	})
}

// atOnce does something several times at once and counts the successes; every
// refusal is a problem.
func (w *world) atOnce(n int, do func(i int) error) int {
	w.t.Helper()
	var group sync.WaitGroup
	var lock sync.Mutex
	done := 0
	for i := range n {
		group.Go(func() {
			err := do(i)
			lock.Lock()
			defer lock.Unlock()
			if err == nil {
				done++
			} else if problem.All(err) == nil {
				w.t.Error(err)
			}
		})
	}
	group.Wait()
	return done
}

func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admin := w.person("quan.tri", administrator)
		var a Account
		var token string
		if err := w.as(admin, func(tx *db.Tx) (err error) {
			a, token, err = Invite(tx, New{Name: "Nguyễn Văn An"}, []Grant{{Role: access.Editor, ScopeKind: access.ScopePortal}}, Handing{})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if a.Login != "nguyen.van.an" {
			t.Errorf("proposed login %s", a.Login)
		}
		chosen, err := Choose(secretWords, secretWords)
		if err != nil {
			t.Fatal(err)
		}
		accept := func(int) error {
			return dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error { _, _, err := Accept(tx, token, chosen, w.from("192.0.2.1")); return err })
		}
		if n := w.atOnce(4, accept); n != 1 {
			t.Errorf("accepted %d times", n)
		}
		if _, err := w.signIn("nguyen.van.an", secretWords, w.from("192.0.2.1")); err != nil {
			t.Error(err)
		}
		first := w.offer()
		if first != "" {
			t.Error("an administrator is there and a link is offered")
		}
		var second string
		if err := w.as(admin, func(tx *db.Tx) (err error) {
			_, second, err = Invite(tx, New{Name: "Nguyễn Văn An"}, nil, Handing{})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			actor db.Actor
			later time.Duration
		}{
			"somebody else's browser": {actor: db.Actor{ID: admin.ID, Name: admin.Name}},
			"after seven days":        {later: InvitationLasts},
		} {
			w.later(c.later)
			err := dbtest.Try(d, c.actor, func(tx *db.Tx) error { _, _, err := Accept(tx, second, chosen, w.from("192.0.2.1")); return err })
			if !problem.Is(err, problem.Closed) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOnlyAdministratorsInvite(t *testing.T) {
	w := newWorld(t, dbtest.OpenSQLite(t))
	admin := w.person("quan.tri", administrator)
	for name, a := range map[string]Account{
		"a person without a role": w.person("an"),
		"an auditor":              w.person("binh", Grant{Role: access.Auditor, ScopeKind: access.ScopeAll}),
		"the standing office":     w.person("chi", Grant{Role: access.StandingOffice, ScopeKind: access.ScopeAll}),
	} {
		for act, do := range map[string]func(tx *db.Tx) error{
			"invite":       func(tx *db.Tx) error { _, _, err := Invite(tx, New{Name: "Ai Đó"}, nil, Handing{}); return err },
			"invite again": func(tx *db.Tx) error { _, _, err := InviteAgain(tx, a.ID, Handing{}); return err },
			"propose":      func(tx *db.Tx) error { _, err := Propose(tx, "Ai Đó"); return err },
			"disable":      func(tx *db.Tx) error { return Disable(tx, admin.ID, "thử", w.from("192.0.2.1")) },
			"enable":       func(tx *db.Tx) error { return Enable(tx, admin.ID, "thử") },
			"sessions":     func(tx *db.Tx) error { _, err := EndSessions(tx, admin.ID, "thử", w.from("192.0.2.1")); return err },
			"recovery":     func(tx *db.Tx) error { _, err := AskRecovery(tx, admin.ID, "thử", true); return err },
			"confirm":      func(tx *db.Tx) error { _, _, err := ConfirmRecovery(tx, "x", false, w.from("192.0.2.1")); return err },
			"at machine":   func(tx *db.Tx) error { _, _, err := RecoverAtMachine(tx, "quan.tri", "thử", true); return err },
			"end a role":   func(tx *db.Tx) error { return EndGrant(tx, "x", tx.Today(), "thử") },
		} {
			if err := w.as(a, do); !problem.Is(err, problem.Denied) {
				t.Errorf("%s, %s: %v", name, act, err)
			}
		}
	}
	if err := w.as(admin, func(tx *db.Tx) error { _, _, err := RecoverAtMachine(tx, "an", "thử", true); return err }); !problem.Is(err, problem.Denied) {
		t.Errorf("an administrator at the machine's command line: %v", err)
	}
}

func TestRecoveryTakesTwoAdministrators(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		one, two, three := w.person("mot", administrator), w.person("hai", administrator), w.person("ba", administrator)
		a, ring := w.person("an"), w.ring()
		secret, _ := w.enrolled(a, ring)
		session := w.begin(a, "192.0.2.1")
		var r Recovery
		if err := w.as(one, func(tx *db.Tx) (err error) { r, err = AskRecovery(tx, a.ID, "Đã gặp mặt", false); return err }); err != nil {
			t.Fatal(err)
		}
		confirm := func(by Account) error {
			return w.as(by, func(tx *db.Tx) error {
				_, token, err := ConfirmRecovery(tx, r.ID, false, w.from("192.0.2.9"))
				if err == nil && token == "" {
					err = errors.New("no link")
				}
				return err
			})
		}
		if err := confirm(one); !problem.Is(err, problem.Closed) {
			t.Errorf("the one who asked confirms: %v", err)
		}
		if w.refused(session) != "" {
			t.Error("the session ended before the second administrator confirmed")
		}
		others := []Account{two, three}
		if n := w.atOnce(4, func(i int) error { return confirm(others[i%2]) }); n != 1 {
			t.Errorf("confirmed %d times", n)
		}
		if w.refused(session) != Recovered.Say() {
			t.Error("the session runs on")
		}
		if _, err := w.signIn("an", secretWords, w.from("192.0.2.1")); err == nil {
			t.Error("the old password still opens")
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			if f, err := findTOTP(tx, a.ID); err != nil || f.ConfirmedAt.IsZero() || secret == "" {
				t.Errorf("the second factor is gone though nobody asked for that: %v", err)
			}
			return nil
		})
	})
}

func TestAnAdministratorRemains(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		admins := []Account{w.person("mot", administrator), w.person("hai", administrator)}
		disable := func(i int) error {
			return w.as(admins[i], func(tx *db.Tx) error { return Disable(tx, admins[1-i].ID, "thử", w.from("192.0.2.1")) })
		}
		if n := w.atOnce(2, disable); n != 1 {
			t.Errorf("%d of two administrators disabled each other", n)
		}
	})
}
