package web

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/opendata"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// embedPage is where pages stand that another site shows in a frame.
const embedPage = "/nhung"

// embedded reads the sets of one cluster and year that the address names.
func (s *Server) embedded(r *http.Request) (sets *opendata.Sets, at time.Time, err error) {
	year := number(r.PathValue("year"))
	if year < firstOpenYear || year > lastOpenYear {
		return nil, at, problem.New(problem.NotFound, "Không có năm thi đua này.")
	}
	err = s.openView(r, func(tx *db.Tx) (err error) {
		sets, at, err = s.openSets(tx, opendata.Query{Cluster: r.PathValue("cluster"), From: year, To: year})
		return err
	})
	if err == nil && len(sets.Years) == 0 {
		err = problem.New(problem.NotFound, "Không có cụm, khối hoặc năm thi đua này.")
	}
	return sets, at, err
}

// embedRanking shows a published ranking in a frame of another site.
func (s *Server) embedRanking(w http.ResponseWriter, r *http.Request) error {
	sets, at, err := s.embedded(r)
	if err == nil && len(sets.Rankings) == 0 {
		err = problem.New(problem.NotFound, "Kết quả xếp hạng năm %s chưa công bố.", itoa(sets.Years[0].Year))
	}
	if err != nil {
		return s.embedProblem(w, r, err)
	}
	rows := slices.Clone(sets.Rankings)
	slices.SortStableFunc(rows, func(a, b opendata.Ranking) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(unranked(a.Rank), unranked(b.Rank)))
	})
	t := components.TableProps{ID: "xep-hang", Quiet: true, Caption: "Xếp hạng năm " + itoa(rows[0].Year), Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Thứ hạng", Number: true}, {Head: "Tổng điểm", Number: true}}}
	group := ""
	for _, x := range rows {
		if x.Group != group {
			group = x.Group
			t.Rows = append(t.Rows, components.Row{Group: true, Cells: []components.Cell{{Text: group}}})
		}
		rank := components.Cell{Text: itoa(x.Rank)}
		if x.Rank == 0 {
			rank = components.Cell{Missing: "không xếp hạng"}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: x.UnitName}, rank, {Text: vn.Grouped(x.Total)}}})
	}
	p := s.embedOf(r, sets, "Xếp hạng thi đua năm "+itoa(rows[0].Year), rows[0].Address)
	p.Table, p.Said = &t, "Công bố ngày "+shortDay(rows[0].PublishedOn)
	return sendEmbed(w, r, p, at)
}

func unranked(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// embedFigure shows the newest published figure of an indicator in a frame of
// another site.
func (s *Server) embedFigure(w http.ResponseWriter, r *http.Request) error {
	sets, at, err := s.embedded(r)
	if err != nil {
		return s.embedProblem(w, r, err)
	}
	var rows []opendata.Figure
	for _, f := range sets.Figures {
		if f.Indicator != r.PathValue("indicator") {
			continue
		}
		if len(rows) > 0 && rows[0].Period != f.Period && f.Origin == "reported" {
			rows = nil // a later period
		}
		rows = append(rows, f)
	}
	if len(rows) == 0 {
		return s.embedProblem(w, r, problem.New(problem.NotFound, "Chỉ số này không có số liệu đã công bố trong năm %s.", itoa(sets.Years[0].Year)))
	}
	first := rows[0]
	p := s.embedOf(r, sets, first.Name+", năm "+itoa(first.Year), sets.Years[0].Address)
	bars := components.BarProps{ChartProps: components.ChartProps{
		ID: "so-lieu", What: first.Name + ", " + cmp.Or(first.PeriodName, "năm "+itoa(first.Year)) + ", " + first.Measure, NameHead: "Đơn vị", ValueHead: first.Name, Unit: first.Measure,
		Source: components.SourceProps{Name: first.Source, Href: first.SourceURL},
	}}
	for _, f := range rows {
		value, err := decimal.NewFromString(f.Value)
		if err != nil {
			continue // no value
		}
		said := vn.Format(value) + unitSuffix(f.Measure)
		if f.Unit != "" {
			bars.Bars = append(bars.Bars, components.Bar{Label: f.UnitName, Value: value.InexactFloat64(), Text: said})
			continue
		}
		p.Said = f.UnitName + ": " + said
		if share, err := decimal.NewFromString(f.Share); err == nil {
			p.Said += ", bằng " + vn.Format(share) + "% cả nước"
		}
	}
	if len(bars.Bars) > 0 {
		slices.SortStableFunc(bars.Bars, func(a, b components.Bar) int { return cmp.Compare(b.Value, a.Value) })
		bars.Bars[0].Highlight = true
		bars.Finding = bars.Bars[0].Label + " cao nhất, " + bars.Bars[0].Text
		p.Chart = &bars
	} else if first.Source != "" {
		p.Source = "Nguồn: " + first.Source
	}
	return sendEmbed(w, r, p, at)
}

func (s *Server) embedOf(r *http.Request, sets *opendata.Sets, title, page string) pages.EmbedProps {
	p := pages.EmbedProps{Title: title, Kicker: sets.Clusters[0].Name, Href: s.baseOf(r) + page}
	if sets.Years[0].Illustrative {
		p.MadeUp = "Số liệu minh họa: năm này được dựng để tập dùng, không phải số liệu thật."
	}
	return p
}

// embedProblem says in the frame why there is nothing to show.
func (s *Server) embedProblem(w http.ResponseWriter, r *http.Request, err error) error {
	list := problem.All(err)
	if list == nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(list), pages.Embed(pages.EmbedProps{Title: problemTitle(list), Said: list[0].Text, Href: s.baseOf(r)}))
}

func sendEmbed(w http.ResponseWriter, r *http.Request, p pages.EmbedProps, at time.Time) error {
	var b bytes.Buffer
	if err := pages.Embed(p).Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return lasting(w, r, b.Bytes(), at)
}

// shortDay is an ISO day as people write it.
func shortDay(iso string) string {
	d, err := vn.ParseDate(iso)
	if err != nil {
		return iso
	}
	return d.Short()
}

// embedsOf are the snippets for the newest published ranking and figure of each
// cluster.
func embedsOf(sets *opendata.Sets, base string) []pages.EmbedSnippet {
	var list []pages.EmbedSnippet
	add := func(what, path string, height int) {
		list = append(list, pages.EmbedSnippet{
			What: what, Href: path,
			Code: fmt.Sprintf(`<iframe src="%s%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, base, path, what, height),
		})
	}
	for _, c := range sets.Clusters {
		if y := opendata.Newest(sets.Rankings, c.Cluster); y != 0 {
			add("Xếp hạng năm "+itoa(y)+", "+c.Name, embedPage+"/xep-hang/"+c.Cluster+"/"+itoa(y), 420)
		}
		y := opendata.Newest(sets.Figures, c.Cluster)
		i := slices.IndexFunc(sets.Figures, func(f opendata.Figure) bool {
			return f.Cluster == c.Cluster && f.Year == y && f.Unit != "" && f.Value != ""
		})
		if y != 0 && i < 0 {
			i = slices.IndexFunc(sets.Figures, func(f opendata.Figure) bool { return f.Cluster == c.Cluster && f.Year == y && f.Value != "" })
		}
		if i >= 0 {
			f := sets.Figures[i]
			add(f.Name+" năm "+itoa(y)+", "+c.Name, embedPage+"/so-lieu/"+c.Cluster+"/"+itoa(y)+"/"+f.Indicator, 480)
		}
		if len(list) >= 6 {
			break
		}
	}
	return list
}
