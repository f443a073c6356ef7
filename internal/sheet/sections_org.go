package sheet

import (
	"slices"
	"strings"

	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// A change of units is one row, but for a split: there each unit that it leaves
// is a row, with the unit that was divided in from; the divided unit among them
// says that it goes on. A unit that was entered after another change is a row
// among the changes, for it may rest on them.

const unitChanges = "unit_changes"

var unitChangeSection = section{
	key: unitChanges, title: "Thay đổi đơn vị",
	columns: []column{
		{"change", "Thay đổi", asText, true},
		{"on", "Từ ngày", asDay, false},
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
		register, err := org.ChronicleOf(ex.tx)
		if err != nil {
			return nil, err
		}
		var rows []map[string]string
		for _, c := range register.Changes {
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
	if c.Kind == org.Split && id == c.Before[0] {
		return map[string]string{"change": string(c.Kind), "on": day(c.OnDay), "unit": id, "from": id, "source": c.Source}, nil
	}
	versions, _, err := org.History(ex.tx, id)
	if err != nil {
		return nil, err
	}
	i := max(0, slices.IndexFunc(versions, func(v org.Unit) bool { return v.FromDay == c.OnDay }))
	u := versions[i]
	r := map[string]string{
		"change": string(c.Kind), "on": day(c.OnDay), "unit": u.ID, "code": u.Code, "name": u.Name,
		"full_name": u.FullName, "kind": string(u.Kind), "parent": u.ParentID, "source": c.Source,
	}
	switch c.Kind {
	case org.Split:
		r["from"], r["parent"] = strings.Join(c.Before, "; "), ""
		r["children"], err = ex.childrenOf(u)
		return r, err
	case org.Merged:
		r["from"] = strings.Join(c.Before, "; ")
	case org.Created:
		return r, nil
	}
	was, one, err := ex.placeBefore(c, id)
	switch {
	case err != nil:
		return nil, err
	case one && u.ParentID == was && (c.Kind == org.Merged || was == ""):
		r["parent"] = ""
	case u.ParentID == "":
		r["parent"] = org.Centre
	}
	return r, nil
}

// childrenOf lists the units that came below a new one on its first day.
func (ex *exporter) childrenOf(u org.Unit) (string, error) {
	below, err := org.On(ex.tx, u.ID, u.FromDay)
	if err != nil {
		return "", err
	}
	var children []string
	for _, child := range below {
		if _, err := org.Find(ex.tx, child.ID, u.FromDay.AddDays(-1)); err == nil {
			children = append(children, child.ID)
		} else if !problem.Is(err, problem.NotFound) {
			return "", err
		}
	}
	slices.Sort(children)
	return strings.Join(children, "; "), nil
}

// placeBefore is the parent that the unit of a change has when nothing is said:
// its own the day before, or that of the parts of a new one when they have one.
func (ex *exporter) placeBefore(c org.Change, id string) (place string, one bool, err error) {
	before := c.Before
	if slices.Contains(before, id) {
		before = []string{id}
	}
	for i, b := range before {
		u, err := org.Find(ex.tx, b, c.OnDay.AddDays(-1))
		if err != nil {
			return "", false, err
		}
		if i > 0 && u.ParentID != place {
			return "", false, nil
		}
		place = u.ParentID
	}
	return place, true, nil
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

// changeUnit makes a creation, a revision or a merger.
func changeUnit(im *importer, r row) error {
	result := org.Unit{
		ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
	}
	switch r.text("change") {
	case string(org.Created):
		result.FromDay, result.ParentID, result.Source = r.day("on"), r.text("parent"), r.text("source")
		_, err := org.Create(im.tx, result)
		return err
	case string(org.Revised):
		_, err := org.Revise(im.tx, org.Revision{
			UnitID: result.ID, On: r.day("on"), Code: result.Code, Name: result.Name, FullName: result.FullName,
			Kind: result.Kind, ParentID: r.text("parent"), Source: r.text("source"),
		})
		return err
	}
	result.ParentID = r.text("parent")
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
	s := org.Splitting{On: first.day("on"), UnitID: first.text("from"), Children: map[string]int{}, Source: first.text("source")}
	for _, r := range rows {
		if r.text("unit") == s.UnitID {
			s.Keeps = true
			continue
		}
		s.Parts = append(s.Parts, org.Unit{
			ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
		})
		for _, child := range r.words("children") {
			s.Children[child] = len(s.Parts) - 1
		}
	}
	_, err := org.Divide(im.tx, s)
	return renamed(err, map[string]string{"parts": "unit"})
}
