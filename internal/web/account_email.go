package web

import (
	"net/http"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const emailPage = accountPage + "/thu-dien-tu"

// emailForm shows the form of the person's address.
func (s *Server) emailForm(w http.ResponseWriter, r *http.Request) error {
	return s.showEmailForm(w, r, nil)
}

func (s *Server) showEmailForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.EmailProps{Action: r.URL.Path, Problems: list, Letters: s.Mail, AskProof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		e, err := account.OwnEmail(tx)
		if err != nil {
			return err
		}
		p.State = emailState(tx, e)
		p.Typed = orText(e.AskedMail, e.Mail)
		if len(list) > 0 {
			p.Typed = text(r, "email")
		}
		p.Frame = refusedFrame(s.frame(tx, r, "Địa chỉ thư điện tử"), list)
		p.Frame.Crumbs = []components.Link{{Href: accountPage, Text: "Tài khoản của tôi"}}
		return nil
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.EmailForm(p))
}

// emailState is how a person's address stands, in the words of a page.
func emailState(tx *db.Tx, e account.Email) pages.EmailState {
	return pages.EmailState{
		Email: e, Pending: e.Pending(tx.Now), Until: moment(e.AskedUntil.Time), FailedAt: moment(e.FailedAt.Time),
	}
}

// changeEmail asks for a fresh proof: whoever reads a person's mail reads what
// the program tells that person.
func (s *Server) changeEmail(w http.ResponseWriter, r *http.Request) error {
	typed := text(r, "email")
	list, err := s.proved(r)
	if err == nil && list == nil {
		list, err = refused(s.update(r, func(tx *db.Tx) error { return account.ChangeEmail(tx, typed, s.Mail) }))
	}
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showEmailForm(w, r, list) })
	}
	switch {
	case typed == "":
		return s.done(w, r, emailPage, "Đã bỏ địa chỉ thư điện tử; thông báo vẫn ở trong chương trình.")
	case s.Mail:
		return s.done(w, r, emailPage, "Đã gửi thư xác nhận đến "+typed+"; mở đường dẫn trong thư để dùng địa chỉ này.")
	}
	return s.done(w, r, emailPage, "Đã lưu địa chỉ thư điện tử.")
}

// emailConfirmation asks the holder of a link to say yes: a program that only looks
// at the links of a letter confirms nothing.
func (s *Server) emailConfirmation(w http.ResponseWriter, r *http.Request) error {
	var p pages.ConfirmationProps
	err := s.view(r, func(tx *db.Tx) error {
		e, err := account.AskedEmail(tx, r.PathValue("token"))
		p = pages.ConfirmationProps{Frame: s.frame(tx, r, "Xác nhận địa chỉ thư điện tử"), Action: r.URL.Path, Mail: e.AskedMail}
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.Confirmation(p))
}

func (s *Server) confirmEmail(w http.ResponseWriter, r *http.Request) error {
	to := "/"
	err := s.update(r, func(tx *db.Tx) error {
		if tx.Actor.ID != "" {
			to = emailPage
		}
		return account.ConfirmEmail(tx, r.PathValue("token"))
	})
	if err != nil {
		return err
	}
	return s.done(w, r, to, "Đã xác nhận địa chỉ; từ nay thông báo được gửi đến đó theo cách bạn chọn.")
}
