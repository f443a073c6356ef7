package web

import (
	"crypto/rand"
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// provedFor looks for the right before it asks for the proof, so that nobody is
// asked for a password for what stays refused.
func (s *Server) provedFor(r *http.Request, act access.Act) (problem.List, error) {
	err := s.view(r, func(tx *db.Tx) error { return access.Require(tx, act, access.Scope{}) })
	if err != nil {
		return nil, err
	}
	return s.proved(r)
}

// accountActFrame is frame for a page that changes an account.
func (s *Server) accountActFrame(tx *db.Tx, r *http.Request, a account.Account, title string) components.PageProps {
	return s.adminFrame(tx, r, title, components.Link{Href: accountsPage, Text: "Tài khoản"}, components.Link{Href: accountsPage + "/" + a.ID, Text: a.Name})
}

// An accountAct is a page with one form that changes an account for a reason. What
// it is about is found anew for showing and for doing.
type accountAct struct {
	act access.Act
	// show fills the page in; it reads the account that the address names.
	show func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error)
	// do does it and returns where to go on and the sentence there, or a link to
	// be shown once.
	do func(tx *db.Tx) (done acted, err error)
}

// acted is what became of an act.
type acted struct {
	to, sentence string
	account      account.Account
	token        string // of a link to be shown once
	days         float64
}

// byAddress reads the account of the address and gives the page its words.
func byAddress(r *http.Request, title, lead, button string) func(*db.Tx, *pages.AccountActProps) (account.Account, error) {
	return func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
		a, err := account.ByID(tx, r.PathValue("account"))
		p.Title, p.Lead, p.Button = title+a.Name, lead, button
		return a, err
	}
}

func (s *Server) showAccountAct(w http.ResponseWriter, r *http.Request, x accountAct, list problem.List) error {
	p := pages.AccountActProps{Action: r.URL.Path, Problems: list, Typed: typed(r), AskProof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, x.act, access.Scope{}); err != nil {
			return err
		}
		a, err := x.show(tx, &p)
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountActFrame(tx, r, a, p.Title), list)
		p.Frame.Lead = p.Lead
		p.Login = a.Login
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.AccountAct(p))
}

func (s *Server) doAccountAct(w http.ResponseWriter, r *http.Request, x accountAct) error {
	var done acted
	list, err := s.provedFor(r, x.act)
	if err == nil && list == nil {
		list, err = refused(s.update(r, func(tx *db.Tx) (err error) {
			if err := access.Require(tx, x.act, access.Scope{}); err != nil {
				return err
			}
			done, err = x.do(tx)
			return err
		}))
	}
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showAccountAct(w, r, x, list) })
	}
	if done.token != "" {
		return s.showMadeLink(w, r, done.account, done.token, done.days)
	}
	return s.done(w, r, done.to, done.sentence)
}

// asPage and asForm are the two routes of an act.
func (s *Server) asPage(of func(*http.Request) accountAct) handle {
	return func(w http.ResponseWriter, r *http.Request) error { return s.showAccountAct(w, r, of(r), nil) }
}

func (s *Server) asForm(of func(*http.Request) accountAct) handle {
	return func(w http.ResponseWriter, r *http.Request) error { return s.doAccountAct(w, r, of(r)) }
}

// here is the page of the account that the address names.
func here(r *http.Request) string { return accountsPage + "/" + r.PathValue("account") }

// endGrant ends a role.
func (s *Server) endGrant(r *http.Request) accountAct {
	return accountAct{
		act: access.AccountGrant,
		show: func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
			f, err := account.Read(tx, r.PathValue("account"), s.Clock(), s.Limits)
			if err != nil {
				return f.Account, err
			}
			for _, g := range f.All {
				if g.ID != r.PathValue("grant") {
					continue
				}
				scope, err := scopeWords(tx, g.ScopeKind, g.ScopeID)
				p.Title, p.Button, p.FromDay = "Thôi vai trò của "+f.Name, "Thôi vai trò", true
				p.Lead = "Vai trò " + g.Role.Name() + ", phạm vi: " + scope + ". Việc đã làm với vai trò ấy giữ nguyên."
				return f.Account, err
			}
			return f.Account, problem.New(problem.NotFound, "Không có vai trò này.")
		},
		do: func(tx *db.Tx) (acted, error) {
			from, err := dayOf(r, "from")
			if err != nil {
				return acted{}, err
			}
			return acted{to: here(r), sentence: "Đã ghi thôi vai trò."}, account.EndGrant(tx, r.PathValue("grant"), from, text(r, "reason"))
		},
	}
}

// rest disables an account, or enables one that is.
func (s *Server) rest(r *http.Request) accountAct {
	return accountAct{
		act:  access.AccountGrant,
		show: byAddress(r, "Tạm ngừng tài khoản của ", "Người này không đăng nhập được nữa, mọi phiên kết thúc ngay; việc đã làm giữ nguyên. Cho dùng lại được bất cứ lúc nào.", "Tạm ngừng tài khoản"),
		do: func(tx *db.Tx) (acted, error) {
			return acted{to: here(r), sentence: "Đã tạm ngừng tài khoản."}, account.Disable(tx, r.PathValue("account"), text(r, "reason"), s.browser(r))
		},
	}
}

func (s *Server) wake(r *http.Request) accountAct {
	return accountAct{
		act:  access.AccountGrant,
		show: byAddress(r, "Cho dùng lại tài khoản của ", "Người này đăng nhập lại được như trước, với các vai trò còn hạn.", "Cho dùng lại"),
		do: func(tx *db.Tx) (acted, error) {
			return acted{to: here(r), sentence: "Tài khoản dùng lại được."}, account.Enable(tx, r.PathValue("account"), text(r, "reason"))
		},
	}
}

// endSessionsOf ends every session of another person.
func (s *Server) endSessionsOf(r *http.Request) accountAct {
	return accountAct{
		act:  access.AccountGrant,
		show: byAddress(r, "Kết thúc mọi phiên của ", "Người này phải đăng nhập lại ở mọi nơi; việc đang gõ dở chưa lưu thì mất.", "Kết thúc mọi phiên"),
		do: func(tx *db.Tx) (acted, error) {
			n, err := account.EndSessions(tx, r.PathValue("account"), text(r, "reason"), s.browser(r))
			return acted{to: here(r), sentence: "Đã kết thúc " + itoa(n) + " phiên."}, err
		},
	}
}

// inviteAgain makes a new link of invitation.
func (s *Server) inviteAgain(r *http.Request) accountAct {
	show := byAddress(r, "Gửi lời mời cho ", "Liên kết mới thay cho mọi liên kết đã gửi trước đó.", "Tạo liên kết mời")
	return accountAct{
		act: access.AccountGrant,
		show: func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
			p.NoReason, p.Letters, p.Once = true, s.Mail, rand.Text()
			a, err := show(tx, p)
			p.Email = a.Email
			return a, err
		},
		do: func(tx *db.Tx) (acted, error) {
			if err := s.mustBeMailable(r); err != nil {
				return acted{}, err
			}
			a, token, err := account.InviteAgain(tx, r.PathValue("account"), account.Handing{To: mailedTo(r), Once: text(r, "once")})
			return acted{to: here(r), sentence: mailedSentence, account: a, token: token, days: account.InvitationLasts.Hours() / 24}, err
		},
	}
}

// withdrawInvitation makes an invitation open nothing.
func (s *Server) withdrawInvitation(r *http.Request) accountAct {
	return accountAct{
		act: access.AccountGrant,
		show: func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
			found, err := account.Search(tx, account.Query{Standing: account.Invited})
			if err != nil {
				return account.Account{}, err
			}
			for _, l := range found {
				if l.LinkID == r.PathValue("link") {
					p.Title, p.Button = "Rút lời mời của "+l.Name, "Rút lời mời"
					p.Lead = "Liên kết đã gửi không mở được nữa. Tài khoản và vai trò vẫn còn; mời lại được."
					return l.Account, nil
				}
			}
			return account.Account{}, problem.New(problem.NotFound, "Không có lời mời này, hoặc lời mời đã được dùng.")
		},
		do: func(tx *db.Tx) (acted, error) {
			return acted{to: invitationsPage, sentence: "Đã rút lời mời."}, account.WithdrawInvitation(tx, r.PathValue("link"), text(r, "reason"))
		},
	}
}

// askRecovery begins to let a person in again.
func (s *Server) askRecovery(r *http.Request) accountAct {
	show := byAddress(r, "Khôi phục tài khoản của ", "Hãy xác minh người yêu cầu qua kênh khác trước đã. Chưa có gì thay đổi cho đến khi một quản trị viên khác xác nhận.", "Yêu cầu khôi phục")
	return accountAct{
		act: access.AccountRecover,
		show: func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
			p.Factors = true
			return show(tx, p)
		},
		do: func(tx *db.Tx) (acted, error) {
			_, err := account.AskRecovery(tx, r.PathValue("account"), text(r, "reason"), text(r, "drop_factors") == "1")
			return acted{to: here(r), sentence: "Đã ghi yêu cầu; một quản trị viên khác cần xác nhận ở trang Khôi phục."}, err
		},
	}
}

// decideRecovery confirms a request, or drops it.
func (s *Server) decideRecovery(r *http.Request) accountAct {
	return accountAct{
		act: access.AccountRecover,
		show: func(tx *db.Tx, p *pages.AccountActProps) (account.Account, error) {
			x, err := account.FindAsked(tx, r.PathValue("recovery"))
			if err != nil {
				return account.Account{}, err
			}
			a, err := account.ByID(tx, x.AccountID)
			if err != nil {
				return a, err
			}
			by, err := account.NameOf(tx, x.AskedBy)
			p.Title, p.Button, p.Drop = "Xác nhận khôi phục tài khoản của "+a.Name, "Xác nhận khôi phục", true
			p.Lead = "Xác nhận xong thì mật khẩu cũ và mọi phiên của người này hết hiệu lực ngay, và có liên kết đặt mật khẩu mới để trao cho người ấy."
			p.Facts = []components.Fact{{Label: "Người yêu cầu", Text: by + ", " + momentOf(x.AskedAt.Time, tx.Now)}, {Label: "Lý do", Text: x.Reason}}
			if s.Mail && !a.EmailConfirmedAt.IsZero() {
				p.MailTo = a.Email
			}
			p.Facts = append(p.Facts, components.Fact{Label: "Yếu tố thứ hai", Text: map[bool]string{true: "bỏ, người này mất cả điện thoại", false: "giữ nguyên"}[x.DropFactors]})
			return a, err
		},
		do: func(tx *db.Tx) (acted, error) {
			id := r.PathValue("recovery")
			if text(r, "decision") == "drop" {
				return acted{to: recoveriesPage, sentence: "Đã bỏ yêu cầu khôi phục."}, account.DropRecovery(tx, id, text(r, "reason"))
			}
			a, token, err := account.ConfirmRecovery(tx, id, s.Mail && text(r, "hand") == "mail", s.browser(r))
			return acted{to: accountsPage + "/" + a.ID, sentence: "Đã xác nhận khôi phục; thư có đường dẫn đang được gửi đến địa chỉ đã xác nhận của người ấy.", account: a, token: token}, err
		},
	}
}
