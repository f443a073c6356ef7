package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// countryPage is where figures are added up over clusters; a year stands below it.
const countryPage = "/tong-hop"

func (s *Server) countryRoutes(get func(path string, h handle)) {
	get(countryPage, s.newestCountry)
	get(countryPage+"/{year}", s.showCountry)
	get(countryPage+"/{year}/so-lieu.xlsx", s.countryXlsx)
}

// newestCountry leads to the sums of this year.
func (s *Server) newestCountry(w http.ResponseWriter, r *http.Request) error {
	var year int
	err := s.view(r, func(tx *db.Tx) error {
		year = tx.Today().Year()
		return access.Require(tx, access.ReportRead, access.Scope{})
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, countryPage+"/"+itoa(year), http.StatusSeeOther)
	return nil
}

// countryOf reads the sums that the address asks for.
func countryOf(tx *db.Tx, r *http.Request) (indicator.Country, error) {
	if err := access.Require(tx, access.ReportRead, access.Scope{}); err != nil {
		return indicator.Country{}, err
	}
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 1900 || year > 2200 {
		return indicator.Country{}, problem.New(problem.NotFound, "Không có năm «%s».", r.PathValue("year"))
	}
	c, err := indicator.ReadCountry(tx, year, r.FormValue("ky"))
	if err == nil && c.Code != indicator.EachLast && c.Names[c.Code] == "" {
		err = problem.New(problem.NotFound, "Không cụm, khối nào có kỳ báo cáo «%s» trong năm %d.", c.Code, year)
	}
	return c, err
}

// showCountry is what the reports of a year add up to over all clusters and blocs.
func (s *Server) showCountry(w http.ResponseWriter, r *http.Request) error {
	var p pages.CountryProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := countryOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Tổng hợp số liệu năm "+itoa(c.Year))
		p.Frame.Lead = countryLead(c)
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Path, p.MadeUp = countryPage+"/"+itoa(c.Year), c.MadeUp && c.Clusters > 0
		p.Before, p.After = countryPage+"/"+itoa(c.Year-1), countryPage+"/"+itoa(c.Year+1)
		p.Year = c.Year
		p.Period, p.Chosen = c.Code, r.FormValue("chi-so")
		for _, code := range c.Codes {
			p.Periods = append(p.Periods, components.Option{Value: code, Text: c.Names[code]})
		}
		p.Periods = append(p.Periods, components.Option{Value: indicator.EachLast, Text: "Kỳ cuối của mỗi cụm, khối"})
		p.Table = countryTable(c, p)
		return fillCountryCharts(tx, c, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Country(p))
}

func countryLead(c indicator.Country) string {
	lead := "Cộng từ báo cáo đã nộp hoặc đã duyệt của " + itoa(c.Clusters) + " cụm, khối."
	if c.Without > 0 {
		lead += " " + itoa(c.Without) + " cụm, khối không có kỳ này."
	}
	if c.Practice > 0 {
		lead += " " + itoa(c.Practice) + " cụm, khối tập dùng không được cộng vào."
	}
	return lead
}

func countryTable(c indicator.Country, p pages.CountryProps) components.TableProps {
	t := components.TableProps{
		ID: "tong-hop", Caption: "Tổng hợp số liệu năm " + itoa(c.Year), Xlsx: p.Path + "/so-lieu.xlsx",
		Columns: []components.Column{{Head: "Chỉ số", Sort: true}, {Head: "Giá trị", Number: true}, {Head: "Đơn vị tính"}, {Head: "Cách tổng hợp"}, {Head: "Đơn vị đã có số", Number: true, Sort: true}, {Head: "Cụm, khối", Number: true, Sort: true}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có số liệu của năm " + itoa(c.Year), What: "Khi các đơn vị nộp báo cáo, số liệu của mọi cụm, khối được cộng lại ở đây."}),
	}
	t.Xlsx += "?" + url.Values{"ky": {c.Code}}.Encode()
	if name := c.Names[c.Code]; name != "" {
		t.Caption += ", " + name
	}
	for _, l := range c.Lines {
		first := components.Cell{Text: l.Name, Note: l.Code}
		if len(l.Below) > 1 {
			first.Href = p.Chart(l.Code)
		}
		t.Rows = append(t.Rows, components.Row{Mine: l.Code == p.Chosen, Cells: []components.Cell{
			first,
			countryCell(l.Value, l.Part),
			{Text: l.Unit},
			{Text: l.Sum.Name()},
			{Text: itoa(l.Have) + "/" + itoa(l.Members), Sort: itoa(l.Have)},
			{Text: itoa(l.Clusters)},
		}})
	}
	return t
}

func countryCell(value *indicator.Fraction, p indicator.Part) components.Cell {
	if value == nil {
		if p.Sum == indicator.NoSum {
			return components.Cell{Missing: "không tổng hợp"}
		}
		return components.Cell{Missing: "chưa có số"}
	}
	return components.Cell{Text: vn.Format(value.Round(p.Decimals))}
}

// fillCountryCharts draws the chosen indicator, or the first with a value, by the units
// above the members.
func fillCountryCharts(tx *db.Tx, c indicator.Country, p *pages.CountryProps) error {
	for _, l := range c.Lines {
		if len(l.Below) < 2 {
			continue // there is nothing to set beside each other
		}
		if !slices.ContainsFunc(p.Indicators, func(o components.Option) bool { return o.Value == l.Code }) {
			p.Indicators = append(p.Indicators, components.Option{Value: l.Code, Text: l.Name})
		}
		if p.Chosen == "" && l.Value != nil {
			p.Chosen = l.Code
		}
	}
	names, err := countryNames(tx, c)
	if err != nil {
		return err
	}
	for _, l := range c.Lines {
		if l.Code == p.Chosen && l.Value != nil && len(l.Below) > 1 {
			p.Charts = append(p.Charts, countryBars(l, names, "bieu-do", len(p.Charts)))
		}
	}
	return nil
}

// countryNames are the names of the units above the members.
func countryNames(tx *db.Tx, c indicator.Country) (map[string]string, error) {
	var above []string
	for _, l := range c.Lines {
		for _, part := range l.Below {
			above = append(above, part.ParentID)
		}
	}
	names, err := org.Names(tx, vn.NewDate(c.Year, 12, 31), above...)
	if err == nil {
		names[""] = "Trực thuộc Trung ương"
	}
	return names, err
}

func countryBars(l indicator.CountryLine, names map[string]string, id string, before int) components.BarProps {
	if before > 0 {
		id += "-" + itoa(before+1)
	}
	bars := components.BarProps{ChartProps: components.ChartProps{
		ID: id, NameHead: "Đơn vị cấp trên", ValueHead: l.Name, Unit: l.Unit,
		What:   l.Name + ", " + l.Sum.Name() + ", " + l.Unit,
		Source: components.SourceProps{Name: "báo cáo của các đơn vị, đã nộp hoặc đã duyệt"},
	}}
	most := -1
	for _, part := range l.Below {
		bar := components.Bar{Label: names[part.ParentID], Missing: "chưa có số"}
		if part.Value != nil {
			bar.Value, bar.Missing = part.Value.Round(l.Decimals).InexactFloat64(), ""
			bar.Text = vn.Format(part.Value.Round(l.Decimals)) + unitSuffix(l.Unit)
			if most < 0 || bar.Value > bars.Bars[most].Value {
				most = len(bars.Bars)
			}
		}
		bars.Bars = append(bars.Bars, bar)
	}
	bars.Bars[most].Highlight = true
	bars.Finding = l.Name + ": " + vn.Format(l.Value.Round(l.Decimals)) + unitSuffix(l.Unit) + "; " + bars.Bars[most].Label + " cao nhất, " + bars.Bars[most].Text
	return bars
}

// countryXlsx sends the sums, whole and by the units above the members.
func (s *Server) countryXlsx(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		c, err := countryOf(tx, r)
		if err != nil {
			return err
		}
		names, err := countryNames(tx, c)
		if err != nil {
			return err
		}
		content, err = sheet.WriteTables(countrySheets(tx, c, names)...)
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "tong-hop-"+r.PathValue("year")+".xlsx", content)
}

func countrySheets(tx *db.Tx, c indicator.Country, names map[string]string) []sheet.Table {
	notes := []string{countryLead(c) + " Tải về ngày " + tx.Today().Short() + "."}
	if c.MadeUp {
		notes = append(notes, illustrative)
	}
	head := []sheet.Column{{Head: "Mã chỉ số", Width: 22}, {Head: "Chỉ số", Width: 44}, {Head: "Đơn vị tính"}, {Head: "Cách tổng hợp", Width: 22}}
	numbers := []sheet.Column{{Head: "Giá trị", Number: true, Width: 18}, {Head: "Số đơn vị đã có số", Number: true}, {Head: "Số đơn vị", Number: true}}
	whole := sheet.Table{Title: "Tổng hợp", Columns: slices.Concat(head, numbers), Notes: notes}
	below := sheet.Table{Title: "Theo đơn vị cấp trên", Columns: slices.Concat(head, []sheet.Column{{Head: "Đơn vị cấp trên", Width: 30}}, numbers), Notes: notes}
	for _, l := range c.Lines {
		first := []string{l.Code, l.Name, l.Unit, l.Sum.Name()}
		whole.Rows = append(whole.Rows, append(slices.Clone(first), countryNumbers(l.Value, l.Part)...))
		for _, part := range l.Below {
			below.Rows = append(below.Rows, slices.Concat(first, []string{names[part.ParentID]}, countryNumbers(part.Value, part.Part)))
		}
	}
	return []sheet.Table{whole, below}
}

func countryNumbers(value *indicator.Fraction, p indicator.Part) []string {
	text := ""
	if value != nil {
		text = value.Round(p.Decimals).String()
		if p.Sum == indicator.Total {
			text = value.Over.String()
		}
	}
	return []string{text, itoa(p.Have), itoa(p.Members)}
}
