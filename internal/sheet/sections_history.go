package sheet

import (
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/problem"
)

// What was published elsewhere about a year comes in as history; what is made
// in the program itself goes out through its own sections.

var covenantHistorySection = section{
	key: "published_covenants", title: "Giao ước đã công bố",
	columns: []column{
		{"cluster", "Cụm, khối", true},
		{"year", "Năm", true},
		{"contents", "Số nội dung", false},
		{"signed_on", "Ngày ký", false},
		{"source", "Nguồn", true},
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
		{"cluster", "Cụm, khối", true},
		{"year", "Năm", true},
		{"held_on", "Ngày họp", false},
		{"place", "Nơi họp", false},
		{"guided_by", "Chỉ đạo", false},
		{"reported_by", "Báo cáo", false},
		{"source", "Nguồn", true},
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
		{"cluster", "Cụm, khối", true},
		{"year", "Năm", true},
		{"award", "Hình thức", true},
		{"unit", "Đơn vị", true},
		{"source", "Nguồn", true},
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
