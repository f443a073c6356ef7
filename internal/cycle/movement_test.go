package cycle

import (
	"slices"
	"testing"

	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func drive() Movement {
	return Movement{
		Kind: Drive, Name: "Thi đua nước rút", Slogan: "Nhanh hơn một ngày", Goals: []string{"Giải ngân 95%", "", "Không hồ sơ quá hạn"},
		FromDay: day(4, 10), ToDay: day(9, 2), LaunchNumber: "15/KH-CTĐ", LaunchOn: day(4, 2),
	}
}

func (w *world) launched(m Movement) (out Movement) {
	w.t.Helper()
	w.must(w.a(), func(tx *db.Tx) (err error) { out, err = LaunchMovement(tx, w.y, m); return err })
	return out
}

// answer is how a unit joins a parent.
func answer(parent Movement, unit string) Movement {
	m := drive()
	m.ParentID, m.UnitID, m.Name, m.LaunchNumber = parent.ID, unit, parent.Name, "7/KH-UBND"
	return m
}

func (w *world) joins(actor db.Actor, m Movement) (out Movement) {
	w.t.Helper()
	w.must(actor, func(tx *db.Tx) (err error) { out, err = JoinMovement(tx, w.y, m); return err })
	return out
}

func names(list []Absentee) (names []string) {
	for _, a := range list {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	return names
}

func TestTheTreeShowsWhoHasJoinedDownToTheWards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		city := w.joins(w.a(), answer(root, w.units[0]))
		w.joins(w.b(), answer(root, w.units[1]))
		w.joins(w.a(), answer(city, w.wards[0])) // the city enters it for its ward
		w.must(db.Actor{}, func(tx *db.Tx) error {
			tree, err := Tree(tx, w.y)
			if err != nil {
				return err
			}
			if len(tree) != 1 || len(tree[0].Joined) != 2 || tree[0].Reached != 3 || !slices.Equal(names(tree[0].Missing), []string{"C"}) {
				t.Fatalf("root: %+v", tree)
			}
			a, b := tree[0].Joined[0], tree[0].Joined[1]
			if a.UnitName != "A" || len(a.Joined) != 1 || a.Reached != 2 || len(a.Missing) != 1 || a.Missing[0].UnitID != w.wards[1] {
				t.Errorf("A: %+v", a)
			}
			if b.UnitName != "B" || b.Reached != 0 || len(b.Missing) != 0 {
				t.Errorf("B, which has no wards in the register: %+v", b)
			}
			if !slices.Equal(tree[0].Goals, []string{"Giải ngân 95%", "Không hồ sơ quá hạn"}) || tree[0].All() != 4 {
				t.Errorf("goals %q, %d in all", tree[0].Goals, tree[0].All())
			}
			return nil
		})
	})
}

func TestTheSameMovementSentTwiceIsOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		first, second := w.launched(drive()), w.launched(drive())
		if first.ID != second.ID {
			t.Error("two roots")
		}
		once, again := w.joins(w.b(), answer(first, w.units[1])), w.joins(w.b(), answer(first, w.units[1]))
		if once.ID != again.ID {
			t.Error("two answers of one unit")
		}
	})
}

func TestLaunchingAndJoiningRefuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		city := w.joins(w.a(), answer(root, w.units[0]))
		launch := func(change func(m *Movement)) func(tx *db.Tx) error {
			m := drive()
			m.Name = "Đợt khác"
			change(&m)
			return func(tx *db.Tx) error { _, err := LaunchMovement(tx, w.y, m); return err }
		}
		join := func(parent Movement, unit string, change func(m *Movement)) func(tx *db.Tx) error {
			m := answer(parent, unit)
			change(&m)
			return func(tx *db.Tx) error { _, err := JoinMovement(tx, w.y, m); return err }
		}
		same := func(*Movement) {}
		w.refuse(
			refusal{"a member launches for the cluster", problem.Denied, "", w.c(), launch(same)},
			refusal{"a unit launches for another", problem.Denied, "", w.c(), launch(func(m *Movement) { m.UnitID = w.units[1] })},
			refusal{"a unit that is no member", problem.Invalid, "unit", w.person(w.outside), launch(func(m *Movement) { m.UnitID = w.outside })},
			refusal{"no name", problem.Invalid, "name", w.a(), launch(func(m *Movement) { m.Name = " " })},
			refusal{"a name that is taken", problem.Invalid, "name", w.a(), launch(func(m *Movement) { m.Name, m.Slogan = "Thi đua NƯỚC RÚT", "khác" })},
			refusal{"no goal", problem.Invalid, "goals", w.a(), launch(func(m *Movement) { m.Goals = []string{" "} })},
			refusal{"a drive without an end", problem.Invalid, "to_day", w.a(), launch(func(m *Movement) { m.ToDay = vn.Date{} })},
			refusal{"an end before the beginning", problem.Invalid, "to_day", w.a(), launch(func(m *Movement) { m.ToDay = day(4, 9) })},
			refusal{"a launch of tomorrow", problem.Invalid, "launch_on", w.a(), launch(func(m *Movement) { m.LaunchOn = day(4, 3) })},
			refusal{"no document", problem.Invalid, "launch_number", w.a(), launch(func(m *Movement) { m.LaunchNumber = "" })},
			refusal{"a secret", problem.Invalid, "slogan", w.a(), launch(func(m *Movement) { m.Slogan = "(MẬT) nhanh hơn" })},
			refusal{"another unit's answer", problem.Denied, "", w.c(), join(root, w.units[1], same)},
			refusal{"a ward under the cluster's own", problem.Invalid, "unit", w.a(), join(root, w.wards[0], same)},
			refusal{"a member under a city", problem.Invalid, "unit", w.b(), join(city, w.units[1], same)},
			refusal{"another city's ward", problem.Denied, "", w.b(), join(city, w.wards[0], same)},
			refusal{"a second answer", problem.Closed, "", w.a(), join(root, w.units[0], func(m *Movement) { m.Slogan = "khác" })},
			refusal{"before the parent was launched", problem.Invalid, "from_day", w.b(), join(root, w.units[1], func(m *Movement) { m.FromDay = day(4, 1) })},
			refusal{"after the drive has ended", problem.Invalid, "to_day", w.b(), join(root, w.units[1], func(m *Movement) { m.ToDay = day(9, 3) })},
			refusal{"another kind than the parent", problem.Invalid, "kind", w.b(), join(root, w.units[1], func(m *Movement) { m.Kind = Lasting })},
			refusal{"a parent of nowhere", problem.NotFound, "", w.b(), join(Movement{ID: "none"}, w.units[1], same)},
		)
		dbtest.SetDay(d, 2026, 3, 31)
		w.refuse(refusal{"before the phase", problem.Closed, "", w.a(), launch(func(m *Movement) { m.LaunchOn = day(3, 31) })})
	})
}

func TestAMovementChangesWithinWhatOthersHaveJoined(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		w.joins(w.b(), answer(root, w.units[1]))
		change := func(do func(m *Movement)) func(tx *db.Tx) error {
			m := root
			do(&m)
			return func(tx *db.Tx) error { _, err := ChangeMovement(tx, w.y, m); return err }
		}
		w.refuse(
			refusal{"by a member", problem.Denied, "", w.b(), change(func(m *Movement) { m.Slogan = "khác" })},
			refusal{"an earlier end than a member's", problem.Invalid, "to_day", w.a(), change(func(m *Movement) { m.ToDay = day(8, 1) })},
			refusal{"another kind", problem.Invalid, "kind", w.a(), change(func(m *Movement) { m.Kind = Lasting })},
			refusal{"an old page", problem.Conflict, "", w.a(), change(func(m *Movement) { m.Version = 9 })},
			refusal{"withdrawing what was joined", problem.Closed, "", w.a(), func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, root.ID, 1, "nhầm") }},
		)
		longer := change(func(m *Movement) { m.ToDay, m.Slogan = day(10, 10), "Dài hơi hơn" })
		w.must(w.a(), longer)
		w.must(w.a(), longer) // twice
		w.must(w.a(), func(tx *db.Tx) error {
			if err := AttachLaunch(tx, w.y, root.ID, blob.File{Hash: "h", Name: "kh.pdf"}); err != nil {
				return err
			}
			m, err := MovementByID(tx, w.y, root.ID)
			if m.Version != 3 || m.Slogan != "Dài hơi hơn" || len(m.Goals) != 2 || m.FileName != "kh.pdf" {
				t.Errorf("changed to %+v", m)
			}
			return err
		})
	})
}

func TestAMistakeIsWithdrawnWithAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		w.refuse(refusal{"no reason", problem.Invalid, "reason", w.a(), func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, root.ID, 1, " ") }})
		w.refuse(refusal{"an old page", problem.Conflict, "", w.a(), func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, root.ID, 9, "nhầm") }})
		withdraw := func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, root.ID, 1, "ghi nhầm năm") }
		w.must(w.a(), withdraw)
		w.must(w.a(), withdraw) // twice
		w.refuse(refusal{"joining it then", problem.Closed, "", w.b(), func(tx *db.Tx) error {
			_, err := JoinMovement(tx, w.y, answer(root, w.units[1]))
			return err
		}})
		if again := w.launched(drive()); again.ID == root.ID {
			t.Error("a withdrawn movement came back")
		}
		w.must(db.Actor{}, func(tx *db.Tx) error {
			tree, err := Tree(tx, w.y)
			if len(tree) != 1 {
				t.Errorf("%d roots", len(tree))
			}
			return err
		})
	})
}

func TestReviews(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		dbtest.SetDay(d, 2026, 9, 5)
		mid := Review{MovementID: root.ID, Stage: MidTerm, OnDay: day(6, 30), Results: "Giải ngân 48%"}
		review := func(v Review, change func(v *Review)) func(tx *db.Tx) error {
			change(&v)
			return func(tx *db.Tx) error { _, err := ReviewMovement(tx, w.y, v); return err }
		}
		w.must(w.a(), review(mid, func(*Review) {}))
		w.must(w.a(), review(mid, func(*Review) {})) // twice
		final := Review{MovementID: root.ID, Stage: Final, OnDay: day(9, 3), Results: "Giải ngân 96%"}
		w.refuse(
			refusal{"by another", problem.Denied, "", w.b(), review(final, func(*Review) {})},
			refusal{"in the future", problem.Invalid, "on_day", w.a(), review(final, func(v *Review) { v.OnDay = day(9, 6) })},
			refusal{"before it began", problem.Invalid, "on_day", w.a(), review(final, func(v *Review) { v.OnDay = day(4, 9) })},
			refusal{"final before mid-term", problem.Invalid, "on_day", w.a(), review(final, func(v *Review) { v.OnDay = day(6, 29) })},
			refusal{"without results", problem.Invalid, "results", w.a(), review(final, func(v *Review) { v.Results = "" })},
			refusal{"an old page", problem.Conflict, "results", w.a(), review(mid, func(v *Review) { v.Results = "khác" })},
			refusal{"a file for a review that was not held", problem.Closed, "", w.a(), func(tx *db.Tx) error {
				return AttachReview(tx, w.y, root.ID, Final, blob.File{Hash: "h"})
			}},
		)
		w.must(w.a(), review(final, func(*Review) {}))
		w.refuse(refusal{"mid-term after the final", problem.Invalid, "on_day", w.a(), review(mid, func(v *Review) { v.OnDay, v.Version = day(9, 4), 1 })})
		w.must(db.Actor{}, func(tx *db.Tx) error {
			n, err := Branch(tx, w.y, root.ID)
			if err != nil || len(n.Reviews) != 2 || n.Reviews[0].Stage != MidTerm {
				t.Errorf("reviews: %+v, %v", n.Reviews, err)
			}
			return nil
		})
		w.refuse(refusal{"withdrawing what was reviewed", problem.Closed, "", w.a(), func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, root.ID, 1, "x") }})
	})
}

func TestHistoryIsEnteredWithItsSource(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		var past Year
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			past, err = Open(tx, Opening{ClusterID: w.y.ClusterID, Year: 2021, History: true})
			return err
		})
		m := Movement{Kind: Drive, Name: "Đợt thi đua bầu cử", FromDay: vn.NewDate(2021, 4, 9), ToDay: vn.NewDate(2021, 5, 23), LaunchOn: vn.NewDate(2021, 4, 9)}
		enter := func(y Year, m Movement) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := EnterMovement(tx, y, m); return err }
		}
		w.refuse(
			refusal{"without a source", problem.Invalid, "source", office(), enter(past, m)},
			refusal{"by the lead", problem.Denied, "", w.a(), enter(past, m)},
			refusal{"in a running year", problem.Closed, "", office(), enter(w.y, m)},
		)
		m.Source = "báo, 9/4/2021"
		w.must(office(), enter(past, m))
		w.refuse(refusal{"launched by hand", problem.Closed, "", dbtest.Operator(), func(tx *db.Tx) error { _, err := LaunchMovement(tx, past, m); return err }})
	})
}

// centre is a lasting movement of the centre, as the lead notes it.
func (w *world) centre() (out Movement) {
	w.t.Helper()
	m := Movement{
		Kind: Lasting, Name: "Cả nước thi đua", Goals: []string{"Một mục tiêu chung"}, LaunchedBy: "Thủ tướng Chính phủ",
		FromDay: day(1, 1), LaunchNumber: "1/QĐ-TTg", LaunchOn: day(1, 1),
	}
	w.must(w.a(), func(tx *db.Tx) (err error) { out, err = NoteMovement(tx, w.y, m); return err })
	return out
}

func TestTheClustersOwnServesTheCentres(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		dbtest.SetDay(d, 2026, 3, 20) // before the phase: the centre waits for no phase
		top := w.centre()
		if again := w.centre(); again.ID != top.ID {
			t.Error("a second click noted it twice")
		}
		dbtest.SetDay(d, 2026, 4, 2)
		serving := drive()
		serving.ParentID = top.ID
		root := w.launched(serving)
		w.joins(w.b(), answer(root, w.units[1]))
		w.joins(w.c(), func() Movement { m := answer(top, w.units[2]); m.Kind = Lasting; return m }())
		w.must(db.Actor{}, func(tx *db.Tx) error {
			way, err := Way(tx, w.y, root.ID)
			if err != nil {
				return err
			}
			if len(way) != 2 || way[0].ID != top.ID || way[0].Reached != 3 || way[0].Answered() != 2 || !slices.Equal(names(way[0].Missing), []string{"A"}) {
				t.Errorf("the centre's: %+v", way)
			}
			if way[1].Answered() != 1 || !slices.Equal(names(way[1].Missing), []string{"A", "C"}) {
				t.Errorf("the cluster's own: %+v", way[1])
			}
			r, err := Plans(tx, w.y)
			if r.LaunchedOn != day(4, 2) {
				t.Errorf("the day of the launch is the cluster's own, not %s", r.LaunchedOn)
			}
			return err
		})
		note := func(m Movement) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := NoteMovement(tx, w.y, m); return err }
		}
		nobody := drive()
		nobody.LaunchedBy = " "
		serves := func(parent string) func(tx *db.Tx) error {
			m := drive()
			m.Name, m.ParentID = "Đợt khác", parent
			return func(tx *db.Tx) error { _, err := LaunchMovement(tx, w.y, m); return err }
		}
		w.refuse(
			refusal{"a member notes the centre's", problem.Denied, "", w.c(), note(top)},
			refusal{"launched by nobody", problem.Invalid, "launched_by", w.a(), note(nobody)},
			refusal{"serving the cluster's own", problem.Invalid, "parent", w.a(), serves(root.ID)},
			refusal{"serving what is not there", problem.NotFound, "", w.a(), serves("none")},
			refusal{"taking the centre away from the centre's", problem.Invalid, "launched_by", w.a(), func(tx *db.Tx) error {
				m := top
				m.LaunchedBy = ""
				_, err := ChangeMovement(tx, w.y, m)
				return err
			}},
			refusal{"withdrawing what the cluster serves", problem.Closed, "", w.a(), func(tx *db.Tx) error { return WithdrawMovement(tx, w.y, top.ID, 1, "x") }},
		)
		root.ParentID = ""
		w.must(w.a(), func(tx *db.Tx) error {
			m, err := ChangeMovement(tx, w.y, root)
			if m.ParentID != "" {
				t.Error("the cluster's own still serves")
			}
			return err
		})
	})
}

func TestWhoMayStillJoin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		city := w.joins(w.a(), answer(root, w.units[0]))
		joiners := func(actor db.Actor, id string) (list []Absentee) {
			w.must(actor, func(tx *db.Tx) error {
				n, err := Branch(tx, w.y, id)
				if err != nil {
					return err
				}
				list, err = Joiners(tx, w.y, n)
				return err
			})
			return list
		}
		if got := names(joiners(w.b(), root.ID)); !slices.Equal(got, []string{"B"}) {
			t.Errorf("a member, of the cluster's own: %v", got)
		}
		if got := joiners(w.a(), root.ID); len(got) != 0 {
			t.Errorf("who has joined: %v", got)
		}
		if got := names(joiners(w.a(), city.ID)); !slices.Equal(got, []string{"Phường Hai", "Phường Một"}) {
			t.Errorf("a city, for its wards: %v", got)
		}
		ward := w.person(w.wards[0])
		if got := joiners(ward, city.ID); len(got) != 1 || got[0].UnitID != w.wards[0] {
			t.Errorf("a ward: %v", got)
		}
		if got := joiners(ward, root.ID); len(got) != 0 {
			t.Errorf("a ward, of the cluster's own: %v", got)
		}
		w.joins(ward, answer(city, w.wards[0]))
		if got := joiners(ward, city.ID); len(got) != 0 {
			t.Errorf("a ward that has joined: %v", got)
		}
		may := func(actor db.Actor, id string) (yes bool) {
			w.must(actor, func(tx *db.Tx) (err error) { yes, err = MayChange(tx, w.y, id); return err })
			return yes
		}
		if !may(w.a(), city.ID) || may(w.b(), city.ID) || may(ward, city.ID) {
			t.Error("who may change a city's movement")
		}
	})
}

func TestWhatWasNotedLaterStandsAboveWhatServesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		root := w.launched(drive())
		late := drive()
		late.Name, late.LaunchedBy = "Ghi sau", "Hội đồng"
		w.must(w.a(), func(tx *db.Tx) error {
			noted, err := NoteMovement(tx, w.y, late)
			if err != nil {
				return err
			}
			root.ParentID = noted.ID
			if _, err := ChangeMovement(tx, w.y, root); err != nil {
				return err
			}
			all, err := Movements(tx, w.y)
			at := func(id string) int { return slices.IndexFunc(all, func(m Movement) bool { return m.ID == id }) }
			if len(all) != 2 || at(noted.ID) > at(root.ID) {
				t.Errorf("what is served stands after what serves it: %+v", all)
			}
			return err
		})
	})
}
