package cycle

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/data"
	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestDeadlinesCountWorkingDays(t *testing.T) {
	cal, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		from, due vn.Date
		days      int
		doubtful  bool
	}{
		{vn.NewDate(2026, 2, 13), vn.NewDate(2026, 2, 23), 1, false},  // over Tết
		{vn.NewDate(2026, 4, 24), vn.NewDate(2026, 5, 5), 4, false},   // over Hùng Kings' day and the end of April
		{vn.NewDate(2026, 8, 21), vn.NewDate(2026, 8, 22), 1, false},  // a Saturday worked in exchange
		{vn.NewDate(2026, 12, 31), vn.NewDate(2027, 1, 4), 1, true},   // 2027 is not all published
		{vn.NewDate(2031, 3, 3), vn.NewDate(2031, 3, 5), 2, true},     // a year nobody has published
		{vn.NewDate(2026, 11, 20), vn.NewDate(2026, 11, 25), 3, true}, // 24 November is in question
	} {
		due, doubt := Due(cal, test.from, test.days)
		if due != test.due || (doubt != "") != test.doubtful {
			t.Errorf("%d working days after %s: %s (%q), want %s", test.days, test.from, due, doubt, test.due)
		}
		if left, _ := Left(cal, test.from, due); left != test.days {
			t.Errorf("%d working days left from %s to %s, want %d", left, test.from, due, test.days)
		}
	}
	if left, _ := Left(cal, vn.NewDate(2026, 3, 10), vn.NewDate(2026, 3, 6)); left != -2 {
		t.Errorf("two working days late: %d", left)
	}
}

// The rule book names the phases without knowing this package.
func TestEveryPhaseHasADeadlineInTheRuleBook(t *testing.T) {
	for _, k := range PhaseKinds {
		if cluster.DeadlineKey(string(k)).Name() == "" {
			t.Errorf("no parameter for the deadline of %s", k)
		}
	}
	n := 0
	for _, k := range cluster.Keys() {
		if strings.HasPrefix(string(k), "deadline_") {
			n++
		}
	}
	if n != len(PhaseKinds) {
		t.Errorf("%d deadlines for %d phases", n, len(PhaseKinds))
	}
}

func TestTheRuleBookGivesATerm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		scope := access.Scope{}
		w.must(w.a(), func(tx *db.Tx) (err error) {
			if scope, err = LeadScope(tx, w.y.ClusterID); err != nil {
				return err
			}
			if _, err = cluster.DraftRuleBook(tx, scope); err != nil {
				return err
			}
			c, err := cluster.SetClause(tx, scope, cluster.Clause{Ref: "Điều 7", Body: "Ký trong 10 ngày làm việc."})
			if err != nil {
				return err
			}
			if err := cluster.SetSettings(tx, scope, 2, []cluster.Setting{{Key: cluster.DeadlineKey("sign"), Value: "10", ClauseID: c.ID}}); err != nil {
				return err
			}
			_, err = cluster.AdoptRuleBook(tx, scope, cluster.RuleBook{
				Title: "Quy chế", DocNumber: "1/QC", AdoptedBy: "Hội nghị", AdoptedOn: day(4, 1), InForceOn: day(4, 1), Version: 3,
			})
			return err
		})
		w.must(db.Actor{}, func(tx *db.Tx) error {
			term, ok, err := TermOf(tx, w.y, w.cal, Sign, day(4, 20))
			if err != nil || !ok || term.DueOn != day(5, 7) || term.Clause != "Điều 7" || term.Doubt != "" {
				t.Errorf("term %+v, %v, %v", term, ok, err)
			}
			_, ok, err = TermOf(tx, w.y, w.cal, Score, day(4, 20))
			if ok {
				t.Error("a term of a phase that the book does not know")
			}
			return err
		})
	})
}

// lastYear is 2025 with a phase that begins on a Saturday of 2026 and a period
// whose day falls into Tết.
func (w *world) lastYear() (last Year) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if last, err = Open(tx, Opening{ClusterID: w.y.ClusterID, Year: 2025}); err != nil {
			return err
		}
		for _, p := range []Phase{
			{Kind: Sign, OpensOn: vn.NewDate(2025, 3, 14), DueOn: vn.NewDate(2025, 3, 31), Clause: "Điều 4"},
			{Kind: Launch, OpensOn: vn.NewDate(2025, 3, 1), DueOn: vn.NewDate(2025, 3, 31)},
		} {
			if err := SetPhase(tx, last, p); err != nil {
				return err
			}
		}
		_, err = SetPeriod(tx, last, Period{Code: "NAM", Name: "Báo cáo năm 2025", OpensOn: vn.NewDate(2026, 1, 5), DueOn: vn.NewDate(2026, 2, 1)})
		return err
	})
	return last
}

func TestLastYearsSetUpIsCopiedWithItsDifferencesShown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		last := w.lastYear()
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			return cluster.Join(tx, cluster.Member{ClusterID: w.y.ClusterID, UnitID: w.outside, FromDay: day(1, 1)})
		})
		var preview, done []Difference
		w.must(w.a(), func(tx *db.Tx) (err error) { preview, err = PreviewSetup(tx, last, w.y, w.cal); return err })
		w.must(w.a(), func(tx *db.Tx) (err error) { done, err = CopySetup(tx, last, w.y, w.cal); return err })
		if !slices.Equal(preview, done) || len(done) != 4 {
			t.Fatalf("differences: %+v\npreview: %+v", done, preview)
		}
		sign, launch, period, member := done[0], done[1], done[2], done[3]
		if sign.Opens != day(3, 16) || sign.Due != day(3, 31) || sign.Kept || sign.Note != "ngày bắt đầu 14/3/2026 là ngày nghỉ cuối tuần, chuyển sang 16/3/2026" || sign.Doubt != "" {
			t.Errorf("sign: %+v", sign)
		}
		if !launch.Kept || launch.Opens != day(4, 1) {
			t.Errorf("launch was set already: %+v", launch)
		}
		if period.Doubt == "" || period.Opens != vn.NewDate(2027, 1, 5) {
			t.Errorf("a period in a year whose Tết is not published: %+v", period)
		}
		if member.Kind != MemberDiffers || member.Name != "Ngoài" {
			t.Errorf("member: %+v", member)
		}
		w.must(db.Actor{}, func(tx *db.Tx) error {
			y, err := ByID(tx, w.y.ID)
			if err != nil || y.CopiedFrom != last.ID {
				t.Errorf("copied from %q, %v", y.CopiedFrom, err)
			}
			phases, err := Phases(tx, w.y.ID)
			if err != nil || len(phases) != 2 || phases[0].Clause != "Điều 4" {
				t.Errorf("phases %+v, %v", phases, err)
			}
			periods, err := Periods(tx, w.y.ID)
			if err != nil || len(periods) != 1 || periods[0].Name != "Báo cáo năm 2026" {
				t.Errorf("periods %+v, %v", periods, err)
			}
			return nil
		})
		w.must(w.a(), func(tx *db.Tx) error { // a second click
			again, err := CopySetup(tx, last, w.y, w.cal)
			if !again[0].Kept || !again[2].Kept {
				t.Errorf("again: %+v", again)
			}
			return err
		})
		w.refuse(
			refusal{"by a member", problem.Denied, "", w.c(), func(tx *db.Tx) error { _, err := PreviewSetup(tx, last, w.y, w.cal); return err }},
			refusal{"from a later year", problem.Invalid, "", office(), func(tx *db.Tx) error { _, err := CopySetup(tx, w.y, last, w.cal); return err }},
		)
	})
}

func TestTheSameDayOfALaterYear(t *testing.T) {
	if d := yearsLater(vn.NewDate(2024, 2, 29), 1); d != vn.NewDate(2025, 2, 28) {
		t.Errorf("got %s", d)
	}
	if d := yearsLater(vn.NewDate(2024, 2, 29), 4); d != vn.NewDate(2028, 2, 29) {
		t.Errorf("got %s", d)
	}
}

func TestTwoWhoMoveOnePeriod(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		var p Period
		w.must(w.a(), func(tx *db.Tx) (err error) {
			p, err = SetPeriod(tx, w.y, Period{Code: "6T", Name: "Sáu tháng", OpensOn: day(6, 1), DueOn: day(6, 30)})
			return err
		})
		move := func(p Period, due vn.Date) func(tx *db.Tx) error {
			p.DueOn = due
			return func(tx *db.Tx) error { return MovePeriod(tx, w.y, p) }
		}
		w.refuse(
			refusal{"by a member", problem.Denied, "", w.c(), move(p, day(7, 3))},
			refusal{"due before it opens", problem.Invalid, "due_on", w.a(), move(p, day(5, 1))},
		)
		w.must(w.a(), move(p, day(7, 3)))
		w.refuse(refusal{"an old page", problem.Conflict, "", w.a(), move(p, day(7, 10))})
		p.ID = "none"
		w.refuse(refusal{"a period of nowhere", problem.NotFound, "", w.a(), move(p, day(7, 10))})
	})
}

func TestRemindersStopOnceTheWorkIsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(w.a(), func(tx *db.Tx) error {
			if err := SetPhase(tx, w.y, Phase{Kind: Sign, OpensOn: day(3, 16), DueOn: day(3, 31)}); err != nil {
				return err
			}
			if err := SetPhase(tx, w.y, Phase{Kind: Score, OpensOn: day(11, 2), DueOn: day(11, 30)}); err != nil {
				return err
			}
			_, err := SetPeriod(tx, w.y, Period{Code: "Q1", Name: "Quý I", OpensOn: day(4, 1), DueOn: day(4, 7)})
			return err
		})
		due := func(arrived ...Arrival) (list []string) {
			w.must(db.Actor{}, func(tx *db.Tx) error {
				reminders, err := Reminders(tx, w.y, w.cal, arrived)
				for _, r := range reminders {
					who := string(r.Act)
					if i := slices.Index(w.units, r.UnitID); i >= 0 {
						who = string("abc"[i])
					}
					list = append(list, r.Work+" "+who+" "+string(r.Urgency))
				}
				return err
			})
			return list
		}
		want := []string{"Ký kết a late", "Ký kết b late", "Ký kết c late", "Quý I a soon", "Quý I b soon", "Quý I c soon", "Phát động a in_time"}
		if got := due(); !slices.Equal(got, want) {
			t.Errorf("at first: %q", got)
		}
		var periods []Period
		w.must(db.Actor{}, func(tx *db.Tx) (err error) {
			periods, err = Periods(tx, w.y.ID)
			return err
		})
		arrived := []Arrival{{Phase: Sign}, {PeriodID: periods[0].ID, UnitID: w.units[1]}, {PeriodID: "another", UnitID: w.units[0]}}
		if got, want := due(arrived...), []string{"Quý I a soon", "Quý I c soon", "Phát động a in_time"}; !slices.Equal(got, want) {
			t.Errorf("signed by all, one report in: %q", got)
		}
		root := w.launched(drive())
		w.joins(w.c(), answer(root, w.units[2]))
		_, task := w.given()
		done := []Arrival{{Phase: Sign}, {Phase: Report, UnitID: "", PeriodID: "none"}}
		got := slices.DeleteFunc(due(done...), func(s string) bool { return strings.HasPrefix(s, "Quý I") })
		if want := []string{"Chỉ đạo 1: Lập danh sách điển hình c in_time", "Hưởng ứng «Thi đua nước rút» a in_time", "Hưởng ứng «Thi đua nước rút» b in_time"}; !slices.Equal(got, want) {
			t.Errorf("launched, joined, directed: %q", got)
		}
		w.must(w.c(), func(tx *db.Tx) error { return ReportTask(tx, w.y, task.ID, 1, "Xong", blob.File{}) })
		if got := due(done...); !slices.Contains(got, "Xác nhận báo cáo. Chỉ đạo 1: Lập danh sách điển hình a soon") {
			t.Errorf("reported: %q", got)
		}
	})
}
