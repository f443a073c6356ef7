package web

import (
	"slices"
	"strings"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// pastFigures is what was published about a cluster over its years, by code.
type pastFigures struct {
	years []cycle.Year // oldest first, without the made-up ones
	codes []string     // in the order in which they were first published
	list  map[string][]indicator.Published
	year  map[string]int // of a published figure, by its id
}

func pastOf(tx *db.Tx, years []cycle.Year) (pastFigures, error) {
	p := pastFigures{list: map[string][]indicator.Published{}, year: map[string]int{}}
	for _, y := range slices.Backward(years) {
		if y.Illustrative {
			continue
		}
		figures, err := indicator.PublishedOf(tx, y.ID)
		if err != nil {
			return p, err
		}
		p.years = append(p.years, y)
		for _, f := range figures {
			if !slices.Contains(p.codes, f.Code) {
				p.codes = append(p.codes, f.Code)
			}
			p.list[f.Code] = append(p.list[f.Code], f)
			p.year[f.ID] = y.Year
		}
	}
	return p, nil
}

// find returns the figure of a unit, or of the whole cluster, in a year.
func (p pastFigures) find(code, unit string, year int) (indicator.Published, bool) {
	for _, f := range p.list[code] {
		if f.UnitID == unit && p.year[f.ID] == year {
			return f, true
		}
	}
	return indicator.Published{}, false
}

// fillHistory shows a cluster's published figures over the years: a table of the
// totals, and the trend of each member where more than one year is known.
func fillHistory(tx *db.Tx, c cluster.Cluster, years []cycle.Year, p *pages.ClusterProps) error {
	past, err := pastOf(tx, years)
	if err != nil {
		return err
	}
	p.Totals = components.TableProps{
		ID: "so-lieu", Caption: "Số liệu toàn cụm đã công bố, theo năm",
		Columns: []components.Column{{Head: "Năm"}},
	}
	var totals []string
	for _, code := range past.codes {
		if !slices.ContainsFunc(past.list[code], func(f indicator.Published) bool { return f.UnitID == "" }) {
			continue
		}
		totals = append(totals, code)
		p.Totals.Columns = append(p.Totals.Columns, components.Column{Head: past.list[code][0].Name, Unit: past.list[code][0].Unit, Number: true})
	}
	for _, y := range slices.Backward(past.years) {
		row := components.Row{Cells: []components.Cell{{Text: itoa(y.Year), Href: yearPath(c, y)}}}
		for _, code := range totals {
			cell := components.Cell{Missing: notFoundYet}
			if f, ok := past.find(code, "", y.Year); ok {
				if cell = (components.Cell{Missing: "nguồn in «" + f.AsPrinted + "»"}); f.Value.Valid {
					cell = components.Cell{Text: vn.Format(f.Value.Decimal)}
				}
				if f.NationalShare.Valid {
					cell.Note = vn.Format(f.NationalShare.Decimal) + "% cả nước"
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		p.Totals.Rows = append(p.Totals.Rows, row)
	}
	if len(totals) == 0 {
		p.Totals.Rows = nil
	}
	for _, code := range past.codes {
		trend, err := past.trend(tx, code)
		if err != nil {
			return err
		}
		if len(trend.Series) > 1 {
			p.Trends = append(p.Trends, trend)
		}
	}
	return nil
}

// trend is one indicator of the members, over the years from the first to the
// last in which any of them is known; none where only one year is.
func (p pastFigures) trend(tx *db.Tx, code string) (components.TrendProps, error) {
	var t components.TrendProps
	var units, sources []string
	var span []int
	for _, f := range p.list[code] {
		if f.UnitID == "" || !f.Value.Valid {
			continue
		}
		if !slices.Contains(units, f.UnitID) {
			units = append(units, f.UnitID)
		}
		if !slices.Contains(sources, f.Source) {
			sources = append(sources, f.Source)
		}
		span = append(span, p.year[f.ID])
	}
	if len(span) == 0 || slices.Min(span) == slices.Max(span) {
		return t, nil
	}
	first, last := slices.Min(span), slices.Max(span)
	names, err := org.Names(tx, vn.NewDate(last, 12, 31), units...)
	if err != nil {
		return t, err
	}
	figure := p.list[code][0]
	t.ChartProps = components.ChartProps{
		ID: "xu-the-" + strings.ToLower(code), Unit: figure.Unit, NameHead: "Đơn vị",
		Finding: figure.Name + " của từng đơn vị, " + itoa(first) + "–" + itoa(last),
		What:    figure.Name + ", " + figure.Unit,
		Source:  components.SourceProps{Name: strings.Join(sources, "; ")},
	}
	for _, unit := range units {
		series := components.Series{Label: names[unit]}
		for year := first; year <= last; year++ {
			point := components.Point{When: itoa(year), Missing: true}
			if f, ok := p.find(code, unit, year); ok && f.Value.Valid {
				point = components.Point{When: itoa(year), Value: f.Value.Decimal.InexactFloat64(), Text: vn.Format(f.Value.Decimal)}
			}
			series.Points = append(series.Points, point)
		}
		t.Series = append(t.Series, series)
	}
	return t, nil
}
