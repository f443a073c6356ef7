package sheet

import (
	"errors"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// A covenant comes in as a draft, whatever it was where it went out: comments
// and signatures are the acts of persons and do not travel in a file.

var contentSection = section{
	key: "contents", title: "Nội dung giao ước",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"number", "Nội dung số", asNumber, true},
		{"title", "Tên", asText, true},
		{"body", "Nội dung", asText, false},
		{"serves", "Phục vụ nghị quyết, nhiệm vụ", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		if _, err := covenant.Begin(im.tx, y); err != nil {
			return err
		}
		have, err := covenant.ContentsOf(im.tx, y)
		if err != nil {
			return err
		}
		if n := r.number("number"); n != len(have)+1 {
			return problem.Field("number", "Giao ước năm %d đang có %d nội dung; nội dung tiếp theo mang số %d, không phải %s.", y.Year, len(have), len(have)+1, r.text("number"))
		}
		_, err = covenant.SetContent(im.tx, y, covenant.Content{Title: r.text("title"), Body: r.text("body"), Serves: r.text("serves")})
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.running(access.CovenantRead, func(c cluster.Cluster, y cycle.Year) error {
			contents, err := covenant.ContentsOf(ex.tx, y)
			for _, n := range contents {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "number": itoa(n.Number), "title": n.Title, "body": n.Body, "serves": n.Serves,
				})
			}
			return err
		})
		return rows, err
	},
}

var indicatorSection = section{
	key: "indicators", title: "Chỉ số",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"code", "Mã chỉ số", asText, true},
		{"name", "Tên chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"direction", "Chiều tốt", asText, true},
		{"sum", "Cách tổng hợp", asText, true},
		{"weight", "Gia quyền theo chỉ số", asText, false},
		{"decimals", "Số chữ số thập phân", asNumber, false},
		{"position", "Thứ tự", asNumber, false},
		{"content", "Nội dung số", asNumber, false},
		{"serves", "Phục vụ nghị quyết, nhiệm vụ", asText, false},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		i := indicator.Indicator{
			Code: r.text("code"), Name: r.text("name"), Unit: r.text("unit"), Direction: indicator.Direction(r.text("direction")),
			Sum: indicator.Sum(r.text("sum")), Decimals: r.number("decimals"), Position: r.number("position"),
			ContentNo: r.number("content"), Serves: r.text("serves"),
		}
		if r.text("weight") != "" {
			weight, err := im.indicator(y, r, "weight", r.text("weight"))
			if err != nil {
				return err
			}
			i.WeightID = weight.ID
		}
		_, err = indicator.Define(im.tx, y, i)
		return renamed(err, map[string]string{"weight_id": "weight", "content_no": "content"})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.running(access.CovenantRead, func(c cluster.Cluster, y cycle.Year) error {
			list, err := indicator.List(ex.tx, y.ID)
			codes := map[string]string{}
			for _, i := range list {
				codes[i.ID] = i.Code
			}
			for _, i := range weightsFirst(list) {
				row := map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "code": i.Code, "name": i.Name, "unit": i.Unit, "direction": string(i.Direction),
					"sum": string(i.Sum), "weight": codes[i.WeightID], "position": itoa(i.Position), "serves": i.Serves,
				}
				if i.Decimals != 0 {
					row["decimals"] = itoa(i.Decimals)
				}
				if i.ContentNo != 0 {
					row["content"] = itoa(i.ContentNo)
				}
				rows = append(rows, row)
			}
			return err
		})
		return rows, err
	},
}

// weightsFirst orders indicators so that what weighs another stands before it.
func weightsFirst(list []indicator.Indicator) []indicator.Indicator {
	var ordered []indicator.Indicator
	placed := map[string]bool{"": true}
	for len(ordered) < len(list) {
		before := len(ordered)
		for _, i := range list {
			if !placed[i.ID] && placed[i.WeightID] {
				ordered, placed[i.ID] = append(ordered, i), true
			}
		}
		if len(ordered) == before { // two that weigh each other have no order
			for _, i := range list {
				if !placed[i.ID] {
					ordered, placed[i.ID] = append(ordered, i), true
				}
			}
		}
	}
	return ordered
}

var figureRuleSection = section{
	key: "figure_rules", title: "Quan hệ giữa các số liệu",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"kind", "Quan hệ", asText, true},
		{"indicator", "Chỉ số", asText, true},
		{"parts", "Các chỉ số so với nó", asList, true},
		{"tolerance", "Sai số cho phép", asAmount, false},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		i, err := im.indicator(y, r, "indicator", r.text("indicator"))
		if err != nil {
			return err
		}
		rule := indicator.Rule{Kind: indicator.RuleKind(r.text("kind")), IndicatorID: i.ID, Tolerance: r.amount("tolerance").Decimal}
		for _, code := range r.words("parts") {
			part, err := im.indicator(y, r, "parts", code)
			if err != nil {
				return err
			}
			rule.Parts = append(rule.Parts, part.ID)
		}
		_, err = indicator.SetRule(im.tx, y, rule)
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.running(access.CovenantRead, func(c cluster.Cluster, y cycle.Year) error {
			list, err := indicator.List(ex.tx, y.ID)
			if err != nil {
				return err
			}
			codes := map[string]string{}
			for _, i := range list {
				codes[i.ID] = i.Code
			}
			rules, err := indicator.Rules(ex.tx, y.ID)
			for _, rule := range rules {
				var parts []string
				for _, id := range rule.Parts {
					parts = append(parts, codes[id])
				}
				row := map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "kind": string(rule.Kind), "indicator": codes[rule.IndicatorID], "parts": strings.Join(parts, "; "),
				}
				if !rule.Tolerance.IsZero() {
					row["tolerance"] = rule.Tolerance.String()
				}
				rows = append(rows, row)
			}
			return err
		})
		return rows, err
	},
}

var targetSection = section{
	key: "targets", title: "Chỉ tiêu",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"member", "Đơn vị thành viên", asText, true},
		{"indicator", "Mã chỉ số", asText, true},
		{"unit", "Đơn vị tính", asText, true},
		{"value", "Chỉ tiêu", asAmount, true},
		{"baseline", "Số gốc", asAmount, false},
	},
	load: func(im *importer, r row) error {
		y, i, err := im.measured(r)
		if err != nil {
			return err
		}
		err = indicator.SetTarget(im.tx, y, indicator.Target{
			IndicatorID: i.ID, UnitID: r.text("member"), Value: r.amount("value").Decimal, Baseline: r.amount("baseline"),
		})
		return renamed(err, map[string]string{"unit": "member"})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.running(access.CovenantRead, func(c cluster.Cluster, y cycle.Year) error {
			list, err := indicator.List(ex.tx, y.ID)
			if err != nil {
				return err
			}
			of := map[string]indicator.Indicator{}
			for _, i := range list {
				of[i.ID] = i
			}
			targets, err := indicator.Targets(ex.tx, y.ID)
			for _, t := range targets {
				i := of[t.IndicatorID]
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "member": t.UnitID, "indicator": i.Code, "unit": i.Unit,
					"value": t.Value.String(), "baseline": amount(t.Baseline),
				})
			}
			return err
		})
		return rows, err
	},
}

// running calls fn for every year made in the program, with the right asked for.
func (ex *exporter) running(act access.Act, fn func(cluster.Cluster, cycle.Year) error) error {
	return ex.each(func(c cluster.Cluster, y cycle.Year) error {
		if y.State == cycle.History || !access.May(ex.tx, act, y.Scope()) {
			return nil
		}
		return fn(c, y)
	})
}

// indicator finds an indicator of a year by its code.
func (im *importer) indicator(y cycle.Year, r row, key, code string) (indicator.Indicator, error) {
	list, err := indicator.List(im.tx, y.ID)
	if err != nil {
		return indicator.Indicator{}, err
	}
	for _, i := range list {
		if i.Code == strings.ToUpper(code) {
			return i, nil
		}
	}
	return indicator.Indicator{}, problem.Field(key, "Giao ước năm %d không có chỉ số «%s».", y.Year, code)
}

// measured finds the year and the indicator of a row and refuses another unit of
// measure than the indicator's.
func (im *importer) measured(r row) (cycle.Year, indicator.Indicator, error) {
	y, err := im.year(r)
	if err != nil {
		return y, indicator.Indicator{}, err
	}
	i, err := im.indicator(y, r, "indicator", r.text("indicator"))
	if err == nil && i.Unit != r.text("unit") {
		err = problem.Field("unit", "Chỉ số %s tính bằng «%s»; tệp ghi «%s».", i.Code, i.Unit, r.text("unit"))
	}
	return y, i, err
}

// renamed gives the fields of problems the names that the columns have.
func renamed(err error, to map[string]string) error {
	var list problem.List
	if !errors.As(err, &list) {
		var p *problem.Problem
		if !errors.As(err, &p) {
			return err
		}
		list = problem.List{p}
	}
	for _, p := range list {
		if key, ok := to[p.Field]; ok {
			p.Field = key
		}
	}
	return err
}
