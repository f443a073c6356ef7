package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const figurePage = "/so-lieu"

// fillFigures shows what was published about the year: a chart for each figure
// that the country or the members are known for, and a table of all.
func fillFigures(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	list, err := indicator.PublishedOf(tx, y.ID)
	if err != nil {
		return err
	}
	p.Figures = components.TableProps{
		ID: "so-lieu", Caption: "Số liệu đã công bố của năm " + itoa(y.Year), Xlsx: p.Path + figurePage + ".xlsx",
		Columns: []components.Column{{Head: "Chỉ số"}, {Head: "Phạm vi"}, {Head: "Giá trị", Number: true}, {Head: "Đơn vị tính"}, {Head: "Tỷ trọng cả nước", Number: true}, {Head: "Nguồn"}, {Head: "Nhật ký"}},
	}
	printed, err := record.PublicationsOfKind(tx, "published_figure", y.ID)
	if err != nil {
		return err
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
		row.Cells = append(row.Cells, proofCell(printed[f.ID]))
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

// fillPeriods shows what the lead has published of a running year: the sums of
// the newest period, with their share of the country.
func fillPeriods(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	periods, err := indicator.PublicSums(tx, y)
	if err != nil || len(periods) == 0 {
		return err
	}
	newest := periods[len(periods)-1]
	p.Sums, p.SumsHref = publishedSums(newest), p.Path+figurePage
	if p.Sums.Source, err = periodSource(tx, newest); err != nil {
		return err
	}
	p.Sums.Xlsx = p.SumsHref + ".xlsx"
	for _, a := range newest.Sums {
		if a.Share != nil {
			p.Shares = append(p.Shares, shareOf(y, indicator.Published{
				Code: a.Indicator.Code, Name: a.Indicator.Name, Unit: a.Indicator.Unit,
				Value:         decimal.NewNullDecimal(a.Value.Round(a.Indicator.Decimals)),
				NationalShare: decimal.NewNullDecimal(a.Share.Round(1)), Source: "các báo cáo đã duyệt; số cả nước: " + a.National.Source, SourceURL: a.National.SourceURL,
			}))
		}
	}
	return nil
}

// periodSource says where the figures of a period come from, and what proves
// them.
func periodSource(tx *db.Tx, p indicator.PublicPeriod) (*components.SourceProps, error) {
	proof, err := proofOf(tx, "period", p.Period.ID)
	return &components.SourceProps{Name: "báo cáo của các đơn vị, đã duyệt", Proof: proof}, err
}

// proofCell leads from a published line to its proof.
func proofCell(p record.Printed) components.Cell {
	if p.EntryID == "" {
		return components.Cell{Missing: "–"}
	}
	return components.Cell{Text: "Chứng minh", Href: proofPath(p.EntryID)}
}

// publishedSums is the cluster's value of each indicator in a published period.
func publishedSums(p indicator.PublicPeriod) components.TableProps {
	t := components.TableProps{
		ID: "tong-hop", Caption: "Tổng hợp " + p.Period.Name + ", công bố ngày " + vn.DateOf(p.PublishedAt.Time).Short(),
		Columns: []components.Column{{Head: "Chỉ số"}, {Head: "Giá trị", Number: true}, {Head: "Đơn vị tính"}, {Head: "Tỷ trọng cả nước", Number: true}, {Head: "Năm trước", Number: true}, {Head: "Cách tổng hợp"}},
	}
	for _, a := range p.Sums {
		value, share, before := components.Cell{Missing: "chưa có số"}, components.Cell{Missing: "–"}, components.Cell{Missing: "–"}
		if a.Value != nil {
			value = components.Cell{Text: vn.Format(a.Value.Round(a.Indicator.Decimals))}
			if !a.Complete() {
				value.Note = "từ " + itoa(len(a.Have)) + "/" + itoa(len(p.Members)) + " đơn vị"
			}
		}
		if a.Share != nil {
			share = components.Cell{Text: vn.Format(a.Share.Round(1)) + "%"}
		}
		if a.Previous != nil {
			before = components.Cell{Text: vn.Format(a.Previous.Value)}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: a.Indicator.Name}, value, {Text: a.Indicator.Unit}, share, before, {Text: a.Indicator.Sum.Name()}}})
	}
	return t
}

// showFigures is the public page of what the members reported: every published
// period as a table by member, and one indicator as a chart.
func (s *Server) showFigures(w http.ResponseWriter, r *http.Request) error {
	var p pages.FiguresProps
	elsewhere := "" // what was published of a past year stands on the year's own page
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if y.State == cycle.History {
			elsewhere = yearPath(c, y) + "#so-lieu"
			return nil
		}
		periods, err := indicator.PublicSums(tx, y)
		if err != nil {
			return err
		}
		if len(periods) == 0 {
			return problem.New(problem.NotFound, "Số liệu năm %d chưa được công bố.", y.Year)
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Số liệu năm "+itoa(y.Year))
		p.Frame.Lead = "Số liệu các đơn vị đã báo cáo và đã được duyệt."
		p.Path = yearPath(c, y) + figurePage
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), periods[0].Members...)
		if err != nil {
			return err
		}
		slices.Reverse(periods)
		for _, period := range periods {
			f := pages.PeriodFigures{Name: period.Period.Name, Sums: publishedSums(period), ByMember: memberFigures(period, names)}
			if f.ByMember.Source, err = periodSource(tx, period); err != nil {
				return err
			}
			f.Sums.Source = f.ByMember.Source
			p.Periods = append(p.Periods, f)
		}
		for _, a := range periods[0].Sums {
			p.Indicators = append(p.Indicators, components.Option{Value: a.Indicator.Code, Text: a.Indicator.Name})
			if wanted := r.FormValue("chi-so"); wanted == a.Indicator.Code || wanted == "" && p.Chosen == "" {
				p.Chosen, p.Chart = a.Indicator.Code, memberBars(periods[0], a.Indicator, names)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if elsewhere != "" {
		http.Redirect(w, r, elsewhere, http.StatusSeeOther)
		return nil
	}
	return s.render(w, r, http.StatusOK, pages.Figures(p))
}

// memberFigures is a published period by indicator and member.
func memberFigures(p indicator.PublicPeriod, names map[string]string) components.TableProps {
	t := components.TableProps{ID: "don-vi-" + strings.ToLower(p.Period.Code), Caption: p.Period.Name + " theo đơn vị", Framed: true, Columns: []components.Column{{Head: "Chỉ số"}}}
	for _, unit := range p.Members {
		t.Columns = append(t.Columns, components.Column{Head: names[unit], Number: true})
	}
	for _, a := range p.Sums {
		row := components.Row{Cells: []components.Cell{{Text: a.Indicator.Name, Note: a.Indicator.Unit}}}
		for _, unit := range p.Members {
			cell := components.Cell{Missing: "chưa có"}
			if f, ok := p.Figures[unit][a.Indicator.ID]; ok && f.Value.Valid {
				cell = components.Cell{Text: vn.Format(f.Value.Decimal)}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// memberBars is one indicator of a published period, member by member.
func memberBars(p indicator.PublicPeriod, i indicator.Indicator, names map[string]string) components.BarProps {
	bars := components.BarProps{ChartProps: components.ChartProps{
		ID: "bieu-do", NameHead: "Đơn vị", ValueHead: i.Name, Unit: i.Unit,
		What:   i.Name + ", " + strings.ToLower(p.Period.Name) + ", " + i.Unit,
		Source: components.SourceProps{Name: "báo cáo của các đơn vị, đã duyệt"},
	}}
	best := -1
	for _, unit := range p.Members {
		bar := components.Bar{Label: names[unit], Missing: "chưa có số"}
		if f, ok := p.Figures[unit][i.ID]; ok && f.Value.Valid {
			bar.Value, bar.Text, bar.Missing = f.Value.Decimal.InexactFloat64(), vn.Format(f.Value.Decimal)+unitSuffix(i.Unit), ""
			if best < 0 || i.Direction == indicator.More && bar.Value > bars.Bars[best].Value || i.Direction == indicator.Less && bar.Value < bars.Bars[best].Value {
				best = len(bars.Bars)
			}
		}
		bars.Bars = append(bars.Bars, bar)
	}
	bars.Finding = i.Name + ": chưa đơn vị nào có số"
	if best >= 0 {
		bars.Bars[best].Highlight = true
		which := " cao nhất, "
		if i.Direction == indicator.Less {
			which = " thấp nhất, "
		}
		bars.Finding = i.Name + ": " + bars.Bars[best].Label + which + bars.Bars[best].Text
	}
	return bars
}
