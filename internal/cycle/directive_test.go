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

func directive() Directive {
	return Directive{Body: "Phát hiện, bồi dưỡng điển hình tiên tiến", Source: "Thông báo 12/TB-HĐ", GivenOn: day(4, 1), GivenBy: "Phó Chủ tịch Hội đồng"}
}

// given is a directive with one task of the third unit, due on 20 April.
func (w *world) given() (Directive, Task) {
	w.t.Helper()
	var d Directive
	var t Task
	w.must(w.a(), func(tx *db.Tx) (err error) {
		if d, err = GiveDirective(tx, w.y, directive()); err != nil {
			return err
		}
		tasks, err := AssignTask(tx, w.y, Assignment{DirectiveID: d.ID, What: "Lập danh sách điển hình", DueOn: day(4, 20), Units: []string{w.units[2]}})
		if err == nil {
			t = tasks[0]
		}
		return err
	})
	return d, t
}

func (w *world) task(id string) (t Task) {
	w.t.Helper()
	w.must(office(), func(tx *db.Tx) error {
		f, err := Follow(tx, w.y, id)
		t = f.Task
		return err
	})
	return t
}

func TestATaskIsFollowedToItsEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		_, task := w.given()
		report := func(version int64, body string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return ReportTask(tx, w.y, task.ID, version, body, blob.File{}) }
		}
		w.must(w.c(), report(1, "Đã lập 5 điển hình"))
		w.must(w.c(), report(1, "Đã lập 5 điển hình")) // the same form sent twice
		dbtest.SetDay(d, 2026, 4, 22)
		w.must(w.a(), func(tx *db.Tx) error {
			return ReturnTask(tx, w.y, task.ID, 2, "Thiếu người trực tiếp lao động")
		})
		if now := w.task(task.ID); now.State != TaskReturned || !now.Overdue(day(4, 22)) || now.Late() {
			t.Errorf("returned: %+v", now)
		}
		w.must(w.c(), report(3, "Đã bổ sung"))
		w.must(w.b(), func(tx *db.Tx) error { return ConfirmTask(tx, w.y, task.ID, 4, "") })
		w.must(w.c(), func(tx *db.Tx) error {
			f, err := Follow(tx, w.y, task.ID)
			if err != nil {
				return err
			}
			if f.State != TaskDone || len(f.Notes) != 4 || f.Notes[1].Kind != NoteReturn || f.ReportedOn != day(4, 2) || f.Overdue(day(12, 1)) {
				t.Errorf("at its end: %+v", f)
			}
			return nil
		})
	})
}

func TestDirectivesAndTasksRefuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		given, task := w.given()
		give := func(change func(d *Directive)) func(tx *db.Tx) error {
			n := directive()
			n.Body = "Một chỉ đạo khác"
			change(&n)
			return func(tx *db.Tx) error { _, err := GiveDirective(tx, w.y, n); return err }
		}
		assign := func(change func(a *Assignment)) func(tx *db.Tx) error {
			a := Assignment{DirectiveID: given.ID, What: "Việc khác", DueOn: day(4, 20), Units: []string{w.units[1]}}
			change(&a)
			return func(tx *db.Tx) error { _, err := AssignTask(tx, w.y, a); return err }
		}
		report := func(version int64, body string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return ReportTask(tx, w.y, task.ID, version, body, blob.File{}) }
		}
		confirm := func(version int64) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return ConfirmTask(tx, w.y, task.ID, version, "") }
		}
		w.refuse(
			refusal{"a member directs", problem.Denied, "", w.c(), give(func(*Directive) {})},
			refusal{"no source", problem.Invalid, "source", w.a(), give(func(d *Directive) { d.Source = "" })},
			refusal{"given tomorrow", problem.Invalid, "given_on", w.a(), give(func(d *Directive) { d.GivenOn = day(4, 3) })},
			refusal{"a secret", problem.Invalid, "body", w.a(), give(func(d *Directive) { d.Body = "TỐI MẬT: chỉ đạo" })},
			refusal{"a member assigns", problem.Denied, "", w.c(), assign(func(*Assignment) {})},
			refusal{"a task for nobody", problem.Invalid, "units", w.a(), assign(func(a *Assignment) { a.Units = nil })},
			refusal{"a task for a unit that is no member", problem.Invalid, "units", w.a(), assign(func(a *Assignment) { a.Units = []string{w.outside} })},
			refusal{"due before the directive", problem.Invalid, "due_on", w.a(), assign(func(a *Assignment) { a.DueOn = day(3, 31) })},
			refusal{"due yesterday", problem.Invalid, "due_on", w.a(), assign(func(a *Assignment) { a.DueOn = day(4, 1) })},
			refusal{"another unit reports", problem.Denied, "", w.b(), report(1, "x")},
			refusal{"an empty report", problem.Invalid, "body", w.c(), report(1, " ")},
			refusal{"a secret report", problem.Invalid, "body", w.c(), report(1, "Tài liệu [MẬT]")},
			refusal{"confirming what was not reported", problem.Closed, "", w.a(), confirm(1)},
			refusal{"reading another unit's reports", problem.Denied, "", db.Actor{ID: "x", Unit: w.units[1], Grants: w.person(w.units[1]).Grants[:2]}, func(tx *db.Tx) error {
				_, err := Follow(tx, w.y, task.ID)
				return err
			}},
		)
		w.must(w.c(), report(1, "Đã xong"))
		w.refuse(
			refusal{"the owner confirms", problem.Denied, "", w.c(), confirm(2)},
			refusal{"a second report", problem.Closed, "", w.c(), report(2, "thêm")},
			refusal{"returning without a reason", problem.Invalid, "body", w.a(), func(tx *db.Tx) error { return ReturnTask(tx, w.y, task.ID, 2, "") }},
			refusal{"an old page", problem.Conflict, "", w.a(), confirm(1)},
			refusal{"changing a directive that was reported on", problem.Closed, "", w.a(), func(tx *db.Tx) error { _, err := ChangeDirective(tx, w.y, given); return err }},
			refusal{"moving the day of what was reported", problem.Closed, "", w.a(), func(tx *db.Tx) error { return ExtendTask(tx, w.y, task.ID, 2, day(5, 5), "x") }},
		)
		w.must(w.a(), confirm(2))
		w.refuse(refusal{"cancelling what is done", problem.Closed, "", w.a(), func(tx *db.Tx) error { return CancelTask(tx, w.y, task.ID, 3, "x") }})
	})
}

func TestNobodyConfirmsATaskOfTheOwnUnit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		given, _ := w.given()
		var own Task
		w.must(w.a(), func(tx *db.Tx) error {
			tasks, err := AssignTask(tx, w.y, Assignment{DirectiveID: given.ID, What: "Tổng hợp", DueOn: day(5, 5), Units: w.units})
			if err != nil {
				return err
			}
			own = tasks[0]
			again, err := AssignTask(tx, w.y, Assignment{DirectiveID: given.ID, What: "Tổng hợp", DueOn: day(5, 5), Units: w.units})
			if len(again) != 3 || again[0].ID != own.ID {
				t.Error("a second click made second tasks")
			}
			return err
		})
		w.must(w.a(), func(tx *db.Tx) error { return ReportTask(tx, w.y, own.ID, 1, "Xong", blob.File{}) })
		confirm := func(tx *db.Tx) error { return ConfirmTask(tx, w.y, own.ID, 2, "") }
		w.refuse(refusal{"the lead confirms its own", problem.Denied, "", w.a(), confirm})
		w.must(office(), confirm)
	})
}

func TestTheDayOfATaskMovesAndATaskIsCancelledWithAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		_, task := w.given()
		extend := func(due vn.Date, reason string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return ExtendTask(tx, w.y, task.ID, 1, due, reason) }
		}
		w.refuse(
			refusal{"without a reason", problem.Invalid, "body", w.a(), extend(day(5, 5), "")},
			refusal{"to a day that has passed", problem.Invalid, "due_on", w.a(), extend(day(4, 1), "x")},
			refusal{"by the owner", problem.Denied, "", w.c(), extend(day(5, 5), "x")},
		)
		w.must(w.a(), extend(day(5, 5), "Chờ số liệu quý I"))
		w.must(w.a(), extend(day(5, 5), "Chờ số liệu quý I")) // twice
		w.must(w.a(), func(tx *db.Tx) error { return CancelTask(tx, w.y, task.ID, 2, "Đã có chỉ đạo mới") })
		w.must(db.Actor{}, func(tx *db.Tx) error {
			board, err := Board(tx, w.y)
			if err != nil || len(board) != 1 || board[0].Number != 1 || board[0].Count(TaskCancelled) != 1 || board[0].Tasks[0].DueOn != day(5, 5) {
				t.Errorf("board: %+v, %v", board, err)
			}
			return nil
		})
	})
}

func TestDirectivesAreNumberedAndCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		first, _ := w.given()
		w.must(w.a(), func(tx *db.Tx) error {
			again, err := GiveDirective(tx, w.y, directive())
			if again.ID != first.ID {
				t.Error("a second click made a second directive")
			}
			return err
		})
		other := directive()
		other.Body = "Khen thưởng kịp thời"
		w.must(office(), func(tx *db.Tx) error {
			n, err := GiveDirective(tx, w.y, other)
			if n.Number != 2 {
				t.Errorf("number %d", n.Number)
			}
			return err
		})
		first.Body = "Phát hiện và nhân rộng điển hình"
		change := func(tx *db.Tx) error { _, err := ChangeDirective(tx, w.y, first); return err }
		w.must(w.a(), change)
		w.must(w.a(), change) // twice
		first.Body = "Nhân rộng điển hình"
		w.refuse(refusal{"an old page", problem.Conflict, "body", w.a(), change})
		first.Version, first.GivenOn = 2, day(4, 2)
		w.must(w.a(), func(tx *db.Tx) error { _, err := ChangeDirective(tx, w.y, first); return err })
	})
}

func TestATaskOfAFileMayBeOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		g, _ := w.given()
		dbtest.SetDay(d, 2026, 6, 1)
		task := func(change func(a *Assignment)) func(tx *db.Tx) error {
			a := Assignment{DirectiveID: g.ID, What: "Gửi danh sách", DueOn: day(4, 25), Units: []string{w.units[1]}}
			change(&a)
			return func(tx *db.Tx) error { _, err := EnterTask(tx, w.y, a); return err }
		}
		same := func(*Assignment) {}
		w.refuse(
			refusal{"the lead, who loads no files", problem.Denied, "", w.a(), task(same)},
			refusal{"a day before the directive", problem.Invalid, "due_on", office(), task(func(a *Assignment) { a.DueOn = day(3, 31) })},
			refusal{"a unit outside", problem.Invalid, "units", office(), task(func(a *Assignment) { a.Units = []string{w.outside} })},
			refusal{"nothing to do", problem.Invalid, "what", office(), task(func(a *Assignment) { a.What = " " })},
		)
		w.must(office(), task(same))
		w.must(office(), task(same))
		w.must(office(), func(tx *db.Tx) error {
			tasks, err := Tasks(tx, w.y, w.units[1])
			if err != nil || len(tasks) != 1 || tasks[0].State != TaskOpen || !tasks[0].Overdue(tx.Today()) {
				t.Errorf("got %+v, %v; want one open task that is overdue", tasks, err)
			}
			return nil
		})
	})
}

func TestTheBoardShowsWhatIsLateFirst(t *testing.T) {
	task := func(id string, state TaskState, due vn.Date) Task { return Task{ID: id, State: state, DueOn: due} }
	rows := []BoardRow{
		{Directive: Directive{Number: 1}, Tasks: []Task{
			task("done", TaskDone, day(4, 1)), task("open later", TaskOpen, day(5, 9)), task("late", TaskReturned, day(4, 19)), task("cancelled", TaskCancelled, day(4, 1)),
		}},
		{Directive: Directive{Number: 2}, Tasks: []Task{
			task("reported", TaskReported, day(4, 2)), task("due today", TaskOpen, day(4, 20)), task("latest", TaskOpen, day(4, 3)),
		}},
	}
	var order []string
	for _, l := range Pressing(rows, day(4, 20)) {
		order = append(order, l.ID)
	}
	if want := []string{"latest", "late", "due today", "open later", "reported", "done", "cancelled"}; !slices.Equal(order, want) {
		t.Errorf("order %v", order)
	}
}
