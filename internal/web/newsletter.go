package web

import (
	"net/http"

	"giaouoc/internal/db"
	"giaouoc/internal/newsletter"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const newsletterTopic = "newsletter"

// newsletterRoutes is the part of the table of contents that is the letter with what is
// new.
func (s *Server) newsletterRoutes(get, post func(path string, h handle)) {
	const confirm, leave = newsletter.Page + "/xac-nhan/{link}", newsletter.Page + "/thoi/{link}"
	get(newsletter.Page, func(w http.ResponseWriter, r *http.Request) error { return s.showNewsletter(w, r, nil) })
	post(newsletter.Page, s.askNewsletter)
	get(confirm, s.newsletterLink("confirm"))
	post(confirm, s.confirmNewsletter)
	get(leave, s.newsletterLink("leave"))
	post(leave, s.leaveNewsletter)
}

// newsletterFrame is what stands around the pages of the letter.
func (s *Server) newsletterFrame(tx *db.Tx, r *http.Request) components.PageProps {
	f := s.frame(tx, r, "Bản tin qua thư điện tử")
	f.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
	return f
}

func (s *Server) showNewsletter(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.NewsletterProps
	err := s.view(r, func(tx *db.Tx) (err error) {
		p = pages.NewsletterProps{Problems: list, Email: text(r, "email"), Every: newsletter.Every(text(r, "every")), NoMail: !s.Mail}
		p.Frame = refusedComment(s.newsletterFrame(tx, r), list)
		if s.Mail {
			p.Puzzle, err = s.puzzle(tx, newsletterTopic, list)
		}
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Newsletter(p))
}

func (s *Server) askNewsletter(w http.ResponseWriter, r *http.Request) error {
	if !s.Mail {
		return problem.New(problem.Closed, "Máy chủ này chưa gửi thư điện tử, nên chưa nhận đăng ký bản tin.")
	}
	if wantsOtherPuzzle(r) {
		return s.showNewsletter(w, r, nil)
	}
	list, err := s.fromPublic(r, "newsletter", newsletterTopic, func(tx *db.Tx) error {
		return newsletter.Ask(tx, s.Keys, text(r, "email"), newsletter.Every(text(r, "every")))
	})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showNewsletter(w, r, list)
	}
	return s.newsletterSaid(w, r, "Đã nhận. Nếu địa chỉ chưa nhận bản tin, một thư xin xác nhận đang được gửi tới; bấm liên kết trong thư trong vòng 7 ngày để bắt đầu nhận.")
}

// newsletterSaid is the page that says what was done.
func (s *Server) newsletterSaid(w http.ResponseWriter, r *http.Request, sentence string) error {
	var p pages.NewsletterProps
	if err := s.view(r, func(tx *db.Tx) error {
		p = pages.NewsletterProps{Frame: s.newsletterFrame(tx, r), Said: sentence}
		return nil
	}); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Newsletter(p))
}

// newsletterLink asks once more before a link of a letter does something: programs that
// look at links ahead must not do it.
func (s *Server) newsletterLink(what string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		var p pages.NewsletterLinkProps
		err := s.view(r, func(tx *db.Tx) error {
			reader, err := newsletter.Look(tx, s.Keys, what, r.PathValue("link"))
			p = pages.NewsletterLinkProps{Frame: s.newsletterFrame(tx, r), Action: r.URL.Path, Leave: what == "leave", Every: reader.Every}
			return err
		})
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "no-store")
		return s.render(w, r, http.StatusOK, pages.NewsletterLink(p))
	}
}

func (s *Server) confirmNewsletter(w http.ResponseWriter, r *http.Request) error {
	var reader newsletter.Reader
	err := s.update(r, func(tx *db.Tx) (err error) {
		reader, err = newsletter.Confirm(tx, s.Keys, r.PathValue("link"))
		return err
	})
	if err != nil {
		return err
	}
	return s.newsletterSaid(w, r, "Đã xác nhận: bản tin gửi "+reader.Every.Name()+" khi có bài mới. Mỗi thư có liên kết để thôi nhận.")
}

func (s *Server) leaveNewsletter(w http.ResponseWriter, r *http.Request) error {
	if err := s.update(r, func(tx *db.Tx) error { return newsletter.Leave(tx, s.Keys, r.PathValue("link")) }); err != nil {
		return err
	}
	return s.newsletterSaid(w, r, "Đã thôi nhận bản tin; địa chỉ của bạn đã bị xóa.")
}
