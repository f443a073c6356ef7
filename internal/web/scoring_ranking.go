package web

import (
	"math/big"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// workRanking is the ranking of a year for those who work on it.
func (s *Server) workRanking(w http.ResponseWriter, r *http.Request) error {
	var p pages.RankingProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		sc, err := scoring.Standing(tx, y)
		if err != nil {
			return err
		}
		if sc.Sheet.State == scoring.Drafted {
			return problem.New(problem.Closed, "Bảng chấm điểm đang soạn; chưa có điểm để xếp hạng.")
		}
		base := workPath(c, y) + scoringPage
		whole := sc.Sheet.State != scoring.Opened || access.May(tx, access.ScoringRead, y.Scope())
		p.Frame = s.yearFrame(tx, r, c, y, "Xếp hạng năm "+itoa(y.Year))
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: base, Text: "Chấm điểm"})
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: sc.Sheet.ID})
		p.Ranked = rankingOf(sc, y, tx.Actor.Unit, func(unitID string) string {
			return base + rankingPage + "/" + unitID
		})
		p.Partial = !whole
		if p.Facts, err = rankingFacts(tx, c, y, sc); err != nil {
			return err
		}
		own, err := cycle.OwnPart(tx, y)
		if err != nil {
			return err
		}
		p.Frame.Lead = pages.RankingLead(sc.Sheet, access.May(tx, access.ScoringAppeal, own), tx.Today())
		if sc.Sheet.State != scoring.Opened {
			p.Links = append(p.Links, components.Link{Href: base + "/kien-nghi", Text: "Kiến nghị"})
		}
		if sc.Sheet.State == scoring.Concluded && access.May(tx, access.ScoringPublish, y.Scope()) {
			p.Links = append(p.Links, components.Link{Href: base + "/cong-bo", Text: "Công bố"})
		}
		if sc.Sheet.State == scoring.Published {
			p.Links = append(p.Links, components.Link{Href: yearPath(c, y) + rankingPage, Text: "Trang công khai"})
		}
		if whole {
			p.Links = append(p.Links, pages.RankingWays(base+rankingPage)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.WorkRanking(p))
}

// showRanking is the public page of a year's points and ranking.
func (s *Server) showRanking(w http.ResponseWriter, r *http.Request) error {
	var p pages.RankingProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		sc, err := scoring.PublicStanding(tx, y)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Điểm và thứ hạng năm "+itoa(y.Year))
		base := yearPath(c, y) + rankingPage
		p.Ranked = rankingOf(sc, y, "", func(unitID string) string { return base + "/" + unitID })
		p.Links = pages.RankingWays(base)
		if len(sc.Cross) > 0 {
			p.Links = append(p.Links, components.Link{Href: base + "/cham-cheo", Text: "Điểm chấm chéo"})
		}
		if p.Facts, err = rankingFacts(tx, c, y, sc); err != nil {
			return err
		}
		appeals, err := scoring.PublicAppeals(tx, y)
		if err != nil {
			return err
		}
		if p.Appeals, err = s.appealTable(tx, y, sc.Decimals, appeals, nil); err != nil {
			return err
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: sc.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Ranking(p))
}

// rankingFacts say by what a ranking was made.
func rankingFacts(tx *db.Tx, c cluster.Cluster, y cycle.Year, sc scoring.Scored) ([]components.Fact, error) {
	by := "tổng điểm, vì bảng chấm xếp theo tổng điểm"
	if sc.RankBy == scoring.ByPercent {
		by = "tỷ lệ tổng điểm trên điểm tối đa được giao, vì bảng chấm xếp theo tỷ lệ để tiêu chí không giao không làm thiệt đơn vị"
	}
	ties := "cùng hạng; bảng chấm không có tiêu chí phụ"
	if len(sc.TieBreak) > 0 {
		var names []string
		for _, name := range sc.TieBreak {
			names = append(names, ranking.TieName(sc.Result.Sheet, name))
		}
		ties = "xét lần lượt " + strings.Join(names, ", rồi ") + "; vẫn bằng thì cùng hạng"
	}
	rule := components.Fact{Label: "Quy chế", Text: "chưa có quy chế trong chương trình"}
	book, err := scoring.RuleBookOf(tx, y, sc.Sheet)
	switch {
	case problem.Is(err, problem.NotFound):
	case err != nil:
		return nil, err
	default:
		link := components.Link{Href: "/cum/" + c.Slug + ruleBookPage + "/ban/" + itoa(book.Number), Text: book.Name()}
		rule = components.Fact{Label: "Quy chế", Content: pages.LinkLine(link, "bản số "+itoa(book.Number))}
	}
	facts := []components.Fact{
		{Label: "Xếp theo", Text: by},
		{Label: "Khi bằng nhau", Text: ties},
		{Label: "Bảng chấm", Text: sc.Sheet.Name + ", bản số " + itoa(int(sc.Sheet.Number))},
		rule,
	}
	if sc.Sheet.State == scoring.Published {
		facts = append(facts, components.Fact{Label: "Công bố ngày", Text: vn.DateOf(sc.Sheet.PublishedAt.Time).Short()})
	}
	return facts, nil
}

// rankingOf is the ranking as every page shows it: a table and a chart for each
// group of units. own is the reader's unit; href leads from a unit to its detail.
func rankingOf(sc scoring.Scored, y cycle.Year, own string, href func(unitID string) string) pages.Ranked {
	p := pages.Ranked{State: sc.Sheet.State, Wanting: sc.Wanting()}
	standings := ranking.Of(sc.Result)
	var groups []string
	for _, g := range sc.Groups {
		groups = append(groups, g.Name)
	}
	for _, st := range standings {
		if !slices.Contains(groups, st.Group) {
			groups = append(groups, st.Group)
		}
	}
	for n, name := range groups {
		t := ladder{sc: sc, standings: standings, group: name, own: own, href: href}
		if !t.fill() {
			continue
		}
		id := ""
		if n > 0 {
			id = "-" + itoa(n+1)
		}
		g := pages.RankedGroup{Table: t.table("xep-hang" + id), Chart: t.bars("tong-diem"+id, y)}
		if len(groups) > 1 {
			g.Name = orText(name, "Đơn vị không thuộc nhóm nào")
			g.Table.Caption, g.Table.Quiet = g.Table.Caption+", "+g.Name, true
			g.Chart.What += ", " + g.Name
		}
		p.Groups = append(p.Groups, g)
	}
	return p
}

// ladder is one group of a ranking, the best first and who has no rank last.
type ladder struct {
	sc        scoring.Scored
	standings []ranking.Standing
	group     string
	own       string
	href      func(unitID string) string

	order []int // places of the group's units
}

func (l *ladder) fill() bool {
	for i, st := range l.standings {
		if st.Group == l.group {
			l.order = append(l.order, i)
		}
	}
	slices.SortStableFunc(l.order, func(a, b int) int {
		x, y := l.standings[a].Rank, l.standings[b].Rank
		if (x == 0) != (y == 0) {
			return y - x
		}
		return x - y
	})
	return len(l.order) > 0
}

func (l *ladder) byPercent() bool { return l.sc.RankBy == scoring.ByPercent }

func (l *ladder) points(r *big.Rat) string {
	return vn.Grouped(scoring.Format(r, l.sc.Decimals))
}

// value is what a unit is ranked by, in words.
func (l *ladder) value(r *big.Rat) string {
	if l.byPercent() {
		return vn.Grouped(scoring.Format(r, l.percentDecimals()))
	}
	return l.points(r)
}

// percentDecimals are more where the percent decides.
func (l *ladder) percentDecimals() int {
	if l.byPercent() {
		return 4
	}
	return 2
}

func (l *ladder) table(id string) components.TableProps {
	t := components.TableProps{
		ID: id, Caption: "Thứ hạng và tổng điểm",
		Columns: []components.Column{
			{Head: "Hạng, đơn vị"}, {Head: "Tổng điểm", Number: true}, {Head: "Điểm tối đa", Number: true}, {Head: "Tỷ lệ", Unit: "%", Number: true},
		},
	}
	if len(l.sc.Bands) > 0 {
		t.Columns = append(t.Columns, components.Column{Head: "Xếp loại"})
	}
	t.Columns = append(t.Columns, components.Column{Head: "Kém hạng trên", Number: true})
	if l.sc.Sheet.State == scoring.Opened {
		t.Caption += " tạm tính"
	}
	var above, last *big.Rat // above is the value of the rank before, the same for all who share one
	rank := 0
	for _, i := range l.order {
		st := l.standings[i]
		if st.Rank != rank {
			above, rank = last, st.Rank
		}
		t.Rows = append(t.Rows, l.row(i, above))
		last = st.Value
	}
	return t
}

func (l *ladder) row(i int, above *big.Rat) components.Row {
	st, u := l.standings[i], &l.sc.Result.Units[i]
	place := ""
	if st.Rank > 0 {
		place = itoa(st.Rank)
	}
	cells := []components.Cell{
		{Content: pages.Placed(place, components.Link{Href: l.href(u.Unit.ID), Text: u.Unit.Name}, l.note(i))},
		{Text: l.points(u.Total)},
		{Text: l.points(u.AssignedMax)},
	}
	if p := u.Percent(); p != nil {
		cells = append(cells, components.Cell{Text: vn.Grouped(scoring.Format(p, l.percentDecimals()))})
	} else {
		cells = append(cells, components.Cell{Missing: "–"})
	}
	if len(l.sc.Bands) > 0 {
		cells = append(cells, bandCell(u))
	}
	gap := components.Cell{Missing: "–"}
	if st.Rank > 1 {
		gap = components.Cell{Text: l.value(new(big.Rat).Sub(above, st.Value))}
		if l.byPercent() {
			gap.Text += "%"
		}
	}
	return components.Row{Cells: append(cells, gap), Mine: u.Unit.ID == l.own}
}

// bandCell is the class of a unit and, where a floor held it down, which one.
func bandCell(u *scoring.UnitResult) components.Cell {
	c := components.Cell{Missing: unbroken("không xếp loại")}
	if u.Band != nil {
		c = components.Cell{Text: unbroken(u.Band.Name)}
	}
	if len(u.Held) == 0 {
		return c
	}
	h := u.Held[0]
	var under []string
	for _, x := range h.Under {
		under = append(under, x.Path+" đạt "+vn.Grouped(scoring.Format(x.Percent, 2))+"%")
	}
	c.Note = "Đủ điểm «" + h.Band.Name + "» nhưng " + strings.Join(under, ", ") + ", dưới mức khống chế " + vn.Grouped(h.Band.Floor.FloatString(2)) + "%"
	return c
}

// unbroken keeps a few words on one line.
func unbroken(words string) string { return strings.ReplaceAll(words, " ", "\u00a0") }

// note says why a unit stands where it stands.
func (l *ladder) note(i int) string {
	u := &l.sc.Result.Units[i]
	switch {
	case u.Unit.Disqualified != nil:
		return "Không xếp hạng: " + u.Unit.Disqualified.Reason + " (" + u.Unit.Disqualified.Document + ")"
	case l.standings[i].Rank == 0:
		return "Không xếp hạng: không có tiêu chí nào được giao"
	}
	text := ranking.TieSentence(l.sc.Result, l.standings, i)
	if l.sc.Sheet.State == scoring.Opened && u.Provisional {
		text = strings.TrimSpace("Còn thiếu điểm ở " + itoa(len(u.Missing)) + " tiêu chí. " + text)
	}
	return text
}

// bars are what the units of the group are ranked by.
func (l *ladder) bars(id string, y cycle.Year) components.BarProps {
	bars := components.BarProps{ChartProps: components.ChartProps{
		ID: id, What: "Tổng điểm năm " + itoa(y.Year), NameHead: "Đơn vị", ValueHead: "Tổng điểm", Unit: "điểm",
		Source: components.SourceProps{Name: l.sc.Sheet.Name},
	}}
	if l.byPercent() {
		bars.What, bars.ValueHead, bars.Unit, bars.Full = "Tỷ lệ điểm đạt được năm "+itoa(y.Year), "Tỷ lệ", "%", 100
	}
	var first []string
	for _, i := range l.order {
		st, u := l.standings[i], &l.sc.Result.Units[i]
		if st.Rank == 0 {
			continue
		}
		value, _ := st.Value.Float64()
		bars.Bars = append(bars.Bars, components.Bar{Label: u.Unit.Name, Value: value, Text: l.value(st.Value), Highlight: st.Rank == 1 && len(first) == 0})
		if st.Rank == 1 {
			first = append(first, u.Unit.Name)
		}
	}
	bars.Finding = strings.Join(first, ", ") + " đứng đầu"
	if l.sc.Sheet.State == scoring.Opened {
		bars.Finding = strings.Join(first, ", ") + " tạm đứng đầu"
	}
	return bars
}
