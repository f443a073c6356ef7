package scoring_test

import (
	"strings"
	"testing"
	"time"

	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// sheetOf opens a sheet of given rows in a world whose own sheet is still empty.
func sheetOf(t *testing.T, d *db.DB, settings scoring.Settings, rows ...scoring.Row) *world {
	w := &world{t: t, d: d}
	w.found()
	w.must(w.head(0), func(tx *db.Tx) error {
		if _, err := scoring.Define(tx, w.y, "Bảng 2026", scoring.Definition{Settings: settings, Rows: rows}, 0); err != nil {
			return err
		}
		return scoring.OpenSheet(tx, w.y)
	})
	return w
}

func (w *world) self(i int, filled ...scoring.Filled) error {
	return dbtest.Try(w.d, w.head(i), func(tx *db.Tx) error {
		_, err := scoring.FillIn(tx, w.y, w.units[i], w.version(tx, i), filled)
		return err
	})
}

func (w *world) version(tx *db.Tx, i int) int64 {
	d, err := scoring.ReadDesk(tx, w.y, w.units[i])
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Marking.Version
}

func (w *world) submit(i int) error {
	return dbtest.Try(w.d, w.head(i), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[i]) })
}

// line is what a person sees of one leaf.
func (w *world) line(a db.Actor, i int, path string) (line scoring.Line) {
	w.t.Helper()
	w.must(a, func(tx *db.Tx) error {
		d, err := scoring.ReadDesk(tx, w.y, w.units[i])
		for _, l := range d.Lines {
			if l.Row.Path == path {
				line = l
			}
		}
		return err
	})
	return line
}

func (w *world) points(i int, path string) string {
	w.t.Helper()
	return scoring.Format(w.line(w.appraiser(), i, path).Leaf.Points, 2)
}

func want(t *testing.T, what, got, wanted string) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %q, want %q", what, got, wanted)
	}
}

var (
	quality = scoring.Row{Path: "1", Name: "Chất lượng", Max: "10", Kind: scoring.Direct}
	revenue = scoring.Row{Path: "2", Name: "Thu ngân sách", Max: "10", Kind: scoring.Target, Scheme: scoring.Leading}
)

func revenueOf(actual string) scoring.Filled {
	return scoring.Filled{Criterion: "2", Target: "10", Actual: actual}
}

// A unit explains a mark, a second appraisal answers, a conclusion overrides both;
// each step only in its state and with its reason.
func TestWhatAUnitExplainsIsAnsweredBeforeTheConclusion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := sheetOf(t, d, scoring.Settings{Decimals: 2, Second: true}, quality)
		for i := range w.units {
			if err := w.self(i, scoring.Filled{Criterion: "1", Value: "9"}); err != nil {
				t.Fatal(err)
			}
			if err := w.submit(i); err != nil {
				t.Fatal(err)
			}
		}
		w.must(w.appraiser(), func(tx *db.Tx) error {
			return w.appraise(tx, 1, scoring.PersonMark{Criterion: "1", Points: "6", Reason: "thiếu số liệu"})
		})
		want(t, "a draft counts for nothing", w.points(1, "1"), "9.00")
		if g := w.line(w.head(1), 1, "1").Given[scoring.Appraised]; g.Points != "" {
			t.Errorf("the unit sees the draft %q", g.Points)
		}
		explain := func(text string) error {
			return dbtest.Try(d, w.head(1), func(tx *db.Tx) error {
				_, err := scoring.ExplainMarks(tx, w.y, w.units[1], w.version(tx, 1), []scoring.Said{{Criterion: "1", Text: text}})
				return err
			})
		}
		if err := explain("sớm quá"); !problem.Is(err, problem.Closed) {
			t.Errorf("explained before the appraisal: %v", err)
		}
		w.finish(0)
		w.finish(1)
		want(t, "a finished appraisal counts", w.points(1, "1"), "6.00")
		send := func(tx *db.Tx) error { return scoring.SendExplanations(tx, w.y, w.units[1]) }
		w.refused("sending nothing", problem.Invalid, w.head(1), send)
		if err := explain("số liệu ở phụ lục 3"); err != nil {
			t.Fatal(err)
		}
		if e := w.line(w.appraiser(), 1, "1").Explanation; e.Text != "" {
			t.Errorf("the appraisers see the draft %q", e.Text)
		}
		w.must(w.head(1), send)
		w.refused("concluding before the answer", problem.Closed, w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
		w.refused("settling before the answer", problem.Closed, w.appraiser(), func(tx *db.Tx) error {
			_, err := scoring.Settle(tx, w.y, w.units[1], w.version(tx, 1), []scoring.PersonMark{{Criterion: "1", Points: "7", Reason: "x"}})
			return err
		})
		w.refused("answering nothing", problem.Invalid, w.appraiser(), func(tx *db.Tx) error { return scoring.FinishAppraisal(tx, w.y, w.units[1]) })
		w.must(w.appraiser(), func(tx *db.Tx) error {
			if err := w.appraise(tx, 1, scoring.PersonMark{Criterion: "1", Points: "8", Reason: "phụ lục 3 đúng"}); err != nil {
				return err
			}
			return scoring.FinishAppraisal(tx, w.y, w.units[1])
		})
		want(t, "the second appraisal counts", w.points(1, "1"), "8.00")
		settle := func(reason string) error {
			return dbtest.Try(d, w.appraiser(), func(tx *db.Tx) error {
				_, err := scoring.Settle(tx, w.y, w.units[1], w.version(tx, 1), []scoring.PersonMark{{Criterion: "1", Points: "8.5", Reason: reason}})
				return err
			})
		}
		if err := settle(""); !problem.Is(err, problem.Invalid) {
			t.Errorf("a conclusion without a reason: %v", err)
		}
		if err := settle("hội đồng thống nhất"); err != nil {
			t.Fatal(err)
		}
		want(t, "the conclusion overrides", w.points(1, "1"), "8.50")
		w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
	})
}

// Another unit's result changes what is computed: the person's mark stays, is
// listed with why, and is decided.
func TestAMarkThatRestsOnOldResultsIsListedAndStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, revenue)
		for i, actual := range []string{"15", "20"} { // the second leads: 10; the first has ½·10 + ½·10·(1,5−1)/(2−1) = 7,5
			if err := w.self(i, revenueOf(actual)); err != nil {
				t.Fatal(err)
			}
			if err := w.submit(i); err != nil {
				t.Fatal(err)
			}
		}
		w.finish(0)
		want(t, "accepted", w.points(0, "2"), "7.50")
		stale := func() (list []scoring.Stale) {
			w.must(w.appraiser(), func(tx *db.Tx) (err error) { list, err = scoring.ReadStale(tx, w.y); return err })
			return list
		}
		if list := stale(); len(list) != 0 {
			t.Fatalf("listed before anything changed: %+v", list)
		}
		w.must(w.appraiser(), func(tx *db.Tx) error {
			return scoring.ReturnSelf(tx, w.y, w.units[1], scoring.Return{Reason: "số liệu sai", Criteria: []string{"2"}})
		})
		if err := w.self(1, revenueOf("30")); err != nil { // now (1,5−1)/(3−1): 6,25
			t.Fatal(err)
		}
		if err := w.submit(1); err != nil {
			t.Fatal(err)
		}
		want(t, "the mark stays", w.points(0, "2"), "7.50")
		list := stale()
		if len(list) != 1 || !strings.Contains(list[0].Why, "từ 7,5 thành 6,25, vì kết quả của đơn vị khác đổi") {
			t.Fatalf("listed: %+v", list)
		}
		w.finish(1)
		w.refused("concluding over it", problem.Closed, w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
		w.must(w.appraiser(), func(tx *db.Tx) error { return w.appraise(tx, 0, scoring.PersonMark{Criterion: "2", Points: "7.5"}) })
		if list := stale(); len(list) != 1 {
			t.Errorf("a form that repeats the mark has taken it off the list: %+v", list)
		}
		decide := func(accept bool, reason string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				return scoring.Decide(tx, w.y, w.units[0], "2", scoring.Appraised, accept, reason)
			}
		}
		w.refused("keeping it without a reason", problem.Invalid, w.appraiser(), decide(false, ""))
		w.must(w.appraiser(), decide(false, "chấm theo số liệu ngày nộp"))
		want(t, "kept", w.points(0, "2"), "7.50")
		if list := stale(); len(list) != 0 {
			t.Errorf("still listed: %+v", list)
		}
		w.must(w.appraiser(), decide(true, ""))
		want(t, "accepted anew", w.points(0, "2"), "6.25")
		w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
	})
}

// Only what was returned may be mended, until its day, also after the phase.
func TestSingleCriteriaAreReturned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		second := quality
		second.Path = "3"
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, quality, second)
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "9"}, scoring.Filled{Criterion: "3", Value: "0"}); err != nil {
			t.Fatal(err)
		}
		if err := w.submit(1); err != nil {
			t.Fatal("0 is a mark: ", err)
		}
		dbtest.SetDay(d, 2027, time.January, 4)
		give := func(r scoring.Return) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return scoring.ReturnSelf(tx, w.y, w.units[1], r) }
		}
		w.refused("a criterion that is none", problem.Invalid, w.appraiser(), give(scoring.Return{Reason: "x", Criteria: []string{"9"}, Until: vn.NewDate(2027, 1, 6)}))
		w.refused("after the phase without a day", problem.Invalid, w.appraiser(), give(scoring.Return{Reason: "x", Criteria: []string{"1"}}))
		w.must(w.appraiser(), give(scoring.Return{Reason: "thiếu biên bản", Criteria: []string{"1"}, Until: vn.NewDate(2027, 1, 6)}))
		if err := w.self(1, scoring.Filled{Criterion: "3", Value: "5"}); !problem.Is(err, problem.Closed) {
			t.Errorf("changed what was not returned: %v", err)
		}
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "8"}); err != nil {
			t.Fatal(err)
		}
		dbtest.SetDay(d, 2027, time.January, 7)
		if err := w.submit(1); !problem.Is(err, problem.Closed) {
			t.Errorf("mended after its day: %v", err)
		}
		dbtest.SetDay(d, 2027, time.January, 6)
		if err := w.submit(1); err != nil {
			t.Fatal(err)
		}
		if r := w.line(w.appraiser(), 1, "1").Returned; r != "" {
			t.Errorf("still returned: %s", r)
		}
	})
}

// Two officers type at once: each leaf for itself.
func TestTwoPersonsMarkAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		second := quality
		second.Path = "3"
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, quality, second)
		type_ := func(version int64, path, value string) error {
			return dbtest.Try(d, w.head(1), func(tx *db.Tx) error {
				_, err := scoring.FillIn(tx, w.y, w.units[1], version, []scoring.Filled{{Criterion: path, Value: value}})
				return err
			})
		}
		for _, step := range []struct {
			what        string
			version     int64
			path, value string
			conflict    bool
		}{
			{"the first", 1, "1", "5", false},
			{"another leaf by who saw the same version", 1, "3", "6", false},
			{"the same leaf by who saw the same version", 1, "1", "7", true},
			{"the same value", 1, "1", "5", false},
			{"by who has seen it", 3, "1", "7", false},
		} {
			if err := type_(step.version, step.path, step.value); problem.Is(err, problem.Conflict) != step.conflict || err != nil && !step.conflict {
				t.Errorf("%s: %v", step.what, err)
			}
		}
		want(t, "in the end", w.points(1, "1"), "7.00")
	})
}

// Points above 0 need evidence where the sheet says so; a self-mark beside the
// computed value needs a reason; the computed value can be accepted.
func TestASelfScoreIsCompleteWithEvidenceAndReasons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		cases := scoring.Row{Path: "1", Name: "Số vụ", Max: "10", Kind: scoring.PerEvent, Each: "3", Evidence: true, Deadline: "2026-12-10"}
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, cases)
		refused := func(what, say string) {
			t.Helper()
			if err := w.submit(1); err == nil || !strings.Contains(err.Error(), say) {
				t.Errorf("%s: got %v, want %q", what, err, say)
			}
		}
		refused("nothing typed", "Còn 1 tiêu chí chưa chấm")
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "2", Self: "5"}); err != nil {
			t.Fatal(err)
		}
		refused("no evidence", "cần minh chứng")
		attach := func(a scoring.Attachment) error {
			a.UnitID, a.Criterion = w.units[1], "1"
			return dbtest.Try(d, w.head(1), func(tx *db.Tx) error { return scoring.Attach(tx, w.y, a) })
		}
		for what, a := range map[string]scoring.Attachment{
			"nothing": {}, "a script": {Link: "javascript:alert(1)", Name: "x"}, "no name": {Link: "https://example.org/"},
			"a plain address": {Link: "http://example.org/", Name: "x"}, "a secret": {Link: "https://example.org/", Name: "Độ mật: Mật"},
		} {
			if err := attach(a); !problem.Is(err, problem.Invalid) {
				t.Errorf("evidence that is %s: %v", what, err)
			}
		}
		for range 2 {
			if err := attach(scoring.Attachment{Link: "https://example.org/a", Name: "Quyết định 12"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := attach(scoring.Attachment{File: blob.File{Hash: strings.Repeat("a", 64), Name: "a.pdf", Type: blob.PDF, Size: 9}}); err != nil {
			t.Fatal(err)
		}
		if n := len(w.line(w.head(1), 1, "1").Evidence); n != 2 {
			t.Errorf("%d pieces of evidence, want the link once and the file", n)
		}
		refused("another mark than computed, without a reason", "khác giá trị tính 6,00; ghi lý do")
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "3", Self: scoring.AsComputed}); err != nil {
			t.Fatal(err)
		}
		want(t, "the computed value accepted", w.points(1, "1"), "9.00")
		dbtest.SetDay(d, 2026, time.December, 11)
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "1"}); !problem.Is(err, problem.Closed) {
			t.Errorf("after the criterion's deadline: %v", err)
		}
		if err := w.submit(1); err != nil {
			t.Fatal(err)
		}
	})
}

// Who declares a conflict of interest is barred, with everyone who acts for the
// person, and so is who may mark on the unit's behalf; marks have their phase.
func TestWhoMayNotMark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, quality)
		if err := w.self(1, scoring.Filled{Criterion: "1", Value: "9"}); err != nil {
			t.Fatal(err)
		}
		if err := w.submit(1); err != nil {
			t.Fatal(err)
		}
		mark := func(tx *db.Tx) error { return w.appraise(tx, 1, scoring.PersonMark{Criterion: "1", Points: "9"}) }
		w.must(w.appraiser(), mark)
		other := w.appraiser()
		other.ID, other.Name = "other", "Người khác"
		w.refused("a recusal without a reason", problem.Invalid, other, func(tx *db.Tx) error { return scoring.Recuse(tx, w.y, w.units[1], " ") })
		for range 2 {
			w.must(other, func(tx *db.Tx) error { return scoring.Recuse(tx, w.y, w.units[1], "người nhà ở đơn vị") })
		}
		w.refused("who has declared a conflict", problem.Denied, other, mark)
		lent := w.appraiser()
		lent.ID = "third"
		lent.Grants[0].For = &db.Person{ID: "other", Name: "Người khác"}
		w.refused("who acts for that person", problem.Denied, lent, mark)
		both := w.appraiser()
		both.ID, both.Grants = "both", append(both.Grants, w.head(1).Grants[0])
		w.refused("who may mark on the unit's behalf", problem.Denied, both, mark)
		w.must(w.appraiser(), func(tx *db.Tx) error {
			list, err := scoring.ReadProgress(tx, w.y)
			for _, p := range list {
				if p.UnitID == w.units[1] && (len(p.Recusals) != 1 || p.Appraised != (scoring.Part{Done: 1, All: 1})) {
					t.Errorf("the board: %+v", p)
				}
			}
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			return cycle.SetPhase(tx, w.y, cycle.Phase{Kind: cycle.Appraise, OpensOn: vn.NewDate(2026, 12, 1), DueOn: vn.NewDate(2026, 12, 20)})
		})
		dbtest.SetDay(d, 2026, time.December, 21)
		w.refused("after the phase", problem.Closed, w.appraiser(), mark)
		w.must(w.appraiser(), func(tx *db.Tx) error {
			list, err := scoring.ReadProgress(tx, w.y)
			for _, p := range list {
				if p.UnitID == w.units[1] && p.Late != "thẩm định quá hạn từ 20/12/2026" {
					t.Errorf("late: %q", p.Late)
				}
			}
			return err
		})
	})
}

// A task that was not given leaves the maximum; what was typed there has no part.
func TestATaskThatWasNotGiven(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := sheetOf(t, d, scoring.Settings{Decimals: 2}, quality, revenue)
		if err := w.self(1, revenueOf("8"), scoring.Filled{Criterion: "1", Value: "9"}); err != nil {
			t.Fatal(err)
		}
		take := func(document string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return scoring.Unassign(tx, w.y, w.units[1], "2", document) }
		}
		w.refused("without a document", problem.Invalid, w.head(0), take(""))
		w.refused("by the unit itself", problem.Denied, w.head(1), take("QĐ 1"))
		w.refused("of the own unit", problem.Denied, w.head(0), func(tx *db.Tx) error { return scoring.Unassign(tx, w.y, w.units[0], "2", "QĐ 1") })
		w.must(w.head(0), take("QĐ 15/QĐ-UBND"))
		if l := w.line(w.appraiser(), 1, "2"); !l.Leaf.Unassigned || l.Unassigned != "QĐ 15/QĐ-UBND" {
			t.Errorf("not taken out: %+v", l)
		}
		if err := w.submit(1); err != nil {
			t.Fatal(err)
		}
		w.refused("a mark on it", problem.Invalid, w.appraiser(), func(tx *db.Tx) error { return w.appraise(tx, 1, scoring.PersonMark{Criterion: "2", Points: "3"}) })
		w.must(w.head(0), take(""))
		want(t, "given again", w.points(1, "2"), "4.00")
	})
}
