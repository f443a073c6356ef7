package sheet

import (
	"github.com/shopspring/decimal"

	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// What was published elsewhere about a year comes in as history; what is made
// in the program itself goes out through its own sections.

var publishedSection = section{
	key: "published_figures", title: "Số liệu đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"code", "Mã chỉ số", asText, true},
		{"name", "Tên chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"member", "Đơn vị thành viên", asText, false},
		{"value", "Giá trị", asAmount, false},
		{"national_share", "Tỷ trọng cả nước (%)", asAmount, false},
		{"as_printed", "Nguồn in", asText, false},
		{"note", "Ghi chú", asText, false},
		{"confirmed", "Lý do số nhảy vọt", asText, false},
		{"source", "Nguồn", asText, true},
		{"source_url", "Địa chỉ nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		return indicator.PublishHistory(im.tx, y, indicator.Published{
			Code: r.text("code"), Name: r.text("name"), Unit: r.text("unit"), UnitID: r.text("member"),
			Value: r.amount("value"), NationalShare: r.amount("national_share"), AsPrinted: r.text("as_printed"),
			Note: r.text("note"), Confirmed: r.text("confirmed"), Source: r.text("source"), SourceURL: r.text("source_url"),
		})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			list, err := indicator.PublishedOf(ex.tx, y.ID)
			for _, f := range list {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "code": f.Code, "name": f.Name, "unit": f.Unit, "member": f.UnitID,
					"value": amount(f.Value), "national_share": amount(f.NationalShare), "as_printed": f.AsPrinted,
					"note": f.Note, "confirmed": f.Confirmed, "source": f.Source, "source_url": f.SourceURL,
				})
			}
			return err
		})
		return rows, err
	},
}

// amount writes an exact decimal as the bundle does.
func amount(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

var covenantHistorySection = section{
	key: "published_covenants", title: "Giao ước đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"contents", "Số nội dung", asNumber, false},
		{"signed_on", "Ngày ký", asDay, false},
		{"source", "Nguồn", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		return covenant.EnterHistory(im.tx, y, covenant.Published{Contents: r.number("contents"), SignedOn: r.day("signed_on"), Source: r.text("source")})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			o, err := covenant.Find(ex.tx, y)
			if problem.Is(err, problem.NotFound) || err == nil && o.State != covenant.History {
				return nil
			}
			if err != nil {
				return err
			}
			row := map[string]string{"cluster": c.Slug, "year": itoa(y.Year), "signed_on": day(o.SignedOn), "source": o.Source}
			if o.Contents > 0 {
				row["contents"] = itoa(o.Contents)
			}
			rows = append(rows, row)
			return nil
		})
		return rows, err
	},
}

var conferenceHistorySection = section{
	key: "published_conferences", title: "Hội nghị đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"held_on", "Ngày họp", asDay, false},
		{"place", "Nơi họp", asText, false},
		{"guided_by", "Chỉ đạo", asText, false},
		{"reported_by", "Báo cáo", asText, false},
		{"source", "Nguồn", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		return conference.EnterHistory(im.tx, y, conference.Conference{
			HeldOn: r.day("held_on"), Place: r.text("place"), GuidedBy: r.text("guided_by"), ReportedBy: r.text("reported_by"), Source: r.text("source"),
		})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			o, err := conference.Find(ex.tx, y)
			if problem.Is(err, problem.NotFound) || err == nil && o.State != conference.History {
				return nil
			}
			if err != nil {
				return err
			}
			rows = append(rows, map[string]string{
				"cluster": c.Slug, "year": itoa(y.Year), "held_on": day(o.HeldOn), "place": o.Place,
				"guided_by": o.GuidedBy, "reported_by": o.ReportedBy, "source": o.Source,
			})
			return nil
		})
		return rows, err
	},
}

var proposalHistorySection = section{
	key: "published_proposals", title: "Đề nghị đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"award", "Hình thức", asText, true},
		{"unit", "Đơn vị", asText, true},
		{"source", "Nguồn", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		return award.EnterHistory(im.tx, y, award.Proposal{Award: award.Key(r.text("award")), UnitID: r.text("unit"), Source: r.text("source")})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			if y.State != cycle.History {
				return nil
			}
			list, err := award.PublicOf(ex.tx, y)
			for _, p := range list {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "award": string(p.Award), "unit": p.UnitID, "source": p.Source,
				})
			}
			return err
		})
		return rows, err
	},
}

var directiveHistorySection = section{
	key: "published_directives", title: "Chỉ đạo đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"body", "Nội dung", asText, true},
		{"given_on", "Ngày", asDay, true},
		{"given_by", "Người chỉ đạo", asText, false},
		{"source", "Nguồn", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		_, err = cycle.EnterDirective(im.tx, y, cycle.Directive{Body: r.text("body"), GivenOn: r.day("given_on"), GivenBy: r.text("given_by"), Source: r.text("source")})
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			if y.State != cycle.History {
				return nil
			}
			board, err := cycle.Board(ex.tx, y)
			for _, d := range board {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "body": d.Body, "given_on": day(d.GivenOn), "given_by": d.GivenBy, "source": d.Source,
				})
			}
			return err
		})
		return rows, err
	},
}
