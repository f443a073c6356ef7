package scoring_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
)

// concluded is a world whose two units have been marked and concluded, the first
// with 28 points and the second with 27.
func concluded(t *testing.T, d *db.DB) *world {
	w := begin(t, d)
	w.mark("8", "7")
	w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
	return w
}

// mark takes the units through self-score and appraisal.
func (w *world) mark(qualities ...string) {
	w.t.Helper()
	for i, quality := range qualities {
		if err := w.fill(i, 1, quality); err != nil {
			w.t.Fatal(err)
		}
		w.must(w.head(i), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[i]) })
		w.finish(i)
	}
}

// standingIn gives an actor what another has delegated to it.
func standingIn(id string, giver db.Actor) db.Actor {
	a := db.Actor{ID: id, Name: "Người thay", Unit: giver.Unit}
	for _, g := range giver.Grants {
		g.For = &db.Person{ID: giver.ID, Name: giver.Name}
		a.Grants = append(a.Grants, g)
	}
	return a
}

func (w *world) fix(a db.Actor, sha string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return scoring.FixPublication(tx, w.y, ranking.Placings, sha) }
}

func (w *world) confirm(sha, year string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return scoring.ConfirmPublication(tx, w.y, ranking.Placings, sha, year) }
}

func (w *world) appeal(a db.Actor, f scoring.Filing) (id string, err error) {
	err = dbtest.Try(w.d, a, func(tx *db.Tx) error {
		filed, err := scoring.FileAppeal(tx, w.y, f)
		id = filed.ID
		return err
	})
	return id, err
}

func (w *world) answer(id string, n scoring.AppealAnswer) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		a, err := scoring.FindAppeal(tx, w.y, id)
		if err != nil {
			return err
		}
		return scoring.AnswerAppeal(tx, w.y, id, a.Version, n, ranking.Placings)
	}
}

// Four eyes are two persons: who acts for the first one is not a second.
func TestAPublicationNeedsTwoPersons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := concluded(t, d)
		lead, office := w.head(0), w.office()
		sha := w.print(lead)
		w.refused("fixing while units may appeal", problem.Closed, lead, w.fix(lead, sha))
		dbtest.SetDay(d, 2026, time.December, 8) // the last day
		w.refused("fixing on the last day for appeals", problem.Closed, lead, w.fix(lead, sha))
		dbtest.SetDay(d, 2026, time.December, 9)
		w.refused("fixing what was not read", problem.Conflict, lead, w.fix(lead, strings.Repeat("0", 64)))
		w.refused("a member who leads nothing", problem.Denied, w.head(1), w.fix(w.head(1), sha))
		for range 2 {
			w.must(standingIn("acting", lead), w.fix(lead, sha))
		}
		w.refused("the one who acted first", problem.Denied, standingIn("acting", lead), w.confirm(sha, "2026"))
		w.refused("the one for whom it acted", problem.Denied, lead, w.confirm(sha, "2026"))
		w.refused("another who acts for the same", problem.Denied, standingIn("second", lead), w.confirm(sha, "2026"))
		w.refused("another text", problem.Conflict, office, w.confirm(strings.Repeat("0", 64), "2026"))
		w.refused("without the year", problem.Invalid, office, w.confirm(sha, ""))
		w.must(office, func(tx *db.Tx) error { return scoring.WithdrawPublication(tx, w.y) })
		w.must(office, func(tx *db.Tx) error { return scoring.WithdrawPublication(tx, w.y) })
		w.refused("after the first was withdrawn", problem.Conflict, office, w.confirm(sha, "2026"))
		w.must(office, w.fix(office, sha))
		w.must(lead, w.confirm(sha, "2026"))
		w.must(lead, w.confirm(sha, "2026"))
		w.refused("once more by another", problem.Closed, office, w.confirm(sha, "2026"))
		w.refused("withdrawing what is published", problem.Closed, office, func(tx *db.Tx) error { return scoring.WithdrawPublication(tx, w.y) })
		w.published([]place{{1, "A", "28", "", ""}, {2, "B", "27", "", ""}})
	})
}

// What is published is what the preview has shown, to the byte.
func TestThePreviewIsWhatIsPublished(t *testing.T) {
	w := concluded(t, dbtest.OpenSQLite(t))
	dbtest.SetDay(w.d, 2026, time.December, 20)
	var shown string
	w.must(w.office(), func(tx *db.Tx) error {
		p, err := scoring.PreviewPublication(tx, w.y, ranking.Placings)
		shown = p.Text
		return err
	})
	w.publish()
	w.must(db.Actor{}, func(tx *db.Tx) error {
		row, err := db.One[struct{ Body string }](tx, `SELECT body FROM record_publication`)
		if row.Body != shown || shown == "" {
			t.Errorf("published %s, shown %s", row.Body, shown)
		}
		return err
	})
	old := record.Published{Format: "xep-hang/1", SHA256: strings.Repeat("0", 64), Bytes: 9}
	said, err := json.Marshal(old)
	if err != nil || record.FormatName(old.Format) == "" || !record.IsPublic(nil, said, "") {
		t.Errorf("what was published in the first form has no proof any more: %s, %v", said, err)
	}
}

// A group is published with its own ranks, in the order of the sheet.
func TestGroupsArePublishedApart(t *testing.T) {
	w := &world{t: t, d: dbtest.OpenSQLite(t)}
	w.found()
	groups := []scoring.UnitGroup{{Name: "Nhóm hai", Units: []string{w.units[1]}}, {Name: "Nhóm một", Units: []string{w.units[0]}}}
	bands := []scoring.BandRow{{Name: "Tốt", From: "8", Floor: "90"}, {Name: "Khá", From: "5"}}
	w.must(w.head(0), func(tx *db.Tx) error {
		s := scoring.Settings{Decimals: 2, RankBy: scoring.ByPercent, Groups: groups, Bands: bands}
		if _, err := scoring.Define(tx, w.y, "Bảng 2026", scoring.Definition{Settings: s, Rows: []scoring.Row{quality}}, 0); err != nil {
			return err
		}
		return scoring.OpenSheet(tx, w.y)
	})
	for i, points := range []string{"9", "8.5"} {
		if err := w.self(i, scoring.Filled{Criterion: "1", Value: points}); err != nil {
			t.Fatal(err)
		}
		if err := w.submit(i); err != nil {
			t.Fatal(err)
		}
		w.finish(i)
	}
	w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
	var text struct {
		Provisional bool
		Units       []struct {
			Group, Code, Band string
			Rank              int
			Held              []struct{ Band, Criterion, Percent string }
		}
	}
	w.must(w.head(0), func(tx *db.Tx) error {
		p, err := scoring.PreviewPublication(tx, w.y, ranking.Placings)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(p.Text), &text)
	})
	if len(text.Units) != 2 || text.Provisional {
		t.Fatalf("published %+v", text)
	}
	b, a := text.Units[0], text.Units[1]
	if b.Group != "Nhóm hai" || b.Code != "B" || b.Rank != 1 || a.Group != "Nhóm một" || a.Code != "A" || a.Rank != 1 {
		t.Errorf("published %+v", text.Units)
	}
	if len(b.Held) != 1 || b.Held[0].Band != "Tốt" || b.Held[0].Criterion != "1" || b.Held[0].Percent != "85" || b.Band != "Khá" || a.Band != "Tốt" || len(a.Held) != 0 {
		t.Errorf("a class withheld by its floor: %+v", text.Units)
	}
}

func TestAppealsAreFiledInTimeAndOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		file := func(what string, kind problem.Kind, a db.Actor, f scoring.Filing) {
			t.Helper()
			if _, err := w.appeal(a, f); !problem.Is(err, kind) {
				t.Errorf("%s: got %v, want a %s problem", what, err, kind)
			}
		}
		good := scoring.Filing{Criterion: "I/2", Text: "Có công văn 9."}
		file("before the conclusion", problem.Closed, w.head(1), good)
		w.mark("8", "7")
		w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
		officer := w.head(1)
		officer.Grants = []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: w.units[1]}}
		file("an officer", problem.Denied, officer, good)
		file("the appraiser", problem.Denied, w.appraiser(), good)
		file("a group of criteria", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I", Text: "x"})
		file("no words", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: " \n"})
		file("too many words", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: strings.Repeat("ă", 4001)})
		file("a secret", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: "Độ mật: Mật"})
		file("a link that is none", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: "x", Link: "javascript:alert(1)", LinkName: "x"})
		file("a name without a link", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: "x", LinkName: "Công văn 9"})
		first, err := w.appeal(w.head(1), good)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.appeal(w.head(1), good); err != nil || again != first {
			t.Errorf("the same form sent twice: %s, %v", again, err)
		}
		file("other words while one waits", problem.Invalid, w.head(1), scoring.Filing{Criterion: "I/2", Text: "Lời khác."})
		w.refused("withdrawn by another unit", problem.Denied, w.head(0), func(tx *db.Tx) error { return scoring.WithdrawAppeal(tx, w.y, first) })
		for range 2 {
			w.must(w.head(1), func(tx *db.Tx) error { return scoring.WithdrawAppeal(tx, w.y, first) })
		}
		if _, err := w.appeal(w.head(1), scoring.Filing{Criterion: "I/2", Text: "Lời khác."}); err != nil {
			t.Errorf("after it was withdrawn: %v", err)
		}
		dbtest.SetDay(w.d, 2026, time.December, 8)
		if _, err := w.appeal(w.head(0), good); err != nil {
			t.Errorf("on the last day: %v", err)
		}
		dbtest.SetDay(w.d, 2026, time.December, 9)
		file("a day late", problem.Closed, w.head(1), scoring.Filing{Text: "Thứ hạng."})
	})
}

func TestAnAppealIsAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := concluded(t, d)
		id, err := w.appeal(w.head(1), scoring.Filing{Criterion: "I/2", Text: "Có công văn 9."})
		if err != nil {
			t.Fatal(err)
		}
		yes := scoring.AppealAnswer{Accept: true, Points: "9", Reason: "Công văn 9 đúng là có."}
		no := scoring.AppealAnswer{Reason: "Đã tính đủ."}
		w.refused("by the unit itself", problem.Denied, w.head(1), w.answer(id, no))
		w.refused("by who reads all and judges nothing", problem.Denied, w.office(), w.answer(id, no))
		own := w.appraiser()
		own.Unit = w.units[1]
		w.refused("by an appraiser of the unit", problem.Denied, own, w.answer(id, no))
		typist := w.appraiser()
		typist.ID = "head-" + w.units[1]
		w.refused("by who typed the self-score", problem.Denied, typist, w.answer(id, no))
		w.refused("without a reason", problem.Invalid, w.appraiser(), w.answer(id, scoring.AppealAnswer{}))
		for what, bad := range map[string]scoring.AppealAnswer{
			"accepted without points": {Accept: true, Reason: "x"}, "above the maximum": {Accept: true, Points: "11", Reason: "x"},
			"the mark that stands": {Accept: true, Points: "7", Reason: "x"}, "no number": {Accept: true, Points: "chín", Reason: "x"},
			"ranked again though it is ranked": {Accept: true, Requalify: true, Reason: "x"},
		} {
			w.refused(what, problem.Invalid, w.appraiser(), w.answer(id, bad))
		}
		w.refused("of an old page", problem.Conflict, w.appraiser(), func(tx *db.Tx) error {
			return scoring.AnswerAppeal(tx, w.y, id, 7, yes, ranking.Placings)
		})
		for range 2 {
			w.must(w.appraiser(), w.answer(id, yes))
		}
		w.refused("answered once more", problem.Conflict, w.head(0), w.answer(id, no))
		w.refused("withdrawn after the answer", problem.Closed, w.head(1), func(tx *db.Tx) error { return scoring.WithdrawAppeal(tx, w.y, id) })
		w.must(w.head(1), func(tx *db.Tx) error {
			a, err := scoring.FindAppeal(tx, w.y, id)
			if a.PointsWas != "7" || a.PointsIs != "9" || a.TotalWas != "27" || a.TotalIs != "29" || a.RankWas != 2 || a.RankIs != 1 || a.AnsweredBy != "Tổ thẩm định" {
				t.Errorf("kept %+v", a)
			}
			return err
		})
		if _, err := w.appeal(w.head(1), scoring.Filing{Criterion: "I/2", Text: "Lần nữa."}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a second appeal on what was answered: %v", err)
		}
		w.publish()
		w.refused("answered after publication", problem.Conflict, w.appraiser(), w.answer(id, no))
		w.published([]place{{1, "B", "29", "", ""}, {2, "A", "28", "", ""}})
		w.must(db.Actor{}, func(tx *db.Tx) error {
			list, err := scoring.PublicAppeals(tx, w.y)
			if len(list) != 1 || list[0].Text != "" || list[0].Name != "" || list[0].AnsweredBy != "" || list[0].Answer == "" || list[0].RankIs != 1 {
				t.Errorf("public: %+v", list)
			}
			return err
		})
	})
}

// An unanswered appeal holds the publication up; one against the ranking may bring a
// unit back into it.
func TestAUnitIsRankedAgain(t *testing.T) {
	w := begin(t, dbtest.OpenSQLite(t))
	w.mark("8", "9")
	w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Disqualify(tx, w.y, w.units[1], "kỷ luật", "QĐ 12") })
	w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
	id, err := w.appeal(w.head(1), scoring.Filing{Text: "Quyết định 12 đã bị hủy."})
	if err != nil {
		t.Fatal(err)
	}
	dbtest.SetDay(w.d, 2026, time.December, 20)
	lead := w.head(0)
	w.refused("published while an appeal waits", problem.Closed, lead, w.fix(lead, w.print(lead)))
	w.refused("accepted without a criterion", problem.Invalid, w.appraiser(), w.answer(id, scoring.AppealAnswer{Accept: true, Points: "9", Reason: "x"}))
	w.must(w.appraiser(), w.answer(id, scoring.AppealAnswer{Accept: true, Requalify: true, Reason: "QĐ 15 hủy QĐ 12."}))
	w.must(w.head(1), func(tx *db.Tx) error {
		a, err := scoring.FindAppeal(tx, w.y, id)
		if a.RankWas != 0 || a.RankIs != 1 || a.Marked != "" || a.PointsWas != "" {
			t.Errorf("kept %+v", a)
		}
		return err
	})
	w.publish()
	w.published([]place{{1, "B", "29", "", ""}, {2, "A", "28", "", ""}})
}

// Until the conclusion a unit reads its own part; from then on every point, and of
// others still nothing of who typed what.
func TestMembersReadTheConcludedResult(t *testing.T) {
	w := concluded(t, dbtest.OpenSQLite(t))
	w.must(w.head(1), func(tx *db.Tx) error {
		s, err := scoring.Standing(tx, w.y)
		if err != nil {
			return err
		}
		if len(s.Result.Units) != 2 || len(s.Markings) != 2 || scoring.Format(s.Result.Units[0].Total, 2) != "28.00" {
			t.Errorf("a member sees %d units", len(s.Result.Units))
		}
		for _, g := range s.Given {
			if g.UnitID != w.units[1] {
				t.Errorf("a member reads who gave %s to another", g.Criterion)
			}
		}
		for _, f := range s.Filled {
			if f.UnitID != w.units[1] {
				t.Errorf("a member reads what another typed on %s", f.Criterion)
			}
		}
		return nil
	})
	w.refused("the desk of another", problem.Denied, w.head(1), func(tx *db.Tx) error { _, err := scoring.ReadDesk(tx, w.y, w.units[0]); return err })
	id, err := w.appeal(w.head(0), scoring.Filing{Text: "Có công văn 9."})
	if err != nil {
		t.Fatal(err)
	}
	w.refused("the words of another's appeal", problem.Denied, w.head(1), func(tx *db.Tx) error { _, err := scoring.FindAppeal(tx, w.y, id); return err })
	w.must(w.head(1), func(tx *db.Tx) error {
		list, err := scoring.Appeals(tx, w.y)
		if len(list) != 1 || list[0].Text != "" || list[0].Name != "" {
			t.Errorf("a member reads %+v", list)
		}
		return err
	})
	w.refused("outcomes before publication", problem.Closed, db.Actor{}, func(tx *db.Tx) error { _, err := scoring.PublicAppeals(tx, w.y); return err })
}

// The day for appeals is named at the conclusion, and lies ahead.
func TestAConclusionNamesADayForAppeals(t *testing.T) {
	w := begin(t, dbtest.OpenSQLite(t))
	w.mark("8", "8")
	for what, days := range map[string]int{"today": 0, "yesterday": -1, "in three months": 90} {
		w.refused(what, problem.Invalid, w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, tx.Today().AddDays(days)) })
	}
	w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, tx.Today().AddDays(1)) })
	w.refused("concluded twice", problem.Closed, w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, tx.Today().AddDays(1)) })
}

// Whoever presses at the same moment: one publication, one appeal.
func TestPressedAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := concluded(t, d)
		var wait sync.WaitGroup
		together := func(n int, fn func(i int)) {
			for i := range n {
				wait.Go(func() { fn(i) })
			}
			wait.Wait()
		}
		heads := []db.Actor{w.head(0), w.head(1)}
		filed := make([]string, 6)
		together(len(filed), func(i int) {
			err := dbtest.Try(d, heads[1], func(tx *db.Tx) error {
				a, err := scoring.FileAppeal(tx, w.y, scoring.Filing{Criterion: "I/2", Text: "Có công văn 9."})
				filed[i] = a.ID
				return err
			})
			if err != nil {
				t.Errorf("filed at once: %v", err)
			}
		})
		for _, id := range filed {
			if id != filed[0] {
				t.Errorf("one form became the appeals %q", filed)
				break
			}
		}
		w.must(w.appraiser(), w.answer(filed[0], scoring.AppealAnswer{Reason: "Đã tính đủ."}))
		dbtest.SetDay(d, 2026, time.December, 20)
		sha := w.print(heads[0])
		w.must(heads[0], w.fix(heads[0], sha))
		published := make([]bool, 6)
		together(len(published), func(i int) {
			office := w.office()
			office.ID = fmt.Sprint("office-", i%3)
			err := dbtest.Try(d, office, w.confirm(sha, "2026"))
			if published[i] = err == nil; err != nil && !problem.Is(err, problem.Closed) {
				t.Errorf("confirmed at once: %v", err)
			}
		})
		if !slices.Contains(published, true) {
			t.Error("nobody published")
		}
		w.published([]place{{1, "A", "28", "", ""}, {2, "B", "27", "", ""}})
	})
}
