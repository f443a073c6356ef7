package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	passkeyPage    = signInPage + "/khoa"
	ownPasskeyPage = accountPage + "/khoa"
)

// askPasskey answers the page's script with the question for a passkey.
func (s *Server) askPasskey(w http.ResponseWriter, r *http.Request) error {
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var question any
	err := s.update(r, func(tx *db.Tx) (err error) {
		question, err = s.passkeys.AskPasskey(tx, account.Login(text(r, "login")), s.holder(r), s.Clock())
		return err
	})
	return s.question(w, question, err)
}

// question writes what the script hands to the authenticator.
func (s *Server) question(w http.ResponseWriter, question any, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(question)
}

// signInPasskey lets a person in whose passkey has answered.
func (s *Server) signInPasskey(w http.ResponseWriter, r *http.Request) error {
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var entered account.Entered
	err := s.update(r, func(tx *db.Tx) (err error) {
		entered, err = s.passkeys.SignIn(tx, r.PostFormValue("answer"), s.holder(r), s.browser(r))
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showSignIn(w, r, list) })
	}
	if entered.Refused != nil {
		return s.showSignIn(w, r, entered.Refused)
	}
	return s.signedIn(w, r, entered, "")
}

// ownPasskeys shows the passkeys of the own account.
func (s *Server) ownPasskeys(w http.ResponseWriter, r *http.Request) error {
	return s.showOwnPasskeys(w, r, "", nil)
}

// showOwnPasskeys shows them again with what was wrong with the form of one of
// them, or of a new one.
func (s *Server) showOwnPasskeys(w http.ResponseWriter, r *http.Request, wrong string, list problem.List) error {
	p := pages.OwnPasskeysProps{
		Base: ownPasskeyPage, Ask: ownPasskeyPage + "/hoi", Wrong: wrong, Problems: list, Typed: typed(r),
		Prove: provePage + "?tiep=" + url.QueryEscape(ownPasskeyPage), AsksProof: s.asksProof(r),
		Available: s.passkeys.Available(), Suggested: account.SuggestKeyName(s.browser(r)),
	}
	err := s.view(r, func(tx *db.Tx) (err error) {
		if err := signedInOnly(tx); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountFrame(tx, r, "Khóa truy cập"), list)
		p.Frame.Lead = "Khóa truy cập nằm trong điện thoại, máy tính hoặc khóa bảo mật của bạn và mở bằng vân tay, khuôn mặt hoặc mã PIN của máy. Không phải nhớ mật khẩu, không cần mã xác thực, trang giả không lấy được."
		p.Frame.Head = pages.PasskeyScript()
		p.Passkeys, err = account.OwnPasskeys(tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.OwnPasskeys(p))
}

// askNewPasskey answers the page's script with the question for a new passkey.
func (s *Server) askNewPasskey(w http.ResponseWriter, r *http.Request) error {
	if led, err := s.unproved(w, r, ownPasskeyPage); led || err != nil {
		return err
	}
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var question any
	err := s.update(r, func(tx *db.Tx) (err error) {
		question, err = s.passkeys.AskNewPasskey(tx, s.holder(r), s.Clock())
		return err
	})
	return s.question(w, question, err)
}

// addPasskey keeps a passkey that the browser has made.
func (s *Server) addPasskey(w http.ResponseWriter, r *http.Request) error {
	if led, err := s.unproved(w, r, ownPasskeyPage); led || err != nil {
		return err
	}
	if err := s.passkeysHere(); err != nil {
		return err
	}
	var made account.Passkey
	err := s.update(r, func(tx *db.Tx) (err error) {
		made, err = s.passkeys.AddPasskey(tx, text(r, "name"), r.PostFormValue("answer"), s.holder(r), s.browser(r))
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showOwnPasskeys(w, r, "", list) })
	}
	if mustEnrol(r) {
		return s.done(w, r, provePage+"?tiep=/lam-viec", "Đã thêm khóa truy cập «"+made.Name+"». Hãy xác nhận bằng khóa ấy một lần để bắt đầu làm việc.")
	}
	return s.done(w, r, ownPasskeyPage, "Đã thêm khóa truy cập «"+made.Name+"». Lần sau bạn đăng nhập được bằng khóa này.")
}

// renamePasskey gives a passkey another name.
func (s *Server) renamePasskey(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("passkey")
	err := s.update(r, func(tx *db.Tx) error { return account.RenamePasskey(tx, id, text(r, "name")) })
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showOwnPasskeys(w, r, id, list) })
	}
	return s.done(w, r, ownPasskeyPage, "Đã đổi tên khóa truy cập.")
}

// removePasskey forgets a passkey.
func (s *Server) removePasskey(w http.ResponseWriter, r *http.Request) error {
	if led, err := s.unproved(w, r, ownPasskeyPage); led || err != nil {
		return err
	}
	err := s.update(r, func(tx *db.Tx) error {
		return account.RemovePasskey(tx, r.PathValue("passkey"), s.ssoIssuer(), sessionOfRequest(r).ID, s.browser(r))
	})
	if list, err := refused(err); err != nil || list != nil {
		return orShow(err, func() error { return s.showOwnPasskeys(w, r, r.PathValue("passkey"), list) })
	}
	return s.done(w, r, ownPasskeyPage, "Đã bỏ khóa truy cập; khóa ấy không đăng nhập được nữa. Bạn có thể xóa nó trong máy.")
}

// otherWays are the ways to sign in that need no password.
func (s *Server) otherWays(next string) pages.OtherWaysProps {
	p := pages.OtherWaysProps{Next: next, Login: components.FieldID("login")}
	if s.passkeys.Available() {
		p.Passkey, p.Ask = passkeyPage, passkeyPage+"/hoi"
	}
	if s.provider != nil {
		p.SSO, p.Name = ssoPage, s.provider.name()
	}
	return p
}

// passkeysHere refuses where the site's address allows no passkeys.
func (s *Server) passkeysHere() error {
	if s.passkeys.Available() {
		return nil
	}
	return problem.New(problem.NotFound, "Nơi này không dùng được khóa truy cập: địa chỉ của trang không phải là tên miền có https. Hãy đăng nhập bằng cách khác.")
}
