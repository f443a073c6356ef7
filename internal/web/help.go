package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/help"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// guides lists the guides by role and by task.
func (s *Server) guides(w http.ResponseWriter, r *http.Request) error {
	var p pages.GuidesProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Trợ giúp")
		p.Frame.Lead = "Mỗi vai một bài: việc trong năm, từng bước, bấm mấy lần. Mỗi việc lớn một bài riêng."
		p.Frame.Help = components.Link{}
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
		return nil
	})
	if err != nil {
		return err
	}
	for _, g := range help.All() {
		if g.OfRole() {
			p.Roles = append(p.Roles, g)
		} else {
			p.Tasks = append(p.Tasks, g)
		}
	}
	p.English = inEnglish(r)
	return s.render(w, r, http.StatusOK, pages.Guides(p))
}

// guide is one guide.
func (s *Server) guide(w http.ResponseWriter, r *http.Request) error {
	g, ok := help.Find(r.PathValue("guide"))
	if !ok {
		return problem.New(problem.NotFound, "Không có bài hướng dẫn này. Trang Trợ giúp có danh sách các bài.")
	}
	p := pages.GuideProps{Guide: g, English: inEnglish(r)}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, g.Title)
		p.Frame.Description = g.Lead
		p.Frame.Help = components.Link{}
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: help.Page, Text: "Trợ giúp"}}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Guide(p))
}

// helpOf leads to the guide of the page that was asked for: the one of its route, or of
// the nearest above it, or to the list of guides.
func helpOf(r *http.Request) components.Link {
	link := components.Link{Href: help.Page, Text: "Trợ giúp"}
	if at := nearestHelp(routeOf(r.Pattern)); at != "" {
		link.Href += "/" + at
	}
	return link
}

// publicHelp is helpOf for visitors, who need it where they vote.
func publicHelp(r *http.Request) components.Link {
	if route := routeOf(r.Pattern); strings.HasPrefix(route, "/cum/{cluster}/{year}"+ballotPage) {
		return components.Link{Href: help.Page + "/" + nearestHelp(route), Text: "Trợ giúp"}
	}
	return components.Link{}
}

// nearestHelp is the guide and section of a route, taken from the nearest route above it
// that has one; empty where none has.
func nearestHelp(route string) string {
	for route != "" {
		if at, ok := helps[route]; ok {
			return at
		}
		route = route[:max(strings.LastIndexByte(route, '/'), 0)]
	}
	return ""
}
