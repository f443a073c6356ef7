package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/personal"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The pages of personal data.
const (
	personalPage      = "/tai-khoan/du-lieu"
	personalAdminPage = "/quan-tri/du-lieu-ca-nhan"
)

// personalData is a person's own page of what is kept.
func (s *Server) personalData(w http.ResponseWriter, r *http.Request) error {
	return s.showPersonalData(w, r, "", nil)
}

func (s *Server) showPersonalData(w http.ResponseWriter, r *http.Request, number string, list problem.List) error {
	p := pages.PersonalProps{Base: personalPage, Number: number, Problems: list, Typed: typed(r), Proof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		var err error
		if p.Own, err = personal.ReadOwn(tx, s.Keys); err != nil {
			return err
		}
		f := s.frame(tx, r, "Dữ liệu của tôi")
		f.Crumbs = []components.Link{{Href: accountPage, Text: "Tài khoản của tôi"}}
		p.Frame = refusedFrame(f, list)
		if p.Looks, err = recordEntries(tx, p.Own.Looks, 1); err != nil {
			return err
		}
		for _, q := range p.Own.Requests {
			switch q.State {
			case personal.Asked:
				p.Open = &q
			case personal.Refused:
				p.Settled = append(p.Settled, pages.PersonalRequest{Request: q, Asked: vn.DateOf(q.AskedAt.Time).Short()})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Personal(p))
}

// ownPersonal runs a use case on the own data and leads back to the page.
func (s *Server) ownPersonal(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx) error) error {
	err := s.update(r, act)
	if err == nil {
		return s.done(w, r, personalPage, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showPersonalData(w, r, "", list)
}

func (s *Server) saveIdentity(w http.ResponseWriter, r *http.Request) error {
	return s.ownPersonal(w, r, "Đã lưu số định danh, ở dạng mã hóa.", func(tx *db.Tx) error {
		return personal.SetIdentity(tx, s.Keys, text(r, "number"), text(r, "consent") == "1")
	})
}

func (s *Server) removeIdentity(w http.ResponseWriter, r *http.Request) error {
	return s.ownPersonal(w, r, "Đã bỏ số định danh.", personal.RemoveIdentity)
}

// showIdentity shows the own number whole, once, to who has just shown a way to
// sign in.
func (s *Server) showIdentity(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proved(r)
	if err != nil {
		return err
	}
	var number string
	if list == nil {
		if err := s.view(r, func(tx *db.Tx) (err error) {
			number, err = personal.OwnIdentity(tx, s.Keys)
			return err
		}); err != nil {
			return err
		}
	}
	return s.showPersonalData(w, r, number, list)
}

func (s *Server) askErasure(w http.ResponseWriter, r *http.Request) error {
	return s.ownPersonal(w, r, "Đã gửi yêu cầu xóa dữ liệu.", func(tx *db.Tx) error {
		_, err := personal.Ask(tx, text(r, "reason"))
		return err
	})
}

func (s *Server) withdrawErasure(w http.ResponseWriter, r *http.Request) error {
	return s.ownPersonal(w, r, "Đã rút yêu cầu xóa dữ liệu.", func(tx *db.Tx) error {
		return personal.Withdraw(tx, text(r, "request"))
	})
}

// takePersonal hands over everything that is kept of the person.
func (s *Server) takePersonal(w http.ResponseWriter, r *http.Request) error {
	var h personal.Held
	if err := s.update(r, func(tx *db.Tx) (err error) {
		h, err = personal.ExportOwn(tx, s.Keys)
		return err
	}); err != nil {
		return err
	}
	return s.servePersonal(w, r, h)
}

// personalRequests is the administrator's page of requests.
func (s *Server) personalRequests(w http.ResponseWriter, r *http.Request) error {
	return s.showPersonalRequests(w, r, pages.PersonalAdminProps{})
}

func (s *Server) showPersonalRequests(w http.ResponseWriter, r *http.Request, p pages.PersonalAdminProps) error {
	p.Base, p.Typed, p.Proof = personalAdminPage, typed(r), s.asksProof(r)
	err := s.view(r, func(tx *db.Tx) error {
		list, err := personal.Waiting(tx)
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.frame(tx, r, "Dữ liệu cá nhân"), p.Problems)
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		for _, q := range list {
			row, err := personalRequest(tx, q)
			if err != nil {
				return err
			}
			if q.State == personal.Asked {
				p.Waiting = append(p.Waiting, row)
			} else {
				p.Settled = append(p.Settled, row)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, p.Problems)
	return s.render(w, r, statusOf(p.Problems), pages.PersonalAdmin(p))
}

// personalRequest puts a request into words.
func personalRequest(tx *db.Tx, q personal.Request) (pages.PersonalRequest, error) {
	p := pages.PersonalRequest{Request: q, Asked: vn.DateOf(q.AskedAt.Time).Short(), Href: personalAdminPage + "/yeu-cau/" + q.ID}
	if q.State != personal.Done {
		a, err := account.ByID(tx, q.AccountID)
		if err != nil {
			return p, err
		}
		p.Who = a.Name
	}
	if q.AskedBy != q.AccountID {
		a, err := account.ByID(tx, q.AskedBy)
		if err != nil {
			return p, err
		}
		p.Asked += ", do " + a.Name + " ghi thay"
	}
	if !q.DecidedAt.IsZero() {
		p.Decided = vn.DateOf(q.DecidedAt.Time).Short()
	}
	return p, nil
}

// onBehalfOfPerson does one of the things an administrator may do for a person.
func (s *Server) onBehalfOfPerson(w http.ResponseWriter, r *http.Request) error {
	again := func(list problem.List, err error) error {
		return orShow(err, func() error { return s.showPersonalRequests(w, r, pages.PersonalAdminProps{Problems: list}) })
	}
	if list, err := s.proved(r); err != nil || list != nil {
		return again(list, err)
	}
	var h personal.Held
	var p pages.PersonalAdminProps
	var entered personal.Request
	what := text(r, "what")
	err := s.update(r, func(tx *db.Tx) error {
		a, err := personOf(tx, text(r, "login"))
		if err != nil {
			return err
		}
		switch what {
		case "xuat":
			h, err = personal.ExportFor(tx, s.Keys, a.ID, text(r, "reason"))
		case "so":
			p.Of = a.Name
			p.Number, err = personal.ReadIdentity(tx, s.Keys, a.ID, text(r, "reason"))
		case "xoa":
			entered, err = personal.AskFor(tx, a.ID, text(r, "reason"))
		default:
			err = problem.Field("what", "Chọn việc cần làm.")
		}
		return err
	})
	if err != nil {
		return again(refused(err))
	}
	switch what {
	case "xuat":
		return s.servePersonal(w, r, h)
	case "so":
		return s.showPersonalRequests(w, r, p)
	}
	return s.done(w, r, personalAdminPage+"/yeu-cau/"+entered.ID, "Đã ghi yêu cầu xóa dữ liệu. Một quản trị viên khác quyết định.")
}

// personOf finds the account that an administrator names.
func personOf(tx *db.Tx, login string) (account.Account, error) {
	if err := access.Require(tx, access.PersonalRead, access.Scope{}); err != nil {
		return account.Account{}, err
	}
	a, err := account.ByLogin(tx, account.Login(login))
	if problem.Is(err, problem.NotFound) {
		return a, problem.Field("login", "Không có tài khoản «%s».", login)
	}
	return a, err
}

// personalCase is one request for who decides it.
func (s *Server) personalCase(w http.ResponseWriter, r *http.Request) error {
	return s.showPersonalCase(w, r, nil)
}

func (s *Server) showPersonalCase(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.PersonalCaseProps{Problems: list, Typed: typed(r), Proof: s.asksProof(r), Base: personalAdminPage + "/yeu-cau/" + r.PathValue("request")}
	err := s.view(r, func(tx *db.Tx) error {
		var err error
		if p.Case, err = personal.ReadCase(tx, s.Keys, r.PathValue("request")); err != nil {
			return err
		}
		if p.Request, err = personalRequest(tx, p.Case.Request); err != nil {
			return err
		}
		f := s.frame(tx, r, "Yêu cầu xóa dữ liệu cá nhân")
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: personalAdminPage, Text: "Dữ liệu cá nhân"}}
		p.Frame = refusedFrame(f, list)
		p.Kept = keptGroups(p.Case.Kept)
		if p.Case.State == personal.Done || p.Case.State == personal.Refused {
			p.Letter = p.Base + "/tra-loi"
		}
		names, err := org.Names(tx, tx.Today(), p.Case.Account.UnitID)
		p.Unit = names[p.Case.Account.UnitID]
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.PersonalCase(p))
}

// keptGroups lists what stays, by why.
func keptGroups(kept []personal.Kept) []pages.PersonalKept {
	var groups []pages.PersonalKept
	for _, k := range kept {
		what, why := personal.Stays(k.Kind)
		i := slices.IndexFunc(groups, func(g pages.PersonalKept) bool { return g.Why == why })
		if i < 0 {
			i = len(groups)
			groups = append(groups, pages.PersonalKept{Why: why})
		}
		groups[i].Facts = append(groups[i].Facts, components.Fact{Label: orText(what, "Văn bản đã ký, đã ban hành"), Text: itoa(k.Count)})
	}
	return groups
}

// decideErasure runs a decision on a request.
func (s *Server) decideErasure(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, id string, version int64) error) error {
	id := r.PathValue("request")
	err := s.update(r, func(tx *db.Tx) error { return act(tx, id, int64(number(text(r, "version")))) })
	if err == nil {
		return s.done(w, r, personalAdminPage+"/yeu-cau/"+id, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showPersonalCase(w, r, list)
}

func (s *Server) erasePerson(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proved(r)
	if err != nil {
		return err
	}
	if list != nil {
		return s.showPersonalCase(w, r, list)
	}
	defer s.rankings.forget() // the words of a knock-out may have named the person
	return s.decideErasure(w, r, "Đã xóa dữ liệu cá nhân. Gửi thư trả lời cho người yêu cầu.", func(tx *db.Tx, id string, version int64) error {
		_, err := personal.Erase(tx, s.Keys, id, version)
		return err
	})
}

func (s *Server) refuseErasure(w http.ResponseWriter, r *http.Request) error {
	return s.decideErasure(w, r, "Đã trả lời không xóa.", func(tx *db.Tx, id string, version int64) error {
		return personal.Refuse(tx, id, version, text(r, "reason"))
	})
}

// erasureLetter is the answer to a request, to be printed or sent.
func (s *Server) erasureLetter(w http.ResponseWriter, r *http.Request) error {
	var p pages.PersonalLetterProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := personal.ReadCase(tx, s.Keys, r.PathValue("request"))
		if err != nil {
			return err
		}
		if c.State != personal.Done && c.State != personal.Refused {
			return problem.New(problem.Closed, "Yêu cầu này %s; chưa có thư trả lời.", c.State.Name())
		}
		p.Frame = s.frame(tx, r, "Trả lời yêu cầu xóa dữ liệu cá nhân")
		p.Frame.Crumbs = []components.Link{{Href: personalAdminPage, Text: "Dữ liệu cá nhân"}, {Href: personalAdminPage + "/yeu-cau/" + c.ID, Text: "Yêu cầu"}}
		p.Kept = keptGroups(c.Kept)
		p.Request, err = personalRequest(tx, c.Request)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.PersonalLetter(p))
}

// privacy says to everybody what is kept, why and how long.
func (s *Server) privacy(w http.ResponseWriter, r *http.Request) error {
	p := pages.PrivacyProps{Table: components.TableProps{
		Caption: "Dữ liệu cá nhân được giữ", Quiet: true,
		Columns: []components.Column{{Head: "Dữ liệu"}, {Head: "Để làm gì"}, {Head: "Giữ bao lâu"}, {Head: "Ai xem được"}, {Head: "Căn cứ của thời hạn"}},
	}}
	for _, k := range personal.Retentions {
		p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{
			{Text: k.What}, {Text: k.Why}, {Text: k.Long}, {Text: k.Who}, {Text: k.Basis, Missing: unlessKnown(k.Basis, "chưa tìm thấy căn cứ")},
		}})
	}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Quyền riêng tư")
		p.Frame.Lead = "Hệ thống giữ gì về người làm việc ở đây, để làm gì, bao lâu, và bạn làm được gì."
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Privacy(p))
}

// unlessKnown says why there is no text, where there is none.
func unlessKnown(text, why string) string {
	if text == "" {
		return why
	}
	return ""
}
