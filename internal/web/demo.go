package web

import (
	"net/http"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// roles lists the demonstration's accounts, one for each role.
func (s *Server) roles(w http.ResponseWriter, r *http.Request) error {
	return s.showRoles(w, r, nil)
}

func (s *Server) showRoles(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var page pages.RolesProps
	err := s.view(r, func(tx *db.Tx) error {
		accounts, grants, err := account.List(tx)
		if err != nil {
			return err
		}
		page.Frame, page.Problems = refusedFrame(s.frame(tx, r, "Thử các vai"), list), list
		page.Frame.Lead = "Chọn một vai, làm việc như người đó, đổi vai bất cứ lúc nào. Họ tên là minh họa."
		page.Day = tx.Today().Short()
		if list != nil {
			page.Day = text(r, "ngay")
		}
		for _, a := range accounts {
			names, err := org.Names(tx, tx.Today(), a.UnitID)
			if err != nil {
				return err
			}
			row := pages.RoleRow{Login: a.Login, Name: a.Name, Position: a.Position, Unit: names[a.UnitID]}
			for _, g := range grants[a.ID] {
				row.Roles = append(row.Roles, g.Role.Name())
			}
			page.Rows = append(page.Rows, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Roles(page))
}

// switchRole makes the visitor one of the demonstration's accounts.
func (s *Server) switchRole(w http.ResponseWriter, r *http.Request) error {
	var chosen account.Account
	var session account.Session
	err := s.update(r, func(tx *db.Tx) (err error) {
		if chosen, err = account.ByLogin(tx, r.PathValue("login")); err != nil {
			return err
		}
		session, err = account.Begin(tx, chosen.ID, account.ByDemo, s.browser(r))
		return err
	})
	if err != nil {
		return err
	}
	if err := s.enter(r, session); err != nil {
		return err
	}
	return s.done(w, r, "/lam-viec", "Bạn đang làm việc với vai "+chosen.Name+".")
}

// switchDay makes the demonstration happen on another day, so that a visitor
// can try every phase of a year; an empty day is today again.
func (s *Server) switchDay(w http.ResponseWriter, r *http.Request) error {
	day, err := dayOf(r, "ngay")
	if err != nil {
		return s.showRoles(w, r, problem.All(err))
	}
	if day.IsZero() {
		s.DB.SetClock(time.Now)
		return s.done(w, r, "/vai", "Bản trình diễn trở lại ngày hôm nay.")
	}
	shift := time.Duration(vn.DateOf(time.Now()).DaysUntil(day)) * 24 * time.Hour
	s.DB.SetClock(func() time.Time { return time.Now().Add(shift) })
	return s.done(w, r, "/vai", "Bản trình diễn đang ở "+day.LongWords()+".")
}
