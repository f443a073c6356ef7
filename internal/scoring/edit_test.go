package scoring_test

import (
	"strings"
	"testing"
	"time"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// draft is the definition that is edited now.
func (w *world) draft(y cycle.Year) (d scoring.Definition) {
	w.must(w.head(0), func(tx *db.Tx) (err error) {
		_, d, err = scoring.Editing(tx, y)
		return err
	})
	return d
}

// next opens the year after, whose sheet is not defined yet.
func (w *world) next() (y cycle.Year) {
	w.must(dbtest.Operator(), func(tx *db.Tx) (err error) {
		if err = cluster.Appoint(tx, cluster.Lead{ClusterID: w.y.ClusterID, Year: 2027, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
			return err
		}
		y, err = cycle.Open(tx, cycle.Opening{ClusterID: w.y.ClusterID, Year: 2027})
		return err
	})
	return y
}

func TestASheetIsArranged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.PrepareAmendment(tx, w.y) })
		move := func(path string, way scoring.Way, beside string) error {
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error { _, err := scoring.MoveRow(tx, w.y, path, way, beside); return err })
		}
		for _, step := range []struct {
			path   string
			way    scoring.Way
			beside string
			want   string
		}{
			{"I/2", scoring.Up, "", "I I/2 I/1 I/3 T"},
			{"I/2", scoring.Down, "", "I I/1 I/2 I/3 T"},
			{"I/3", scoring.Out, "", "I I/1 I/2 3 T"},
			{"3", scoring.In, "", "I I/1 I/2 I/3 T"},
			{"I/3", scoring.Before, "I/1", "I I/3 I/1 I/2 T"},
			{"I/3", scoring.After, "T", "I I/1 I/2 T 3"},
			{"3", scoring.Inside, "I", "I I/1 I/2 I/3 T"},
			{"I/1", scoring.After, "I/3", "I I/2 I/3 I/1 T"},
			{"I/1", scoring.Before, "I/2", "I I/1 I/2 I/3 T"},
		} {
			if err := move(step.path, step.way, step.beside); err != nil {
				t.Fatalf("%s %s %s: %v", step.path, step.way, step.beside, err)
			}
			if got := paths(w.draft(w.y).Rows); got != step.want {
				t.Errorf("%s %s %s: %s, want %s", step.path, step.way, step.beside, got, step.want)
			}
		}
		for what, err := range map[string]error{
			"up from the first place": move("I", scoring.Up, ""),
			"out of the top":          move("T", scoring.Out, ""),
			"into a leaf":             move("I/2", scoring.In, ""),
			"into itself":             move("I", scoring.Inside, "I/1"),
			"in before the first":     move("I", scoring.In, ""),
			"no such way":             move("I", "bay", "T"),
		} {
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: got %v", what, err)
			}
		}
		if err := move("IX", scoring.Up, ""); !problem.Is(err, problem.Conflict) {
			t.Errorf("a criterion that is gone: %v", err)
		}
	})
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.PrepareAmendment(tx, w.y) })
		seen := w.draft(w.y)
		put := func(path, max string) error {
			r := *seen.Row(path)
			e := scoring.RowEdit{Row: r, At: path, Seen: r.Fingerprint()}
			e.Path, e.Max = r.Code(), max
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error { _, err := scoring.PutRow(tx, w.y, e); return err })
		}
		if err := put("I/1", "12"); err != nil {
			t.Fatal(err)
		}
		if err := put("I/2", "8"); err != nil {
			t.Errorf("another criterion: %v", err)
		}
		err := put("I/1", "15")
		if !problem.Is(err, problem.Conflict) || !strings.Contains(err.Error(), "điểm tối đa nay là 12") {
			t.Errorf("the same criterion: %v", err)
		}
		err = dbtest.Try(d, w.head(0), func(tx *db.Tx) error { return scoring.RemoveRow(tx, w.y, "I", seen.Fingerprint("I")) })
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("removing what has changed: %v", err)
		}
		now := w.draft(w.y)
		if now.Row("I/1").Max != "12" || now.Row("I/2").Max != "8" {
			t.Errorf("stored %s and %s", now.Row("I/1").Max, now.Row("I/2").Max)
		}
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.RemoveRow(tx, w.y, "I/1", now.Fingerprint("I/1")) })
		if got := paths(w.draft(w.y).Rows); got != "I I/2 I/3 T" {
			t.Errorf("after removal: %s", got)
		}
		add := func(e scoring.RowEdit) error {
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error { _, err := scoring.PutRow(tx, w.y, e); return err })
		}
		for what, e := range map[string]scoring.RowEdit{
			"a code of the same group": {Row: scoring.Row{Path: "2", Name: "Hai", Max: "1", Kind: scoring.Achieved}, Under: "I"},
			"a code with a slash":      {Row: scoring.Row{Path: "2/3", Name: "Hai", Max: "1", Kind: scoring.Achieved}, Under: "I"},
			"no name":                  {Row: scoring.Row{Path: "9", Max: "1", Kind: scoring.Achieved}},
			"in a leaf":                {Row: scoring.Row{Path: "9", Name: "Chín", Max: "1", Kind: scoring.Achieved}, Under: "T"},
			"an unknown indicator":     {Row: scoring.Row{Path: "9", Name: "Chín", Max: "1", Kind: scoring.Target, Scheme: scoring.Attainment, Indicator: "XYZ"}},
		} {
			if err := add(e); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: got %v", what, err)
			}
		}
		if err := add(scoring.RowEdit{Row: scoring.Row{Path: "2a", Name: "Hai", Max: "1", Kind: scoring.Achieved}, After: "I/2"}); err != nil {
			t.Error(err)
		}
		if got := paths(w.draft(w.y).Rows); got != "I I/2 I/2a I/3 T" {
			t.Errorf("after adding: %s", got)
		}
	})
}

// change edits single criteria of what is prepared.
func (w *world) change(paths []string, change func(*scoring.Row)) {
	w.t.Helper()
	w.must(w.head(0), func(tx *db.Tx) error {
		_, d, err := scoring.Editing(tx, w.y)
		for _, path := range paths {
			if err != nil {
				return err
			}
			e := scoring.RowEdit{Row: *d.Row(path), At: path, Seen: d.Row(path).Fingerprint()}
			e.Path = e.Code()
			change(&e.Row)
			_, err = scoring.PutRow(tx, w.y, e)
		}
		return err
	})
}

func (w *world) amend(reason string) error {
	return dbtest.Try(w.d, w.head(0), func(tx *db.Tx) error {
		s, err := scoring.Standing(tx, w.y)
		if err != nil {
			return err
		}
		return scoring.Amend(tx, w.y, scoring.Amendment{Reason: reason, Version: s.Sheet.Version})
	})
}

func TestAnAmendmentNeedsWhatItSays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		refused := func(what string, kind problem.Kind, reason, sentence string) {
			t.Helper()
			if err := w.amend(reason); !problem.Is(err, kind) || !strings.Contains(err.Error(), sentence) {
				t.Errorf("%s: %v", what, err)
			}
		}
		refused("none prepared", problem.Closed, "x", "Chưa soạn")
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.PrepareAmendment(tx, w.y) })
		refused("nothing changed", problem.Invalid, "x", "chưa khác")
		w.change([]string{"I/2"}, func(r *scoring.Row) { r.Max = "12" })
		refused("no reason", problem.Invalid, " ", "lý do")
		refused("a parent that does not add up", problem.Invalid, "QĐ 15", "32")
		w.change([]string{"I"}, func(r *scoring.Row) { r.Max = "32" })
		w.refused("what another has saved since", problem.Conflict, w.head(0), func(tx *db.Tx) error { return scoring.Amend(tx, w.y, scoring.Amendment{Reason: "QĐ 15", Version: 1}) })
		w.must(w.head(1), func(tx *db.Tx) error {
			s, err := scoring.Standing(tx, w.y)
			if err == nil && (s.Sheet.Number != 1 || s.Row("I/2").Max != "10") {
				t.Errorf("before it is adopted: version %d, %s points", s.Sheet.Number, s.Row("I/2").Max)
			}
			return err
		})
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.DropAmendment(tx, w.y) })
		refused("thrown away", problem.Closed, "x", "Chưa soạn")
	})
}

func TestAnAmendmentKeepsWhatItDoesNotTouch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for i := range 2 {
			if err := w.fill(i, 1, "8"); err != nil {
				t.Fatal(err)
			}
			w.must(w.head(i), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[i]) })
		}
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.PrepareAmendment(tx, w.y) })
		w.change([]string{"I/1"}, func(r *scoring.Row) { r.Deadline = "2026-12-20" })
		w.change([]string{"I/2"}, func(r *scoring.Row) { r.Max = "12" })
		w.change([]string{"I"}, func(r *scoring.Row) { r.Max = "32" })
		if err := w.amend("QĐ 15 sửa quy chế"); err != nil {
			t.Fatal(err)
		}
		w.must(w.head(1), func(tx *db.Tx) error {
			s, err := scoring.Standing(tx, w.y)
			if err != nil {
				return err
			}
			u := s.Result.Units[0]
			if s.Sheet.Number != 2 || strings.Join(u.Missing, " ") != "I/2" || scoring.Format(u.Total, 2) != "20.00" { // 10 + 8 + 2 remain
				t.Errorf("version %d, missing %v, total %s", s.Sheet.Number, u.Missing, scoring.Format(u.Total, 2))
			}
			if m := s.Markings[0]; m.State != scoring.UnitReturned || !strings.Contains(m.Reason, "chấm lại: I/2") {
				t.Errorf("the unit's sheet is %s: %s", m.State, m.Reason)
			}
			versions, err := scoring.Versions(tx, w.y)
			if err != nil {
				return err
			}
			v := versions[0]
			if len(versions) != 2 || v.Reason != "QĐ 15 sửa quy chế" || len(v.Changes) != 3 || strings.Join(v.Again[w.units[1]], " ") != "I/2" || len(v.Again) != 1 {
				t.Errorf("versions %+v", versions)
			}
			return nil
		})
		w.must(dbtest.Operator(), func(tx *db.Tx) error {
			row, err := db.One[struct{ N int }](tx, `SELECT count(*) AS n FROM score_entry WHERE number = 1 AND criterion = 'I/2'`)
			if row.N != 2 {
				t.Errorf("%d marks stay with the first version", row.N)
			}
			return err
		})
	})
}

// After the phase an amendment says until when the units mark again.
func TestAnAmendmentAfterThePhase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if err := w.fill(0, 1, "8"); err != nil {
			t.Fatal(err)
		}
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[0]) })
		dbtest.SetDay(d, 2027, time.January, 4)
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.PrepareAmendment(tx, w.y) })
		w.change([]string{"I/2"}, func(r *scoring.Row) { r.Max = "12" })
		w.change([]string{"I"}, func(r *scoring.Row) { r.Max = "32" })
		amend := func(until vn.Date) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				s, err := scoring.Standing(tx, w.y)
				if err != nil {
					return err
				}
				return scoring.Amend(tx, w.y, scoring.Amendment{Reason: "QĐ 15", Until: until, Version: s.Sheet.Version})
			}
		}
		w.refused("no day", problem.Invalid, w.head(0), amend(vn.Date{}))
		w.refused("a day that has passed", problem.Invalid, w.head(0), amend(vn.NewDate(2027, 1, 3)))
		w.must(w.head(0), amend(vn.NewDate(2027, 1, 8)))
		dbtest.SetDay(d, 2027, time.January, 8)
		w.must(w.head(0), func(tx *db.Tx) error {
			desk, err := scoring.ReadDesk(tx, w.y, w.units[0])
			if err != nil {
				return err
			}
			_, err = scoring.FillIn(tx, w.y, w.units[0], desk.Marking.Version, []scoring.Filled{{Criterion: "I/2", Value: "11"}})
			return err
		})
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[0]) })
	})
}

func TestASheetIsCopied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		dbtest.SetDay(d, 2027, time.January, 5)
		y := w.next()
		lead := w.head(0)
		var version int64
		copySheet := func(a db.Actor) error {
			return dbtest.Try(d, a, func(tx *db.Tx) error { _, err := scoring.CopySheet(tx, y, w.y, version); return err })
		}
		if err := copySheet(w.appraiser()); !problem.Is(err, problem.Denied) {
			t.Errorf("by an appraiser: %v", err)
		}
		w.must(lead, func(tx *db.Tx) error {
			list, err := scoring.Sources(tx, y)
			if err == nil && (len(list) != 1 || list[0].Year.Year != 2026 || list[0].Rows != 5) {
				t.Errorf("sources %+v", list)
			}
			return err
		})
		if err := copySheet(lead); err != nil {
			t.Fatal(err)
		}
		if err := copySheet(lead); !problem.Is(err, problem.Conflict) {
			t.Errorf("a stale page: %v", err)
		}
		w.must(lead, func(tx *db.Tx) error {
			s, def, err := scoring.Editing(tx, y)
			if err == nil && (s.Name != "Bảng 2027" || paths(def.Rows) != "I I/1 I/2 I/3 T") {
				t.Errorf("copied %q: %s", s.Name, paths(def.Rows))
			}
			return err
		})
	})
}

func TestMadeUpUnitsAreScored(t *testing.T) {
	rows := []scoring.Row{
		{Path: "I", Name: "Nhóm", Max: "99"}, // the rest of the sheet need not be finished
		{Path: "I/1", Name: "Thu", Max: "5", Kind: scoring.Target, Scheme: scoring.Leading},
		{Path: "I/2", Name: "Hạng", Max: "10", Kind: scoring.RankPoints, Table: []scoring.StepRow{{From: "1", Points: "10"}, {From: "2", Points: "8"}}},
		{Path: "II", Name: "Nhóm trống", Max: "10"},
	}
	r, err := scoring.Try(whole(rows), "I", []string{"A", "B", "C"}, []scoring.Trial{
		{Unit: "A", Criterion: "I/1", Target: "10", Actual: "20"},
		{Unit: "B", Criterion: "I/1", Target: "10", Actual: "15"},
		{Unit: "C", Criterion: "I/1", Target: "10", Actual: "8"},
		{Unit: "A", Criterion: "I/2", Value: "2"},
		{Unit: "B", Criterion: "I/2", Unassigned: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"5.00 8.00", "3.75 0.00", "2.00 0.00"} {
		u := r.Units[i]
		if got := scoring.Format(u.Leaves[0].Points, 2) + " " + scoring.Format(u.Leaves[1].Points, 2); got != want {
			t.Errorf("%s: %s, want %s", u.Unit.ID, got, want)
		}
	}
	if got := r.Units[1].Leaves[0].Explain(); got != "½ × 5 × (1 + (15/10 − 1)/(20/10 − 1)) = 3,75" {
		t.Errorf("explanation %q", got)
	}
	_, err = scoring.Try(whole(rows), "I/2", []string{"A"}, []scoring.Trial{{Unit: "A", Criterion: "I/2", Value: "1.5"}})
	if list := problem.All(err); len(list) != 1 || list[0].Field != "value_I/2_A" {
		t.Errorf("half a rank: %v", err)
	}
}

func TestAGroupIsComparedWithItsOwnCriteria(t *testing.T) {
	d := whole([]scoring.Row{
		{Path: "I", Max: "30"},
		{Path: "I/1", Max: "20"},
		{Path: "I/1/a", Max: "15", Kind: scoring.Direct},
		{Path: "I/2"},
		{Path: "I/2/a", Max: "10", Kind: scoring.Direct},
		{Path: "T", Max: "5", Kind: scoring.Bonus},
	})
	for path, want := range map[string]string{"": "30", "I": "30", "I/1": "15", "I/2": "10"} {
		if got, known := d.MaximumOf(path); got != want || !known {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
