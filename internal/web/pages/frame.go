// Package pages is every page of the site, as typed templates.
//
// A page is a function of its props: it asks nothing of the database and
// decides nothing of the field. Files are named word_page.templ.
package pages

import (
	"strings"

	"giaouoc/internal/web/components"
)

// Frame is what stands around a page's content.
type Frame struct {
	Title        string // also the only h1
	Path         string // of this page
	Today        string // today's date in words
	Demo         bool   // the demonstration: roles can be switched
	Illustrative bool   // the page shows made-up figures
	Flash        string // what has just succeeded
	Name         string // of who is signed in; empty for the public
	Position     string
	Unit         string
	Roles        []string
	Crumbs       []Link
	Nav          []Link // tasks of the signed-in, Current marks this page
}

// Link is an address with its words.
type Link struct {
	Href    string
	Text    string
	Current bool
}

// SignedIn reports whether the page is a person's own.
func (f Frame) SignedIn() bool { return f.Name != "" }

// props is the frame as the components draw it.
func (f Frame) props() components.PageProps {
	p := components.PageProps{Title: f.Title, Today: f.Today, Crumbs: links(f.Crumbs)}
	switch {
	case f.Illustrative:
		p.Banner = components.Ribbon("Số liệu minh họa, không phải số liệu đã công bố.")
	case f.Demo:
		p.Banner = components.Ribbon("Bản trình diễn: họ tên là minh họa, dữ liệu được làm lại mỗi lần khởi động.")
	}
	if f.Flash != "" {
		p.Above = components.Notice(components.NoticeProps{Kind: components.NoticeGood, Text: f.Flash})
	}
	if f.SignedIn() {
		p.Actor = &components.Actor{Name: f.Name, Role: strings.Join(f.Roles, ", "), Unit: f.Unit}
		if f.Demo {
			p.Actor.Href, p.Actor.SignOut, p.Actor.Leave = "/vai", "/vai-khach", "Thôi vai này"
		}
		p.Tasks = []components.NavGroup{{Links: append([]components.Link{{Href: "/lam-viec", Text: "Việc của tôi", Current: f.Path == "/lam-viec"}}, links(f.Nav)...)}}
		return p
	}
	p.Menu = links(f.Nav)
	return p
}

func links(list []Link) []components.Link {
	out := make([]components.Link, len(list))
	for i, l := range list {
		out[i] = components.Link{Href: l.Href, Text: l.Text, Current: l.Current}
	}
	return out
}
