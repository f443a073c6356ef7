package web

import (
	"net/http"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
)

// overviewXlsx sends a period of the whole cluster as a worksheet.
func (s *Server) overviewXlsx(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		o, err := indicator.ReadOverview(tx, y, r.PathValue("period"))
		if err != nil {
			return err
		}
		var units []string
		for _, l := range o.Lines {
			units = append(units, l.UnitID)
		}
		t, err := sumTable(tx, y, o.Period, units, o.Sums, o.Figures)
		if err != nil {
			return err
		}
		t.Notes = tableNotes(tx, c, y, "Tổng hợp từ các báo cáo đã nộp, "+o.Period.Name)
		content, err = sheet.WriteTables(t)
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "tong-hop-"+r.PathValue("year")+".xlsx", content)
}

// tableNotes are the lines under a table that is taken away.
func tableNotes(tx *db.Tx, c cluster.Cluster, y cycle.Year, what string) []string {
	notes := []string{what + ". " + c.Name + ", năm thi đua " + itoa(y.Year) + ". Tải về ngày " + tx.Today().Short() + "."}
	if y.Illustrative {
		notes = append(notes, illustrative)
	}
	return notes
}

// sumTable is a period's figures: one row for each indicator, one column for
// each member, the cluster's value and its share of the country.
func sumTable(tx *db.Tx, y cycle.Year, p cycle.Period, units []string, sums []indicator.Aggregate, figures map[string]map[string]indicator.Figure) (sheet.Table, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return sheet.Table{}, err
	}
	names, err := memberNames(tx, members)
	if err != nil {
		return sheet.Table{}, err
	}
	t := sheet.Table{Title: p.Name, Columns: []sheet.Column{{Head: "Mã chỉ số", Width: 22}, {Head: "Chỉ số", Width: 44}, {Head: "Đơn vị tính"}}}
	for _, u := range units {
		t.Columns = append(t.Columns, sheet.Column{Head: names[u], Number: true, Width: 16})
	}
	t.Columns = append(t.Columns, sheet.Column{Head: "Tổng hợp", Number: true, Width: 18}, sheet.Column{Head: "Cách tổng hợp", Width: 22},
		sheet.Column{Head: "Số đơn vị đã có số", Number: true}, sheet.Column{Head: "Cả nước", Number: true, Width: 18}, sheet.Column{Head: "Tỷ trọng cả nước (%)", Number: true},
		sheet.Column{Head: "Nguồn số cả nước", Width: 30})
	for _, a := range sums {
		row := []string{a.Indicator.Code, a.Indicator.Name, a.Indicator.Unit}
		for _, u := range units {
			f := figures[u][a.Indicator.ID]
			value := plainDecimal(f.Value)
			if f.Paper != "" {
				value = "hồ sơ giấy"
			}
			row = append(row, value)
		}
		t.Rows = append(t.Rows, append(row, sumCells(a)...))
	}
	return t, nil
}

func sumCells(a indicator.Aggregate) []string {
	value, national, share, source := "", "", "", ""
	if a.Value != nil {
		value = a.Value.Round(a.Indicator.Decimals).String()
		if a.Indicator.Sum == indicator.Total {
			value = a.Value.Over.String()
		}
	}
	if a.National != nil {
		national, source = a.National.Value.String(), a.National.Source
	}
	if a.Share != nil {
		share = a.Share.Round(1).String()
	}
	return []string{value, a.Indicator.Sum.Name(), itoa(len(a.Have)), national, share, source}
}

// figuresXlsx sends the public figures of a year: what was published about it
// elsewhere, and the periods that the lead has published.
func (s *Server) figuresXlsx(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		tables, err := publishedTables(tx, c, y)
		if err != nil {
			return err
		}
		periods, err := indicator.PublicSums(tx, y)
		if err != nil {
			return err
		}
		for _, p := range periods {
			t, err := sumTable(tx, y, p.Period, p.Members, p.Sums, p.Figures)
			if err != nil {
				return err
			}
			t.Notes = tableNotes(tx, c, y, "Số liệu đã duyệt và công bố, "+p.Period.Name)
			tables = append(tables, t)
		}
		if len(tables) == 0 {
			return problem.New(problem.NotFound, "Năm %d chưa có số liệu nào được công bố.", y.Year)
		}
		content, err = sheet.WriteTables(tables...)
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "so-lieu-"+r.PathValue("year")+".xlsx", content)
}

func publishedTables(tx *db.Tx, c cluster.Cluster, y cycle.Year) ([]sheet.Table, error) {
	list, err := indicator.PublishedOf(tx, y.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	t := sheet.Table{
		Title: "Số liệu đã công bố",
		Columns: []sheet.Column{
			{Head: "Mã chỉ số", Width: 22},
			{Head: "Chỉ số", Width: 44},
			{Head: "Phạm vi", Width: 22},
			{Head: "Giá trị", Number: true, Width: 18},
			{Head: "Đơn vị tính"},
			{Head: "Tỷ trọng cả nước (%)", Number: true},
			{Head: "Nguyên văn của nguồn", Width: 30},
			{Head: "Ghi chú", Width: 30},
			{Head: "Nguồn", Width: 36},
			{Head: "Địa chỉ nguồn", Width: 36},
		},
		Notes: tableNotes(tx, c, y, "Số liệu đã công bố; ô trống: chưa tìm thấy nguồn"),
	}
	for _, f := range list {
		scope := "Toàn " + c.Kind.Word()
		if f.UnitID != "" {
			names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), f.UnitID)
			if err != nil {
				return nil, err
			}
			scope = names[f.UnitID]
		}
		t.Rows = append(t.Rows, []string{
			f.Code, f.Name, scope, plainDecimal(f.Value), f.Unit, plainDecimal(f.NationalShare), f.AsPrinted, f.Note, f.Source, f.SourceURL,
		})
	}
	return []sheet.Table{t}, nil
}
