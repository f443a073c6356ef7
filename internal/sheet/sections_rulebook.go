package sheet

import (
	"slices"
	"strings"

	"giaouoc/internal/cluster"
	"giaouoc/internal/problem"
)

// A rule book is entered whole, with its clauses and settings; what its rows
// say is gathered from three sections. Only adopted versions travel.

const (
	ruleBooks    = "rule_books"
	ruleClauses  = "rule_clauses"
	ruleSettings = "rule_settings"
)

var ruleBookSection = section{
	key: ruleBooks, title: "Quy chế",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"number", "Bản số", asNumber, true},
		{"title", "Tên", asText, true},
		{"doc_number", "Số, ký hiệu", asText, true},
		{"adopted_on", "Ngày thông qua", asDay, true},
		{"adopted_by", "Người thông qua", asText, true},
		{"in_force_on", "Ngày có hiệu lực", asDay, true},
		{"reason", "Lý do thay bản trước", asText, false},
		{"source", "Nguồn", asText, false},
	},
	load: enterRuleBook,
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.books(func(c cluster.Cluster, b cluster.RuleBook) {
			rows = append(rows, map[string]string{
				"cluster": c.Slug, "number": itoa(b.Number), "title": b.Title, "doc_number": b.DocNumber, "adopted_on": day(b.AdoptedOn),
				"adopted_by": b.AdoptedBy, "in_force_on": day(b.InForceOn), "reason": b.Reason, "source": b.Source,
			})
		})
		return rows, err
	},
}

var ruleClauseSection = section{
	key: ruleClauses, title: "Điều khoản quy chế",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"book", "Bản số", asNumber, true},
		{"ref", "Điều, khoản", asText, true},
		{"body", "Nguyên văn", asText, true},
	},
	load: ofEnteredBook,
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.books(func(c cluster.Cluster, b cluster.RuleBook) {
			for _, clause := range b.Clauses {
				rows = append(rows, map[string]string{"cluster": c.Slug, "book": itoa(b.Number), "ref": clause.Ref, "body": clause.Body})
			}
		})
		return rows, err
	},
}

var ruleSettingSection = section{
	key: ruleSettings, title: "Tham số quy chế",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"book", "Bản số", asNumber, true},
		{"parameter", "Tham số", asText, true},
		{"value", "Giá trị", asText, true},
		{"clause", "Theo điều, khoản", asText, true},
	},
	load: ofEnteredBook,
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.books(func(c cluster.Cluster, b cluster.RuleBook) {
			for _, s := range b.Settings {
				clause, _ := b.Clause(s.ClauseID)
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "book": itoa(b.Number), "parameter": string(s.Key), "value": s.Value, "clause": clause.Ref,
				})
			}
		})
		return rows, err
	},
}

// books calls fn for every adopted rule book to write, oldest first.
func (ex *exporter) books(fn func(cluster.Cluster, cluster.RuleBook)) error {
	for _, c := range ex.clusters {
		books, err := cluster.RuleBooks(ex.tx, c.ID)
		if err != nil {
			return err
		}
		for _, b := range slices.Backward(books) {
			fn(c, b)
		}
	}
	return nil
}

// enterRuleBook enters a rule book with the clauses and settings that name it.
func enterRuleBook(im *importer, r row) error {
	c, err := im.cluster(r)
	if err != nil {
		return err
	}
	adopted, err := cluster.RuleBooks(im.tx, c.ID)
	if err != nil {
		return err
	}
	if n := r.number("number"); n != len(adopted)+1 {
		return problem.Field("number", "%s đã có %d bản quy chế; bản tiếp theo mang số %d, không phải %s. Bản đã ban hành không sửa bằng tệp.",
			c.Name, len(adopted), len(adopted)+1, r.text("number"))
	}
	clauses, clausesOK := im.under(ruleClauses, r)
	settings, settingsOK := im.under(ruleSettings, r)
	if !clausesOK || !settingsOK {
		return nil // the sections of those rows name what is wrong
	}
	b := cluster.RuleBook{
		ClusterID: c.ID, Title: r.text("title"), DocNumber: r.text("doc_number"), AdoptedOn: r.day("adopted_on"),
		AdoptedBy: r.text("adopted_by"), InForceOn: r.day("in_force_on"), Reason: r.text("reason"), Source: r.text("source"),
	}
	for _, o := range clauses {
		b.Clauses = append(b.Clauses, cluster.Clause{Ref: o.text("ref"), Body: o.text("body")})
	}
	at := map[string]row{} // the rows of settings, by the fields that problems name
	for _, o := range settings {
		key := o.text("parameter")
		if _, twice := at[key]; twice {
			o.refuse("parameter", "Tham số «%s» đứng hai lần trong bản số %s.", key, r.text("number"))
			return nil
		}
		b.Settings = append(b.Settings, cluster.Setting{Key: cluster.Key(key), Value: o.text("value"), ClauseID: o.text("clause")})
		at[key] = o
	}
	_, err = cluster.EnterRuleBook(im.tx, b)
	return im.placed(r, err, func(field string) (row, string, bool) {
		if key, ok := strings.CutPrefix(field, "clause_"); ok {
			o, found := at[key]
			return o, "clause", found
		}
		o, found := at[field]
		return o, "value", found
	}, func(field string) (row, string, bool) { return nth(clauses, field) })
}

// under returns the rows of another section that belong to the rule book of a
// row; ok is false when one of them cannot be read.
func (im *importer) under(key string, book row) (rows []row, ok bool) {
	ok = true
	for _, o := range im.bundle.rows[key] {
		if o.text("cluster") != book.text("cluster") || asNumber.canonical(o.text("book")) != asNumber.canonical(book.text("number")) {
			continue
		}
		ok = ok && o.readable()
		rows = append(rows, o)
	}
	return rows, ok
}

// ofEnteredBook refuses a clause or setting that no rule book of the file takes.
func ofEnteredBook(im *importer, r row) error {
	for _, b := range im.bundle.rows[ruleBooks] {
		if b.text("cluster") == r.text("cluster") && asNumber.canonical(b.text("number")) == asNumber.canonical(r.text("book")) {
			return im.mustBeNew(r, b)
		}
	}
	return problem.Field("book", "Tệp không có quy chế bản số %s của «%s» ở phần «Quy chế».", r.text("book"), r.text("cluster"))
}

// mustBeNew refuses a changed clause or setting of a book that was adopted
// before this file.
func (im *importer) mustBeNew(r, book row) error {
	if !im.kept[book.said()] {
		return nil
	}
	return problem.Field("book", "Quy chế bản số %s đã ban hành; không thêm hoặc sửa bằng tệp được.", r.text("book"))
}
