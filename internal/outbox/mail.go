package outbox

import (
	"encoding/json"
	"net/mail"
	"strings"
	"unicode"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Mail is one letter to one person, before it is laid out.
type Mail struct {
	To      string `json:"to"`   // the bare address
	Name    string `json:"name"` // of the person; may be empty
	Subject string `json:"subject"`
	Lines   []Line `json:"lines"`
	Fixed   bool   `json:"fixed"`           // no setting turns such letters off
	Leave   string `json:"leave,omitempty"` // path that ends such letters with one click, for who has no settings
}

// Line is one paragraph of a letter; with an Href, which is a path of this site,
// it leads there.
type Line struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

// Address reads one mail address as a person types it. Its error is a problem
// without a field.
func Address(typed string) (string, error) {
	text := vn.NFC(strings.TrimSpace(typed))
	wrong := problem.New(problem.Invalid, "«%s» không phải là một địa chỉ thư điện tử; ví dụ binh.tran@danang.gov.vn.", short(text))
	if len(text) > 254 || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", wrong
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || a.Name != "" {
		return "", wrong
	}
	at := strings.LastIndexByte(text, '@')
	local, domain := text[:at], text[at+1:]
	if len(local) > 64 || strings.ContainsAny(local, `"<>(),;:\`) || !strings.Contains(domain, ".") && domain != "localhost" || strings.ContainsAny(domain, "[]") {
		return "", wrong
	}
	return text, nil
}

// short is the beginning of what was typed, on one line.
func short(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// tidy brings a letter to NFC and refuses what could end a header and begin
// another, or lead away from this site.
func (m Mail) tidy() (Mail, error) {
	var list problem.List
	to, err := Address(m.To)
	if err != nil {
		list.Add("mail", "%s", problem.All(err)[0].Text)
	}
	m.To, m.Name, m.Subject = to, vn.NFC(strings.TrimSpace(m.Name)), vn.NFC(strings.TrimSpace(m.Subject))
	for field, text := range map[string]string{"name": m.Name, "subject": m.Subject} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			list.Add(field, "«%s» có dấu xuống dòng hoặc ký tự điều khiển; một dòng của đầu thư không chứa được.", short(text))
		}
	}
	if m.Subject == "" {
		list.Add("subject", "Thư cần một tiêu đề.")
	}
	lines := make([]Line, len(m.Lines))
	for i, l := range m.Lines {
		lines[i] = Line{Text: vn.NFC(strings.TrimSpace(l.Text)), Href: l.Href}
		if !OwnPath(l.Href) && l.Href != "" {
			list.Add("link", "Thư chỉ dẫn về trang này; «%s» thì không.", short(l.Href))
		}
	}
	if m.Leave != "" && !OwnPath(m.Leave) {
		list.Add("link", "Thư chỉ dẫn về trang này; «%s» thì không.", short(m.Leave))
	}
	m.Lines = lines
	return m, list.Err()
}

// OwnPath reports whether an address is a path of this site.
func OwnPath(href string) bool {
	return strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") && !strings.ContainsAny(href, "\\ \t\r\n\"<>")
}

func (m Mail) encode() (string, error) {
	text, err := json.Marshal(m)
	return string(text), err
}

func decode(payload string) (Mail, error) {
	var m Mail
	if payload == "" {
		return m, nil
	}
	err := json.Unmarshal([]byte(payload), &m)
	return m, err
}
