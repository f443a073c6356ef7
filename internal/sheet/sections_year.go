package sheet

import (
	"strconv"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
)

func itoa(n int) string { return strconv.Itoa(n) }

var yearSection = section{
	key: "years", title: "Năm thi đua",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"history", "Nhập từ nguồn", asFlag, false},
		{"illustrative", "Số liệu minh họa", asFlag, false},
	},
	load: func(im *importer, r row) error {
		c, err := im.cluster(r)
		if err != nil {
			return err
		}
		_, err = cycle.Open(im.tx, cycle.Opening{
			ClusterID: c.ID, Year: r.number("year"), History: r.flag("history"), Illustrative: r.flag("illustrative"),
		})
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			rows = append(rows, map[string]string{
				"cluster": c.Slug, "year": itoa(y.Year), "history": yes(y.State == cycle.History), "illustrative": yes(y.Illustrative),
			})
			return nil
		})
		return rows, err
	},
}

var phaseSection = section{
	key: "phases", title: "Giai đoạn",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"kind", "Giai đoạn", asText, true},
		{"opens", "Từ ngày", asDay, true},
		{"due", "Hạn cuối", asDay, true},
		{"clause", "Điều khoản", asText, false},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		return cycle.SetPhase(im.tx, y, cycle.Phase{
			Kind: cycle.PhaseKind(r.text("kind")), OpensOn: r.day("opens"), DueOn: r.day("due"), Clause: r.text("clause"),
		})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			phases, err := cycle.Phases(ex.tx, y.ID)
			for _, p := range phases {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "kind": string(p.Kind),
					"opens": day(p.OpensOn), "due": day(p.DueOn), "clause": p.Clause,
				})
			}
			return err
		})
		return rows, err
	},
}

var periodSection = section{
	key: "periods", title: "Kỳ báo cáo",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"code", "Mã", asText, true},
		{"name", "Tên", asText, true},
		{"opens", "Từ ngày", asDay, true},
		{"due", "Hạn cuối", asDay, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		_, err = cycle.SetPeriod(im.tx, y, cycle.Period{
			Code: r.text("code"), Name: r.text("name"), OpensOn: r.day("opens"), DueOn: r.day("due"),
		})
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			periods, err := cycle.Periods(ex.tx, y.ID)
			for _, p := range periods {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "code": p.Code, "name": p.Name,
					"opens": day(p.OpensOn), "due": day(p.DueOn),
				})
			}
			return err
		})
		return rows, err
	},
}
