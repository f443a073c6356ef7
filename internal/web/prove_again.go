package web

import (
	"net/http"
	"net/url"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

// provePage is where a person shows any of the own ways to sign in again, before an
// act that asks for a fresh proof.
const provePage = accountPage + "/xac-nhan"

// unproved leads a person whose last proof is too old to the page of proving, and
// back afterwards; it reports whether it did. A visitor is refused.
func (s *Server) unproved(w http.ResponseWriter, r *http.Request, back string) (bool, error) {
	session := sessionOfRequest(r)
	switch {
	case session.ID == "":
		return false, notSignedIn()
	case session.Proved(s.Clock(), s.Limits):
		return false, nil
	}
	http.Redirect(w, r, provePage+"?tiep="+url.QueryEscape(back), http.StatusSeeOther)
	return true, nil
}

func notSignedIn() error {
	return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
}

// proveAgain shows the ways in which a person can prove it.
func (s *Server) proveAgain(w http.ResponseWriter, r *http.Request) error {
	return s.showProveAgain(w, r, nil)
}

func (s *Server) showProveAgain(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.ProveAgainProps{Base: provePage, Next: ownPath(text(r, "tiep")), Problems: list, SSOName: s.ssoName()}
	err := s.view(r, func(tx *db.Tx) error {
		if err := signedInOnly(tx); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountFrame(tx, r, "Xác nhận là bạn"), list)
		p.Frame.Lead = "Cần chắc là chính bạn đang ngồi trước máy. Chọn một cách; sau đó trang trở lại chỗ đang dở."
		p.Frame.Head = pages.PasskeyScript()
		p.Frame.Banner = nil
		ways, err := account.OwnWays(tx, s.ssoIssuer())
		p.Password, p.Passkey, p.SSO = ways.Password, len(ways.Passkeys) > 0 && s.passkeys.Available(), ways.Linked()
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.ProveAgain(p))
}

// provePassword proves it by the own password.
func (s *Server) provePassword(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proveNow(r)
	return s.proven(w, r, list, err)
}

// askOwnPasskey answers the page's script with the question for an own passkey.
func (s *Server) askOwnPasskey(w http.ResponseWriter, r *http.Request) error {
	if sessionOfRequest(r).ID == "" {
		return notSignedIn()
	}
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var question any
	err := s.update(r, func(tx *db.Tx) (err error) {
		question, err = s.passkeys.AskOwnPasskey(tx, s.holder(r), s.Clock())
		return err
	})
	return s.question(w, question, err)
}

// provePasskey proves it by an own passkey.
func (s *Server) provePasskey(w http.ResponseWriter, r *http.Request) error {
	if sessionOfRequest(r).ID == "" {
		return notSignedIn()
	}
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var list problem.List
	err := s.update(r, func(tx *db.Tx) (err error) {
		list, err = s.passkeys.Prove(tx, r.PostFormValue("answer"), s.holder(r), sessionOfRequest(r).ID, s.browser(r))
		return err
	})
	return s.proven(w, r, list, err)
}

// proveSSO leads a person to the provider, which must ask anew.
func (s *Server) proveSSO(w http.ResponseWriter, r *http.Request) error {
	if sessionOfRequest(r).ID == "" {
		return notSignedIn()
	}
	return s.travel(w, r, account.Journey{Purpose: account.ToProve, Fresh: true, Next: ownPath(text(r, "tiep"))})
}

// proven goes on to what asked for the proof, or shows what was wrong with it.
func (s *Server) proven(w http.ResponseWriter, r *http.Request, list problem.List, err error) error {
	if err != nil {
		if list, err = refused(err); err != nil {
			return err
		}
	}
	if list != nil {
		return s.showProveAgain(w, r, list)
	}
	http.Redirect(w, r, orText(ownPath(text(r, "tiep")), accountPage), http.StatusSeeOther)
	return nil
}

// signedInOnly refuses a visitor.
func signedInOnly(tx *db.Tx) error {
	if tx.Actor.ID == "" {
		return notSignedIn()
	}
	return nil
}
