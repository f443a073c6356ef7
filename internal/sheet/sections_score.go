package sheet

import (
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

// A score sheet comes in as a draft with its criteria; marks are the acts of
// persons and do not travel in a file.

const (
	scoreSheets = "score_sheets"
	criteria    = "criteria"
)

var scoreSheetSection = section{
	key: scoreSheets, title: "Bảng chấm điểm",
	columns: append([]column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"name", "Tên", asText, true},
		{"decimals", "Số chữ số thập phân", asNumber, true},
	}, settingsColumns...),
	load: defineSheet,
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.sheets(func(c cluster.Cluster, y cycle.Year, s scoring.Scored) {
			values := settingsValues(s.Settings)
			values["cluster"], values["year"], values["name"] = c.Slug, itoa(y.Year), s.Sheet.Name
			rows = append(rows, values)
		})
		return rows, err
	},
}

var criterionSection = section{
	key: criteria, title: "Tiêu chí chấm điểm",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"path", "Mã", asText, true},
		{"name", "Tên", asText, true},
		{"max", "Điểm tối đa", asAmount, false},
		{"kind", "Cách chấm", asText, false},
		{"scheme", "Công thức", asText, false},
		{"better", "Chiều tốt", asText, false},
		{"each", "Điểm mỗi lần", asAmount, false},
		{"indicator", "Mã chỉ số", asText, false},
		{"measure", "Đơn vị tính", asText, false},
		{"steps", "Bậc", asList, false},
		{"table", "Điểm theo thứ hạng", asList, false},
		{"evidence", "Minh chứng bắt buộc", asFlag, false},
		{"deadline", "Hạn", asDay, false},
	},
	load: func(im *importer, r row) error {
		for _, s := range im.bundle.rows[scoreSheets] {
			if sameYear(s, r) && !im.kept[s.said()] {
				return nil // entered with its sheet
			}
		}
		return problem.New(problem.Invalid, "Tiêu chí đi cùng bảng chấm điểm mới của năm %s ở phần «Bảng chấm điểm»; bảng đã có thì sửa ở trang Chấm điểm.",
			r.text("year"))
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.sheets(func(c cluster.Cluster, y cycle.Year, s scoring.Scored) {
			for _, r := range s.Rows {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "path": r.Path, "name": r.Name, "max": r.Max, "kind": string(r.Kind),
					"scheme": string(r.Scheme), "better": string(r.Better), "each": r.Each, "indicator": r.Indicator,
					"measure": r.Measure, "steps": stepsText(r.Steps), "table": stepsText(r.Table), "evidence": yes(r.Evidence), "deadline": r.Deadline,
				})
			}
		})
		return rows, err
	},
}

func sameYear(a, b row) bool {
	return a.text("cluster") == b.text("cluster") && asNumber.canonical(a.text("year")) == asNumber.canonical(b.text("year"))
}

// sheets calls fn for every score sheet that the person may read.
func (ex *exporter) sheets(fn func(cluster.Cluster, cycle.Year, scoring.Scored)) error {
	return ex.each(func(c cluster.Cluster, y cycle.Year) error {
		if y.State == cycle.History || !access.May(ex.tx, access.ScoringRead, y.UnitScope(ex.tx.Actor.Unit)) {
			return nil
		}
		s, err := scoring.Standing(ex.tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err == nil {
			fn(c, y, s)
		}
		return err
	})
}

// defineSheet defines a score sheet with the criteria that name its year.
func defineSheet(im *importer, r row) error {
	y, err := im.year(r)
	if err != nil {
		return err
	}
	if access.May(im.tx, access.ScoringRead, y.Scope()) {
		_, err := scoring.Standing(im.tx, y)
		if err == nil {
			return problem.New(problem.Closed, "Năm %d đã có bảng chấm điểm; hãy sửa ở trang Chấm điểm.", y.Year)
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
	}
	before := len(*r.list)
	var rows []row
	var defined []scoring.Row
	for _, o := range im.bundle.rows[criteria] {
		if !sameYear(o, r) {
			continue
		}
		if !o.readable() {
			return nil // the section of criteria names what is wrong
		}
		rows = append(rows, o)
		defined = append(defined, scoring.Row{
			Path: o.text("path"), Name: o.text("name"), Max: asAmount.canonical(o.text("max")), Kind: scoring.Kind(o.text("kind")), Scheme: scoring.Scheme(o.text("scheme")),
			Better: scoring.Better(o.text("better")), Each: asAmount.canonical(o.text("each")), Indicator: strings.ToUpper(o.text("indicator")),
			Measure: o.text("measure"), Steps: o.steps("steps"), Table: o.steps("table"), Evidence: o.flag("evidence"), Deadline: asDay.canonical(o.text("deadline")),
		})
	}
	settings := r.settings()
	if len(*r.list) > before {
		return nil
	}
	_, err = scoring.Define(im.tx, y, r.text("name"), scoring.Definition{Settings: settings, Rows: defined}, 0)
	return im.placed(r, err, func(field string) (row, string, bool) {
		n, err := strconv.Atoi(strings.TrimPrefix(field, "dòng "))
		if err != nil || n < 1 || n > len(rows) {
			return row{}, "", false
		}
		return rows[n-1], "", true
	})
}
