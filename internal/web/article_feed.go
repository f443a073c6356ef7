package web

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"time"

	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/web/components"
)

// inFeed is how many texts a feed carries.
const inFeed = 30

// channel is what a feed says of itself; its addresses begin with a slash.
type channel struct{ title, says, home, self string }

// feedOf writes the newest texts in one form.
type feedOf func(s *Server, c channel, list []article.Article, at time.Time) (kind string, document any)

// feed serves the newest texts for readers' programs.
func (s *Server) feed(of feedOf) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.sendFeed(w, r, of, func(tx *db.Tx) (channel, []article.Article, error) {
			list, err := article.Newest(tx, article.News, "", inFeed)
			return channel{title: feedTitle, says: "Bài viết mới nhất của cổng.", home: "/", self: r.URL.Path}, list, err
		})
	}
}

// sendFeed sends what it is handed as a feed.
func (s *Server) sendFeed(w http.ResponseWriter, r *http.Request, of feedOf, read func(tx *db.Tx) (channel, []article.Article, error)) error {
	var c channel
	var list []article.Article
	var now time.Time
	err := s.view(r, func(tx *db.Tx) (err error) {
		now = tx.Now
		c, list, err = read(tx)
		return err
	})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		now = list[0].ChangedAt.Time
		for _, a := range list {
			if a.ChangedAt.After(now) {
				now = a.ChangedAt.Time
			}
		}
	}
	kind, document := of(s, c, list, now)
	return writeXML(w, kind, document)
}

func writeXML(w http.ResponseWriter, kind string, document any) error {
	body, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return fmt.Errorf("write %s: %w", kind, err)
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	_, err = io.WriteString(w, xml.Header+string(body)+"\n")
	return err
}

const feedTitle = components.SiteName + ": tin thi đua, khen thưởng"

type rssItem struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	GUID        string `xml:"guid"`
	Published   string `xml:"pubDate"`
	Description string `xml:"description"`
}

type rssFeed struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Items       []rssItem `xml:"item"`
	} `xml:"channel"`
}

func rss(s *Server, c channel, list []article.Article, at time.Time) (string, any) {
	f := rssFeed{Version: "2.0"}
	f.Channel.Title, f.Channel.Link, f.Channel.Language, f.Channel.Built = c.title, s.absolute(c.home), "vi", at.UTC().Format(time.RFC1123Z)
	f.Channel.Description = c.says
	for _, a := range list {
		link := s.absolute(articlePage + "/" + a.Slug)
		f.Channel.Items = append(f.Channel.Items, rssItem{a.Title, link, link, a.PublishedAt.UTC().Format(time.RFC1123Z), a.Summary})
	}
	return "application/rss+xml", f
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   string   `xml:"summary"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

func atom(s *Server, c channel, list []article.Article, at time.Time) (string, any) {
	f := atomFeed{Lang: "vi", ID: s.absolute(c.home), Title: c.title, Updated: at.UTC().Format(time.RFC3339), Links: []atomLink{{"self", s.absolute(c.self)}, {"alternate", s.absolute(c.home)}}}
	for _, a := range list {
		link := s.absolute(articlePage + "/" + a.Slug)
		f.Entries = append(f.Entries, atomEntry{link, a.Title, atomLink{"alternate", link}, a.PublishedAt.UTC().Format(time.RFC3339), a.ChangedAt.UTC().Format(time.RFC3339), a.Author, a.Summary})
	}
	return "application/atom+xml", f
}

type sitemapAddress struct {
	Location string `xml:"loc"`
	Changed  string `xml:"lastmod,omitempty"`
}

type sitemap struct {
	XMLName   xml.Name         `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Addresses []sitemapAddress `xml:"url"`
}

// mostAddresses is what one sitemap may hold.
const mostAddresses = 50_000

// sitemap lists the public pages for search engines: the fixed ones, the years of the
// clusters, the newest texts.
func (s *Server) sitemap(w http.ResponseWriter, r *http.Request) error {
	var m sitemap
	add := func(path, changed string) {
		m.Addresses = append(m.Addresses, sitemapAddress{s.absolute(path), changed})
	}
	err := s.view(r, func(tx *db.Tx) error {
		for _, path := range []string{"/", newsPage, noticesPage, "/don-vi", lawPage, "/nhat-ky"} {
			add(path, "")
		}
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		for _, c := range clusters {
			add("/cum/"+c.Slug, "")
			of, err := article.OfCluster(tx, c.ID, 0, "", 1)
			if err != nil {
				return err
			}
			if len(of) > 0 {
				add(clusterNewsPath(c, 0), of[0].PublishedAt.UTC().Format(time.RFC3339))
			}
			years, err := cycle.Years(tx, c.ID)
			if err != nil {
				return err
			}
			for _, y := range years {
				add(yearPath(c, y), "")
			}
		}
		for _, kind := range article.Kinds {
			list, err := article.Newest(tx, kind, "", (mostAddresses-len(m.Addresses))/2)
			if err != nil {
				return err
			}
			for _, a := range list {
				add(articlePage+"/"+a.Slug, a.ChangedAt.UTC().Format(time.RFC3339))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeXML(w, "application/xml", m)
}

// robots tells search engines what is for the signed-in alone, and where the sitemap is.
func (s *Server) robots(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, "User-agent: *\nDisallow: /lam-viec\nDisallow: /bien-tap\nDisallow: /dang-nhap\nSitemap: "+s.absolute("/sitemap.xml")+"\n")
	return err
}
