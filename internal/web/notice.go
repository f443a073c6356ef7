package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/waiting"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	noticePage  = "/thong-bao"
	settingPage = outbox.SettingsPath
	mailboxPage = "/thu-minh-hoa" // of the demonstration alone
)

// notices lists the person's notices. Those of work that has come in since are
// settled first.
func (s *Server) notices(w http.ResponseWriter, r *http.Request) error {
	if err := s.settle(r); err != nil {
		return err
	}
	var p pages.NoticesProps
	err := s.view(r, func(tx *db.Tx) error {
		list, err := notice.Mine(tx)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Thông báo")
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Base, p.Settings = noticePage, settingPage
		for _, n := range list {
			if n.Open() {
				p.Unread++
			}
			p.Rows = append(p.Rows, noticeRow(n))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Notices(p))
}

var noticeTones = map[notice.Kind]components.Tone{
	notice.Overdue: components.ToneBad, notice.Deadline: components.ToneWarn, notice.Security: components.ToneWarn,
}

func noticeRow(n notice.Notice) pages.NoticeRow {
	row := pages.NoticeRow{
		ID: n.ID, Title: n.Title, Note: n.Note, When: moment(n.At.Time), Open: n.Open(),
		Tag: components.TagProps{Text: n.Kind.Name(), Tone: components.ToneInfo},
	}
	if n.Kind == notice.Security {
		row.IfNot = notice.IfNotYou
	}
	if n.Href != "" {
		row.Href = noticePage + "/" + n.ID
	}
	if t, ok := noticeTones[n.Kind]; ok {
		row.Tag.Tone = t
	}
	switch {
	case !n.SettledAt.IsZero():
		row.Tag = components.TagProps{Text: "Việc đã xong", Tone: components.ToneGood}
	case !n.ReadAt.IsZero():
		row.Tag.Tone = components.ToneQuiet
	}
	return row
}

// openNotice leads to what a notice is about, and marks it as read.
func (s *Server) openNotice(w http.ResponseWriter, r *http.Request) error {
	to := noticePage
	err := s.update(r, func(tx *db.Tx) error {
		n, err := notice.Find(tx, r.PathValue("notice"))
		if err != nil {
			return err
		}
		if n.Href != "" {
			to = n.Href
		}
		return notice.MarkRead(tx, n.ID)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// readNotice marks one notice as read, or all of them.
func (s *Server) readNotice(w http.ResponseWriter, r *http.Request) error {
	id := text(r, "id")
	err := s.update(r, func(tx *db.Tx) error {
		if id != "" {
			if _, err := notice.Find(tx, id); err != nil {
				return err
			}
		}
		return notice.MarkRead(tx, id)
	})
	if err != nil {
		return err
	}
	sentence := "Đã đánh dấu là đã đọc."
	if id == "" {
		sentence = "Đã đánh dấu mọi thông báo là đã đọc."
	}
	return s.done(w, r, noticePage, sentence)
}

// settle ends what the person was told of work that is in.
func (s *Server) settle(r *http.Request) error {
	settled := false
	err := s.view(r, func(tx *db.Tx) (err error) {
		if n, nErr := notice.Unread(tx); nErr != nil || n == 0 {
			return nErr
		}
		settled, err = waiting.Settled(tx, s.Calendar)
		return err
	})
	if err != nil || !settled {
		return err
	}
	return s.update(r, func(tx *db.Tx) error { return waiting.Settle(tx, s.Calendar) })
}

// noticeSettings is how the person is told.
func (s *Server) noticeSettings(w http.ResponseWriter, r *http.Request) error {
	return s.showNoticeSettings(w, r, nil, "")
}

// showNoticeSettings shows the settings; token is that of a calendar just made,
// which is in sight this once.
func (s *Server) showNoticeSettings(w http.ResponseWriter, r *http.Request, list problem.List, token string) error {
	var p pages.NoticeSettingsProps
	err := s.view(r, func(tx *db.Tx) error {
		settings, err := notice.Chosen(tx)
		if err != nil {
			return err
		}
		email, err := account.OwnEmail(tx)
		if err != nil {
			return err
		}
		f := s.frame(tx, r, "Cách nhận thông báo")
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: noticePage, Text: "Thông báo"}}
		p = pages.NoticeSettingsProps{
			Frame: refusedFrame(f, list), Base: settingPage, Problems: list, Typed: typed(r), Mail: s.Mail, Settings: settings, Email: emailState(tx, email),
			EmailPage: emailPage, Kinds: notice.Kinds,
		}
		if !access.May(tx, access.AccountGrant, access.Scope{}) { // the others look after no accounts
			p.Kinds = slices.DeleteFunc(slices.Clone(p.Kinds), func(k notice.Kind) bool { return k == notice.Account })
		}
		if token != "" {
			p.Calendar = s.address(r) + notice.CalendarPath + token + ".ics"
		}
		since, err := notice.CalendarSince(tx)
		if err != nil {
			return err
		}
		p.CalendarSince = moment(since.Time)
		letters, err := outbox.Recent(tx, tx.Actor.ID, 5)
		for _, e := range letters {
			p.Letters = append(p.Letters, letterRow(e))
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.NoticeSettings(p))
}

func letterRow(e outbox.Effect) pages.LetterRow {
	return pages.LetterRow{
		ID: e.ID, When: moment(e.CreatedAt.Time), State: e.State.Name(), Bad: e.State == outbox.Failed, Tries: e.Tries, Error: e.Error, Next: moment(e.NextAt.Time),
		To: e.Mail.To, Subject: e.Subject, Lines: e.Mail.Lines, Leave: e.Mail.Leave,
	}
}

// submitNotice runs a use case of the person's settings.
func (s *Server) submitNotice(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx) error) error {
	err := s.update(r, act)
	if err == nil {
		return s.done(w, r, settingPage, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showNoticeSettings(w, r, list, "")
}

func (s *Server) saveNoticeSettings(w http.ResponseWriter, r *http.Request) error {
	return s.submitNotice(w, r, "Đã lưu cách nhận thông báo.", func(tx *db.Tx) error {
		var list problem.List
		n := notice.Settings{Modes: map[notice.Kind]notice.Mode{}, Hour: typedCount(r, "hour", &list), Version: int64(number(text(r, "version")))}
		if text(r, "hour") == "" {
			list.Add("hour", "Chọn giờ nhắc hạn và gửi bản tin.")
		}
		for _, k := range notice.Kinds {
			if m := text(r, "mode_"+string(k)); m != "" {
				n.Modes[k] = notice.Mode(m)
			}
		}
		var err error
		if n.Steps, err = notice.ParseSteps(text(r, "steps")); err != nil {
			list = append(list, problem.All(err)...)
		}
		if err := list.Err(); err != nil {
			return err
		}
		return notice.Set(tx, n)
	})
}

// newCalendar makes a calendar's address and shows it this once.
func (s *Server) newCalendar(w http.ResponseWriter, r *http.Request) error {
	token := ""
	err := s.update(r, func(tx *db.Tx) (err error) {
		token, err = notice.NewCalendar(tx)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.showNoticeSettings(w, r, nil, token)
}

func (s *Server) dropCalendar(w http.ResponseWriter, r *http.Request) error {
	return s.submitNotice(w, r, "Đã bỏ địa chỉ lịch; chương trình lịch nào đang dùng nó sẽ không đọc được nữa.", notice.DropCalendar)
}

// personCalendar serves the calendar of whoever made its secret address.
func (s *Server) personCalendar(w http.ResponseWriter, r *http.Request) error {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		return problem.New(problem.NotFound, "Không có trang này.")
	}
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		owner, err := notice.CalendarOwner(tx, token)
		if err != nil {
			return err
		}
		if tx.Actor, err = cycle.Person(tx, owner); err != nil {
			return err
		}
		content, err = waiting.Calendar(tx, s.Calendar, s.address(r))
		return err
	})
	if err != nil {
		return err
	}
	return calendarFile(w, content, "private, no-store")
}

// publicCalendar serves the deadlines of a year.
func (s *Server) publicCalendar(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		content, err = waiting.PublicCalendar(tx, waiting.Place{Cluster: c, Year: y}, s.address(r)+yearPath(c, y))
		return err
	})
	if err != nil {
		return err
	}
	return calendarFile(w, content, "max-age=3600")
}

func calendarFile(w http.ResponseWriter, content []byte, cache string) error {
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="thoi-han.ics"`)
	w.Header().Set("Cache-Control", cache)
	_, err := w.Write(content)
	return err
}

// demoMailbox shows the letters that the demonstration would send.
func (s *Server) demoMailbox(w http.ResponseWriter, r *http.Request) error {
	var p pages.MailboxProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Hộp thư minh họa")
		p.Frame.Lead = "Bản trình diễn không gửi thư ra ngoài; thư mà nó sẽ gửi nằm ở đây."
		letters, err := outbox.Recent(tx, "", 50)
		for _, e := range letters {
			if e.Mail.To != "" && e.State != outbox.Withdrawn {
				p.Letters = append(p.Letters, letterRow(e))
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Mailbox(p))
}
