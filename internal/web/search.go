package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/help"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// searchPage is where everyone looks for what was published.
const searchPage = components.SearchPage

// searchRoutes are the pages on which something is looked up: everyone's search, that of
// the signed-in, and the guides.
func (s *Server) searchRoutes(mux *site) {
	mux.Handle("GET "+searchPage, s.page(s.lookUp))
	mux.Handle("GET "+components.FindPage, s.page(s.find))
	mux.Handle("GET "+help.Page, s.page(s.guides))
	mux.Handle("GET "+help.Page+"/{guide}", s.page(s.guide))
}

// lookUp shows what is found by the words of the address.
func (s *Server) lookUp(w http.ResponseWriter, r *http.Request) error {
	var p pages.SearchProps
	q := search.Query{Text: r.FormValue("q"), Kind: search.Kind(r.FormValue("loai"))}
	if !slices.Contains(search.Kinds, q.Kind) {
		q.Kind = ""
	}
	q.Page, _ = strconv.Atoi(r.FormValue("trang"))
	q.Page = min(max(q.Page, 1), search.MostFound/search.PageSize)
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Tra cứu")
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
		p.Frame.Head = pages.NoIndex()
		p.Frame.Searching = true
		found, err := search.Find(tx, q)
		if err != nil {
			return err
		}
		p.Text = shortQuery(q.Text)
		p.Asked = strings.TrimSpace(q.Text) != ""
		if len(found.Words) > 0 {
			p.Frame.Title = "Tra cứu: " + p.Text
		}
		fillFound(&p, q, found)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Search(p))
}

// shortQuery is what was asked, as far as it is looked at.
func shortQuery(text string) string {
	text = vn.Line(text)
	if r := []rune(text); len(r) > 200 {
		return string(r[:200])
	}
	return text
}

func searchAddress(text string, k search.Kind, page int) string {
	form := url.Values{"q": {text}}
	if k != "" {
		form.Set("loai", string(k))
	}
	if page > 1 {
		form.Set("trang", itoa(page))
	}
	return searchPage + "?" + form.Encode()
}

// fillFound shows a page of what was found, and says what was not looked at.
func fillFound(p *pages.SearchProps, q search.Query, f search.Found) {
	for _, k := range append([]search.Kind{""}, search.Kinds...) {
		name := "Tất cả"
		if k != "" {
			name = k.Name()
		}
		p.Kinds = append(p.Kinds, components.Link{Href: searchAddress(p.Text, k, 1), Text: name, Current: k == q.Kind})
	}
	p.Kind = string(q.Kind)
	p.Nothing = p.Asked && len(f.Words) == 0
	p.Empty = len(f.Words) > 0 && f.Total == 0
	switch {
	case f.More:
		p.Count = "Hơn " + vn.Grouped(itoa(f.Total)) + " kết quả; hãy gõ thêm chữ để thu hẹp"
	case f.Total > 0:
		p.Count = vn.Grouped(itoa(f.Total)) + " kết quả"
	}
	if f.Cut {
		p.Said = append(p.Said, "Câu hỏi dài: chỉ tìm theo 200 ký tự và 10 chữ đầu.")
	}
	if f.Walked && f.Total > 0 {
		p.Said = append(p.Said, "Các chữ này gặp ở rất nhiều mục nên chỉ xét những mục mới nhất; gõ thêm chữ riêng hơn, như họ tên đầy đủ hoặc số quyết định.")
	}
	for _, e := range f.Entries {
		hit := pages.SearchHit{Kind: e.Kind.Name(), Title: e.Title, Detail: e.Detail, Href: e.Address}
		if !e.Day.IsZero() {
			hit.Day, hit.DayISO = e.Day.Short(), e.Day.String()
		}
		p.Hits = append(p.Hits, hit)
	}
	p.Pager = components.PagerProps{What: "kết quả tra cứu"}
	if f.Pages > 1 {
		p.Pager.Here = "Trang " + itoa(min(f.Page, f.Pages)) + "/" + itoa(f.Pages)
		if f.Page > 1 {
			p.Pager.Previous = searchAddress(p.Text, q.Kind, min(f.Page-1, f.Pages))
		}
		if f.Page < f.Pages {
			p.Pager.Next = searchAddress(p.Text, q.Kind, f.Page+1)
		}
	}
}
