package sheet

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// The figures of a report come in as its unit's own draft. That a report was
// handed in and accepted are acts of persons and do not travel in a file; the
// reason with which a person confirmed a jump does.

var figureSection = section{
	key: "figures", title: "Số liệu báo cáo",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"period", "Mã kỳ báo cáo", asText, true},
		{"member", "Đơn vị thành viên", asText, true},
		{"indicator", "Mã chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"value", "Giá trị", asAmount, false},
		{"paper", "Số hồ sơ giấy", asText, false},
		{"note", "Ghi chú", asText, false},
		{"confirmed", "Lý do số nhảy vọt", asText, false},
	},
	loadAll: enterFigures,
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.reports(func(c cluster.Cluster, y cycle.Year, f indicator.Form) {
			for _, r := range f.Rows {
				if !r.Figure.Entered() && r.Figure.Note == "" {
					continue
				}
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "period": f.Period.Code, "member": f.Report.UnitID, "indicator": r.Indicator.Code,
					"unit": r.Indicator.Unit, "value": amount(r.Figure.Value), "paper": r.Figure.Paper, "note": r.Figure.Note, "confirmed": r.Figure.Confirmed,
				})
			}
		})
		return rows, err
	},
}

// reports calls fn for every report that the person may read, by period and
// member.
func (ex *exporter) reports(fn func(cluster.Cluster, cycle.Year, indicator.Form)) error {
	return ex.each(func(c cluster.Cluster, y cycle.Year) error {
		if y.State == cycle.History {
			return nil
		}
		periods, err := cycle.Periods(ex.tx, y.ID)
		if err != nil {
			return err
		}
		members, err := cycle.Members(ex.tx, y)
		if err != nil {
			return err
		}
		for _, p := range periods {
			for _, m := range members {
				f, err := indicator.ReadReport(ex.tx, y, p.ID, m.UnitID)
				if problem.Is(err, problem.Denied) || problem.Is(err, problem.Closed) {
					continue
				}
				if err != nil {
					return err
				}
				fn(c, y, f)
			}
		}
		return nil
	})
}

// enterFigures enters the rows report by report, in the order in which the
// reports first stand in the file.
func enterFigures(im *importer, rows []row) error {
	type report struct {
		y     cycle.Year
		s     indicator.Saving
		first row
		at    map[string]row // rows by the code of their indicator
	}
	var reports []*report
	byKey := map[[2]string]*report{}
	for _, r := range rows {
		y, i, err := im.measured(r)
		var p cycle.Period
		if err == nil {
			p, err = im.period(y, r)
		}
		value := r.amount("value")
		if err != nil {
			if err := im.refused(r, err); err != nil {
				return err
			}
			continue
		}
		key := [2]string{p.ID, r.text("member")}
		o := byKey[key]
		if o == nil {
			o = &report{y: y, s: indicator.Saving{PeriodID: p.ID, UnitID: r.text("member")}, first: r, at: map[string]row{}}
			byKey[key], reports = o, append(reports, o)
		}
		if first, twice := o.at[i.Code]; twice {
			r.refuse("indicator", "Số liệu %s của đơn vị này đã có ở %s.", i.Code, first.whole)
			continue
		}
		o.at[i.Code] = r
		o.s.Entries = append(o.s.Entries, indicator.Entry{
			IndicatorID: i.ID, Value: value, Paper: r.text("paper"), Note: r.text("note"), Reason: r.text("confirmed"),
		})
	}
	for _, o := range reports {
		_, err := indicator.EnterFigures(im.tx, o.y, o.s)
		err = im.placed(o.first, renamed(err, map[string]string{"unit": "member"}), func(field string) (row, string, bool) {
			column, code, _ := strings.Cut(field, "-")
			r, ok := o.at[code]
			return r, map[string]string{"value": "value", "paper": "paper", "note": "note", "reason": "confirmed"}[column], ok
		})
		if err := im.refused(o.first, err); err != nil {
			return err
		}
	}
	return nil
}

// period finds a reporting period of a year by its code.
func (im *importer) period(y cycle.Year, r row) (cycle.Period, error) {
	periods, err := cycle.Periods(im.tx, y.ID)
	if err != nil {
		return cycle.Period{}, err
	}
	for _, p := range periods {
		if p.Code == r.text("period") {
			return p, nil
		}
	}
	return cycle.Period{}, problem.Field("period", "Năm %d không có kỳ báo cáo mang mã «%s».", y.Year, r.text("period"))
}

var pastSection = section{
	key: "past_figures", title: "Số liệu năm trước",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"member", "Đơn vị thành viên", asText, true},
		{"indicator", "Mã chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"value", "Giá trị năm trước", asAmount, true},
	},
	load: func(im *importer, r row) error {
		y, i, err := im.measured(r)
		if err != nil {
			return err
		}
		err = indicator.SetPast(im.tx, y, r.text("member"), []indicator.Pasted{{IndicatorID: i.ID, Value: r.amount("value").Decimal}})
		return renamed(err, map[string]string{"paste": "value", "unit": "member"})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			if y.State == cycle.History {
				return nil
			}
			list, err := indicator.List(ex.tx, y.ID)
			if err != nil {
				return err
			}
			members, err := cycle.Members(ex.tx, y)
			if err != nil {
				return err
			}
			for _, m := range members {
				if !access.May(ex.tx, access.ReportWrite, y.UnitScope(m.UnitID)) {
					continue
				}
				past, err := indicator.Past(ex.tx, y, m.UnitID)
				if err != nil {
					return err
				}
				for _, i := range list {
					if v, ok := past[i.ID]; ok {
						rows = append(rows, map[string]string{
							"cluster": c.Slug, "year": itoa(y.Year), "member": m.UnitID, "indicator": i.Code, "unit": i.Unit, "value": v.String(),
						})
					}
				}
			}
			return nil
		})
		return rows, err
	},
}

var nationalSection = section{
	key: "national_figures", title: "Số liệu cả nước",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"period", "Mã kỳ báo cáo", asText, true},
		{"indicator", "Mã chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"value", "Giá trị cả nước", asAmount, true},
		{"source", "Nguồn", asText, true},
		{"source_url", "Địa chỉ nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		y, i, err := im.measured(r)
		if err != nil {
			return err
		}
		p, err := im.period(y, r)
		if err != nil {
			return err
		}
		return indicator.SetNational(im.tx, y, indicator.National{
			PeriodID: p.ID, IndicatorID: i.ID, Value: r.amount("value").Decimal, Source: r.text("source"), SourceURL: r.text("source_url"),
		})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.running(access.ReportRead, func(c cluster.Cluster, y cycle.Year) error {
			periods, err := cycle.Periods(ex.tx, y.ID)
			if err != nil {
				return err
			}
			for _, p := range periods {
				sums, err := indicator.Sums(ex.tx, y, p.ID)
				if err != nil {
					return err
				}
				for _, a := range sums {
					if n := a.National; n != nil {
						rows = append(rows, map[string]string{
							"cluster": c.Slug, "year": itoa(y.Year), "period": p.Code, "indicator": a.Indicator.Code, "unit": a.Indicator.Unit,
							"value": n.Value.String(), "source": n.Source, "source_url": n.SourceURL,
						})
					}
				}
			}
			return nil
		})
		return rows, err
	},
}
