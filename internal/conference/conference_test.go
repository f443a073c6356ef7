package conference

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestNeededIsTheSmallestNumberThatReachesThePercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, n := rapid.IntRange(1, 100).Draw(t, "p"), rapid.IntRange(0, 500).Draw(t, "n")
		needed := Needed(p, n)
		if needed*100 < p*n || needed > 0 && (needed-1)*100 >= p*n {
			t.Fatalf("%d%% of %d: %d votes", p, n, needed)
		}
	})
}

func count(votes map[string]int) Count {
	return Count{Issued: 5, Returned: 5, Valid: 5, Votes: votes}
}

func TestOutcomes(t *testing.T) {
	all := Rules{ThresholdPercent: 80, Base: AllMembers}
	for name, test := range map[string]struct {
		seats  int
		votes  map[string]int
		rules  Rules
		passed []string
		tied   int
	}{
		"two seats":                    {2, map[string]int{"a": 5, "b": 4, "c": 1}, all, []string{"a", "b"}, 0},
		"under the threshold":          {2, map[string]int{"a": 5, "b": 3, "c": 2}, all, []string{"a"}, 0},
		"a tie for the last seat":      {1, map[string]int{"a": 4, "b": 4, "c": 0}, Rules{ThresholdPercent: 51, Base: AllMembers}, nil, 2},
		"an absent member counts":      {1, map[string]int{"a": 4}, Rules{ThresholdPercent: 80, Base: AllMembers}, nil, 0},
		"but not among those present":  {1, map[string]int{"a": 4}, Rules{ThresholdPercent: 80, Base: MembersPresent}, []string{"a"}, 0},
		"a tie within the seats is no": {2, map[string]int{"a": 4, "b": 4, "c": 1}, all, []string{"a", "b"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m := Motion{Seats: test.seats, Members: 5, Present: 5}
			if len(test.votes) == 1 {
				m.Members, m.Present = 6, 5
			}
			for id := range test.votes {
				m.Candidates = append(m.Candidates, id)
			}
			m.Counts = []Count{count(test.votes), count(test.votes)}
			outcomes, _ := m.Outcomes(test.rules)
			passed, tied := map[string]bool{}, 0
			for _, o := range outcomes {
				if o.Passed {
					passed[o.UnitID] = true
				}
				if o.Tied {
					tied++
				}
			}
			if len(passed) != len(test.passed) || tied != test.tied {
				t.Fatalf("got %v passed, %d tied", passed, tied)
			}
			for _, id := range test.passed {
				if !passed[id] {
					t.Errorf("%s should have passed", id)
				}
			}
		})
	}
}

// world is a cluster of three members whose first leads 2025; its conference is
// planned for 20 March 2026.
type world struct {
	t     *testing.T
	d     *db.DB
	y     cycle.Year
	units []string
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{t: t, d: d}
	dbtest.SetDay(d, 2026, time.March, 20)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: "Cụm", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range []string{"A", "B", "C"} {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.Province})
			if err != nil {
				return err
			}
			w.units = append(w.units, u.ID)
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
		}
		if err := cluster.Appoint(tx, cluster.Lead{ClusterID: c.ID, Year: 2025, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
			return err
		}
		w.y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2025})
		return err
	})
	w.must(0, func(tx *db.Tx) error {
		_, err := Plan(tx, w.y, Conference{HeldOn: vn.NewDate(2026, 3, 20), Place: "Hà Nội", Elects: true})
		return err
	})
	return w
}

func (w *world) person(unit int) db.Actor {
	a := db.Actor{ID: "person-" + w.units[unit], Name: "Người " + w.units[unit], Unit: w.units[unit], Grants: []db.Grant{
		{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: w.units[unit]},
	}}
	dbtest.Update(w.t, w.d, a, func(tx *db.Tx) error {
		more, err := cycle.Derived(tx, a)
		a.Grants = append(a.Grants, more...)
		return err
	})
	return a
}

func (w *world) must(unit int, fn func(tx *db.Tx) error) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, w.person(unit), fn)
}

func (w *world) refused(what string, kind problem.Kind, unit int, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := dbtest.Try(w.d, w.person(unit), fn); !problem.Is(err, kind) {
		w.t.Errorf("%s: got %v, want a %s problem", what, err, kind)
	}
}

func (w *world) open() {
	w.must(0, func(tx *db.Tx) error { return Start(tx, w.y) })
	for _, u := range w.units {
		w.must(0, func(tx *db.Tx) error {
			return Attend(tx, w.y, Attendance{UnitID: u, State: Present, Delegate: "Đại biểu"})
		})
	}
}

func (w *world) put(k Kind) (m Motion) {
	w.must(0, func(tx *db.Tx) (err error) {
		m, err = Put(tx, w.y, Motion{Kind: k, Way: OnPaper, Paper: ballot.Choose, Seats: 1, Candidates: w.units[1:]})
		return err
	})
	return m
}

func (w *world) count(a, b int) Count {
	return Count{Issued: 3, Returned: 3, Valid: 3, Votes: map[string]int{w.units[1]: a, w.units[2]: b}}
}

func (w *world) enter(unit int, m Motion, n Count) (s Standing) {
	w.must(unit, func(tx *db.Tx) (err error) { s, err = EnterCount(tx, w.y, m.ID, n); return err })
	return s
}

func TestAConferenceClosesTheYearAndElects(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.open()
		lead, deputy := w.put(Lead), w.put(Deputy)
		w.enter(0, lead, w.count(3, 0))
		if s := w.enter(1, lead, w.count(2, 1)); s != Differing {
			t.Errorf("two different entries: %s", s)
		}
		w.refused("a third person", problem.Closed, 2, func(tx *db.Tx) error { _, err := EnterCount(tx, w.y, lead.ID, w.count(3, 0)); return err })
		w.refused("finishing before the counts agree", problem.Closed, 0, func(tx *db.Tx) error { return Finish(tx, w.y) })
		if s := w.enter(1, lead, w.count(3, 0)); s != Confirmed {
			t.Errorf("after the correction: %s", s)
		}
		w.refused("a change of a confirmed count", problem.Closed, 0, func(tx *db.Tx) error { _, err := EnterCount(tx, w.y, lead.ID, w.count(1, 2)); return err })
		w.enter(0, deputy, w.count(0, 3))
		w.enter(2, deputy, w.count(0, 3))
		w.refused("without a resolution", problem.Closed, 0, func(tx *db.Tx) error { return Finish(tx, w.y) })
		w.must(0, func(tx *db.Tx) error {
			return Resolve(tx, w.y, Resolution{Body: "Thông qua báo cáo tổng kết", InFavour: 3})
		})
		w.must(0, func(tx *db.Tx) error { return Finish(tx, w.y) })
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			leads, err := cluster.LeadsOf(tx, w.y.ClusterID, 2026)
			if err != nil || len(leads) != 2 || leads[0].UnitID != w.units[1] || leads[1].UnitID != w.units[2] {
				t.Errorf("leads of 2026: %+v, %v", leads, err)
			}
			y, err := cycle.ByID(tx, w.y.ID)
			if err != nil || y.State != cycle.Closed {
				t.Errorf("year: %s, %v", y.State, err)
			}
			s, err := PublicOf(tx, w.y)
			if err != nil || len(s.Resolutions) != 1 || !s.Resolutions[0].Passed {
				t.Errorf("public: %+v, %v", s.Resolutions, err)
			}
			return nil
		})
	})
}

func TestTheFirstEntryIsSealedUntilTheSecond(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.open()
		m := w.put(Lead)
		w.enter(0, m, w.count(3, 0))
		w.must(1, func(tx *db.Tx) error {
			s, err := Overview(tx, w.y)
			if err == nil && (len(s.Motions[0].Counts) != 0 || s.Motions[0].Entered != 1) {
				t.Errorf("another person sees %d counts of %d", len(s.Motions[0].Counts), s.Motions[0].Entered)
			}
			return err
		})
	})
}

func TestAConferenceRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		resolve := func(tx *db.Tx) error { return Resolve(tx, w.y, Resolution{Body: "x", InFavour: 1}) }
		w.refused("a decision before it has opened", problem.Closed, 0, resolve)
		w.refused("opening by a member", problem.Denied, 1, func(tx *db.Tx) error { return Start(tx, w.y) })
		dbtest.SetDay(d, 2026, time.March, 19)
		w.refused("opening before its day", problem.Closed, 0, func(tx *db.Tx) error { return Start(tx, w.y) })
		dbtest.SetDay(d, 2026, time.March, 20)
		w.must(0, func(tx *db.Tx) error { return Start(tx, w.y) })
		w.refused("without a quorum", problem.Closed, 0, resolve)
		w.refused("a delegate without authority", problem.Invalid, 0, func(tx *db.Tx) error {
			return Attend(tx, w.y, Attendance{UnitID: w.units[1], State: Delegated, Delegate: "Phó"})
		})
		for _, u := range w.units {
			w.must(0, func(tx *db.Tx) error {
				return Attend(tx, w.y, Attendance{UnitID: u, State: Present, Delegate: "Đại biểu"})
			})
		}
		m := w.put(Lead)
		w.refused("the same motion twice", problem.Invalid, 0, func(tx *db.Tx) error {
			_, err := Put(tx, w.y, Motion{Kind: Lead, Way: OnPaper, Paper: ballot.Choose, Seats: 1, Candidates: w.units})
			return err
		})
		for name, n := range map[string]Count{
			"more issued than present":  {Issued: 4, Returned: 3, Valid: 3, Votes: map[string]int{w.units[1]: 1, w.units[2]: 1}},
			"more returned than issued": {Issued: 2, Returned: 3, Valid: 2, Votes: map[string]int{w.units[1]: 1, w.units[2]: 1}},
			"more valid than returned":  {Issued: 3, Returned: 2, Valid: 3, Votes: map[string]int{w.units[1]: 1, w.units[2]: 1}},
			"more votes than papers":    {Issued: 3, Returned: 3, Valid: 3, Votes: map[string]int{w.units[1]: 3, w.units[2]: 1}},
			"a candidate without votes": {Issued: 3, Returned: 3, Valid: 3, Votes: map[string]int{w.units[1]: 3}},
			"votes for somebody else":   {Issued: 3, Returned: 3, Valid: 3, Votes: map[string]int{w.units[0]: 1, w.units[1]: 1, w.units[2]: 1}},
		} {
			w.refused(name, problem.Invalid, 0, func(tx *db.Tx) error { _, err := EnterCount(tx, w.y, m.ID, n); return err })
		}
		w.refused("public before it is finished", problem.NotFound, 0, func(tx *db.Tx) error { _, err := PublicOf(tx, w.y); return err })
	})
}
