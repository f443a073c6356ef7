package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const directivePage = "/chi-dao"

func (s *Server) directives(w http.ResponseWriter, r *http.Request) error {
	return s.showDirectives(w, r, nil)
}

// showDirectives is the board of a year's directives; the same board, without
// forms, is its public page.
func (s *Server) showDirectives(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p, err := s.board(r, list, true)
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Directives(p))
}

func (s *Server) publicDirectives(w http.ResponseWriter, r *http.Request) error {
	p, err := s.board(r, nil, false)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Directives(p))
}

func (s *Server) board(r *http.Request, list problem.List, signedIn bool) (p pages.DirectivesProps, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if signedIn {
			if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
				return err
			}
		}
		p = pages.DirectivesProps{
			Frame:    refusedFrame(s.yearFrame(tx, r, c, y, "Chỉ đạo của Hội đồng, năm "+itoa(y.Year)), list),
			Problems: list, Typed: typed(r), Chosen: r.Form["units"], Today: tx.Today(),
		}
		if signedIn {
			p.Base = workPath(c, y) + directivePage
			p.MayGive = y.State == cycle.Running && access.May(tx, access.DirectiveGive, y.Scope())
		}
		if p.Rows, err = cycle.Board(tx, y); err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		for _, m := range members {
			p.Units = append(p.Units, components.Option{Value: m.UnitID, Text: p.Names[m.UnitID]})
		}
		return nil
	})
	return p, err
}

func (s *Server) submitDirective(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, directivePage, sentence, act, func(list problem.List) error { return s.showDirectives(w, r, list) })
}

func (s *Server) giveDirective(w http.ResponseWriter, r *http.Request) error {
	return s.submitDirective(w, r, "Đã ghi chỉ đạo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		on, err := dayOf(r, "given_on")
		if err != nil {
			return err
		}
		_, err = cycle.GiveDirective(tx, y, cycle.Directive{Body: text(r, "body"), Source: text(r, "source"), GivenBy: text(r, "given_by"), GivenOn: on})
		return err
	})
}

func (s *Server) assignTask(w http.ResponseWriter, r *http.Request) error {
	return s.submitDirective(w, r, "Đã giao việc.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		due, err := dayOf(r, "due_on")
		if err != nil {
			return err
		}
		_, err = cycle.AssignTask(tx, y, cycle.Assignment{DirectiveID: r.PathValue("directive"), What: text(r, "what"), DueOn: due, Units: r.Form["units"]})
		return err
	})
}

func (s *Server) task(w http.ResponseWriter, r *http.Request) error { return s.showTask(w, r, nil) }

// showTask is one task with all that was said about it.
func (s *Server) showTask(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.TaskProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Followed, err = cycle.Follow(tx, y, r.PathValue("task")); err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, p.Followed.Task.What)
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + directivePage, Text: "Chỉ đạo"})
		p.Frame, p.Base, p.Problems, p.Typed = refusedFrame(f, list), workPath(c, y)+directivePage+"/viec/"+p.Followed.Task.ID, list, typed(r)
		p.MayReport = access.May(tx, access.TaskReport, y.UnitScope(p.Followed.Task.UnitID))
		p.MayConfirm = access.May(tx, access.TaskConfirm, y.Scope())
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		p.Names, err = memberNames(tx, members)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Task(p))
}

// followTask runs one step of a task: report, confirm, return.
func (s *Server) followTask(w http.ResponseWriter, r *http.Request) error {
	id, version, body := r.PathValue("task"), int64(number(text(r, "version"))), text(r, "body")
	sentence := "Đã báo cáo."
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return cycle.ReportTask(tx, y, id, version, body, blob.File{})
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
	return s.submit(w, r, directivePage+"/viec/"+id, sentence, act, func(list problem.List) error { return s.showTask(w, r, list) })
}
