package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// taskPath is the address of a task below its year's.
func taskPath(id string) string { return directivePage + "/viec/" + id }

// task is one task with all that was said about it.
func (s *Server) task(w http.ResponseWriter, r *http.Request) error { return s.showTask(w, r, nil) }

func (s *Server) showTask(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.TaskProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		f, unit, err := followed(tx, y, r.PathValue("task"))
		if err != nil {
			return err
		}
		p = pages.TaskProps{
			Frame: s.taskFrame(tx, r, c, y, f, list), Answers: pages.Answers{Problems: list, Typed: typed(r)},
			Base: workPath(c, y) + taskPath(f.ID), Today: tx.Today(), Followed: f, Unit: unit,
		}
		if f.State == cycle.TaskOpen || f.State == cycle.TaskReturned {
			p.Left = s.leftOf(tx.Today(), f.Task)
		}
		if y.State != cycle.History {
			p.MayReport = access.May(tx, access.TaskReport, y.UnitScope(f.UnitID))
			p.MayConfirm = tx.Actor.Unit != f.UnitID && access.May(tx, access.TaskConfirm, y.UnitScope(f.UnitID))
			p.MayAssign = access.May(tx, access.TaskAssign, y.Scope())
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Task(p))
}

// leftOf says how many working days remain to the day of a task.
func (s *Server) leftOf(today vn.Date, t cycle.Task) string {
	if today == t.DueOn {
		return "hạn hôm nay"
	}
	r := cycle.Reminder{DueOn: t.DueOn}
	if r.Left, r.Doubt = cycle.Left(s.Calendar, today, t.DueOn); today.After(t.DueOn) {
		r.Urgency = cycle.Late
	}
	return left(r)
}

// followed is a task with the name of its owner.
func followed(tx *db.Tx, y cycle.Year, id string) (cycle.Followed, string, error) {
	f, err := cycle.Follow(tx, y, id)
	if err != nil {
		return f, "", err
	}
	names, err := org.Names(tx, tx.Today(), f.UnitID)
	return f, names[f.UnitID], err
}

// taskFrame leads back to the board and to the task's directive.
func (s *Server) taskFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, f cycle.Followed, list problem.List) components.PageProps {
	frame := s.yearFrame(tx, r, c, y, f.What)
	board := workPath(c, y) + directivePage
	frame.Crumbs = append(frame.Crumbs, components.Link{Href: board, Text: "Chỉ đạo"},
		components.Link{Href: board + "/" + f.Directive.ID, Text: "Chỉ đạo " + itoa(f.Directive.Number)})
	s.traced(tx, &frame, y.Scope(), record.Object{Kind: "task", ID: f.ID})
	return refusedFrame(frame, list)
}

// followTask runs one step of a task: report, confirm, return.
func (s *Server) followTask(w http.ResponseWriter, r *http.Request) error {
	id, version, body := r.PathValue("task"), int64(number(text(r, "version"))), text(r, "body")
	sentence := "Đã báo cáo."
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		f, err := cycle.Follow(tx, y, id)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.TaskReport, y.UnitScope(f.UnitID)); err != nil {
			return err
		}
		file, err := s.uploadIfAny(r, "file")
		if err != nil {
			return err
		}
		return cycle.ReportTask(tx, y, id, version, body, file)
	}
	switch r.FormValue("buoc") {
	case "xac-nhan":
		sentence = "Đã xác nhận hoàn thành."
		act = func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
			return cycle.ConfirmTask(tx, y, id, version, body)
		}
	case "tra-lai":
		sentence = "Đã trả lại."
		act = func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
			return cycle.ReturnTask(tx, y, id, version, body)
		}
	}
	return s.submit(w, r, taskPath(id), sentence, act, func(list problem.List) error { return s.showTask(w, r, list) })
}

// extendForm and cancelForm are the forms that move the day of a task, and that
// end it.
func (s *Server) extendForm(w http.ResponseWriter, r *http.Request) error {
	return s.showTaskStep(w, r, true, nil)
}

func (s *Server) cancelForm(w http.ResponseWriter, r *http.Request) error {
	return s.showTaskStep(w, r, false, nil)
}

func (s *Server) showTaskStep(w http.ResponseWriter, r *http.Request, extends bool, list problem.List) error {
	var p pages.TaskStepProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.TaskAssign, y.Scope()); err != nil {
			return err
		}
		f, unit, err := followed(tx, y, r.PathValue("task"))
		if err != nil {
			return err
		}
		p = pages.TaskStepProps{
			Frame: s.taskFrame(tx, r, c, y, f, list), Answers: pages.Answers{Problems: list, Typed: typed(r)},
			Back: workPath(c, y) + taskPath(f.ID), Extends: extends, Unit: unit, Task: f.Task,
		}
		p.Frame.Title, p.Action = "Hủy việc", p.Back+"/huy"
		if extends {
			p.Frame.Title, p.Action = "Đổi hạn", p.Back+"/doi-han"
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.TaskStep(p))
}

func (s *Server) extendTask(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("task")
	return s.submit(w, r, taskPath(id), "Đã đổi hạn.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.TaskAssign, y.Scope()); err != nil {
			return err
		}
		due, err := dayOf(r, "due_on")
		if err != nil {
			return err
		}
		return cycle.ExtendTask(tx, y, id, int64(number(text(r, "version"))), due, text(r, "body"))
	}, func(list problem.List) error { return s.showTaskStep(w, r, true, list) })
}

func (s *Server) cancelTask(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("task")
	return s.submit(w, r, taskPath(id), "Đã hủy việc.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return cycle.CancelTask(tx, y, id, int64(number(text(r, "version"))), text(r, "body"))
	}, func(list problem.List) error { return s.showTaskStep(w, r, false, list) })
}

// taskFile serves a file of a report to who may follow the task.
func (s *Server) taskFile(w http.ResponseWriter, r *http.Request) error {
	var n cycle.Note
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		n, err = cycle.NoteFile(tx, y, r.PathValue("task"), r.PathValue("note"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, n.FileHash, n.FileName)
}
