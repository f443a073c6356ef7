package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/record"
	"giaouoc/internal/waiting"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// work is what waits for the person who is signed in, over all running years.
func (s *Server) work(w http.ResponseWriter, r *http.Request) error {
	var p pages.WorkProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := mustBeSignedIn(tx); err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Việc của tôi")
		var err error
		if p.Notices, err = standing(tx); err != nil {
			return err
		}
		places, err := waiting.Places(tx, s.Calendar)
		if err != nil {
			return err
		}
		for _, at := range places {
			tasks, _, err := waiting.List(tx, s.Calendar, at.Year)
			if err != nil {
				return err
			}
			if at.Office() {
				p.Years = append(p.Years, pages.WorkYear{Tasks: components.TaskListProps{Heading: at.Name(), Tasks: taskList(tasks, at.Path())}, Href: dossier.Page})
				continue
			}
			one := pages.WorkYear{
				Tasks: components.TaskListProps{Heading: at.Name(), Tasks: taskList(tasks, at.Path()), Empty: "Không có việc nào đang chờ bạn trong năm này."},
				Href:  yearPath(at.Cluster, at.Year), Year: at.Year.Year,
			}
			if access.May(tx, access.YearRead, at.Year.Scope()) {
				one.Href = at.Path()
			}
			p.Years = append(p.Years, one)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Work(p))
}

// yearWork is a year at a glance: its phases, what waits, how far each step is.
func (s *Server) yearWork(w http.ResponseWriter, r *http.Request) error {
	var p pages.YearWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Năm thi đua "+itoa(y.Year))
		p.Public = yearPath(c, y)
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "year", ID: y.ID})
		phases, err := cycle.Phases(tx, y.ID)
		if err != nil {
			return err
		}
		tasks, reminders, err := waiting.List(tx, s.Calendar, y)
		p.Timeline = timelineOf(y, phases, reminders, tx.Today())
		p.Tasks = components.TaskListProps{Heading: "Việc chờ bạn", Tasks: taskList(tasks, workPath(c, y))}
		if err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		names, err := memberNames(tx, members)
		if err != nil {
			return err
		}
		if p.Outlook, err = s.outlookOf(tx, c, y, orText(text(r, "don-vi"), tx.Actor.Unit), names); err != nil {
			return err
		}
		if access.May(tx, access.ReportRead, y.Scope()) {
			p.Slides = workPath(c, y) + slidesPage
		}
		p.Members, err = s.membersBoard(tx, c, y, names)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.YearWork(p))
}
