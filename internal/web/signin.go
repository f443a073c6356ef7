package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	signInPage  = "/dang-nhap"
	signOutPage = "/dang-xuat"
	accountPage = "/tai-khoan"
)

// leftKey holds the sentence that says why a session is over.
const leftKey = "left"

// elsewhereKey holds the address at which the session at the provider of the single
// sign-on ends; empty where it offers none.
const elsewhereKey = "elsewhere"

// signIn shows the page of signing in.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	return s.showSignIn(w, r, nil)
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.SignInProps{Action: signInPage, Next: ownPath(text(r, "tiep")), Login: text(r, "login"), Problems: list}
	here := false
	err := s.view(r, func(tx *db.Tx) error {
		here = tx.Actor.ID != ""
		p.Frame = refusedFrame(s.frame(tx, r, "Đăng nhập"), list)
		if len(list) > 0 {
			p.Frame.Above = components.ErrorSummaryTitled("Chưa đăng nhập được", list)
		}
		p.Frame.SignIn = ""
		p.Frame.Head = pages.PasskeyScript()
		p.Others = s.otherWays(p.Next)
		return nil
	})
	if err != nil {
		return err
	}
	if here {
		http.Redirect(w, r, orText(p.Next, "/lam-viec"), http.StatusSeeOther)
		return nil
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.SignIn(p))
}

// enterPassword lets a person in who knows the password. The attempt is counted
// first and looked at between two transactions, so that neither a thousand
// guesses at once nor the slow hash holds up others.
func (s *Server) enterPassword(w http.ResponseWriter, r *http.Request) error {
	b := s.browser(r)
	login, password := text(r, "login"), r.PostFormValue("password")
	if login == "" || password == "" {
		return s.showSignIn(w, r, missing(login, password))
	}
	var attempt account.Attempt
	err := s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		attempt, err = account.Try(tx, login, b)
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showSignIn(w, r, list) })
	}
	attempt.Check(password)
	renewed, err := attempt.Renew()
	if err != nil {
		return err
	}
	var entered account.Entered
	err = s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		entered, err = account.SignIn(tx, attempt, renewed, b)
		return err
	})
	if err != nil {
		return err
	}
	if entered.Refused != nil {
		return s.showSignIn(w, r, entered.Refused)
	}
	if entered.Half != "" {
		return s.half(w, r, entered)
	}
	return s.signedIn(w, r, entered, "")
}

func missing(login, password string) (list problem.List) {
	if login == "" {
		list.Add("login", "Hãy gõ tên đăng nhập.")
	}
	if password == "" {
		list.Add("password", "Hãy gõ mật khẩu.")
	}
	return list
}

// signedIn leads a person who was let in to where the way began.
func (s *Server) signedIn(w http.ResponseWriter, r *http.Request, entered account.Entered, sentence string) error {
	if err := s.enter(r, entered.Session); err != nil {
		return err
	}
	s.known(w, r, entered.Device)
	next := orText(ownPath(text(r, "tiep")), "/lam-viec")
	must := false
	err := s.DB.View(r.Context(), func(tx *db.Tx) (err error) {
		must, err = account.MustEnrol(tx, entered.Session, s.FactorForAll)
		return err
	})
	if err != nil {
		return err
	}
	if must {
		next = factorPage
	}
	if sentence != "" {
		return s.done(w, r, next, sentence)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// signOut ends the session of this browser.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	id := s.sessions.GetString(r.Context(), sessionKey)
	if id != "" {
		err := s.update(r, func(tx *db.Tx) error { return account.End(tx, id, account.SignedOut, s.browser(r)) })
		if err != nil && problem.All(err) == nil {
			return err
		}
	}
	if err := s.leave(r, account.SignedOut.Say()); err != nil {
		return err
	}
	if s.provider != nil && sessionOfRequest(r).How.Elsewhere() {
		s.sessions.Put(r.Context(), elsewhereKey, s.provider.endSession(r.Context()))
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// link shows what a one-time link is for.
func (s *Server) link(w http.ResponseWriter, r *http.Request) error { return s.showLink(w, r, nil) }

func (s *Server) showLink(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var door account.Door
	err := s.update(r, func(tx *db.Tx) (err error) {
		door, err = account.Knock(tx, r.PathValue("token"), s.browser(r))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	w.Header().Set("Cache-Control", "no-store")
	if len(door.Refused) > 0 {
		return s.showClosedLink(w, r, door)
	}
	p := pages.LinkProps{Action: r.URL.Path, Kind: door.Link.Kind, Account: door.Account, Problems: list, Typed: typed(r)}
	if s.provider != nil && door.Link.Kind == account.InvitationLink {
		p.SSO, p.SSOName = r.URL.Path+"/sso", s.provider.name()
	}
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = refusedFrame(s.frame(tx, r, linkTitles[door.Link.Kind]), list)
		p.Frame.Lead = linkLeads[door.Link.Kind]
		p.Frame.SignIn = ""
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Link(p))
}

var linkTitles = map[account.LinkKind]string{
	account.FirstLink: "Quản trị viên đầu tiên", account.InvitationLink: "Nhận lời mời", account.RecoveryLink: "Đặt lại mật khẩu",
}

var linkLeads = map[account.LinkKind]string{
	account.FirstLink:      "Chưa ai đăng nhập được ở đây. Người có liên kết này lập tài khoản quản trị viên, rồi mời những người khác.",
	account.InvitationLink: "Chọn mật khẩu để bắt đầu. Liên kết chỉ dùng một lần.",
	account.RecoveryLink:   "Chọn mật khẩu mới; mật khẩu cũ không còn dùng được.",
}

// showClosedLink says why a link does not open. Who is signed in as somebody else
// can sign out here.
func (s *Server) showClosedLink(w http.ResponseWriter, r *http.Request, door account.Door) error {
	var f components.PageProps
	err := s.view(r, func(tx *db.Tx) error {
		f = s.frame(tx, r, "Liên kết không mở được")
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(door.Refused), pages.Problem(f, door.Refused))
}

// acceptLink makes or opens an account with the password that was chosen.
func (s *Server) acceptLink(w http.ResponseWriter, r *http.Request) error {
	var door account.Door
	err := s.update(r, func(tx *db.Tx) (err error) {
		door, err = account.Knock(tx, r.PathValue("token"), s.browser(r))
		return err
	})
	if err != nil {
		return err
	}
	if len(door.Refused) > 0 {
		return s.showClosedLink(w, r, door)
	}
	n := account.New{
		Login: door.Account.Login, Name: door.Account.Name, Position: door.Account.Position, Email: door.Account.Email,
	}
	if door.Link.Kind == account.FirstLink {
		n = account.New{Login: text(r, "login"), Name: text(r, "name"), Position: text(r, "position"), Email: text(r, "email")}
	}
	chosen, err := account.Choose(r.PostFormValue("new_password"), r.PostFormValue("again"), n.Login, n.Name, n.Email)
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showLink(w, r, list) })
	}
	if door.Link.Kind == account.FirstLink {
		return s.acceptFirst(w, r, n, chosen)
	}
	device := ""
	err = s.update(r, func(tx *db.Tx) (err error) {
		_, device, err = account.Accept(tx, r.PathValue("token"), chosen, s.browser(r))
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showLink(w, r, list) })
	}
	s.known(w, r, device)
	if err := s.leave(r, "Mật khẩu đã đặt. Hãy đăng nhập với tên "+n.Login+"."); err != nil {
		return err
	}
	http.Redirect(w, r, signInPage, http.StatusSeeOther)
	return nil
}

// acceptFirst makes the first administrator, who goes on signed in.
func (s *Server) acceptFirst(w http.ResponseWriter, r *http.Request, n account.New, chosen account.Chosen) error {
	var entered account.Entered
	err := s.update(r, func(tx *db.Tx) (err error) {
		entered, err = account.AcceptFirst(tx, r.PathValue("token"), n, chosen, s.browser(r))
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showLink(w, r, list) })
	}
	return s.signedIn(w, r, entered, "Bạn đã có tài khoản và đang đăng nhập.")
}

// orShow fails with an error of ours, or shows a form again.
func orShow(err error, show func() error) error {
	if err != nil {
		return err
	}
	return show()
}

// askToSignIn leads a visitor who asks for a page of the signed-in to the page of
// signing in, and back afterwards.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request, list problem.List) bool {
	if s.Demo || r.Method != http.MethodGet || len(list) == 0 || list[0].Kind != problem.Denied {
		return false
	}
	if mustEnrol(r) {
		http.Redirect(w, r, factorPage, http.StatusSeeOther)
		return true
	}
	visitor := false
	err := s.view(r, func(tx *db.Tx) error { visitor = tx.Actor.ID == ""; return nil })
	if err != nil || !visitor {
		return false
	}
	http.Redirect(w, r, signInPage+"?tiep="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
	return true
}

// ownPath is an address of this site as the way to go on, or empty: a link to the
// page of signing in must not lead to another site.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, signInPage) || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	return next
}

// retryAfter tells a program what the page tells a person.
func retryAfter(w http.ResponseWriter, list problem.List) {
	if len(list) > 0 && list[0].Wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((list[0].Wait+time.Second-1)/time.Second)))
	}
}
