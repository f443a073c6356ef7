package conference

import (
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func TestATieIsVotedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.open()
		first := w.put(Lead)
		again := func(candidates ...string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := Put(tx, w.y, Motion{Kind: Lead, Way: OnPaper, Paper: ballot.Choose, Seats: 1, Candidates: candidates})
				return err
			}
		}
		w.refused("a second vote while the first is counted", problem.Invalid, 0, again(w.units[1:]...))
		tied := Count{Issued: 3, Returned: 3, Valid: 2, Votes: map[string]int{w.units[1]: 1, w.units[2]: 1}}
		w.enter(0, first, tied)
		w.enter(1, first, tied)
		deputy := w.put(Deputy)
		w.enter(0, deputy, w.count(0, 3))
		w.enter(1, deputy, w.count(0, 3))
		w.must(0, func(tx *db.Tx) error {
			return Resolve(tx, w.y, Resolution{Body: "Thông qua báo cáo tổng kết", InFavour: 3})
		})
		w.refused("finishing with nobody elected", problem.Closed, 0, func(tx *db.Tx) error { return Finish(tx, w.y) })
		w.must(0, again(w.units[1:]...))
		var second Motion
		w.must(0, func(tx *db.Tx) error {
			s, err := Overview(tx, w.y)
			second = s.Motions[len(s.Motions)-1]
			return err
		})
		if second.Round != 2 {
			t.Errorf("the second vote is round %d", second.Round)
		}
		w.enter(0, second, w.count(2, 1))
		w.enter(2, second, w.count(2, 1))
		w.refused("a third vote after a result", problem.Invalid, 0, again(w.units[2]))
		w.must(0, func(tx *db.Tx) error { return Finish(tx, w.y) })
	})
}

func TestASecondVoteFillsWhatTheFirstLeftOpen(t *testing.T) {
	votes := func(a, b int) Motion {
		n := Count{Issued: 3, Returned: 3, Valid: 3, Votes: map[string]int{"a": a, "b": b, "c": 0}}
		return Motion{Kind: Flag, Round: 1, Seats: 2, Members: 3, Present: 3, Candidates: []string{"a", "b", "c"}, Counts: []Count{n, n}}
	}
	cases := map[string]struct {
		before []Motion
		next   Motion
		round  int // 0: refused
	}{
		"the first of all":           {nil, Motion{Kind: Flag, Seats: 2, Candidates: []string{"a", "b"}}, 1},
		"one seat open":              {[]Motion{votes(3, 1)}, Motion{Kind: Flag, Seats: 1, Candidates: []string{"b", "c"}}, 2},
		"more than the open seat":    {[]Motion{votes(3, 1)}, Motion{Kind: Flag, Seats: 2, Candidates: []string{"b", "c"}}, 0},
		"who has a seat already":     {[]Motion{votes(3, 1)}, Motion{Kind: Flag, Seats: 1, Candidates: []string{"a", "b"}}, 0},
		"no seat open":               {[]Motion{votes(3, 2)}, Motion{Kind: Flag, Seats: 1, Candidates: []string{"c"}}, 0},
		"the vote of another matter": {[]Motion{votes(3, 2)}, Motion{Kind: Certificate, Seats: 1, Candidates: []string{"c"}}, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			round, err := roundOf(Rules{QuorumPercent: 66, ThresholdPercent: 51, Base: AllMembers}, c.before, c.next)
			if c.round == 0 && !problem.Is(err, problem.Invalid) || c.round > 0 && (err != nil || round != c.round) {
				t.Errorf("round %d, %v; want %d", round, err, c.round)
			}
		})
	}
}

func TestAConferenceThatSignsWaitsForTheCovenant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(0, func(tx *db.Tx) error {
			c, err := Find(tx, w.y)
			if err != nil {
				return err
			}
			c.Signs, c.Elects = true, false
			_, err = Plan(tx, w.y, c)
			return err
		})
		w.open()
		w.must(0, func(tx *db.Tx) error {
			return Resolve(tx, w.y, Resolution{Body: "Thông qua báo cáo tổng kết", InFavour: 3})
		})
		finish := func(tx *db.Tx) error { return Finish(tx, w.y) }
		w.refused("finishing before the next year is opened", problem.Closed, 0, finish)
		w.must(0, func(tx *db.Tx) error {
			_, err := cycle.Open(tx, cycle.Opening{ClusterID: w.y.ClusterID, Year: 2026})
			return err
		})
		// The lead of 2025 prepares 2026, which has no lead of its own yet.
		w.must(0, func(tx *db.Tx) error {
			next, err := cycle.Find(tx, w.y.ClusterID, 2026)
			if err != nil {
				return err
			}
			_, err = covenant.Begin(tx, next)
			return err
		})
		w.refused("finishing before all have signed", problem.Closed, 0, finish)
		w.refused("postponing by a member", problem.Denied, 1, func(tx *db.Tx) error { return Postpone(tx, w.y, "chưa đủ ý kiến") })
		w.refused("postponing without a reason", problem.Invalid, 0, func(tx *db.Tx) error { return Postpone(tx, w.y, " ") })
		w.must(0, func(tx *db.Tx) error { return Postpone(tx, w.y, "chưa đủ ý kiến các đơn vị") })
		w.refused("postponing twice", problem.Closed, 0, func(tx *db.Tx) error { return Postpone(tx, w.y, "lần nữa") })
		w.must(0, finish)
	})
}

// The roll of a conference that is sent many times at once is marked once, and
// no sending fails.
func TestARollSentManyTimesAtOnceIsMarkedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(0, func(tx *db.Tx) error { return Start(tx, w.y) })
		lead := w.person(0)
		const senders = 40
		done := make(chan error, senders)
		for range senders {
			go func() {
				done <- dbtest.Try(d, lead, func(tx *db.Tx) error {
					for _, u := range w.units {
						if err := Attend(tx, w.y, Attendance{UnitID: u, State: Present, Delegate: "Đại biểu"}); err != nil {
							return err
						}
					}
					return nil
				})
			}()
		}
		for range senders {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.must(0, func(tx *db.Tx) error {
			row, err := db.One[struct{ N int }](tx, `SELECT count(*) AS n FROM record_entry WHERE act = $1`, string(access.ConferenceRun))
			if row.N != 1+len(w.units) { // the opening and each member's mark
				t.Errorf("%d entries in the record", row.N)
			}
			return err
		})
	})
}
