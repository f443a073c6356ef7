package web

import (
	"net/http"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/web/pages"
)

// roles lists the demonstration's accounts, one for each role.
func (s *Server) roles(w http.ResponseWriter, r *http.Request) error {
	var page pages.RolesProps
	err := s.view(r, func(tx *db.Tx) error {
		accounts, grants, err := account.List(tx)
		if err != nil {
			return err
		}
		page.Frame = s.frame(tx, r, "Chọn vai để thử")
		for _, a := range accounts {
			row := pages.RoleRow{Login: a.Login, Name: a.Name, Position: a.Position}
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
	return s.render(w, r, http.StatusOK, pages.Roles(page))
}

// switchRole makes the visitor one of the demonstration's accounts.
func (s *Server) switchRole(w http.ResponseWriter, r *http.Request) error {
	var chosen account.Account
	err := s.view(r, func(tx *db.Tx) (err error) {
		chosen, err = account.ByLogin(tx, r.PathValue("login"))
		return err
	})
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), accountKey, chosen.ID)
	return s.done(w, r, "/lam-viec", "Bạn đang làm việc với vai "+chosen.Name+".")
}

// leaveRole makes the visitor a reader again.
func (s *Server) leaveRole(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
