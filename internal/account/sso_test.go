package account

import (
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

func (w *world) arrive(i Identity) (Entered, error) {
	w.t.Helper()
	var e Entered
	err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) {
		e, err = SignInSSO(tx, i, w.from("192.0.2.1"))
		return err
	})
	return e, err
}

func TestAnIdentityOpensTheAccountThatItsOwnerLinked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a, other := w.person("an"), w.person("binh")
		an := Identity{Issuer: "https://dangnhap.example", Subject: "s-an", Label: "an@tinh.example"}
		link := func(who Account, i Identity) error {
			return dbtest.Try(d, db.Actor{ID: who.ID}, func(tx *db.Tx) error { return LinkSSO(tx, i, w.from("192.0.2.1")) })
		}
		if e, err := w.arrive(an); err != nil || !problem.Is(e.Refused, problem.NotFound) || e.Session.ID != "" {
			t.Fatalf("not linked: %+v, %v", e, err)
		}
		if err := link(a, an); err != nil {
			t.Fatal(err)
		}
		e, err := w.arrive(an)
		if err != nil || e.Session.AccountID != a.ID || e.Session.How != BySSO {
			t.Fatalf("linked: %+v, %v", e, err)
		}
		for what, i := range map[string]Identity{
			"the same subject elsewhere": {Issuer: "https://khac.example", Subject: an.Subject, Label: an.Label},
			"the same label":             {Issuer: an.Issuer, Subject: "s-khac", Label: an.Label},
		} {
			if e, err := w.arrive(i); err != nil || !problem.Is(e.Refused, problem.NotFound) || e.Session.ID != "" {
				t.Errorf("%s: %+v, %v", what, e, err)
			}
		}
		if err := link(other, an); !problem.Is(err, problem.Conflict) {
			t.Errorf("linked to two: %v", err)
		}
		if err := link(a, an); err != nil {
			t.Errorf("linked again: %v", err)
		}
		object := record.Object{Kind: "account", ID: a.ID}
		if n := w.entries(access.SSOLinked, object); n != 1 {
			t.Errorf("%d entries of linking", n)
		}
		var own Ways
		dbtest.Update(t, d, db.Actor{ID: a.ID}, func(tx *db.Tx) (err error) { own, err = OwnWays(tx, an.Issuer); return err })
		if !own.Linked() || own.SSO[0].UsedAt.IsZero() || own.SSO[0].Label != an.Label {
			t.Errorf("own ways: %+v", own)
		}
		unlink := func(who Account) error {
			return dbtest.Try(d, db.Actor{ID: who.ID}, func(tx *db.Tx) error { return UnlinkSSO(tx, own.SSO[0].ID, an.Issuer, "", w.from("192.0.2.1")) })
		}
		if err := unlink(other); !problem.Is(err, problem.NotFound) {
			t.Errorf("another unlinks it: %v", err)
		}
		if err := unlink(a); err != nil {
			t.Error(err)
		}
		if e, err := w.arrive(an); err != nil || e.Refused == nil {
			t.Errorf("unlinked: %+v, %v", e, err)
		}
		if n := w.entries(access.SSOUnlinked, object); n != 1 {
			t.Errorf("%d entries of unlinking", n)
		}
	})
}

func TestASecondFactorIsAskedUnlessTheProviderStandsForTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.person("an")
		an := Identity{Issuer: "https://dangnhap.example", Subject: "s-an"}
		dbtest.Update(t, d, db.Actor{ID: a.ID}, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO account_totp (account_id, secret, confirmed_at, last_step) VALUES ($1, $2, $3, 0)`, a.ID, []byte("x"), db.At(tx.Now)); err != nil {
				return err
			}
			return LinkSSO(tx, an, w.from("192.0.2.1"))
		})
		if e, err := w.arrive(an); err != nil || e.Half != a.ID || e.First != BySSO || e.Session.ID != "" {
			t.Errorf("one factor: %+v, %v", e, err)
		}
		an.TwoFactors = true
		if e, err := w.arrive(an); err != nil || e.Half != "" || e.Session.AccountID != a.ID || e.Session.How != BySSOFactors {
			t.Errorf("two factors: %+v, %v", e, err)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), a.ID)
			return err
		})
		for _, two := range []bool{true, false} {
			an.TwoFactors = two
			if e, err := w.arrive(an); err != nil || !problem.Is(e.Refused, problem.Closed) || e.Half != "" || e.Session.ID != "" {
				t.Errorf("a resting account: %+v, %v", e, err)
			}
		}
	})
}

func TestAJourneyEndsOnceInTimeInItsBrowser(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.person("an")
		begin := func(actor db.Actor, state string) {
			dbtest.Update(t, d, actor, func(tx *db.Tx) error {
				return AskSSO(tx, Journey{Purpose: ToSignIn, Nonce: "n", Next: "/lam-viec"}, state, holder, w.at)
			})
		}
		end := func(actor db.Actor, state, from string) bool {
			var j Journey
			known := false
			dbtest.Update(t, d, actor, func(tx *db.Tx) (err error) {
				j, known, err = AnswerSSO(tx, state, from, w.from("192.0.2.1"))
				if err == nil && known {
					err = SpareSSO(tx, w.from("192.0.2.1"))
				}
				return err
			})
			if known && j.Nonce != "n" {
				t.Errorf("another journey: %+v", j)
			}
			return known
		}
		for what, c := range map[string]struct {
			began, ended db.Actor
			state, from  string
			after        time.Duration
		}{
			"another browser": {state: "s", from: "khác"},
			"another state":   {state: "t", from: holder},
			"another person":  {state: "s", from: holder, ended: db.Actor{ID: a.ID}},
			"signed out":      {state: "s", from: holder, began: db.Actor{ID: a.ID}},
			"too late":        {state: "s", from: holder, after: questionLife},
		} {
			begin(db.Actor{}, "s")
			if !end(db.Actor{}, "s", holder) {
				t.Fatalf("before %s: a journey without a fault", what)
			}
			begin(c.began, "s")
			w.later(c.after)
			if end(c.ended, c.state, c.from) {
				t.Errorf("%s is known", what)
			}
			w.later(questionLife)
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return dropQuestions(tx, w.at.Add(time.Second)) })
		}
		begin(db.Actor{}, "s")
		if !end(db.Actor{}, "s", holder) || end(db.Actor{}, "s", holder) {
			t.Error("a journey does not end once")
		}
		type row struct{ What string }
		var refusals []row
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
			refusals, err = db.All[row](tx, `SELECT what FROM record_entry WHERE act = $1`, string(access.SignInRefused))
			return err
		})
		if len(refusals) != 6 || !strings.Contains(refusals[0].What, "sso: nobody asked") {
			t.Errorf("the record: %v", refusals)
		}
	})
}

func TestStrangersDoNotFloodTheRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		for range 40 {
			_ = dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error {
				_, _, err := AnswerSSO(tx, "s", holder, w.from("192.0.2.9"))
				return err
			})
			_, _ = w.signIn("{}", holder)
		}
		var n count
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
			n, err = db.One[count](tx, `SELECT COUNT(*) AS n FROM record_entry WHERE act = $1`, string(access.SignInRefused))
			return err
		})
		if n.N > 12 {
			t.Errorf("eighty attempts in a moment left %d entries", n.N)
		}
	})
}
