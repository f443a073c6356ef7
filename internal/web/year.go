package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// notFoundYet is what a page says where no source was found.
const notFoundYet = "chưa tìm thấy nguồn"

// showYear is the public page of a year: covenant, figures, conference,
// proposals.
func (s *Server) showYear(w http.ResponseWriter, r *http.Request) error {
	var p pages.YearProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Năm thi đua "+itoa(y.Year))
		p.Path, p.Year, p.History = yearPath(c, y), y.Year, y.State == cycle.History
		for _, fill := range []func(*db.Tx, cluster.Cluster, cycle.Year, *pages.YearProps) error{
			fillLeads, fillYearCovenant, fillYearConference, fillDirectives, fillRanking, fillFigures, fillProposals,
		} {
			if err := fill(tx, c, y, &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Year(p))
}

func fillLeads(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	leads, err := cluster.LeadsOf(tx, c.ID, y.Year)
	if err != nil {
		return err
	}
	for _, post := range []cluster.Post{cluster.PostLead, cluster.PostDeputy} {
		fact := pages.Fact{Name: upperFirst(post.Word(c.Kind)), Text: notFoundYet}
		for _, l := range leads {
			if l.Post != post {
				continue
			}
			names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), l.UnitID)
			if err != nil {
				return err
			}
			fact.Text, fact.Source = names[l.UnitID], l.Source
		}
		p.Facts = append(p.Facts, fact)
	}
	return nil
}

func fillYearCovenant(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	o, err := covenant.PublicOf(tx, y)
	fact := pages.Fact{Name: "Giao ước", Text: notFoundYet}
	switch {
	case problem.Is(err, problem.NotFound) && y.State == cycle.History:
	case problem.Is(err, problem.NotFound):
		fact.Text = "chưa ký"
	case err != nil:
		return err
	default:
		fact.Href, fact.Source = p.Path+covenantPage, o.Covenant.Source
		fact.Text = "đã ký"
		if !o.Covenant.SignedOn.IsZero() {
			fact.Text = "ký ngày " + o.Covenant.SignedOn.Short()
		}
		if n := max(o.Covenant.Contents, len(o.Text.Contents)); n > 0 {
			fact.Text += ", " + itoa(n) + " nội dung"
		}
	}
	p.Facts = append(p.Facts, fact)
	return nil
}

func fillYearConference(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	s, err := conference.PublicOf(tx, y)
	fact := pages.Fact{Name: "Hội nghị tổng kết", Text: notFoundYet}
	switch {
	case problem.Is(err, problem.NotFound) && y.State == cycle.History:
	case problem.Is(err, problem.NotFound):
		fact.Text = "chưa họp"
	case err != nil:
		return err
	default:
		fact.Text = s.Conference.HeldOn.LongWords() + ", " + s.Conference.Place
		fact.Href, fact.Source = p.Path+conferencePage, s.Conference.Source
	}
	p.Facts = append(p.Facts, fact)
	return nil
}

func fillDirectives(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	board, err := cycle.Board(tx, y)
	if err != nil {
		return err
	}
	fact := pages.Fact{Name: "Chỉ đạo của Hội đồng", Text: notFoundYet}
	if y.State != cycle.History {
		fact.Text = "chưa có"
	}
	if len(board) > 0 {
		fact.Text, fact.Href = itoa(len(board))+" chỉ đạo", p.Path+directivePage
		if y.State == cycle.History {
			fact.Source = board[0].Source
		}
	}
	p.Facts = append(p.Facts, fact)
	if y.State != cycle.History {
		p.Facts = append(p.Facts, pages.Fact{Name: "Phong trào, kế hoạch", Text: "ai đã hưởng ứng, ban hành khi nào", Href: p.Path + movementPage})
	}
	return nil
}

// fillRanking leads to the points of a year once they are published.
func fillRanking(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	if y.State == cycle.History {
		p.Facts = append(p.Facts, pages.Fact{Name: "Điểm và thứ hạng", Text: notFoundYet})
		return nil
	}
	fact := pages.Fact{Name: "Điểm và thứ hạng", Text: "chưa công bố"}
	_, err := scoring.PublicStanding(tx, y)
	if err == nil {
		fact.Text, fact.Href = "đã công bố", p.Path+"/xep-hang"
	}
	p.Facts = append(p.Facts, fact)
	return skipNotFound(err)
}

func fillProposals(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	list, err := award.PublicOf(tx, y)
	if err != nil {
		return err
	}
	p.Proposals = components.TableProps{
		ID: "de-nghi", Caption: "Đề nghị khen thưởng năm " + itoa(y.Year),
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Hình thức"}, {Head: "Điều kiện"}, {Head: "Quyết định"}, {Head: "Nguồn"}},
	}
	for _, q := range list {
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), q.UnitID)
		if err != nil {
			return err
		}
		decision := components.Cell{Missing: notFoundYet}
		if q.DecisionNumber != "" {
			decision = components.Cell{Text: q.State.Name() + ", " + q.DecisionNumber + " ngày " + q.DecisionOn.Short()}
		} else if y.State != cycle.History {
			decision = components.Cell{Missing: "chưa có"}
		}
		source := q.Source
		if source == "" {
			source = "Hội nghị tổng kết năm " + itoa(y.Year)
		}
		p.Proposals.Rows = append(p.Proposals.Rows, components.Row{Cells: []components.Cell{
			{Text: names[q.UnitID]}, {Text: q.Award.Name()}, {Missing: award.Unchecked}, decision, {Text: source},
		}})
	}
	return nil
}

// fillFigures shows what was published about the year: a chart for each figure
// that the country or the members are known for, and a table of all.
func fillFigures(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	list, err := indicator.PublishedOf(tx, y.ID)
	if err != nil {
		return err
	}
	p.Figures = components.TableProps{
		ID: "so-lieu", Caption: "Số liệu đã công bố của năm " + itoa(y.Year), Xlsx: p.Path + "/so-lieu.xlsx",
		Columns: []components.Column{{Head: "Chỉ số"}, {Head: "Phạm vi"}, {Head: "Giá trị", Number: true}, {Head: "Đơn vị tính"}, {Head: "Tỷ trọng cả nước", Number: true}, {Head: "Nguồn"}},
	}
	byCode := map[string][]indicator.Published{}
	var codes []string
	for _, f := range list {
		if len(byCode[f.Code]) == 0 {
			codes = append(codes, f.Code)
		}
		byCode[f.Code] = append(byCode[f.Code], f)
		row, err := figureRow(tx, y, f)
		if err != nil {
			return err
		}
		p.Figures.Rows = append(p.Figures.Rows, row)
	}
	for _, code := range codes {
		if err := chartFigures(tx, y, byCode[code], p); err != nil {
			return err
		}
	}
	return nil
}

func figureRow(tx *db.Tx, y cycle.Year, f indicator.Published) (components.Row, error) {
	scope := "Toàn cụm"
	if f.UnitID != "" {
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), f.UnitID)
		if err != nil {
			return components.Row{}, err
		}
		scope = names[f.UnitID]
	}
	value := components.Cell{Missing: notFoundYet}
	if f.Value.Valid {
		value = components.Cell{Text: vn.Format(f.Value.Decimal), Note: f.Note}
	} else if f.AsPrinted != "" {
		value = components.Cell{Missing: "nguồn in «" + f.AsPrinted + "»", Note: f.Note}
	}
	share := components.Cell{Missing: "–"}
	if f.NationalShare.Valid {
		share = components.Cell{Text: vn.Format(f.NationalShare.Decimal) + "%"}
	}
	return components.Row{Cells: []components.Cell{
		{Text: f.Name}, {Text: scope}, value, {Text: f.Unit}, share, {Text: orText(f.Source, notFoundYet), Href: f.SourceURL},
	}}, nil
}

func orText(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// chartFigures draws a figure's share of the country, and its values by member.
func chartFigures(tx *db.Tx, y cycle.Year, figures []indicator.Published, p *pages.YearProps) error {
	bars := components.BarProps{ChartProps: components.ChartProps{ID: "bieu-do-" + strings.ToLower(figures[0].Code), NameHead: "Đơn vị"}}
	for _, f := range figures {
		if f.UnitID == "" {
			if f.NationalShare.Valid && f.Value.Valid {
				p.Shares = append(p.Shares, shareOf(y, f))
			}
			continue
		}
		if !f.Value.Valid {
			continue
		}
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), f.UnitID)
		if err != nil {
			return err
		}
		bars.What, bars.Unit, bars.ValueHead = f.Name+" năm "+itoa(y.Year)+", "+f.Unit, f.Unit, f.Name
		bars.Source = components.SourceProps{Name: f.Source, Href: f.SourceURL}
		bars.Bars = append(bars.Bars, components.Bar{Label: names[f.UnitID], Value: f.Value.Decimal.InexactFloat64(), Text: vn.Format(f.Value.Decimal) + unitSuffix(f.Unit)})
	}
	if len(bars.Bars) > 1 {
		slices.SortStableFunc(bars.Bars, func(a, b components.Bar) int { return cmp.Compare(b.Value, a.Value) })
		bars.Bars[0].Highlight = true
		bars.Finding = bars.ValueHead + ": " + bars.Bars[0].Label + " cao nhất, " + bars.Bars[0].Text
		p.Bars = append(p.Bars, bars)
	}
	return nil
}

func unitSuffix(unit string) string {
	if unit == "%" {
		return "%"
	}
	return " " + unit
}

func shareOf(y cycle.Year, f indicator.Published) components.ShareProps {
	share, rest := f.NationalShare.Decimal, decimal.NewFromInt(100).Sub(f.NationalShare.Decimal)
	return components.ShareProps{
		ChartProps: components.ChartProps{
			ID: "ty-trong-" + strings.ToLower(f.Code), Unit: "%", NameHead: "Phần", ValueHead: "Tỷ trọng",
			Finding: f.Name + ": " + vn.Format(f.Value.Decimal) + " " + f.Unit + ", bằng " + vn.Format(share) + "% cả nước",
			What:    "Tỷ trọng của cụm trong cả nước năm " + itoa(y.Year),
			Source:  components.SourceProps{Name: f.Source, Href: f.SourceURL, Note: f.Note},
		},
		Parts: []components.Share{
			{Label: "Các đơn vị trong cụm", Value: share.InexactFloat64(), Text: vn.Format(share) + "%"},
			{Label: "Phần còn lại của cả nước", Value: rest.InexactFloat64(), Text: vn.Format(rest) + "%", Rest: true},
		},
	}
}
