package sheet

import (
	"slices"
	"strings"

	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// A change of units is one row, but for a split: there each unit that it leaves
// is a row, with the unit that was divided in from; the divided unit among them
// says that it goes on.

const unitChanges = "unit_changes"

var unitChangeSection = section{
	key: unitChanges, title: "Thay đổi đơn vị",
	columns: []column{
		{"change", "Thay đổi", asText, true},
		{"on", "Từ ngày", asDay, true},
		{"unit", "Đơn vị", asText, true},
		{"from", "Nhập, tách từ các đơn vị", asList, false},
		{"code", "Mã mới", asText, false},
		{"name", "Tên mới", asText, false},
		{"full_name", "Tên đầy đủ mới", asText, false},
		{"kind", "Loại mới", asText, false},
		{"parent", "Đơn vị cấp trên mới", asText, false},
		{"children", "Các đơn vị về trực thuộc", asList, false},
		{"source", "Nguồn", asText, false},
	},
	loadAll: changeUnits,
	dump: func(ex *exporter) ([]map[string]string, error) {
		changes, err := org.Changes(ex.tx)
		if err != nil {
			return nil, err
		}
		var rows []map[string]string
		for _, c := range changes {
			for _, id := range c.After {
				row, err := ex.unitChange(c, id)
				if err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
		}
		return rows, nil
	},
}

// unitChange is the row of a change for one unit that it leaves.
func (ex *exporter) unitChange(c org.Change, id string) (map[string]string, error) {
	u, err := org.Find(ex.tx, id, c.OnDay)
	if err != nil {
		return nil, err
	}
	r := map[string]string{
		"change": string(c.Kind), "on": day(c.OnDay), "unit": u.ID, "code": u.Code, "name": u.Name,
		"full_name": u.FullName, "kind": string(u.Kind), "parent": u.ParentID, "source": c.Source,
	}
	if c.Kind == org.Revised {
		return r, nil
	}
	r["from"], r["parent"] = strings.Join(c.Before, "; "), ""
	if c.Kind != org.Split {
		return r, nil
	}
	if id == c.Before[0] {
		return map[string]string{"change": r["change"], "on": r["on"], "unit": id, "from": id, "source": c.Source}, nil
	}
	below, err := org.On(ex.tx, id, c.OnDay)
	if err != nil {
		return nil, err
	}
	var children []string
	for _, child := range below {
		children = append(children, child.ID)
	}
	slices.Sort(children)
	r["children"] = strings.Join(children, "; ")
	return r, nil
}

// changeUnits makes the changes in the order of the file.
func changeUnits(im *importer, rows []row) error {
	for len(rows) > 0 && !im.bundle.full() {
		r := rows[0]
		if r.text("change") != string(org.Split) {
			if err := im.refused(r, changeUnit(im, r)); err != nil {
				return err
			}
			rows = rows[1:]
			continue
		}
		var parts, rest []row
		for _, o := range rows {
			if r.sameSplit(o) {
				parts = append(parts, o)
			} else {
				rest = append(rest, o)
			}
		}
		if err := im.refused(r, splitUnit(im, parts)); err != nil {
			return err
		}
		rows = rest
	}
	return nil
}

// sameSplit reports whether another row is of the split of this one.
func (r row) sameSplit(o row) bool {
	return o.text("change") == string(org.Split) && o.text("from") == r.text("from") && asDay.canonical(o.text("on")) == asDay.canonical(r.text("on"))
}

// changeUnit makes a revision or a merger.
func changeUnit(im *importer, r row) error {
	result := org.Unit{
		ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
	}
	if r.text("change") == "revise" {
		_, err := org.Revise(im.tx, org.Revision{
			UnitID: result.ID, On: r.day("on"), Code: result.Code, Name: result.Name, FullName: result.FullName,
			Kind: result.Kind, ParentID: r.text("parent"), Source: r.text("source"),
		})
		return err
	}
	into := ""
	if slices.Contains(r.words("from"), result.ID) {
		into = result.ID
	}
	_, err := org.Merge(im.tx, org.Merger{On: r.day("on"), From: r.words("from"), Into: into, Result: result, Source: r.text("source")})
	return err
}

// splitUnit divides a unit into the units of its rows.
func splitUnit(im *importer, rows []row) error {
	first := rows[0]
	for _, o := range im.bundle.rows[unitChanges] {
		if first.sameSplit(o) && im.kept[o.said()] {
			return problem.Field("unit", "Việc chia, tách «%s» ngày %s đã có; không đổi bằng tệp được.", first.text("from"), first.day("on").Short())
		}
	}
	s := org.Splitting{On: first.day("on"), UnitID: first.text("from"), Children: map[string]string{}, Source: first.text("source")}
	for _, r := range rows {
		if r.text("unit") == s.UnitID {
			s.Keeps = true
			continue
		}
		s.Parts = append(s.Parts, org.Unit{
			ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
		})
		for _, child := range r.words("children") {
			s.Children[child] = r.text("code")
		}
	}
	_, err := org.Divide(im.tx, s)
	return renamed(err, map[string]string{"parts": "unit"})
}
