package sheet

import (
	"strings"

	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

var unitChangeSection = section{
	key: "unit_changes", title: "Thay đổi đơn vị",
	columns: []column{
		{"change", "Thay đổi", asText, true},
		{"on", "Từ ngày", asDay, true},
		{"unit", "Đơn vị", asText, true},
		{"from", "Nhập từ các đơn vị", asList, false},
		{"code", "Mã mới", asText, false},
		{"name", "Tên mới", asText, false},
		{"full_name", "Tên đầy đủ mới", asText, false},
		{"kind", "Loại mới", asText, false},
		{"parent", "Đơn vị cấp trên mới", asText, false},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		result := org.Unit{
			ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
		}
		switch r.text("change") {
		case "revise":
			_, err := org.Revise(im.tx, org.Revision{
				UnitID: result.ID, On: r.day("on"), Code: result.Code, Name: result.Name, FullName: result.FullName,
				Kind: result.Kind, ParentID: r.text("parent"), Source: r.text("source"),
			})
			return err
		case "merge":
			into := ""
			for _, id := range r.words("from") {
				if id == result.ID {
					into = id
				}
			}
			_, err := org.Merge(im.tx, org.Merger{
				On: r.day("on"), From: r.words("from"), Into: into, Result: result, Source: r.text("source"),
			})
			return err
		}
		return problem.Field("change", "Thay đổi phải là revise (đổi tên, mã, loại, cấp trên) hoặc merge (sáp nhập).")
	},
	dump: func(ex *exporter) ([]map[string]string, error) {
		changes, err := org.Changes(ex.tx)
		if err != nil {
			return nil, err
		}
		var rows []map[string]string
		for _, c := range changes {
			u, err := org.Find(ex.tx, c.After[0], c.OnDay)
			if err != nil {
				return nil, err
			}
			r := map[string]string{
				"change": string(c.Kind), "on": day(c.OnDay), "unit": u.ID, "code": u.Code, "name": u.Name,
				"full_name": u.FullName, "kind": string(u.Kind), "parent": u.ParentID, "source": c.Source,
			}
			if c.Kind == org.Merged {
				r["from"], r["parent"] = strings.Join(c.Before, "; "), ""
			}
			rows = append(rows, r)
		}
		return rows, nil
	},
}
