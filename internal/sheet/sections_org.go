package sheet

import (
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// Words of the column «Thay đổi».
const (
	changeCreate = "create" // a unit entered after other changes
	changeRevise = "revise"
	changeMerge  = "merge"
	changeSplit  = "split"  // tách: the old unit goes on
	changeDivide = "divide" // chia: the old unit ends
)

// cellMark stands between the values of one line of a cell.
const cellMark = " | "

var unitChangeSection = section{
	key: "unit_changes", title: "Thay đổi đơn vị",
	columns: []column{
		{"change", "Thay đổi", asText, true},
		{"on", "Từ ngày", asDay, false},
		{"unit", "Đơn vị", asText, true},
		{"from", "Nhập từ các đơn vị", asList, false},
		{"code", "Mã mới", asText, false},
		{"name", "Tên mới", asText, false},
		{"full_name", "Tên đầy đủ mới", asText, false},
		{"kind", "Loại mới", asText, false},
		{"parent", "Đơn vị cấp trên mới", asText, false},
		{"parts", "Chia, tách thành: định danh | mã | loại | tên | tên đầy đủ", asLines, false},
		{"children", "Đơn vị bên dưới chuyển đi: định danh | về đơn vị", asLines, false},
		{"source", "Nguồn", asText, false},
	},
	load: loadUnitChange,
	dump: func(ex *exporter) ([]map[string]string, error) {
		register, err := org.ChronicleOf(ex.tx)
		if err != nil {
			return nil, err
		}
		var rows []map[string]string
		for _, c := range register.Changes {
			r, err := unitChangeRow(ex.tx, c)
			if err != nil {
				return nil, err
			}
			rows = append(rows, r)
		}
		return rows, nil
	},
}

func loadUnitChange(im *importer, r row) error {
	u := org.Unit{
		ID: r.text("unit"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"), Kind: org.Kind(r.text("kind")),
	}
	var err error
	switch r.text("change") {
	case changeCreate:
		u.FromDay, u.ParentID, u.Source = r.day("on"), r.text("parent"), r.text("source")
		_, err = org.Create(im.tx, u)
	case changeRevise:
		_, err = org.Revise(im.tx, org.Revision{
			UnitID: u.ID, On: r.day("on"), Code: u.Code, Name: u.Name, FullName: u.FullName,
			Kind: u.Kind, ParentID: r.text("parent"), Source: r.text("source"),
		})
	case changeMerge:
		u.ParentID = r.text("parent")
		into := ""
		for _, id := range r.words("from") {
			if id == u.ID {
				into = id
			}
		}
		_, err = org.Merge(im.tx, org.Merger{On: r.day("on"), From: r.words("from"), Into: into, Result: u, Source: r.text("source")})
	case changeSplit, changeDivide:
		err = loadSplitting(im, r)
	default:
		err = problem.Field("change", "Thay đổi phải là create (thêm), revise (đổi tên, mã, loại, cấp trên), merge (sáp nhập), split (tách) hoặc divide (chia).")
	}
	return err
}

func loadSplitting(im *importer, r row) error {
	s := org.Splitting{
		On: r.day("on"), UnitID: r.text("unit"), Keeps: r.text("change") == changeSplit, Source: r.text("source"), Children: map[string]int{},
	}
	at := map[string]int{}
	for i, line := range r.lines("parts") {
		v := values(line)
		if len(v) != 5 {
			return problem.Field("parts", "«%s» phải gồm năm phần cách nhau bằng dấu |: định danh, mã, loại, tên, tên đầy đủ.", shorten(line))
		}
		at[v[0]] = i
		s.Parts = append(s.Parts, org.Unit{ID: v[0], Code: v[1], Kind: org.Kind(v[2]), Name: v[3], FullName: v[4]})
	}
	for _, line := range r.lines("children") {
		v := values(line)
		if len(v) != 2 {
			return problem.Field("children", "«%s» phải gồm hai phần cách nhau bằng dấu |: đơn vị bên dưới, đơn vị nhận.", shorten(line))
		}
		i, ok := at[v[1]]
		if !ok {
			return problem.Field("children", "%s không phải là một trong các đơn vị sau khi chia, tách.", v[1])
		}
		s.Children[v[0]] = i
	}
	_, err := org.Divide(im.tx, s)
	return err
}

// values are the parts of one line of a cell, empty ones too.
func values(line string) []string {
	list := strings.Split(line, strings.TrimSpace(cellMark))
	for i, v := range list {
		list[i] = strings.TrimSpace(v)
	}
	return list
}

func unitChangeRow(tx *db.Tx, c org.Change) (map[string]string, error) {
	id, word := c.After[0], string(c.Kind)
	if c.Kind == org.Split {
		id = c.Before[0]
		if word = changeDivide; slices.Contains(c.After, id) {
			word = changeSplit
		}
	}
	r := map[string]string{"change": word, "on": day(c.OnDay), "unit": id, "source": c.Source}
	if c.Kind == org.Split {
		return r, splittingCells(tx, c, r)
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return nil, err
	}
	u := versions[0]
	for _, v := range versions {
		if v.FromDay == c.OnDay {
			u = v
		}
	}
	r["code"], r["name"], r["full_name"], r["kind"], r["parent"] = u.Code, u.Name, u.FullName, string(u.Kind), u.ParentID
	if c.Kind == org.Created {
		return r, nil
	}
	if c.Kind == org.Merged {
		r["from"] = strings.Join(c.Before, "; ")
	}
	was, err := placeBefore(tx, c, id)
	if err != nil {
		return nil, err
	}
	switch {
	case u.ParentID == was && (c.Kind == org.Merged || was == ""):
		r["parent"] = ""
	case u.ParentID == "":
		r["parent"] = org.Centre
	}
	return r, nil
}

// placeBefore is the parent that the unit of a change has when nothing is said:
// its own the day before, or that of all the parts of a new one.
func placeBefore(tx *db.Tx, c org.Change, id string) (string, error) {
	before := c.Before
	if slices.Contains(before, id) {
		before = []string{id}
	}
	place := ""
	for i, b := range before {
		u, err := org.Find(tx, b, c.OnDay.AddDays(-1))
		if err != nil {
			return "", err
		}
		if i > 0 && u.ParentID != place {
			return "mixed", nil
		}
		place = u.ParentID
	}
	return place, nil
}

func splittingCells(tx *db.Tx, c org.Change, r map[string]string) error {
	e, err := org.EffectOf(tx, c.Kind, c.OnDay, c.After...)
	if err != nil {
		return err
	}
	var parts, children []string
	for _, id := range c.After {
		if id == c.Before[0] {
			continue
		}
		u, err := org.Find(tx, id, c.OnDay)
		if err != nil {
			return err
		}
		parts = append(parts, strings.Join([]string{u.ID, u.Code, string(u.Kind), u.Name, u.FullName}, cellMark))
	}
	for _, u := range e.Moved {
		children = append(children, u.ID+cellMark+u.ParentID)
	}
	r["parts"], r["children"] = strings.Join(parts, "\n"), strings.Join(children, "\n")
	return nil
}
