package account

import (
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// begin begins a session as the right password does.
func (w *world) begin(a Account, address string) Session {
	w.t.Helper()
	var s Session
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) (err error) {
		s, err = Begin(tx, a.ID, ByPassword, w.from(address))
		return err
	})
	return s
}

// refused is why a session no longer runs, or empty.
func (w *world) refused(s Session) string {
	w.t.Helper()
	err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) error { _, err := Recognise(tx, s.ID, w.at, DefaultLimits); return err })
	if err == nil {
		return ""
	}
	if problem.All(err) == nil {
		w.t.Fatal(err)
	}
	return err.Error()
}

func (w *world) seen(s Session) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) error { return Seen(tx, s.ID, w.from("192.0.2.1")) })
}

func TestASessionEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a, other := w.person("an"), w.person("binh")
		object := record.Object{Kind: "account", ID: a.ID}

		idle := w.begin(a, "192.0.2.1")
		w.later(119 * time.Minute)
		if why := w.refused(idle); why != "" {
			t.Errorf("after 119 minutes without use: %s", why)
		}
		w.later(time.Minute)
		if why := w.refused(idle); why != Idle.Say() {
			t.Errorf("after two hours without use: %q", why)
		}

		long := w.begin(a, "192.0.2.1")
		for range 11 {
			w.later(time.Hour)
			w.seen(long)
		}
		if why := w.refused(long); why != "" {
			t.Errorf("after eleven hours of use: %s", why)
		}
		w.later(time.Hour)
		if why := w.refused(long); why != Lapsed.Say() {
			t.Errorf("after twelve hours of use: %q", why)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return Dismiss(tx, long.ID, w.from("192.0.2.1"), DefaultLimits) })
		if n := w.entries(access.SessionEnded, object); n != 1 {
			t.Errorf("a session that ran out left %d entries", n)
		}

		one, two, three := w.begin(a, "192.0.2.1"), w.begin(a, "192.0.2.2"), w.begin(a, "192.0.2.3")
		foreign := w.begin(other, "192.0.2.4")
		as := func(fn func(tx *db.Tx) error) error {
			return dbtest.Try(d, db.Actor{ID: a.ID, Name: a.Name}, fn)
		}
		if err := as(func(tx *db.Tx) error { return End(tx, foreign.ID, Revoked, w.from("192.0.2.1")) }); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody else's session: %v", err)
		}
		if err := as(func(tx *db.Tx) error { return End(tx, two.ID, Revoked, w.from("192.0.2.1")) }); err != nil {
			t.Error(err)
		}
		if w.refused(one) != "" || w.refused(two) != Revoked.Say() || w.refused(three) != "" || w.refused(foreign) != "" {
			t.Error("revoking one session ended others or not that one")
		}
		if err := as(func(tx *db.Tx) error { _, err := EndOthers(tx, one.ID, Revoked, w.from("192.0.2.1")); return err }); err != nil {
			t.Error(err)
		}
		if w.refused(one) != "" || w.refused(three) != Revoked.Say() || w.refused(foreign) != "" {
			t.Error("revoking the others ended this one or not the others")
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return Dismiss(tx, two.ID, w.from("192.0.2.2"), DefaultLimits) })
		if n := w.entries(access.SessionRefused, object); n != 1 {
			t.Errorf("%d entries of a revoked session that was used", n)
		}
	})
}

func TestOldSessionsAreForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.person("an")
		old := w.begin(a, "192.0.2.1")
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return SaveSession(tx, "cookie", []byte("x"), w.at.Add(time.Hour)) })
		w.later(100 * 24 * time.Hour)
		w.begin(a, "192.0.2.1")
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			for table, want := range map[string]int64{"account_session": 1, "session": 0} {
				c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM `+table)
				if err != nil {
					return err
				}
				if c.N != want {
					t.Errorf("%s keeps %d rows, want %d", table, c.N, want)
				}
			}
			return nil
		})
		if w.refused(old) != Idle.Say() {
			t.Error("a forgotten session runs")
		}
	})
}
