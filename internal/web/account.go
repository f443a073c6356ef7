package web

import (
	"net/http"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// ownAccount is a person's own account: who, how to sign in, where signed in.
func (s *Server) ownAccount(w http.ResponseWriter, r *http.Request) error {
	var p pages.AccountProps
	err := s.view(r, func(tx *db.Tx) error {
		o, err := account.ReadOwn(tx, s.Clock(), s.Limits)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), o.UnitID)
		if err != nil {
			return err
		}
		p = pages.AccountProps{Frame: s.frame(tx, r, "Tài khoản của tôi"), Own: o, Base: accountPage, Unit: names[o.UnitID]}
		if p.Ways, err = account.OwnWays(tx, s.ssoIssuer()); err != nil {
			return err
		}
		if p.Email, err = account.OwnEmail(tx); err != nil {
			return err
		}
		p.Now = tx.Now
		p.SSO = s.ssoName()
		p.Sessions = sessionTable(o.Sessions, sessionOfRequest(r).ID, s.Clock())
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Account(p))
}

// sessionTable lists running sessions, that of the reader marked.
func sessionTable(list []account.Session, here string, now time.Time) components.TableProps {
	t := components.TableProps{
		ID: "phien", Caption: "Các phiên đang đăng nhập", Quiet: true,
		Columns: []components.Column{{Head: "Trình duyệt"}, {Head: "Địa chỉ"}, {Head: "Đăng nhập lúc"}, {Head: "Dùng gần nhất"}, {Head: "Đăng nhập bằng"}, {Head: "Việc"}},
	}
	for _, x := range list {
		act := components.Cell{Content: pages.EndSession(accountPage+"/phien/"+x.ID, x.Browser)}
		if x.ID == here {
			act = components.Cell{Content: components.StateTag(components.TagProps{Text: "Đây là phiên này", Tone: components.ToneGood})}
		}
		t.Rows = append(t.Rows, components.Row{Mine: x.ID == here, Cells: []components.Cell{
			{Text: x.Browser}, {Text: x.Address}, {Text: momentOf(x.StartedAt.Time, now)}, {Text: momentOf(x.SeenAt.Time, now)}, {Text: x.How.Name()}, act,
		}})
	}
	return t
}

// momentOf is a moment as a person says it: the time, and the day when it is
// another than today.
func momentOf(at, now time.Time) string {
	if vn.DateOf(at) == vn.DateOf(now) {
		return vn.Clock(at) + " hôm nay"
	}
	return vn.Clock(at) + ", ngày " + vn.DateOf(at).Short()
}

// endOwnSession ends one of the person's sessions.
func (s *Server) endOwnSession(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("session")
	err := s.update(r, func(tx *db.Tx) error { return account.End(tx, id, account.Revoked, s.browser(r)) })
	if err != nil {
		return err
	}
	return s.done(w, r, accountPage, "Đã kết thúc phiên.")
}

// endOtherSessions ends every session of the person but this.
func (s *Server) endOtherSessions(w http.ResponseWriter, r *http.Request) error {
	n := 0
	err := s.update(r, func(tx *db.Tx) (err error) {
		n, err = account.EndOthers(tx, sessionOfRequest(r).ID, account.Revoked, s.browser(r))
		return err
	})
	if err != nil {
		return err
	}
	return s.done(w, r, accountPage, "Đã kết thúc "+itoa(n)+" phiên khác.")
}

// passwordForm shows the form of a new password.
func (s *Server) passwordForm(w http.ResponseWriter, r *http.Request) error {
	return s.showPasswordForm(w, r, nil)
}

func (s *Server) showPasswordForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.PasswordProps{Action: r.URL.Path, Problems: list}
	err := s.view(r, func(tx *db.Tx) error {
		o, err := account.ReadOwn(tx, s.Clock(), s.Limits)
		if err != nil {
			return err
		}
		p.Login = o.Login
		p.Frame = refusedFrame(s.frame(tx, r, "Đổi mật khẩu"), list)
		p.Frame.Crumbs = []components.Link{{Href: accountPage, Text: "Tài khoản của tôi"}}
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Password(p))
}

// changePassword asks for the old password, however fresh the session.
func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	again := func(list problem.List, err error) error {
		return orShow(err, func() error { return s.showPasswordForm(w, r, list) })
	}
	var o account.Own
	err := s.view(r, func(tx *db.Tx) (err error) {
		o, err = account.ReadOwn(tx, s.Clock(), s.Limits)
		return err
	})
	if err != nil {
		return err
	}
	if list, err := s.proveNow(r); err != nil || list != nil {
		return again(list, err)
	}
	chosen, err := account.Choose(r.PostFormValue("new_password"), r.PostFormValue("again"), o.Login, o.Name, o.Email)
	if list, err := refused(err); err != nil || list != nil {
		return again(list, err)
	}
	err = s.update(r, func(tx *db.Tx) error {
		return account.ChangePassword(tx, chosen, sessionOfRequest(r).ID, s.browser(r))
	})
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	return s.done(w, r, accountPage, "Đã đổi mật khẩu; mọi phiên khác đã kết thúc.")
}
