package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	codePage   = signInPage + "/ma"
	factorPage = accountPage + "/ma-xac-thuc"
	codesPage  = accountPage + "/ma-du-phong"
)

// Between the first way and the code a browser is signed in to nothing; it only keeps
// whose code is awaited, and not for long.
const (
	halfKey   = "half"
	halfAtKey = "half_at"
	halfByKey = "half_by"
	halfLasts = 5 * time.Minute
)

// half leads a person whose first way was right to the page of the code.
func (s *Server) half(w http.ResponseWriter, r *http.Request, entered account.Entered) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), halfKey, entered.Half)
	s.sessions.Put(r.Context(), halfByKey, string(entered.First))
	s.sessions.Put(r.Context(), halfAtKey, s.Clock().Unix())
	to := codePage
	if next := ownPath(text(r, "tiep")); next != "" {
		to += "?tiep=" + url.QueryEscape(next)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// halfOf is the account whose code is awaited, or empty.
func (s *Server) halfOf(r *http.Request) string {
	since := time.Unix(s.sessions.GetInt64(r.Context(), halfAtKey), 0)
	if s.Clock().Sub(since) >= halfLasts {
		return ""
	}
	return s.sessions.GetString(r.Context(), halfKey)
}

// code shows the second page of signing in.
func (s *Server) code(w http.ResponseWriter, r *http.Request) error { return s.showCode(w, r, nil) }

func (s *Server) showCode(w http.ResponseWriter, r *http.Request, list problem.List) error {
	if s.halfOf(r) == "" {
		return s.backToPassword(w, r)
	}
	p := pages.CodeProps{Action: codePage, Next: ownPath(text(r, "tiep")), Problems: list}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = refusedFrame(s.frame(tx, r, "Mã xác thực"), list)
		p.Frame.SignIn = ""
		p.Frame.Lead = "Còn một bước: mã trên điện thoại của bạn."
		if len(list) > 0 {
			p.Frame.Above = components.ErrorSummaryTitled("Chưa đăng nhập được", list)
		}
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Code(p))
}

// backToPassword begins signing in anew.
func (s *Server) backToPassword(w http.ResponseWriter, r *http.Request) error {
	s.sessions.Remove(r.Context(), halfKey)
	s.sessions.Put(r.Context(), leftKey, "Bước nhập mã đã quá 5 phút hoặc chưa bắt đầu. Hãy đăng nhập lại từ đầu.")
	to := signInPage
	if next := ownPath(text(r, "tiep")); next != "" {
		to += "?tiep=" + url.QueryEscape(next)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// enterCode lets a person in who knows the password and has the telephone, or one
// of the recovery codes.
func (s *Server) enterCode(w http.ResponseWriter, r *http.Request) error {
	accountID, b := s.halfOf(r), s.browser(r)
	if accountID == "" {
		return s.backToPassword(w, r)
	}
	var attempt account.Attempt
	err := s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		attempt, err = account.TryCode(tx, accountID, b)
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showCode(w, r, list) })
	}
	var entered account.Entered
	var left int
	err = s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		entered, left, err = account.SignInCode(tx, s.Keys, attempt, account.How(s.sessions.GetString(r.Context(), halfByKey)), text(r, "code"), b)
		return err
	})
	if err != nil {
		return err
	}
	if entered.Refused != nil {
		return s.showCode(w, r, entered.Refused)
	}
	s.sessions.Remove(r.Context(), halfKey)
	sentence := ""
	if left >= 0 {
		sentence = "Bạn vừa dùng một mã dự phòng; còn " + itoa(left) + " mã. Mất điện thoại thì bật lại mã xác thực ở trang tài khoản."
	}
	return s.signedIn(w, r, entered, sentence)
}

// factor shows the second factor of the person: to turn it on, or what it is.
func (s *Server) factor(w http.ResponseWriter, r *http.Request) error {
	return s.showFactor(w, r, nil)
}

func (s *Server) showFactor(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.FactorProps{Action: factorPage, Codes: codesPage, Problems: list, AskProof: s.asksProof(r)}
	fresh := sessionOfRequest(r).Proved(s.Clock(), s.Limits)
	err := s.update(r, func(tx *db.Tx) error {
		o, err := account.ReadOwn(tx, s.Clock(), s.Limits)
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountFrame(tx, r, "Mã xác thực"), list)
		p.Frame.Banner = nil
		p.Own, p.Must = o, mustEnrol(r)
		if s.passkeys.Available() {
			p.Instead = components.Link{Href: ownPasskeyPage, Text: "Hoặc dùng khóa truy cập thay cho cả hai."}
		}
		if o.Factor || !fresh {
			return nil
		}
		offered, err := account.Offer(tx, s.Keys)
		p.Secret, p.QR = offered.Secret, "data:image/png;base64,"+base64.StdEncoding.EncodeToString(offered.QR)
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	w.Header().Set("Cache-Control", "no-store")
	// The picture of the secret stands in the page itself and has no address.
	w.Header().Set("Content-Security-Policy", strings.Replace(policy, "img-src 'self'", "img-src 'self' data:", 1))
	return s.render(w, r, statusOf(list), pages.Factor(p))
}

// accountFrame is frame for a page below that of the own account.
func (s *Server) accountFrame(tx *db.Tx, r *http.Request, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = []components.Link{{Href: accountPage, Text: "Tài khoản của tôi"}}
	return f
}

// proveForFactor asks for the password before the secret is shown.
func (s *Server) proveForFactor(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proveNow(r)
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showFactor(w, r, list) })
	}
	http.Redirect(w, r, factorPage, http.StatusSeeOther)
	return nil
}

// enrolFactor turns the second factor on with its first code and shows the
// recovery codes once.
func (s *Server) enrolFactor(w http.ResponseWriter, r *http.Request) error {
	session, b := sessionOfRequest(r), s.browser(r)
	if !session.Proved(b.At, s.Limits) {
		return s.showFactor(w, r, nil)
	}
	var attempt account.Attempt
	err := s.update(r, func(tx *db.Tx) (err error) {
		attempt, err = account.TryOwnCode(tx, b)
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showFactor(w, r, list) })
	}
	var codes []string
	var list problem.List
	err = s.update(r, func(tx *db.Tx) (err error) {
		codes, list, err = account.Enrol(tx, s.Keys, attempt, text(r, "code"), session.ID, b)
		return err
	})
	if err == nil && list == nil {
		if err := s.sessions.RenewToken(r.Context()); err != nil {
			return err
		}
		return s.showCodes(w, r, codes, "Đã bật mã xác thực. Từ lần sau, đăng nhập cần cả mật khẩu và mã trên điện thoại.")
	}
	if list == nil {
		list, err = refused(err)
	}
	return orShow(err, func() error { return s.showFactor(w, r, list) })
}

// showCodes shows recovery codes, which no page shows again.
func (s *Server) showCodes(w http.ResponseWriter, r *http.Request, codes []string, sentence string) error {
	p := pages.CodesProps{Codes: codes, Next: accountPage}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.accountFrame(tx, r, "Mã dự phòng")
		p.Frame.Banner = nil
		p.Frame.Above = components.Notice(components.NoticeProps{Kind: components.NoticeGood, Text: sentence})
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.Codes(p))
}

// codesForm asks whether to make new recovery codes.
func (s *Server) codesForm(w http.ResponseWriter, r *http.Request) error {
	return s.showCodesForm(w, r, nil)
}

func (s *Server) showCodesForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.CodesFormProps{Action: codesPage, Problems: list, AskProof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		o, err := account.ReadOwn(tx, s.Clock(), s.Limits)
		p.Frame = refusedFrame(s.accountFrame(tx, r, "Tạo lại mã dự phòng"), list)
		p.Left = o.Codes
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.CodesForm(p))
}

// renewCodes makes new recovery codes in place of the old.
func (s *Server) renewCodes(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proved(r)
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showCodesForm(w, r, list) })
	}
	var codes []string
	err = s.update(r, func(tx *db.Tx) (err error) {
		codes, err = account.RenewCodes(tx, s.browser(r))
		return err
	})
	if err != nil {
		return err
	}
	return s.showCodes(w, r, codes, "Đã tạo mã dự phòng mới; mã cũ không còn dùng được.")
}

// removeFactor turns the second factor off.
func (s *Server) removeFactor(w http.ResponseWriter, r *http.Request) error {
	list, err := s.proved(r)
	if err == nil && list == nil {
		list, err = refused(s.update(r, func(tx *db.Tx) error {
			return account.RemoveTOTP(tx, sessionOfRequest(r).ID, s.browser(r))
		}))
	}
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showFactor(w, r, list) })
	}
	return s.done(w, r, accountPage, "Đã bỏ mã xác thực; mã dự phòng không còn dùng được.")
}
