package web

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	articlePage = "/bai-viet"
	newsPage    = "/tin"
	noticesPage = "/thong-bao-chung"

	// onePage is how many texts a list shows at once.
	onePage = 20
)

// articleRoutes is the part of the table of contents that readers of the portal see.
func (s *Server) articleRoutes(get, post func(path string, h handle)) {
	get(newsPage, s.articles(article.News, newsPage))
	get(noticesPage, s.articles(article.Notice, noticesPage))
	get(articlePage+"/{story}", s.article)
	get(articlePage+"/{story}/tep/{attachment}", s.articleFile)
	get("/anh/{picture}/{width}", s.picture)
	get("/tin.rss", s.feed(rss))
	get("/tin.atom", s.feed(atom))
	get("/sitemap.xml", s.sitemap)
	get("/robots.txt", s.robots)
	s.clusterNewsRoutes(get)
	s.newsletterRoutes(get, post)
	s.deskRoutes(get, post)
}

// article is a published text; one that was withdrawn says when and why.
func (s *Server) article(w http.ResponseWriter, r *http.Request) error {
	var p pages.ArticleProps
	status := http.StatusOK
	err := s.view(r, func(tx *db.Tx) error {
		a, err := article.PublicOf(tx, r.PathValue("story"))
		if err != nil {
			return err
		}
		if a.WithdrawnAt != nil {
			status = http.StatusGone
		}
		p, err = s.articleProps(tx, r, a)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, status, pages.Article(p))
}

func (s *Server) articleProps(tx *db.Tx, r *http.Request, a article.Page) (pages.ArticleProps, error) {
	p := pages.ArticleProps{Page: a, Today: tx.Today()}
	p.Frame = s.frame(tx, r, a.Title)
	p.Frame.Serif = true
	p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: newsPage, Text: "Tin"}}
	if a.Kind == article.Notice {
		p.Frame.Crumbs[1] = components.Link{Href: noticesPage, Text: "Thông báo"}
	}
	if a.WithdrawnAt != nil {
		return p, nil
	}
	p.Frame.Description = a.Summary
	p.Frame.Head = pages.ArticleHead(a, s.absolute(articlePage+"/"+a.Slug), s.absolute)
	p.Link = s.absolute(articlePage + "/" + a.Slug)
	s.traced(tx, &p.Frame, access.Scope{Portal: true}, record.Object{Kind: "article", ID: a.ID})
	var err error
	if p.Blocks, err = s.blocks(tx, a.Body, a.Pictures); err != nil {
		return p, err
	}
	for _, b := range p.Blocks {
		if b.Illustrative {
			p.Frame.Banner = components.Ribbon("Số liệu minh họa: bài này dẫn số liệu của năm dựng để tập dùng, không phải số liệu thật.")
		}
	}
	if p.Cluster, err = clusterLink(tx, a.Text); err != nil {
		return p, err
	}
	if p.Comments, err = readComments(tx, r, commentedArticle(a.Article)); err != nil {
		return p, err
	}
	p.Comments.Inside = true
	newest, err := article.Newest(tx, article.News, "", 7)
	if err != nil {
		return p, err
	}
	for _, n := range newest {
		if n.ID != a.ID && len(p.Newest) < 6 {
			p.Newest = append(p.Newest, n)
		}
	}
	p.Notices, err = currentNotices(tx, 4)
	return p, err
}

// absolute is an address as other sites have to write it.
func (s *Server) absolute(path string) string {
	if s.Site == nil {
		return path
	}
	return s.Site.Scheme + "://" + s.Site.Host + path
}

// currentNotices are the newest notices that have not passed their last day.
func currentNotices(tx *db.Tx, most int) ([]article.Article, error) {
	list, err := article.Newest(tx, article.Notice, "", 4*most)
	var current []article.Article
	for _, n := range list {
		if !n.IsOver(tx.Today()) && len(current) < most {
			current = append(current, n)
		}
	}
	return current, err
}

func clusterLink(tx *db.Tx, t article.Text) (components.Link, error) {
	if t.ClusterID == "" {
		return components.Link{}, nil
	}
	c, err := cluster.Find(tx, t.ClusterID)
	if err != nil {
		return components.Link{}, err
	}
	link := components.Link{Href: "/cum/" + c.Slug, Text: c.Name}
	if t.Year != 0 {
		link.Href, link.Text = link.Href+"/"+itoa(int(t.Year)), link.Text+", năm "+itoa(int(t.Year))
	}
	return link, nil
}

// blocks are the parts of a body with their drawings; a year that is not there, or that
// has nothing of the kind yet, says so in its place.
func (s *Server) blocks(tx *db.Tx, body string, pictures []article.Picture) ([]pages.ArticleBlock, error) {
	blocks, err := article.Render(body, pictures)
	if err != nil {
		return nil, err
	}
	list := make([]pages.ArticleBlock, len(blocks))
	for i, b := range blocks {
		list[i].HTML = b.HTML
		if b.Drawing == "" {
			continue
		}
		list[i].Drawing = b.Drawing
		c, y, err := yearAt(tx, b.Cluster, b.Year)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list[i].Illustrative = y.Illustrative
		list[i].Year = pages.YearProps{Path: yearPath(c, y), Year: y.Year, History: y.State == cycle.History}
		list[i].Name = c.Name
		for _, fill := range []func(*db.Tx, cluster.Cluster, cycle.Year, *pages.YearProps) error{fillYearCovenant, fillFigures, fillPeriods, fillProposals} {
			if err := fill(tx, c, y, &list[i].Year); err != nil {
				return nil, err
			}
		}
		if b.Drawing == article.DrawCovenant {
			if list[i].Signers, err = signersOf(tx, y); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func yearAt(tx *db.Tx, slug string, year int) (cluster.Cluster, cycle.Year, error) {
	c, err := cluster.BySlug(tx, slug)
	if err != nil {
		return c, cycle.Year{}, err
	}
	y, err := cycle.Find(tx, c.ID, year)
	return c, y, err
}

// articles lists what is published of a kind, a page at a time.
func (s *Server) articles(kind article.Kind, path string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		var p pages.ArticleListProps
		err := s.view(r, func(tx *db.Tx) error {
			p = pages.ArticleListProps{Kind: kind, Today: tx.Today(), Path: path}
			p.Frame = s.frame(tx, r, map[article.Kind]string{article.News: "Tin", article.Notice: "Thông báo"}[kind])
			p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
			p.Frame.Head = pages.FeedHead()
			list, err := article.Newest(tx, kind, r.FormValue("sau"), onePage+1)
			if err != nil {
				return err
			}
			if len(list) > onePage {
				p.Next = list[onePage-1].ID
				list = list[:onePage]
			}
			p.Articles, p.First = list, r.FormValue("sau") == ""
			return nil
		})
		if err != nil {
			return err
		}
		return s.render(w, r, http.StatusOK, pages.ArticleList(p))
	}
}

// picture serves one size of a picture; what an address shows never changes.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) error {
	var p article.Picture
	err := s.view(r, func(tx *db.Tx) (err error) {
		p, err = article.PictureOf(tx, r.PathValue("picture"))
		return err
	})
	if err != nil {
		return err
	}
	hash := ""
	for i, width := range article.Widths() {
		if r.PathValue("width") == strconv.Itoa(width) {
			hash = []string{p.SmallHash, p.MiddleHash, p.LargeHash}[i]
		}
	}
	if hash == "" {
		return problem.New(problem.NotFound, "Không có cỡ ảnh này.")
	}
	f, err := s.Blobs.Open(hash)
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", p.Type)
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if sessionOfRequest(r).ID == "" {
		h.Set("Cache-Control", "public, max-age=3600")
	}
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func (s *Server) articleFile(w http.ResponseWriter, r *http.Request) error {
	var f article.File
	err := s.view(r, func(tx *db.Tx) (err error) {
		f, err = article.FileOf(tx, r.PathValue("attachment"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, f.FileHash, f.Name)
}

// previewOf renders words that are not saved, as the editor's page shows them.
func (s *Server) previewOf(r *http.Request, tx *db.Tx, t article.Text, pictures []article.Picture) (string, error) {
	blocks, err := s.blocks(tx, t.Body, pictures)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = pages.ArticleText(pages.ArticleProps{Page: article.Page{Article: article.Article{Text: t}, Pictures: pictures}, Blocks: blocks, Today: vn.Date{}}).Render(r.Context(), &b)
	return b.String(), err
}

// signersOf are those who signed the covenant of a year: by name where they signed here,
// the members where it was only published.
func signersOf(tx *db.Tx, y cycle.Year) ([]string, error) {
	o, err := covenant.PublicOf(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, g := range o.Signatures {
		names = append(names, g.UnitName+": "+g.Name+", "+g.Position)
	}
	if len(names) > 0 || o.Covenant.SignedOn.IsZero() {
		return names, nil
	}
	members, err := cluster.MembersOn(tx, y.ClusterID, o.Covenant.SignedOn)
	if err != nil {
		return nil, err
	}
	byID, err := memberNames(tx, members)
	for _, m := range members {
		names = append(names, byID[m.UnitID])
	}
	return names, err
}
