package waiting

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/shopspring/decimal"

	"giaouoc/data"
	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/notice"
	"giaouoc/internal/org"
	"giaouoc/internal/outbox"
	"giaouoc/internal/vn"
)

// world is a cluster of two provinces in 2026 with one reporting period, due on
// Friday 10 July; the first province leads.
type world struct {
	t      *testing.T
	d      *db.DB
	cal    *vn.Calendar
	y      cycle.Year
	place  Place
	period cycle.Period
	units  []string
	people []string // one leader of each unit
}

func found(t *testing.T, d *db.DB) *world {
	w := &world{t: t, d: d}
	var err error
	if w.cal, err = vn.LoadCalendar(data.Holidays); err != nil {
		t.Fatal(err)
	}
	dbtest.SetDay(d, 2026, time.June, 1)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: "Cụm thử", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range []string{"A", "B"} {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.Province})
			if err != nil {
				return err
			}
			a, err := account.Create(tx, account.New{Login: "ld-" + strings.ToLower(name), Name: "Lãnh đạo " + name, UnitID: u.ID})
			if err != nil {
				return err
			}
			w.units, w.people = append(w.units, u.ID), append(w.people, a.ID)
			if err := account.Give(tx, account.Grant{AccountID: a.ID, Role: access.UnitLeader, ScopeKind: access.ScopeUnit, ScopeID: u.ID}); err != nil {
				return err
			}
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
		}
		if err := cluster.Appoint(tx, cluster.Lead{ClusterID: c.ID, Year: 2026, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
			return err
		}
		if w.y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		w.place = Place{Cluster: c, Year: w.y}
		w.period, err = cycle.SetPeriod(tx, w.y, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: day(6, 15), DueOn: day(7, 10)})
		return err
	})
	return w
}

func day(month, day int) vn.Date { return vn.NewDate(2026, month, day) }

// on moves to an hour of a day in Viet Nam.
func (w *world) on(month time.Month, day, hour int) {
	at := time.Date(2026, month, day, hour, 0, 0, 0, vn.Zone)
	w.d.SetClock(func() time.Time { return at })
}

func (w *world) try(id string, fn func(tx *db.Tx) error) error {
	return dbtest.Try(w.d, db.Actor{}, func(tx *db.Tx) (err error) {
		if tx.Actor, err = cycle.Person(tx, id); err != nil {
			return err
		}
		return fn(tx)
	})
}

func (w *world) as(id string, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.try(id, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) remind(id string) {
	w.t.Helper()
	w.as(id, func(tx *db.Tx) error { return Remind(tx, w.cal) })
}

// told are the titles of what was told to a person about the report, oldest first.
func (w *world) told(id string) []string {
	w.t.Helper()
	var titles []string
	w.as(id, func(tx *db.Tx) error {
		list, err := notice.Mine(tx)
		for _, n := range slices.Backward(list) {
			if strings.Contains(n.Title, "Sáu tháng") {
				titles = append(titles, n.Title)
			}
		}
		return err
	})
	return titles
}

func (w *world) expect(id string, want ...string) {
	w.t.Helper()
	if got := w.told(id); !slices.Equal(got, want) {
		w.t.Errorf("told %q, want %q", got, want)
	}
}

// submit defines an indicator and hands in the report of the second unit.
func (w *world) submit() (grdp indicator.Indicator) {
	w.t.Helper()
	w.as(w.people[0], func(tx *db.Tx) (err error) {
		grdp, err = indicator.Define(tx, w.y, indicator.Indicator{Code: "GRDP", Name: "GRDP", Unit: "%", Direction: indicator.More, Sum: indicator.NoSum, Decimals: 1})
		return err
	})
	w.handIn(1, grdp)
	return grdp
}

// handIn hands in the report of a unit.
func (w *world) handIn(n int, grdp indicator.Indicator) {
	w.t.Helper()
	w.as(w.people[n], func(tx *db.Tx) error {
		_, err := indicator.HandIn(tx, w.y, indicator.Saving{PeriodID: w.period.ID, UnitID: w.units[n], Entries: []indicator.Entry{
			{IndicatorID: grdp.ID, Value: decimal.NewNullDecimal(decimal.RequireFromString("8.1"))},
		}}, "")
		return err
	})
}

func TestEachStepIsToldOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		w.on(time.June, 14, 9)
		w.remind(b)
		w.expect(b)
		want := []string{"Việc mới: Báo cáo Sáu tháng, hạn 10/7/2026"}
		for _, c := range []struct {
			month   time.Month
			d, hour int
			more    string
		}{
			{time.June, 15, 3, ""},
			{time.July, 6, 9, ""},
			{time.July, 7, 6, ""},
			{time.July, 7, 7, "Còn 3 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026"},
			{time.July, 8, 9, ""},
			{time.July, 9, 9, "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026"},
			{time.July, 10, 9, ""},
			{time.July, 11, 6, ""},
			{time.July, 11, 9, "Quá hạn: Báo cáo Sáu tháng, hạn 10/7/2026"},
			{time.July, 20, 9, ""},
		} {
			w.on(c.month, c.d, c.hour)
			w.remind(b)
			w.remind(b)
			if c.more != "" {
				want = append(want, c.more)
			}
			w.expect(b, want...)
		}
	})
}

// Two machines that remind at the same moment tell it once.
func TestRemindingTwiceAtOnceTellsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		atOnce := func() {
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					if err := w.try(b, func(tx *db.Tx) error { return Remind(tx, w.cal) }); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		w.on(time.June, 15, 9)
		atOnce()
		w.expect(b, "Việc mới: Báo cáo Sáu tháng, hạn 10/7/2026")
		w.on(time.July, 11, 9)
		atOnce()
		w.expect(b, "Việc mới: Báo cáo Sáu tháng, hạn 10/7/2026", "Quá hạn: Báo cáo Sáu tháng, hạn 10/7/2026")
	})
}

func TestWhoComesLateIsToldTheNearestStepOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		w.as(b, func(tx *db.Tx) error {
			return notice.Set(tx, notice.Settings{Hour: 0, Steps: []int{10, 5, 0}})
		})
		w.on(time.July, 6, 0) // four working days left
		w.remind(b)
		w.expect(b, "Còn 4 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026")
		w.on(time.July, 10, 0)
		w.remind(b)
		w.expect(b, "Còn 4 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026", "Hạn hôm nay: Báo cáo Sáu tháng, hạn 10/7/2026")
	})
}

func TestAMovedDeadlineIsToldAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		a, b := w.people[0], w.people[1]
		w.on(time.July, 9, 9)
		w.remind(b)
		w.expect(b, "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026")
		w.as(a, func(tx *db.Tx) error {
			p := w.period
			p.DueOn = day(7, 17)
			return cycle.MovePeriod(tx, w.y, p)
		})
		w.remind(b)
		w.expect(b, "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026")
		w.on(time.July, 16, 9)
		w.remind(b)
		w.expect(b, "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026", "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 17/7/2026")
	})
}

// What was given more time is late on its own day, not on that of all.
func TestAnExtensionMovesTheUnitsOwnDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		a, b := w.people[0], w.people[1]
		w.on(time.July, 13, 9)
		w.as(a, func(tx *db.Tx) error {
			return indicator.Except(tx, w.y, indicator.Exception{PeriodID: w.period.ID, UnitID: w.units[1], Until: day(7, 20), Reason: "chờ số liệu thống kê"})
		})
		w.remind(b)
		w.expect(b, "Việc mới: Báo cáo Sáu tháng, hạn 20/7/2026")
		w.on(time.July, 21, 9)
		w.remind(b)
		w.expect(b, "Việc mới: Báo cáo Sáu tháng, hạn 20/7/2026", "Quá hạn: Báo cáo Sáu tháng, hạn 20/7/2026")
	})
}

// A letter that waits for the mail server asks before it leaves: one still waits
// for work that is not in, none for work that is.
func TestNoReminderOfWorkThatIsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		w.on(time.July, 9, 9)
		w.as(b, func(tx *db.Tx) error { return account.ChangeEmail(tx, "b@b.vn", true) })
		var waits outbox.Effect
		newest := func() (e outbox.Effect) {
			w.as(b, func(tx *db.Tx) error {
				list, err := outbox.Recent(tx, b, 1)
				e = list[0]
				return err
			})
			return e
		}
		asked := newest()
		for _, l := range asked.Mail.Lines {
			if token, ok := strings.CutPrefix(l.Href, account.EmailPath); ok {
				dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return account.ConfirmEmail(tx, token) })
			}
		}
		w.remind(b)
		waits = newest()
		ready := func(e outbox.Effect) (m outbox.Mail, wanted bool) {
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
				m, wanted, err = Ready(tx, w.cal, e)
				return err
			})
			return m, wanted
		}
		if m, wanted := ready(waits); !wanted || m.To != "b@b.vn" || m.Subject != "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026" {
			t.Fatalf("before: %v, %+v", wanted, m)
		}
		if _, wanted := ready(asked); wanted {
			t.Error("the link that was used is sent again")
		}
		w.submit()
		if _, wanted := ready(waits); wanted {
			t.Error("a reminder of work that is in would be sent")
		}
		w.remind(b)
		w.as(b, func(tx *db.Tx) error {
			all, err := notice.Mine(tx)
			for _, n := range all {
				if strings.Contains(n.Title, "Sáu tháng") && n.Open() {
					t.Errorf("%q is still open", n.Title)
				}
			}
			return err
		})
		w.on(time.July, 13, 9)
		w.remind(b)
		w.expect(b, "Còn 1 ngày làm việc: Báo cáo Sáu tháng, hạn 10/7/2026")
	})
}

// A person whose account was disabled gets no letter that still waited.
func TestNoLetterToADisabledAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		w.on(time.July, 9, 9)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET email = 'b@b.vn', email_confirmed_at = $1 WHERE id = $2`, db.At(tx.Now), b)
			if err != nil {
				return err
			}
			return notice.Tell(tx, notice.Notice{AccountID: b, Kind: notice.Answer, Title: "Báo cáo bị trả lại"})
		})
		ready := func() (wanted bool) {
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
				list, err := outbox.Recent(tx, b, 1)
				if err == nil {
					_, wanted, err = Ready(tx, w.cal, list[0])
				}
				return err
			})
			return wanted
		}
		if !ready() {
			t.Fatal("the letter would not be sent while the account stands")
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), b)
			return err
		})
		if ready() {
			t.Error("the letter would be sent to a disabled account")
		}
	})
}

// The lead is told of the reports of others; the own waits for somebody else.
func TestNobodyIsToldToJudgeTheOwnReport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		w.on(time.July, 1, 9)
		grdp := w.submit()
		judged := func() (titles []string) {
			w.as(w.people[0], func(tx *db.Tx) error {
				list, _, err := List(tx, w.cal, w.y)
				for _, task := range list {
					if strings.HasPrefix(task.Title, "Duyệt ") {
						titles = append(titles, task.Title)
					}
				}
				return err
			})
			return titles
		}
		if got := judged(); !slices.Equal(got, []string{"Duyệt 1 báo cáo Sáu tháng"}) {
			t.Fatalf("with the report of another unit: %q", got)
		}
		w.handIn(0, grdp)
		if got := judged(); !slices.Equal(got, []string{"Duyệt 1 báo cáo Sáu tháng"}) {
			t.Errorf("with the own report too: %q", got)
		}
	})
}

func TestWhoLosesAYearIsRemindedNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		b := w.people[1]
		w.on(time.July, 9, 9)
		w.remind(b)
		w.as(b, func(tx *db.Tx) error {
			if n, err := notice.Unread(tx); n != 1 || err != nil {
				t.Errorf("%d open, %v", n, err)
			}
			tx.Actor.Grants = nil // the roles are taken away
			return Remind(tx, w.cal)
		})
		w.as(b, func(tx *db.Tx) error {
			n, err := notice.Unread(tx)
			if n != 0 {
				t.Errorf("%d open", n)
			}
			return err
		})
	})
}

func (w *world) calendar(id string) (text string, events map[string]*ics.VEvent) {
	w.t.Helper()
	w.as(id, func(tx *db.Tx) error {
		content, err := Calendar(tx, w.cal, "https://b.vn")
		text = string(content)
		return err
	})
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		w.t.Fatal(err)
	}
	events = map[string]*ics.VEvent{}
	for _, e := range c.Events() {
		events[e.Id()] = e
	}
	return text, events
}

func TestACalendarKeepsItsEventsAndDropsWhatIsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		a, b := w.people[0], w.people[1]
		w.on(time.June, 2, 9) // before the period opens
		text, before := w.calendar(b)
		if len(before) != 1 {
			t.Fatalf("%d events: %s", len(before), text)
		}
		if !strings.Contains(text, "BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
			t.Errorf("zone or line ends: %q", text)
		}
		for id, e := range before {
			if got := e.GetProperty(ics.ComponentPropertyDtStart); got.Value != "20260710" || got.ICalParameters["VALUE"][0] != "DATE" {
				t.Errorf("%s begins %+v", id, got)
			}
			var triggers []string
			for _, al := range e.Alarms() {
				triggers = append(triggers, al.GetProperty(ics.ComponentPropertyTrigger).Value)
			}
			if !slices.Equal(triggers, []string{"-PT65H", "-PT17H"}) {
				t.Errorf("alarms %q, want 7 o'clock on the third and the last working day before", triggers)
			}
		}
		if _, others := w.calendar(a); len(others) == 0 {
			t.Error("the lead has no deadline")
		}
		sequence := func(events map[string]*ics.VEvent) (string, string) {
			for id, e := range events {
				return id, e.GetProperty(ics.ComponentPropertySequence).Value
			}
			return "", ""
		}
		id, first := sequence(before)
		w.as(a, func(tx *db.Tx) error {
			p := w.period
			p.DueOn = day(7, 17)
			return cycle.MovePeriod(tx, w.y, p)
		})
		_, moved := w.calendar(b)
		sameID, second := sequence(moved)
		if sameID != id || len(second) < len(first) || len(second) == len(first) && second <= first || moved[id].GetProperty(ics.ComponentPropertyDtStart).Value != "20260717" {
			t.Errorf("moved: %s sequence %s → %s sequence %s", id, first, sameID, second)
		}
		w.on(time.July, 1, 9)
		w.submit()
		if text, after := w.calendar(b); len(after) != 0 {
			t.Errorf("work that is in stands in the calendar: %s", text)
		}
	})
}

// Who reviews one unit alone, or one year, finds there what waits for the review;
// nothing waits for who reviews another unit.
func TestAReviewWaitsInTheScopeOfAGrant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := found(t, d)
		w.on(time.July, 1, 9)
		offices := map[string]string{}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			top, err := org.Create(tx, org.Unit{Name: "Trên", Code: "T", Kind: org.Ministry})
			if err != nil {
				return err
			}
			for login, scope := range map[string][2]string{
				"of-b": {access.ScopeUnit, w.units[1]}, "of-a": {access.ScopeUnit, w.units[0]}, "of-year": {access.ScopeYear, w.y.ID},
				"of-cluster": {access.ScopeCluster, w.y.ClusterID}, "elsewhere": {access.ScopeUnit, top.ID},
			} {
				a, err := account.Create(tx, account.New{Login: login, Name: login, UnitID: top.ID})
				if err != nil {
					return err
				}
				offices[login] = a.ID
				if err := account.Give(tx, account.Grant{AccountID: a.ID, Role: access.StandingOffice, ScopeKind: scope[0], ScopeID: scope[1]}); err != nil {
					return err
				}
			}
			return nil
		})
		w.submit()
		together, single := "Duyệt 1 báo cáo Sáu tháng", "Duyệt báo cáo Sáu tháng của B"
		for login, want := range map[string]string{"of-b": single, "of-a": "", "of-year": together, "of-cluster": together, "elsewhere": ""} {
			w.as(offices[login], func(tx *db.Tx) error {
				places, err := Places(tx, w.cal)
				if err != nil || (len(places) == 1) != (login != "elsewhere") {
					t.Errorf("%s: sees %d years, %v", login, len(places), err)
				}
				list, _, err := List(tx, w.cal, w.y)
				var reviews []string
				for _, task := range list {
					if strings.HasPrefix(task.Title, "Duyệt") {
						reviews = append(reviews, task.Title)
					}
				}
				if strings.Join(reviews, "|") != want {
					t.Errorf("%s: finds %q, want %q", login, reviews, want)
				}
				return err
			})
		}
	})
}
