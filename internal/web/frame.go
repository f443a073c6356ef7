package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/help"
	"giaouoc/internal/newsletter"
	"giaouoc/internal/notice"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// flashKey holds the sentence that the next page shows after a success.
const flashKey = "flash"

// bareFrame is what a page shows around its content whoever asks for it.
func (s *Server) bareFrame(r *http.Request, title string, today vn.Date) components.PageProps {
	return components.PageProps{
		Title: title, Today: today.LongWords(), TodayShort: today.Short(), TodayISO: today.String(),
		Menu: s.menu(r), Tongue: tongue(r), Help: publicHelp(r),
		Foot: components.FootProps{
			Source:  "Mỗi số liệu ghi nguồn của nó; chỗ chưa tìm thấy nguồn được ghi rõ.",
			Licence: "Phần mềm nguồn mở theo giấy phép Apache 2.0.",
			Links:   []components.Link{{Href: help.Page, Text: "Trợ giúp"}, {Href: lawPage, Text: "Quy định"}, {Href: openPage, Text: "Dữ liệu mở"}, {Href: "/nhat-ky", Text: "Nhật ký"}, {Href: newsletter.Page, Text: "Bản tin qua thư"}, {Href: "/rieng-tu", Text: "Quyền riêng tư"}},
		},
	}
}

// frame is what every page shows around its content.
func (s *Server) frame(tx *db.Tx, r *http.Request, title string) components.PageProps {
	f := s.bareFrame(r, title, tx.Today())
	f.SignIn = signInPage
	if s.Demo {
		f.SignIn = "/vai"
		f.Banner = components.Ribbon("Bản trình diễn: người và vai là minh họa.", components.Link{Href: "/vai", Text: "Đổi vai hoặc ngày"}, components.Link{Href: mailboxPage, Text: "Hộp thư"})
	}
	if sentence := s.sessions.PopString(r.Context(), flashKey); sentence != "" {
		f.Above = components.Notice(components.NoticeProps{Kind: components.NoticeGood, Text: sentence})
	}
	if sentence := s.sessions.PopString(r.Context(), leftKey); sentence != "" {
		p := components.NoticeProps{Kind: components.NoticeInfo, Text: sentence}
		if address := s.sessions.PopString(r.Context(), elsewhereKey); address != "" {
			p.Text += " Phiên ở nơi xác thực vẫn còn; trên máy dùng chung, hãy kết thúc cả phiên ấy."
			p.Link = components.Link{Href: address, Text: "Đăng xuất khỏi nơi xác thực"}
		}
		f.Above = components.Notice(p)
	}
	if tx.Actor.ID != "" {
		f.Actor = &components.Actor{
			ID: tx.Actor.ID, Name: tx.Actor.Name, Role: strings.Join(roleNames(tx), ", "), Unit: unitOrPosition(tx),
			Href: accountPage, SignOut: signOutPage, Notices: noticePage,
		}
		if s.Demo {
			f.Actor.Leave = "Trở lại làm bạn đọc"
		}
		if n, err := notice.Unread(tx); err == nil {
			f.Actor.Unread = n
		}
		f.Tasks = s.tasks(tx, r)
		f.Help = helpOf(r)
		f.Recent = remembered(r)
		if mustEnrol(r) {
			f.Banner = components.Ribbon("Tài khoản này cần yếu tố thứ hai trước khi làm việc.", components.Link{Href: factorPage, Text: "Bật mã xác thực"})
		}
	}
	return f
}

func (s *Server) menu(r *http.Request) []components.Link {
	links := []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: newsPage, Text: "Tin"}, {Href: noticesPage, Text: "Thông báo"}, {Href: postingsPage, Text: "Lấy ý kiến"}, {Href: exemplarsPage, Text: "Điển hình"}, {Href: "/don-vi", Text: "Đơn vị"}, {Href: lawPage, Text: "Quy định"}, {Href: searchPage, Text: "Tra cứu"}}
	if s.Demo {
		links = append(links, components.Link{Href: "/vai", Text: "Thử các vai"})
	}
	for i := range links {
		links[i].Current = links[i].Href == r.URL.Path || strings.HasPrefix(r.URL.Path, links[i].Href+"/") && links[i].Href != "/"
	}
	return links
}

func unitOrPosition(tx *db.Tx) string {
	if names, err := org.Names(tx, tx.Today(), tx.Actor.Unit); err == nil && tx.Actor.Unit != "" {
		return names[tx.Actor.Unit]
	}
	return tx.Actor.Position
}

// roleNames lists the roles of the transaction's actor once each, without the
// bare membership, and the posts that the actor's unit holds, each with its year.
func roleNames(tx *db.Tx) []string {
	var names []string
	for _, g := range tx.Actor.Grants {
		name := access.Role(g.Role).Name()
		if g.For != nil {
			name += " (theo ủy quyền của " + g.For.Name + ")"
		}
		if g.Role != string(access.Member) && g.Scope != access.ScopeYear && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	posts, err := cluster.PostsOf(tx, tx.Actor.Unit, tx.Today())
	if err != nil {
		return names
	}
	for _, p := range posts {
		c, err := cluster.Find(tx, p.ClusterID)
		if err != nil {
			continue
		}
		y, err := cycle.Find(tx, p.ClusterID, p.Year)
		holds := func(g db.Grant) bool { return g.Role == string(p.Post) && g.Scope == access.ScopeYear && g.ID == y.ID }
		if err == nil && slices.ContainsFunc(tx.Actor.Grants, holds) {
			names = append(names, upperFirst(p.Post.Word(c.Kind))+" "+itoa(p.Year))
		}
	}
	return names
}

// clusterFrame is frame for a page of one cluster below its own: it names the
// cluster and leads back to it.
func (s *Server) clusterFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = c.Name
	home, own, name := components.Link{Href: "/", Text: "Trang đầu"}, "/cum/"+c.Slug, c.Name
	if strings.HasPrefix(r.URL.Path, "/lam-viec/") {
		home, own, name = components.Link{Href: "/lam-viec", Text: "Việc của tôi"}, "/lam-viec/"+c.Slug, "Sắp xếp "+c.Kind.Word()
	}
	f.Crumbs = []components.Link{home, {Href: own, Text: name}}
	if book := own + ruleBookPage; strings.HasPrefix(r.URL.Path, book+"/") {
		f.Crumbs = append(f.Crumbs, components.Link{Href: book, Text: "Quy chế " + c.Kind.Word()})
	}
	return f
}

// yearFrame is frame for a page of one year: it names the cluster and the year,
// leads back to them, and says when figures are made up.
func (s *Server) yearFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = c.Name
	if own := "Năm thi đua " + itoa(y.Year); title != own {
		f.Kicker += " · " + own
	}
	f.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: "/cum/" + c.Slug, Text: c.Name}, {Href: yearPath(c, y), Text: "Năm " + itoa(y.Year)}}
	if strings.HasPrefix(r.URL.Path, "/lam-viec/") {
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: workPath(c, y), Text: "Năm " + itoa(y.Year)}}
	}
	if n := len(f.Crumbs); f.Crumbs[n-1].Href == r.URL.Path {
		f.Crumbs = f.Crumbs[:n-1]
	}
	if y.Illustrative {
		f.Banner = components.Ribbon("Số liệu minh họa: năm này được dựng để tập dùng, không phải số liệu thật.")
	}
	return f
}

// heldFrame is the frame of a page that answers a form without showing it again.
func heldFrame(f components.PageProps, r *http.Request) components.PageProps {
	if r.Method != http.MethodPost {
		return f
	}
	f.Held = true
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		f.Resume = ownPath(from.RequestURI())
	}
	return f
}

// refusedFrame shows the problems of a form above its page.
func refusedFrame(f components.PageProps, list problem.List) components.PageProps {
	if len(list) > 0 {
		f.Failed = true
		f.Above = components.ErrorSummary(list)
	}
	return f
}

// done redirects after a success; the next page shows the sentence, and no
// reminder of what was done.
func (s *Server) done(w http.ResponseWriter, r *http.Request, to, sentence string) error {
	if err := s.settle(r); err != nil { // that a reminder still shows is no reason to fail
		s.Log.ErrorContext(r.Context(), "settle notices", "error", err)
	}
	s.sessions.Put(r.Context(), flashKey, sentence)
	notesOf(r.Context()).says = true
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// clusterOf finds the cluster that the address names.
func clusterOf(tx *db.Tx, r *http.Request) (cluster.Cluster, error) {
	return cluster.BySlug(tx, r.PathValue("cluster"))
}

// yearOf finds the cluster and year that the address names.
func yearOf(tx *db.Tx, r *http.Request) (cluster.Cluster, cycle.Year, error) {
	c, err := clusterOf(tx, r)
	if err != nil {
		return c, cycle.Year{}, err
	}
	y, err := cycle.Find(tx, c.ID, number(r.PathValue("year")))
	return c, y, err
}

// yearPath is the public address of a year.
func yearPath(c cluster.Cluster, y cycle.Year) string { return "/cum/" + c.Slug + "/" + itoa(y.Year) }

// workPath is the address of a year's signed-in pages.
func workPath(c cluster.Cluster, y cycle.Year) string { return y.WorkPath(c) }

func itoa(n int) string { return strconv.Itoa(n) }
