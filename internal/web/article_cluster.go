package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// mostBeside is how many texts stand on the page of a cluster or of its year.
const mostBeside = 5

// clusterNewsPath is the list of what is published of a cluster, in one year or all (0).
func clusterNewsPath(c cluster.Cluster, year int) string {
	path := "/cum/" + c.Slug + newsPage
	if year != 0 {
		path += "?nam=" + itoa(year)
	}
	return path
}

func clusterFeedPath(c cluster.Cluster) string { return "/cum/" + c.Slug + newsPage + ".rss" }

// clusterNewsRoutes are the lists of what is published of one cluster.
func (s *Server) clusterNewsRoutes(get func(path string, h handle)) {
	get("/cum/{cluster}"+newsPage, s.clusterNews)
	get("/cum/{cluster}"+newsPage+".rss", s.clusterFeed)
}

// newsBeside is what is newest of a cluster, in one year or all (0), without the notices
// that have passed their last day.
func newsBeside(tx *db.Tx, c cluster.Cluster, year int) (pages.NewsBeside, error) {
	var beside pages.NewsBeside
	list, err := article.OfCluster(tx, c.ID, year, "", 4*mostBeside)
	if err != nil || len(list) == 0 {
		return beside, err
	}
	beside.All = components.Link{Href: clusterNewsPath(c, year), Text: "Tất cả tin, thông báo của " + c.Kind.Word()}
	if year != 0 {
		beside.All.Text = "Tất cả tin, thông báo của năm " + itoa(year)
	}
	for _, a := range list {
		if !a.IsOver(tx.Today()) && len(beside.Articles) < mostBeside {
			beside.Articles = append(beside.Articles, a)
		}
	}
	return beside, nil
}

func fillNews(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.YearProps) (err error) {
	p.News, err = newsBeside(tx, c, y.Year)
	return err
}

// clusterNews lists what is published of a cluster, in one year or all, a page at a time.
func (s *Server) clusterNews(w http.ResponseWriter, r *http.Request) error {
	var p pages.ClusterNewsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		known, err := cycle.Years(tx, c.ID)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Tin, thông báo")
		if typed := r.FormValue("nam"); typed != "" {
			i := slices.IndexFunc(known, func(y cycle.Year) bool { return itoa(y.Year) == typed })
			if i < 0 {
				return problem.New(problem.NotFound, "Không có năm này; hãy xem tin của mọi năm.")
			}
			p.Year = known[i].Year
			p.Frame = s.yearFrame(tx, r, c, known[i], "Tin, thông báo năm "+typed)
		}
		p.Frame.Kicker = c.Name
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: "/cum/" + c.Slug, Text: c.Name}}
		p.Frame.Head = pages.ClusterFeedHead(c.Name, clusterFeedPath(c))
		p.Today, p.Feed, p.Word = tx.Today(), clusterFeedPath(c), c.Kind.Word()
		years, err := article.YearsOf(tx, c.ID)
		if err != nil {
			return err
		}
		p.Years = []components.Link{{Href: clusterNewsPath(c, 0), Text: "Mọi năm", Current: p.Year == 0}}
		for _, year := range years {
			if slices.ContainsFunc(known, func(y cycle.Year) bool { return y.Year == year }) {
				p.Years = append(p.Years, components.Link{Href: clusterNewsPath(c, year), Text: "Năm " + itoa(year), Current: p.Year == year})
			}
		}
		after := r.FormValue("sau")
		if p.Articles, err = article.OfCluster(tx, c.ID, p.Year, after, onePage+1); err != nil {
			return err
		}
		if after != "" {
			p.First = clusterNewsPath(c, p.Year)
		}
		if len(p.Articles) > onePage {
			p.Articles = p.Articles[:onePage]
			p.Next = clusterNewsPath(c, 0) + "?sau=" + p.Articles[onePage-1].ID
			if p.Year != 0 {
				p.Next += "&nam=" + itoa(p.Year)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.ClusterNews(p))
}

// clusterFeed is the feed of what is published of a cluster: news and notices.
func (s *Server) clusterFeed(w http.ResponseWriter, r *http.Request) error {
	return s.sendFeed(w, r, rss, func(tx *db.Tx) (channel, []article.Article, error) {
		c, err := clusterOf(tx, r)
		if err != nil {
			return channel{}, nil, err
		}
		list, err := article.OfCluster(tx, c.ID, 0, "", inFeed)
		return channel{
			title: components.SiteName + ": " + c.Name, says: "Tin, thông báo mới nhất của " + c.Name + ".", home: "/cum/" + c.Slug, self: clusterFeedPath(c),
		}, list, err
	})
}
