package conference

import (
	"fmt"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestThePointsClock(t *testing.T) {
	start := time.Date(2026, 3, 20, 2, 0, 0, 0, time.UTC)
	at := func(minutes int) db.Time { return db.At(start.Add(time.Duration(minutes) * time.Minute)) }
	for name, c := range map[string]struct {
		item    Item
		elapsed int
		left    int
		timed   bool
	}{
		"not begun":               {Item{Minutes: 10}, 0, 600, true},
		"under way":               {Item{Minutes: 40, StartedAt: at(0)}, 1800, 600, true},
		"late":                    {Item{Minutes: 20, StartedAt: at(0)}, 1800, -600, true},
		"finished stands":         {Item{Minutes: 20, StartedAt: at(0), FinishedAt: at(5)}, 300, 900, true},
		"without a time":          {Item{StartedAt: at(0)}, 1800, -1800, false},
		"begun by a faster clock": {Item{Minutes: 10, StartedAt: at(31)}, 0, 600, true},
	} {
		elapsed, left, timed := c.item.Clock(at(30))
		if elapsed != c.elapsed || left != c.left || timed != c.timed {
			t.Errorf("%s: %d, %d, %v", name, elapsed, left, timed)
		}
	}
}

func TestACodeIsReadAsItWasTyped(t *testing.T) {
	for typed, want := range map[string]string{"7k2qm-9xrt4": "7K2QM9XRT4", " 7K2QM 9XRT4 ": "7K2QM9XRT4", "o1il0": "01110"} {
		if got := passCode(typed); got != want {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	seen := map[string]bool{}
	for range 1000 {
		code := newPassCode()
		if len(code) != passLength || code != passCode(code) || seen[code] {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
	}
}

// invited is a conference whose members have their invitations.
func invited(t *testing.T, d *db.DB) *world {
	w := begin(t, d)
	w.must(0, func(tx *db.Tx) error { return Invite(tx, w.y, Call{Begins: "8:00"}) })
	return w
}

func (w *world) pass(unit int) (code string) {
	w.must(0, func(tx *db.Tx) error {
		_, _, p, err := InvitationOf(tx, w.y, w.units[unit])
		code = p.Code
		return err
	})
	return code
}

// A code that is shown many times at once marks its member once, and no showing
// fails.
func TestACodeShownManyTimesAtOnceMarksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := invited(t, d)
		w.must(1, func(tx *db.Tx) error {
			return Reply(tx, w.y, Invitation{UnitID: w.units[1], Reply: Comes, Delegate: "Bà B", Position: "Chủ tịch", Version: 1})
		})
		code, lead := w.pass(1), w.person(0)
		const taps = 20
		done := make(chan error, taps)
		for range taps {
			go func() {
				done <- dbtest.Try(d, lead, func(tx *db.Tx) error { _, err := CheckIn(tx, w.y, code, "", ""); return err })
			}()
		}
		for range taps {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.must(0, func(tx *db.Tx) error {
			s, err := Overview(tx, w.y)
			if err == nil && (len(s.Attendance) != 1 || s.Attendance[0].Delegate != "Bà B, Chủ tịch") {
				t.Errorf("marked %+v", s.Attendance)
			}
			row, err := db.One[struct{ N int }](tx, `SELECT count(*) AS n FROM record_entry WHERE act = 'conference.run'`)
			if row.N != 1 {
				t.Errorf("%d entries in the record", row.N)
			}
			return err
		})
	})
}

// Who taps at once gives the floor to one speaker and starts one point.
func TestOneSpeaksAndOnePointRuns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := invited(t, d)
		for _, title := range []string{"Báo cáo", "Thảo luận"} {
			w.must(0, func(tx *db.Tx) error { return AddItem(tx, w.y, Item{Title: title, Minutes: 10}) })
		}
		w.open()
		floor := func() (f Floor) {
			w.must(0, func(tx *db.Tx) (err error) { f, err = OnFloor(tx, w.y); return err })
			return f
		}
		items := floor().Sitting.Items
		w.must(0, func(tx *db.Tx) error { return StartItem(tx, w.y, items[0].ID) })
		for unit := range w.units {
			w.must(unit, func(tx *db.Tx) error {
				return AskFloor(tx, w.y, Speech{ItemID: items[0].ID, UnitID: w.units[unit], Speaker: fmt.Sprint("Người ", unit), Topic: "Góp ý"})
			})
		}
		lead, queue := w.person(0), floor().Queue(items[0].ID)
		done := make(chan error, len(queue))
		for _, s := range queue {
			go func() {
				done <- dbtest.Try(d, lead, func(tx *db.Tx) error { return CallSpeaker(tx, w.y, s.ID) })
			}()
		}
		for range queue {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		called := 0
		for _, s := range floor().Speeches {
			if s.State == Called {
				called++
			}
		}
		if called != 1 {
			t.Errorf("%d speak at once", called)
		}
		w.refused("a speaker of a point that does not run", problem.NotFound, 0, func(tx *db.Tx) error { return CallSpeaker(tx, w.y, "none") })
		w.must(0, func(tx *db.Tx) error { return StartItem(tx, w.y, items[1].ID) })
		f := floor()
		if now, ok := f.Current(); !ok || now.ID != items[1].ID || f.Sitting.Items[0].State() != ItemFinished {
			t.Errorf("the second point is not the one that runs: %+v", f.Sitting.Items)
		}
		if _, speaking := f.Speaking(); speaking {
			t.Error("who spoke on the first point still speaks")
		}
	})
}

// The two sign one text: whatever changes in it between them takes the first
// signature away.
func TestAChangeTakesTheFirstSignatureAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := invited(t, d)
		chair, secretary, other := w.account("chu-tri", 0), w.account("thu-ky", 1), w.account("nguoi-khac", 2)
		name := func(a, b db.Actor) func(*db.Tx) error {
			return func(tx *db.Tx) error { return NameOfficers(tx, w.y, a.ID, b.ID) }
		}
		w.must(0, name(chair, secretary))
		w.refused("one person in both posts", problem.Invalid, 0, name(chair, chair))
		w.open()
		w.must(0, func(tx *db.Tx) error { return Resolve(tx, w.y, Resolution{Body: "Thông qua báo cáo", InFavour: 3}) })
		w.must(0, func(tx *db.Tx) error {
			c, err := Find(tx, w.y)
			if err != nil {
				return err
			}
			c.Elects = false
			return update(tx, c)
		})
		by := func(a db.Actor, fn func(tx *db.Tx) error) error { return dbtest.Try(d, a, fn) }
		sign := func(print string) func(*db.Tx) error {
			return func(tx *db.Tx) error { return SignMinutes(tx, w.y, print) }
		}
		minutes := func() (m Minutes) {
			dbtest.Update(t, d, chair, func(tx *db.Tx) (err error) { m, err = DraftMinutes(tx, w.y); return err })
			return m
		}
		if err := by(chair, sign("")); !problem.Is(err, problem.Closed) {
			t.Errorf("signing before the end: %v", err)
		}
		w.must(0, func(tx *db.Tx) error { return Finish(tx, w.y) })
		first := minutes()
		for who, a := range map[string]db.Actor{"another person": other, "a visitor": {}} {
			if err := by(a, sign(first.SHA256)); !problem.Is(err, problem.Denied) {
				t.Errorf("signing by %s: %v", who, err)
			}
		}
		write := func(remarks string, version int64) func(*db.Tx) error {
			return func(tx *db.Tx) error { return WriteMinutes(tx, w.y, Written{Remarks: remarks, Version: version}) }
		}
		for what, change := range map[string]func() error{
			"what the secretary writes": func() error { return by(secretary, write("Góp ý", 0)) },
			"who writes the minutes":    func() error { return by(w.person(0), name(chair, other)) },
		} {
			if err := by(w.person(0), name(chair, secretary)); err != nil {
				t.Fatal(err)
			}
			if err := by(chair, sign(minutes().SHA256)); err != nil || !minutes().Signed(Chair) {
				t.Fatalf("the chair signs before a change of %s: %v", what, err)
			}
			if err := change(); err != nil || !minutes().Fallen(Chair) || minutes().Published() {
				t.Errorf("%s: %v, fallen %v", what, err, minutes().Fallen(Chair))
			}
		}
		if err := by(w.person(0), name(chair, secretary)); err != nil {
			t.Fatal(err)
		}
		last := minutes()
		for _, a := range []db.Actor{secretary, chair, chair} {
			if err := by(a, sign(last.SHA256)); err != nil {
				t.Error(err)
			}
		}
		if m := minutes(); !m.Published() || m.Written.Remarks != "Góp ý" {
			t.Errorf("the minutes are not public: %+v", m.Written)
		}
		if err := by(secretary, write("Sau", 1)); !problem.Is(err, problem.Closed) {
			t.Errorf("writing after both have signed: %v", err)
		}
	})
}

// account is a person with an account who works for a member.
func (w *world) account(login string, unit int) db.Actor {
	var a account.Account
	dbtest.Update(w.t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if a, err = account.Create(tx, account.New{Login: login, Name: login, Position: "Chuyên viên", UnitID: w.units[unit]}); err != nil {
			return err
		}
		return account.Give(tx, account.Grant{AccountID: a.ID, Role: access.Officer, ScopeKind: access.ScopeUnit, ScopeID: w.units[unit], FromDay: vn.NewDate(2026, 1, 1)})
	})
	var actor db.Actor
	dbtest.Update(w.t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) { actor, err = cycle.Person(tx, a.ID); return err })
	return actor
}
