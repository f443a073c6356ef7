package account

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

const secretWords = "con mèo trèo cây cau"

var morning = time.Date(2026, time.March, 2, 1, 0, 0, 0, time.UTC)

// world is an installation with a clock that the test turns.
type world struct {
	t  *testing.T
	db *db.DB
	at time.Time

	shown atomic.Int32 // codes shown by now
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t, db: d, at: morning}
	d.SetClock(func() time.Time { return w.at })
	return w
}

func (w *world) later(d time.Duration) { w.at = w.at.Add(d) }

func (w *world) from(address string) Browser {
	return Browser{Name: "Firefox trên Windows", Address: address, At: w.at}
}

// person makes an account with a password.
func (w *world) person(login string, grants ...Grant) Account {
	w.t.Helper()
	c, err := Choose(secretWords, secretWords)
	if err != nil {
		w.t.Fatal(err)
	}
	var a Account
	dbtest.Update(w.t, w.db, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if a, err = Create(tx, New{Login: login, Name: "Người " + login}); err != nil {
			return err
		}
		for _, g := range grants {
			g.AccountID = a.ID
			if err := Give(tx, g); err != nil {
				return err
			}
		}
		return savePassword(tx, a.ID, c.hash, db.At(tx.Now))
	})
	return a
}

// signIn is what the page of signing in does.
func (w *world) signIn(login, password string, b Browser) (Entered, error) {
	w.t.Helper()
	var a Attempt
	if err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) { a, err = Try(tx, login, b); return err }); err != nil {
		return Entered{}, err
	}
	a.Check(password)
	renewed, err := a.Renew()
	if err != nil {
		w.t.Fatal(err)
	}
	var e Entered
	err = dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) { e, err = SignIn(tx, a, renewed, b); return err })
	if err == nil && len(e.Refused) > 0 {
		err = e.Refused
	}
	return e, err
}

// entries counts the entries of an act.
func (w *world) entries(act access.Act, o record.Object) int {
	w.t.Helper()
	n := 0
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) error {
		list, err := record.Of(tx, o)
		for _, e := range list {
			if e.Act == act {
				n++
			}
		}
		return err
	})
	return n
}

func TestWhoSignsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.person("an")
		e, err := w.signIn("an", secretWords, w.from("192.0.2.1"))
		if err != nil || e.Session.AccountID != a.ID || e.Device == "" {
			t.Fatalf("the right password: %+v, %v", e, err)
		}
		if n := w.entries(access.SignIn, record.Object{Kind: "account", ID: a.ID}); n != 1 {
			t.Errorf("%d entries of signing in", n)
		}
		for name, c := range map[string][2]string{"a wrong password": {"an", "con mèo trèo cây cao"}, "an unknown login": {"binh", secretWords}} {
			before := hashed.Load()
			_, err := w.signIn(c[0], c[1], w.from("192.0.2.2"))
			if err == nil || err.Error() != (problem.List{wrong}).Error() {
				t.Errorf("%s: %v", name, err)
			}
			if n := hashed.Load() - before; n != 1 {
				t.Errorf("%s costs %d hashes", name, n)
			}
		}
		var refused []count
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
			refused, err = db.All[count](tx, `SELECT COUNT(*) AS n FROM record_entry WHERE act = $1 AND object_kind = 'sign_in' GROUP BY object_id`, string(access.SignInRefused))
			return err
		})
		if len(refused) != 2 {
			t.Errorf("%d refused attempts in the record", len(refused))
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), a.ID)
			return err
		})
		if _, err := w.signIn("an", secretWords, w.from("192.0.2.1")); !problem.Is(err, problem.Closed) {
			t.Errorf("a disabled account: %v", err)
		}
	})
}

func TestAHashOfAnotherCostIsMadeAnew(t *testing.T) {
	w := newWorld(t, dbtest.OpenSQLite(t))
	a := w.person("an")
	old := cost{memory: 64, time: 1, threads: 1}
	salt := make([]byte, saltBytes)
	dbtest.Update(t, w.db, db.Actor{}, func(tx *db.Tx) error {
		return savePassword(tx, a.ID, old.write(salt, old.key(secretWords, salt)), db.At(tx.Now))
	})
	if _, err := w.signIn("an", secretWords, w.from("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	dbtest.Update(t, w.db, db.Actor{}, func(tx *db.Tx) error {
		h, err := findPassword(tx, a.ID)
		if h.Outdated() || !h.Matches(secretWords) {
			t.Errorf("the hash is still %s", h)
		}
		return err
	})
}

func waitOf(err error) time.Duration {
	var p *problem.Problem
	if errors.As(err, &p) && p.Kind == problem.TooSoon {
		return p.Wait
	}
	return 0
}

// guess makes an attempt that nobody looks at, as if its password were wrong.
func (w *world) guess(login string, b Browser) error {
	return dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) error { _, err := Try(tx, login, b); return err })
}

func TestFailuresSlowDownWhoMakesThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.person("an")
		want := []time.Duration{2, 4, 8, 16, 32, 64, 128, 256, 300, 300}
		for address, login := range map[string]string{"192.0.2.1": "an", "192.0.2.2": "khong-co"} {
			for i := range 5 {
				if err := w.guess(login, w.from(address)); err != nil {
					t.Fatalf("%s: attempt %d: %v", login, i+1, err)
				}
			}
			for _, s := range want {
				if got := waitOf(w.guess(login, w.from(address))); got != s*time.Second {
					t.Fatalf("%s: has to wait %v, want %d s", login, got, s)
				}
				w.later(s * time.Second)
				if err := w.guess(login, w.from(address)); err != nil {
					t.Fatalf("%s: after waiting: %v", login, err)
				}
			}
		}
		w.later(5 * time.Minute)
		if _, err := w.signIn("an", secretWords, w.from("192.0.2.1")); err != nil {
			t.Errorf("the right password after the wait: %v", err)
		}
		if err := w.guess("an", w.from("192.0.2.1")); err != nil {
			t.Errorf("a success did not take the failures back: %v", err)
		}
	})
}

// However many others try, from however many places, the person comes in: from
// the own browser at once, from a new one without their waits.
func TestNobodyKeepsAPersonOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.person("an")
		own, err := w.signIn("an", secretWords, w.from("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range 150 {
			for _, address := range []string{"192.0.2.1", fmt.Sprintf("198.51.100.%d", i), "203.0.113.9"} {
				_ = w.guess("an", w.from(address))
			}
		}
		if wait := waitOf(w.guess("an", w.from("198.51.100.1"))); wait != 5*time.Minute {
			t.Errorf("one of a crowd of addresses waits %v after its only failure", wait)
		}
		if _, err := w.signIn("an", secretWords, w.from("192.0.2.1")); waitOf(err) == 0 {
			t.Error("who shares the address of the attack and is not known comes in at once")
		}
		b := w.from("192.0.2.1")
		b.Device = own.Device
		if _, err := w.signIn("an", secretWords, b); err != nil {
			t.Errorf("from the own browser: %v", err)
		}
		if _, err := w.signIn("an", secretWords, w.from("192.0.2.77")); err != nil {
			t.Errorf("from a new place: %v", err)
		}
		stolen := w.from("203.0.113.9")
		stolen.Device = "another token"
		if _, err := w.signIn("an", secretWords, stolen); waitOf(err) == 0 {
			t.Error("a made-up cookie passes for a known browser")
		}
		for range 6 {
			err = w.guess("an", b)
		}
		if waitOf(err) == 0 {
			t.Error("a known browser may guess for ever")
		}
	})
}

func TestAThousandGuessesAtOnceAreNotAllLookedAt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.person("an")
		var looked int
		var lock sync.Mutex
		var group sync.WaitGroup
		for range 40 {
			group.Go(func() {
				err := w.guess("an", w.from("192.0.2.1"))
				lock.Lock()
				defer lock.Unlock()
				if err == nil {
					looked++
				} else if waitOf(err) == 0 {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if looked != 5 {
			t.Errorf("%d of 40 guesses were looked at", looked)
		}
	})
}

func TestDelaysSurviveAndDoNotGrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 50 {
			_ = w.guess(fmt.Sprintf("ai-do-%d", i), w.from("192.0.2.1"))
			w.later(time.Minute)
		}
		rows := func() int64 {
			var c count
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
				c, err = db.One[count](tx, `SELECT COUNT(*) AS n FROM account_throttle`)
				return err
			})
			return c.N
		}
		if n := rows(); n < 100 {
			t.Fatalf("only %d counters", n)
		}
		w.later(25 * time.Hour)
		_ = w.guess("ai-do", w.from("192.0.2.1"))
		if n := rows(); n != 3 {
			t.Errorf("%d counters a day later", n)
		}
	})
}

func TestNetworks(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "pipe": "pipe",
	} {
		if got := network(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
