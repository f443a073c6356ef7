package web

import (
	"errors"
	"net/http"
	"net/url"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	ssoPage    = signInPage + "/sso"
	ownSSOPage = accountPage + "/sso"
	ownSSOLink = ownSSOPage + "/lien-ket"
)

// askedKey holds what only this browser knows of the questions put to it.
const askedKey = "asked"

// nobodyAsked is the answer to a question that is not open.
const nobodyAsked wrongAnswer = "nobody asked"

// holder is what ties a question to the browser that it was put to.
func (s *Server) holder(r *http.Request) string {
	h := s.sessions.GetString(r.Context(), askedKey)
	if h == "" {
		h = random()
		s.sessions.Put(r.Context(), askedKey, h)
	}
	return h
}

// signInSSO leads a visitor to the provider.
func (s *Server) signInSSO(w http.ResponseWriter, r *http.Request) error {
	return s.travel(w, r, account.Journey{Purpose: account.ToSignIn, Next: ownPath(text(r, "tiep"))})
}

// linkSSO leads a person to the provider, which must ask anew who it is: another
// person's sign-in there must not be linked by mistake.
func (s *Server) linkSSO(w http.ResponseWriter, r *http.Request) error {
	if led, err := s.unproved(w, r, ownSSOPage); led || err != nil {
		return err
	}
	return s.travel(w, r, account.Journey{Purpose: account.ToLink, Fresh: true, Next: ownSSOPage})
}

// acceptSSO leads an invited person to the provider. What the journey keeps is the
// id of the invitation, not the token in its address.
func (s *Server) acceptSSO(w http.ResponseWriter, r *http.Request) error {
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
	return s.travel(w, r, account.Journey{Purpose: account.ToAccept, Fresh: true, Link: door.Link.ID})
}

// travel begins a journey. The page that leads to the provider is one of ours: a
// form may not be sent on to another site.
func (s *Server) travel(w http.ResponseWriter, r *http.Request, j account.Journey) error {
	if s.provider == nil {
		return problem.New(problem.NotFound, "Nơi này không dùng đăng nhập một lần.")
	}
	address, state, err := s.provider.begin(r.Context(), &j)
	if err != nil {
		return s.stranded(w, r, j, err)
	}
	p := pages.LeavingProps{Name: s.provider.name(), Address: address, Back: s.backFrom(j)}
	err = s.update(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Đang chuyển tới nơi xác thực")
		p.Frame.SignIn = ""
		return account.AskSSO(tx, j, state, s.holder(r), s.Clock())
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Refresh", "0; url="+address)
	return s.render(w, r, http.StatusOK, pages.Leaving(p))
}

// answerSSO takes what the browser brings back from the provider.
func (s *Server) answerSSO(w http.ResponseWriter, r *http.Request) error {
	if s.provider == nil {
		return problem.New(problem.NotFound, "Nơi này không dùng đăng nhập một lần.")
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds a code
	answer, b := r.URL.Query(), s.browser(r)
	var j account.Journey
	known := false
	err := s.update(r, func(tx *db.Tx) (err error) {
		j, known, err = account.AnswerSSO(tx, answer.Get("state"), s.holder(r), b)
		return err
	})
	if err != nil {
		return err
	}
	if !known {
		return s.stranded(w, r, j, nobodyAsked)
	}
	who, err := s.provider.finish(r.Context(), answer, j)
	if err != nil {
		return s.stranded(w, r, j, err)
	}
	return s.arrive(w, r, j, who, b)
}

// arrive does what the journey was begun for.
func (s *Server) arrive(w http.ResponseWriter, r *http.Request, j account.Journey, who account.Identity, b account.Browser) error {
	r.Form = url.Values{"tiep": {j.Next}} // where the way began
	switch j.Purpose {
	case account.ToLink:
		err := s.update(r, func(tx *db.Tx) error { return account.LinkSSO(tx, who, b) })
		if list, err := refused(err); err != nil || list != nil {
			return orShow(err, func() error { return s.showOwnSSO(w, r, list) })
		}
		return s.done(w, r, j.Next, "Đã liên kết. Từ nay bạn đăng nhập được bằng nút «"+s.provider.name()+"».")
	case account.ToProve:
		var list problem.List
		err := s.update(r, func(tx *db.Tx) (err error) {
			list, err = account.ProveSSO(tx, who, sessionOfRequest(r).ID, b)
			return err
		})
		return s.proven(w, r, list, err)
	}
	var entered account.Entered
	err := s.update(r, func(tx *db.Tx) (err error) {
		if j.Purpose == account.ToAccept {
			entered, err = account.AcceptSSO(tx, j.Link, who, b)
		} else {
			entered, err = account.SignInSSO(tx, who, b)
		}
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showSignIn(w, r, list) })
	}
	if entered.Refused != nil {
		return s.showSignIn(w, r, entered.Refused)
	}
	if entered.Half != "" {
		return s.half(w, r, entered)
	}
	return s.signedIn(w, r, entered, "")
}

// wrongSSO is what a person reads of every answer that proves nothing.
func wrongSSO() error {
	return problem.New(problem.Invalid, "Lần đăng nhập một lần này không dùng được: có thể đã quá 5 phút, đã dùng rồi, hoặc bắt đầu ở trình duyệt khác. Hãy bấm lại nút để làm từ đầu; nếu vẫn không được, đăng nhập bằng cách khác và báo quản trị viên.")
}

// stranded ends a journey that led nowhere: the machine's log says why, the record
// says that, the person reads what to do.
func (s *Server) stranded(w http.ResponseWriter, r *http.Request, j account.Journey, why error) error {
	sentence := wrongSSO()
	wrong, spare := wrongAnswer("id token"), false
	switch {
	case errors.Is(why, errProviderDown):
		spare = true
		s.Log.WarnContext(r.Context(), "single sign-on", "error", why)
		sentence = problem.New(problem.Closed, "Chưa liên lạc được với «%s»; lỗi ở phía nơi xác thực hoặc đường truyền, không phải ở bạn. Hãy thử lại sau ít phút hoặc đăng nhập bằng cách khác.", s.provider.name())
	case errors.Is(why, errProviderRefused):
		spare = true
		s.Log.WarnContext(r.Context(), "single sign-on", "error", why)
		sentence = problem.New(problem.Invalid, "Bạn chưa đăng nhập xong ở «%s», hoặc nơi ấy từ chối. Hãy thử lại hoặc đăng nhập bằng cách khác.", s.provider.name())
	default:
		s.Log.WarnContext(r.Context(), "single sign-on", "error", why)
		errors.As(why, &wrong)
	}
	if wrong != nobodyAsked { // which is recorded where it is seen
		err := s.update(r, func(tx *db.Tx) error {
			if spare {
				return account.SpareSSO(tx, s.browser(r))
			}
			return account.RefuseSSO(tx, string(wrong), s.browser(r))
		})
		if err != nil {
			return err
		}
	}
	list := problem.All(sentence)
	r.Form = url.Values{"tiep": {j.Next}}
	switch j.Purpose {
	case account.ToLink:
		return s.showOwnSSO(w, r, list)
	case account.ToProve:
		return s.showProveAgain(w, r, list)
	}
	if sessionOfRequest(r).ID != "" {
		return sentence // the page of signing in is not for them
	}
	return s.showSignIn(w, r, list)
}

// ownSSO shows what is linked to the own account.
func (s *Server) ownSSO(w http.ResponseWriter, r *http.Request) error { return s.showOwnSSO(w, r, nil) }

func (s *Server) showOwnSSO(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.OwnSSOProps{Link: ownSSOLink, Base: ownSSOPage}
	if s.provider != nil {
		p.Name, p.Issuer = s.provider.name(), s.provider.settings.Issuer
	}
	err := s.view(r, func(tx *db.Tx) (err error) {
		if err := signedInOnly(tx); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountFrame(tx, r, "Đăng nhập một lần"), list)
		p.Links, err = account.OwnSSO(tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.OwnSSO(p))
}

// unlinkSSO takes a linked identity off the own account.
func (s *Server) unlinkSSO(w http.ResponseWriter, r *http.Request) error {
	if led, err := s.unproved(w, r, ownSSOPage); led || err != nil {
		return err
	}
	err := s.update(r, func(tx *db.Tx) error {
		return account.UnlinkSSO(tx, r.PathValue("link"), s.ssoIssuer(), sessionOfRequest(r).ID, s.browser(r))
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showOwnSSO(w, r, list) })
	}
	return s.done(w, r, ownSSOPage, "Đã bỏ liên kết.")
}

// ssoIssuer is the issuer of this installation's single sign-on, or empty.
func (s *Server) ssoIssuer() string {
	if s.provider == nil {
		return ""
	}
	return s.provider.settings.Issuer
}

func (s *Server) backFrom(j account.Journey) components.Link {
	switch j.Purpose {
	case account.ToLink:
		return components.Link{Href: ownSSOPage, Text: "Không liên kết nữa"}
	case account.ToProve:
		return components.Link{Href: provePage + "?tiep=" + url.QueryEscape(j.Next), Text: "Dùng cách khác"}
	}
	return components.Link{Href: signInPage, Text: "Dùng cách khác"}
}

// ssoName is the words of the button, or empty where there is no single sign-on.
func (s *Server) ssoName() string {
	if s.provider == nil {
		return ""
	}
	return s.provider.name()
}
