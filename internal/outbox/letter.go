package outbox

import (
	"fmt"
	"html/template"
	"strings"
)

// SettingsPath is where a person chooses which letters come.
const SettingsPath = "/tai-khoan/thong-bao"

// bodies are a letter as plain text and as HTML, with links to this site alone:
// no picture, and no link that tells who has followed it.
func (s Server) bodies(m Mail) (text, page string, err error) {
	l := laidOut{Mail: m, Site: s.Site()}
	var b strings.Builder
	if m.Name != "" {
		fmt.Fprintf(&b, "Kính gửi: %s\n\n", m.Name)
	}
	for _, line := range m.Lines {
		b.WriteString(line.Text + "\n")
		if line.Href != "" {
			b.WriteString(l.Site + line.Href + "\n")
		}
		b.WriteString("\n")
	}
	b.WriteString("-- \n" + l.Foot() + "\n")
	if !m.Fixed {
		fmt.Fprintf(&b, "%s: %s\n", l.SettingsWords(), l.Settings())
	}
	var h strings.Builder
	if err := sheet.Execute(&h, l); err != nil {
		return "", "", fmt.Errorf("lay out letter: %w", err)
	}
	return b.String(), h.String(), nil
}

type laidOut struct {
	Mail
	Site string
}

// Foot says where the letter comes from.
func (l laidOut) Foot() string {
	return "Thư tự động của Giao Ước, " + l.Site + " – xin không trả lời thư này."
}

// Settings is the address where such letters can be turned off.
func (l laidOut) Settings() string {
	if l.Leave != "" {
		return l.Site + l.Leave
	}
	return l.Site + SettingsPath
}

// SettingsWords are the words that lead there.
func (l laidOut) SettingsWords() string {
	if l.Leave != "" {
		return "Thôi nhận bản tin"
	}
	return "Đổi cách nhận thông báo"
}

var sheet = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{{.Subject}}</title></head>
<body>
{{if .Name}}<p>Kính gửi: {{.Name}}</p>
{{end}}{{range .Lines}}{{if .Href}}<p><a href="{{$.Site}}{{.Href}}">{{.Text}}</a></p>
{{else}}<p>{{.Text}}</p>
{{end}}{{end}}<hr>
<p><small>{{.Foot}}{{if not .Fixed}} <a href="{{.Settings}}">{{.SettingsWords}}</a>{{end}}</small></p>
</body>
</html>
`))
