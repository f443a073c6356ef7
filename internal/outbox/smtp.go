package outbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Server is the mail server that letters are handed to, and what they say of
// this site.
type Server struct {
	host     string
	port     int
	wrapped  bool // TLS from the first byte
	open     bool // no TLS asked for: a server of the same machine or network
	user     string
	password string
	from     string
	site     *url.URL
}

// NewServer reads the settings of a mail server: smtp://user@host:587 (STARTTLS,
// which is demanded), smtps://user@host:465, or with ?tls=none for a relay that
// has none; the address that letters come from; and the address of the site,
// which their links begin with. Its error is a problem that names the setting.
func NewServer(address, password, from, site string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return Server{}, problem.Field("--mail", "Địa chỉ máy chủ thư có dạng smtp://người-dùng@máy-chủ:587 hoặc smtps://người-dùng@máy-chủ:465.")
	}
	if _, inside := u.User.Password(); inside {
		return Server{}, problem.Field("--mail", "Đừng ghi mật khẩu trong địa chỉ máy chủ thư, vì ai xem được dòng lệnh cũng đọc được; dùng biến GIAOUOC_MAIL_PASSWORD hoặc --mail-password-file.")
	}
	s := Server{host: u.Hostname(), port: 587, wrapped: u.Scheme == "smtps", user: u.User.Username(), password: password}
	if s.wrapped {
		s.port = 465
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return Server{}, problem.Field("--mail", "Cổng của máy chủ thư là một số từ 1 đến 65535.")
		}
	}
	switch tls := u.Query().Get("tls"); {
	case tls == "none" && !s.wrapped:
		s.open = true
	case tls != "":
		return Server{}, problem.Field("--mail", "Sau địa chỉ smtp:// chỉ ghi được ?tls=none, cho máy chủ thư nội bộ không có TLS.")
	}
	if s.user != "" && s.password == "" {
		return Server{}, problem.Field("--mail", "Máy chủ thư có người dùng «%s» mà chưa có mật khẩu; đặt biến GIAOUOC_MAIL_PASSWORD hoặc --mail-password-file.", s.user)
	}
	if s.from, err = Address(from); err != nil {
		return Server{}, problem.Field("--mail-from", "Ghi địa chỉ mà thư gửi đi từ đó, ví dụ thi-dua@danang.gov.vn.")
	}
	s.site, err = url.Parse(strings.TrimSuffix(site, "/"))
	if err != nil || s.site.Host == "" || s.site.Scheme != "https" && s.site.Scheme != "http" || s.site.RawQuery != "" {
		return Server{}, problem.Field("--site", "Ghi địa chỉ mà người dùng mở trang này, ví dụ https://thi-dua.danang.gov.vn; đường dẫn trong thư bắt đầu bằng nó.")
	}
	return s, nil
}

// Site is the address that the site is opened at, without a slash at its end.
func (s Server) Site() string { return s.site.String() }

// Send hands a letter to the server; id is the left part of its Message-ID. A
// Refusal says that another try would be refused as well.
func (s Server) Send(ctx context.Context, m Mail, id string) error {
	msg, err := s.letter(m, id)
	if err != nil {
		return &Refusal{Err: err}
	}
	client, err := gomail.NewClient(s.host, s.options()...)
	if err != nil {
		return fmt.Errorf("prepare mail server: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	var failed *gomail.SendError
	switch {
	case err == nil || msg.IsDelivered(): // what fails after the server has taken it is no failure
		return nil
	case errors.As(err, &failed) && failed.ErrorCode() >= 500 && failed.Reason != gomail.ErrSMTPMailFrom:
		return &Refusal{Code: failed.ErrorCode(), Address: failed.Reason == gomail.ErrSMTPRcptTo, Err: err}
	}
	return err
}

func (s Server) options() []gomail.Option {
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(stepTime)}
	switch {
	case s.wrapped:
		options = append(options, gomail.WithSSL())
	case s.open:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	if net.ParseIP(s.site.Hostname()) == nil {
		options = append(options, gomail.WithHELO(s.site.Hostname()))
	}
	return options
}

// letter lays a mail out.
func (s Server) letter(m Mail, id string) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8))
	if err := msg.FromFormat("Giao Ước", s.from); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.AddToFormat(m.Name, m.To); err != nil {
		return nil, fmt.Errorf("receiver: %w", err)
	}
	msg.Subject(vn.NFC(m.Subject))
	_, domain, _ := strings.Cut(s.from, "@")
	msg.SetMessageIDWithValue(id + "@" + domain)
	msg.SetDate()
	msg.SetUserAgent("Giao Uoc")
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("Content-Language", "vi")
	if !m.Fixed {
		msg.SetGenHeader("List-Unsubscribe", "<"+laidOut{Mail: m, Site: s.Site()}.Settings()+">")
		if m.Leave != "" {
			msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
		}
	}
	text, page, err := s.bodies(m)
	if err != nil {
		return nil, err
	}
	msg.SetBodyString(gomail.TypeTextPlain, text)
	msg.AddAlternativeString(gomail.TypeTextHTML, page)
	return msg, nil
}
