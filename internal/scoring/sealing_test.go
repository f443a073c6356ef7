package scoring_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// sealing is a cluster of four members that mark each other.
type sealing struct {
	*world
	ring *key.Ring
}

func beginSealing(t *testing.T, d *db.DB, settings scoring.Settings) *sealing {
	w := &sealing{world: &world{t: t, d: d}}
	w.found("A", "B", "C", "D")
	var err error
	if w.ring, err = key.Open(filepath.Join(t.TempDir(), "khoa")); err != nil {
		t.Fatal(err)
	}
	settings.Decimals = 2
	w.must(w.head(0), func(tx *db.Tx) error {
		if err := cycle.SetPhase(tx, w.y, cycle.Phase{Kind: cycle.Cross, OpensOn: vn.NewDate(2026, 12, 1), DueOn: vn.NewDate(2026, 12, 10)}); err != nil {
			return err
		}
		rows := []scoring.Row{quality, {Path: "2", Name: "Chuyển đổi số", Max: "20", Kind: scoring.Direct}, {Path: "T", Name: "Thưởng", Max: "5", Kind: scoring.Bonus}}
		if _, err := scoring.Define(tx, w.y, "Bảng 2026", scoring.Definition{Settings: settings, Rows: rows}, 0); err != nil {
			return err
		}
		return scoring.OpenSheet(tx, w.y)
	})
	return w
}

var byWhole = scoring.Settings{Cross: scoring.CrossWhole, CrossLow: "0", CrossHigh: "100"}

// totals are the marks of the whole sheet that unit i gives the others, in order.
func (w *sealing) totals(i int, points ...string) []scoring.CrossMark {
	var marks []scoring.CrossMark
	for j, unit := range w.units {
		if j != i && len(points) > 0 {
			marks, points = append(marks, scoring.CrossMark{To: unit, Points: points[0]}), points[1:]
		}
	}
	return marks
}

func (w *sealing) draft(i int, version int64, marks ...scoring.CrossMark) error {
	return dbtest.Try(w.d, w.head(i), func(tx *db.Tx) error {
		_, err := scoring.DraftCross(tx, w.ring, w.y, w.units[i], version, marks)
		return err
	})
}

func (w *sealing) seal(i int, marks ...scoring.CrossMark) error {
	version := w.desk(i).Version
	return dbtest.Try(w.d, w.head(i), func(tx *db.Tx) error {
		return scoring.SealCross(tx, w.ring, w.y, w.units[i], version, marks)
	})
}

func (w *sealing) desk(i int) (desk scoring.CrossDesk) {
	w.t.Helper()
	w.must(w.head(i), func(tx *db.Tx) (err error) {
		desk, err = scoring.ReadCrossDesk(tx, w.ring, w.y, w.units[i])
		return err
	})
	return desk
}

func (w *sealing) board(a db.Actor) (b scoring.CrossBoard) {
	w.t.Helper()
	w.must(a, func(tx *db.Tx) (err error) {
		b, err = scoring.ReadCross(tx, w.y)
		return err
	})
	return b
}

func (w *sealing) unseal() error {
	return dbtest.Try(w.d, w.head(0), func(tx *db.Tx) error { return scoring.Unseal(tx, w.ring, w.y) })
}

func (w *sealing) standing() (s scoring.Scored) {
	w.t.Helper()
	w.must(w.appraiser(), func(tx *db.Tx) (err error) {
		s, err = scoring.Standing(tx, w.y)
		return err
	})
	return s
}

func kindOf(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: got %v, want a %s problem", what, err, kind)
	}
}

// Three units seal, one of them twice, one only drafts: the draft is not opened,
// and the marks count as they were sealed last.
func TestWhatIsSealedLastIsOpened(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		for i, marks := range [][]scoring.CrossMark{w.totals(0, "91.5", "80", "70"), w.totals(1, "90", "0", "60")} {
			if err := w.seal(i, marks...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.seal(2, w.totals(2, "88", "77", "66")...); err != nil {
			t.Fatal(err)
		}
		if err := w.seal(2, w.totals(2, "89", "77", "66")...); err != nil {
			t.Fatal(err)
		}
		if err := w.draft(3, 0, w.totals(3, "99", "98", "97")...); err != nil {
			t.Fatal(err)
		}
		kindOf(t, "opened before the fourth", w.unseal(), problem.Closed)
		b := w.board(w.head(1))
		if strings.Join(b.Waits, ",") != "D" || b.Ready || b.Sums != nil || len(w.standing().Cross) > 0 {
			t.Errorf("before the opening: %+v", b)
		}
		dbtest.SetDay(d, 2026, time.December, 11)
		kindOf(t, "sealed too late", w.seal(3, w.totals(3, "99", "98", "97")...), problem.Closed)
		kindOf(t, "drafted too late", w.draft(3, 1, w.totals(3, "1")...), problem.Closed)
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		if err := w.unseal(); err != nil {
			t.Errorf("the same form sent twice: %v", err)
		}
		kindOf(t, "sealed after the opening", w.seal(3), problem.Closed)
		got := map[string]string{}
		for _, s := range w.board(w.head(1)).Sums {
			got[w.name(s.From)+w.name(s.To)] = s.Points
		}
		want := "map[AB:183/2 AC:80 AD:70 BA:90 BC:0 BD:60 CA:89 CB:77 CD:66]"
		if fmt.Sprint(got) != want {
			t.Errorf("opened %v, want %s", got, want)
		}
		sc := w.standing()
		if len(sc.Cross) != 9 || sc.CrossRange == nil || sc.CrossRange.High.RatString() != "100" {
			t.Errorf("%d cross-scores count within %v", len(sc.Cross), sc.CrossRange)
		}
		for _, o := range w.desk(3).Others {
			if len(o.Marks) > 0 {
				t.Errorf("the draft was kept: %v", o.Marks)
			}
		}
		b = w.board(w.head(1))
		if u := b.Units[3]; u.Counts || u.Opened || b.Units[2].Seals != 2 || !b.Units[2].Opened {
			t.Errorf("the board says %+v", b.Units)
		}
	})
}

func (w *sealing) name(unitID string) string {
	return string("ABCD"[slices.Index(w.units, unitID)])
}

// What a unit cannot give is refused, nothing of it is stored, and the sentence
// stands beside its field.
func TestWhatCannotBeGivenIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, scoring.Settings{Cross: scoring.CrossByLeaf})
		ok := scoring.CrossMark{To: w.units[1], Criterion: "1", Points: "7"}
		if err := w.draft(0, 0, ok); err != nil {
			t.Fatal(err)
		}
		for what, m := range map[string]scoring.CrossMark{
			"the own unit":           {To: w.units[0], Criterion: "1", Points: "7"},
			"a stranger":             {To: "x", Criterion: "1", Points: "7"},
			"a bonus":                {To: w.units[1], Criterion: "T", Points: "2"},
			"a total":                {To: w.units[1], Points: "7"},
			"above the maximum":      {To: w.units[1], Criterion: "1", Points: "10.01"},
			"below zero":             {To: w.units[1], Criterion: "1", Points: "-0.5"},
			"no number":              {To: w.units[1], Criterion: "1", Points: "bảy"},
			"more digits than shown": {To: w.units[1], Criterion: "1", Points: "7.0000001"},
		} {
			err := w.draft(0, 1, m, scoring.CrossMark{To: w.units[2], Criterion: "1", Points: "3"})
			kindOf(t, what, err, problem.Invalid)
			if list := problem.All(err); len(list) != 1 || list[0].Field == "" {
				t.Errorf("%s: %v", what, err)
			}
		}
		desk := w.desk(0)
		if desk.Done != 1 || desk.All != 6 || desk.Version != 1 {
			t.Errorf("%d of %d in version %d are stored", desk.Done, desk.All, desk.Version)
		}
		kindOf(t, "sealing half", w.seal(0), problem.Invalid)
		kindOf(t, "another tab", w.draft(0, 0, scoring.CrossMark{To: w.units[1], Criterion: "1", Points: "8"}), problem.Conflict)
		if err := w.draft(0, 0, scoring.CrossMark{To: w.units[1], Criterion: "2", Points: "8"}); err != nil {
			t.Errorf("another field from another tab: %v", err)
		}
		w.refused("another unit's marks", problem.Denied, w.head(1), func(tx *db.Tx) error {
			_, err := scoring.DraftCross(tx, w.ring, w.y, w.units[0], 1, []scoring.CrossMark{ok})
			return err
		})
		w.refused("another unit's desk", problem.Denied, w.head(1), func(tx *db.Tx) error {
			_, err := scoring.ReadCrossDesk(tx, w.ring, w.y, w.units[0])
			return err
		})
		officer := db.Actor{ID: "officer", Name: "Chuyên viên", Unit: w.units[0], Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: w.units[0]}}}
		w.refused("an officer's seal", problem.Denied, officer, func(tx *db.Tx) error {
			return scoring.SealCross(tx, w.ring, w.y, w.units[0], 2, nil)
		})
		w.refused("a member's opening", problem.Denied, w.head(1), func(tx *db.Tx) error { return scoring.Unseal(tx, w.ring, w.y) })
		w.refused("the file of what is sealed", problem.NotFound, w.head(1), func(tx *db.Tx) error {
			_, err := scoring.OpenedCross(tx, w.y)
			return err
		})
	})
}

// A stale page seals nothing it has not seen; the same page sent twice is one seal.
func TestASealIsOfWhatThePersonSaw(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		if err := w.draft(0, 0, w.totals(0, "1", "2", "3")...); err != nil {
			t.Fatal(err)
		}
		seal := func(version int64, marks ...scoring.CrossMark) error {
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error { return scoring.SealCross(tx, w.ring, w.y, w.units[0], version, marks) })
		}
		kindOf(t, "a page from before the draft", seal(0), problem.Conflict)
		for range 2 {
			if err := seal(1, w.totals(0, "1", "2", "4")...); err != nil {
				t.Fatal(err)
			}
		}
		if desk := w.desk(0); len(desk.Seals) != 1 || desk.Changed || desk.Seal.Number != 1 {
			t.Errorf("sealed %d times, changed %v", len(desk.Seals), desk.Changed)
		}
		if err := w.draft(0, w.desk(0).Version, w.totals(0, "9")...); err != nil {
			t.Fatal(err)
		}
		if !w.desk(0).Changed {
			t.Error("a draft beside the seal goes unnoticed")
		}
	})
}

// A recused pair has no marks, also none that were sealed before.
func TestARecusedPairIsLeftOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		recuse := func(to int, reason string) error {
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error { return scoring.RecuseCross(tx, w.y, w.units[0], w.units[to], reason) })
		}
		kindOf(t, "without a reason", recuse(1, " "), problem.Invalid)
		kindOf(t, "toward oneself", recuse(0, "x"), problem.Invalid)
		for i := range w.units {
			if err := w.seal(i, w.totals(i, "10", "20", "30")...); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := recuse(1, "anh em kết nghĩa"); err != nil {
				t.Fatal(err)
			}
		}
		kindOf(t, "a mark after the recusal", w.draft(0, w.desk(0).Version, w.totals(0, "5")...), problem.Invalid)
		if err := w.unseal(); err != nil { // every unit has sealed
			t.Fatal(err)
		}
		kindOf(t, "a recusal after the opening", recuse(2, "muộn"), problem.Closed)
		for _, x := range w.standing().Cross {
			if x.From == w.units[0] && x.To == w.units[1] {
				t.Error("the pair counts")
			}
		}
		if n := len(w.standing().Cross); n != 11 {
			t.Errorf("%d marks count, want 11", n)
		}
	})
}

// An amendment of the sheet asks for new seals; after the opening, marks on what
// it changes count no more, and the way of marking stays.
func TestAnAmendmentAsksForNewSeals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, scoring.Settings{Cross: scoring.CrossByLeaf})
		all := func(i int, points string) []scoring.CrossMark {
			var marks []scoring.CrossMark
			for j, u := range w.units {
				if j != i {
					marks = append(marks, scoring.CrossMark{To: u, Criterion: "1", Points: points}, scoring.CrossMark{To: u, Criterion: "2", Points: points})
				}
			}
			return marks
		}
		amend := func(change func(*scoring.Definition)) error {
			return dbtest.Try(d, w.head(0), func(tx *db.Tx) error {
				if err := scoring.PrepareAmendment(tx, w.y); err != nil {
					return err
				}
				s, def, err := scoring.Editing(tx, w.y)
				if err != nil {
					return err
				}
				change(&def)
				if s, err = scoring.Define(tx, w.y, s.Name, def, s.Version); err != nil {
					return err
				}
				return scoring.Amend(tx, w.y, scoring.Amendment{Reason: "theo hướng dẫn mới", Version: s.Version})
			})
		}
		if err := w.seal(0, all(0, "9")...); err != nil {
			t.Fatal(err)
		}
		if err := amend(func(d *scoring.Definition) { d.Rows[0].Max = "8" }); err != nil {
			t.Fatal(err)
		}
		if b := w.board(w.head(0)); len(b.Waits) != 4 || !w.desk(0).Outdated {
			t.Errorf("the seal of the first version counts: %+v", b.Waits)
		}
		kindOf(t, "what is now above the maximum", w.seal(0), problem.Invalid)
		for i := range w.units {
			if err := w.seal(i, all(i, "8")...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		kindOf(t, "another way of marking", amend(func(d *scoring.Definition) { d.Cross, d.CrossLow, d.CrossHigh = scoring.CrossWhole, "0", "9" }), problem.Closed)
		if err := amend(func(d *scoring.Definition) { d.Rows[1].Max = "5" }); err != nil {
			t.Fatal(err)
		}
		for _, x := range w.standing().Cross {
			if x.Criterion == "2" {
				t.Fatal("a mark counts on a criterion that has changed")
			}
		}
		if n := len(w.standing().Cross); n != 12 {
			t.Errorf("%d marks count, want 12", n)
		}
	})
}

// The mean of the opened marks is a leaf's points where the sheet says so, and
// nothing is concluded before the opening.
func TestOpenedMarksBecomePoints(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, scoring.Settings{Final: scoring.MeanCross})
		for i := range w.units {
			var marks []scoring.CrossMark
			for j, u := range w.units {
				if j != i {
					marks = append(marks, scoring.CrossMark{To: u, Criterion: "1", Points: fmt.Sprint(i + 4)}, scoring.CrossMark{To: u, Criterion: "2", Points: "10"})
				}
			}
			if err := w.seal(i, marks...); err != nil {
				t.Fatal(err)
			}
			if err := w.self(i, scoring.Filled{Criterion: "1", Value: "9"}, scoring.Filled{Criterion: "2", Value: "9"}); err != nil {
				t.Fatal(err)
			}
			if err := w.submit(i); err != nil {
				t.Fatal(err)
			}
			w.finish(i)
		}
		conclude := func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) }
		w.refused("concluding what is sealed", problem.Closed, w.appraiser(), conclude)
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		want(t, "the mean of 5, 6, 7", w.points(0, "1"), "6.00")
		want(t, "the mean of 4, 6, 7", w.points(1, "1"), "5.67")
		w.must(w.appraiser(), conclude)
		want(t, "the mean after the conclusion", w.points(1, "1"), "5.67")
	})
}

// Before the opening no byte of the database says a mark, neither in its rows nor
// in the files under them; the opening shows the same marks in the same places.
func TestNoMarkIsReadableBeforeTheOpening(t *testing.T) {
	const secret = "83.170093"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		if err := w.draft(0, 0, w.totals(0, secret)...); err != nil {
			t.Fatal(err)
		}
		for i := range w.units {
			if err := w.seal(i, w.totals(i, secret, secret, secret)...); err != nil {
				t.Fatal(err)
			}
		}
		if found := whereFound(t, d, secret); len(found) > 0 {
			t.Errorf("a mark is readable in %v", found)
		}
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		if found := whereFound(t, d, secret); !slices.Contains(found, "score_cross_mark") || !slices.Contains(found, "score_cross") {
			t.Errorf("the opened marks are not found where they stand, so the search proves nothing: %v", found)
		}
	})
}

// whereFound lists the tables and files that hold a text, however it is coded.
func whereFound(t *testing.T, d *db.DB, text string) []string {
	t.Helper()
	var found []string
	forms := [][]byte{[]byte(text), []byte(strings.ReplaceAll(text, ".", ",")), []byte(fmt.Sprintf("%x", text)), []byte(strings.ReplaceAll(text, ".", ""))}
	holds := func(content []byte) bool {
		return slices.ContainsFunc(forms, func(f []byte) bool { return bytes.Contains(content, f) })
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		values, err := dbtest.Values(tx)
		for _, v := range values {
			if holds([]byte(v.Text)) && !slices.Contains(found, v.Table) {
				found = append(found, v.Table)
			}
		}
		return err
	})
	if d.Engine != db.SQLite {
		return found
	}
	var file struct{ File string }
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		file, err = db.One[struct{ File string }](tx, `SELECT file FROM pragma_database_list WHERE name = 'main'`)
		return err
	})
	for _, path := range []string{file.File, file.File + "-wal"} {
		content, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if holds(content) {
			found = append(found, filepath.Base(path))
		}
	}
	return found
}

// The deadline opens by itself, once; where nobody sealed anything it still does.
func TestTheDeadlineOpensTheSeals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		if err := w.seal(1, w.totals(1, "1", "2", "3")...); err != nil {
			t.Fatal(err)
		}
		due := func(tx *db.Tx) error {
			years, err := scoring.DueToOpen(tx)
			for _, y := range years {
				if err == nil {
					err = scoring.UnsealDue(tx, w.ring, y)
				}
			}
			return err
		}
		w.must(db.Actor{}, due)
		if w.board(w.head(0)).Opening != nil {
			t.Fatal("opened before the deadline")
		}
		dbtest.SetDay(d, 2026, time.December, 11)
		for range 2 {
			w.must(db.Actor{}, due)
		}
		b := w.board(w.head(0))
		if b.Opening == nil || b.Opening.Name != "" || len(b.Sums) != 3 {
			t.Errorf("after the deadline: %+v", b)
		}
	})
}

// Two persons who press the same button at the same moment: one seal of each
// number, one opening.
func TestTwoAtOnceSealAndOpenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		for i := range w.units {
			if err := w.draft(i, 0, w.totals(i, "10", "20", "30")...); err != nil {
				t.Fatal(err)
			}
		}
		var heads []db.Actor
		for i := range w.units {
			heads = append(heads, w.head(i))
		}
		together := func(what string, act func(i int) error) {
			t.Helper()
			errs := make([]error, 8)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() { errs[i] = act(i % 4) })
			}
			all.Wait()
			if err := errors.Join(errs...); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		together("sealing", func(i int) error {
			return dbtest.Try(d, heads[i], func(tx *db.Tx) error { return scoring.SealCross(tx, w.ring, w.y, w.units[i], 1, nil) })
		})
		for i := range w.units {
			if n := len(w.desk(i).Seals); n != 1 {
				t.Errorf("unit %d has %d seals", i, n)
			}
		}
		together("opening", func(int) error {
			return dbtest.Try(d, heads[0], func(tx *db.Tx) error { return scoring.Unseal(tx, w.ring, w.y) })
		})
		if n := len(w.standing().Cross); n != 12 {
			t.Errorf("%d marks count, want 12", n)
		}
	})
}

// Who changes a sealed form in the database is found out, and holds up nobody.
func TestAChangedFormStaysClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		for i := range w.units {
			if err := w.seal(i, w.totals(i, "10", "20", "30")...); err != nil {
				t.Fatal(err)
			}
		}
		dbtest.Older(t, d, `UPDATE score_cross_seal SET commitment = $1 WHERE cross_id = (SELECT id FROM score_cross WHERE unit_id = $2)`, strings.Repeat("ab", 32), w.units[0])
		dbtest.Older(t, d, `UPDATE score_cross SET sealed = draft WHERE unit_id = $1`, w.units[1])
		w.refused("a receipt of a changed form", problem.Closed, w.head(1), func(tx *db.Tx) error {
			_, _, err := scoring.ReadCrossReceipt(tx, w.ring, w.y, w.units[1])
			return err
		})
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		for i, opened := range []bool{false, false, true, true} {
			if u := w.board(w.head(0)).Units[i]; u.Opened != opened || !u.Counts {
				t.Errorf("%s: opened %v, counts %v", u.Name, u.Opened, u.Counts)
			}
		}
	})
}

// The record tells of seals and of the opening in public, and of no mark.
func TestTheRecordHoldsTheCommitments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginSealing(t, d, byWhole)
		for i := range w.units {
			if err := w.seal(i, w.totals(i, "10", "20", "30")...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.unseal(); err != nil {
			t.Fatal(err)
		}
		w.must(w.head(1), func(tx *db.Tx) error {
			f, err := scoring.OpenedCross(tx, w.y)
			if err != nil {
				return err
			}
			r, s, err := scoring.ReadCrossReceipt(tx, w.ring, w.y, w.units[1])
			if err != nil {
				return err
			}
			if len(f.Seals) != 4 || len(f.Forms) != 4 || len(f.Totals) != 12 || len(f.Means) != 4 || r.Seal != f.Seals[1].Text || r.Form != f.Forms[slices.IndexFunc(f.Forms, func(x scoring.CrossFileForm) bool { return x.Unit == w.units[1] })].Form {
				t.Errorf("the file or the receipt lacks something: %+v %+v", f, r)
			}
			for _, p := range append(slices.Clone(f.Seals), f.Opening) {
				if public, err := record.Open(tx, p.Entry); err != nil || !public {
					t.Errorf("entry %s is not public: %v", p.Entry, err)
				}
			}
			if !strings.Contains(r.Seal, s.Commitment) || !strings.Contains(f.Opening.Text, s.Commitment) {
				t.Error("the commitment is not in the record's texts")
			}
			return nil
		})
		w.refused("the file before the publication", problem.NotFound, db.Actor{}, func(tx *db.Tx) error {
			_, err := scoring.PublicCross(tx, w.y)
			return err
		})
	})
}
