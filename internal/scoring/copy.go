package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Source is a sheet that may be copied.
type Source struct {
	Cluster cluster.Cluster
	Year    cycle.Year
	Name    string
	Rows    int
}

// Sources lists the sheets that the person may copy into a year: those of the
// own cluster's other years, then published ones of others.
//
// Read: requires the right to define the year's sheet.
func Sources(tx *db.Tx, y cycle.Year) ([]Source, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return nil, err
	}
	years, err := cycle.Years(tx, y.ClusterID)
	if err != nil {
		return nil, err
	}
	var list []Source
	add := func(from cycle.Year) error {
		s, d, err := source(tx, y, from)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		c, err := cluster.Find(tx, from.ClusterID)
		list = append(list, Source{c, from, s.Name, len(d.Rows)})
		return err
	}
	slices.SortFunc(years, func(a, b cycle.Year) int { return b.Year - a.Year })
	for _, from := range years {
		if err := add(from); err != nil {
			return nil, err
		}
	}
	others, err := publishedSheets(tx, 100)
	if err != nil {
		return nil, fmt.Errorf("list published sheets: %w", err)
	}
	for _, s := range others {
		from, err := cycle.ByID(tx, s.YearID)
		if err != nil {
			return nil, err
		}
		if from.ClusterID == y.ClusterID {
			continue
		}
		if err := add(from); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// source reads a sheet that may be copied into y: a published one, or one of
// the same cluster.
func source(tx *db.Tx, y, from cycle.Year) (YearSheet, Definition, error) {
	none := problem.New(problem.NotFound, "Không có bảng chấm điểm nào của năm này để chép.")
	s, err := findSheet(tx, from.ID)
	switch {
	case errors.Is(err, db.ErrNoRow) || from.ID == y.ID:
		return s, Definition{}, none
	case err != nil:
		return s, Definition{}, fmt.Errorf("find sheet: %w", err)
	case s.State != Published && (from.ClusterID != y.ClusterID || !access.May(tx, access.ScoringRead, from.Scope())):
		return s, Definition{}, none
	}
	d, err := s.Defined()
	return s, d, err
}

// CopySheet takes over the criteria and settings of another year's sheet, in
// place of what stands there. Deadlines move by the years between; indicators
// that the year does not have are left out and named. version is that of the
// sheet which the person saw.
func CopySheet(tx *db.Tx, y, from cycle.Year, version int64) (left []string, err error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return nil, err
	}
	if err := y.MustRun(); err != nil {
		return nil, err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return nil, err
	}
	if s.Version != version {
		return nil, problem.New(problem.Conflict, "Bảng chấm điểm vừa được người khác lưu; hãy xem bảng rồi chép lại nếu vẫn cần.")
	}
	old, d, err := source(tx, y, from)
	if err != nil {
		return nil, err
	}
	if left, err = fit(tx, y, from, &d); err != nil {
		return nil, err
	}
	if s.State == Drafted {
		s.Name = strings.ReplaceAll(old.Name, strconv.Itoa(from.Year), strconv.Itoa(y.Year))
	}
	_, err = keep(tx, y, s, before, d)
	return left, err
}

// fit makes a copied definition one of the year: its days, its indicators, its
// members.
func fit(tx *db.Tx, y, from cycle.Year, d *Definition) (left []string, err error) {
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	for i := range d.Rows {
		r := &d.Rows[i]
		if day, err := vn.ParseDate(r.Deadline); err == nil {
			r.Deadline = vn.NewDate(day.Year()+y.Year-from.Year, day.Month(), day.Day()).String()
		}
		known := func(o indicator.Indicator) bool { return o.Code == r.Indicator }
		if r.Indicator != "" && !slices.ContainsFunc(indicators, known) {
			left = append(left, fmt.Sprintf("%s (%s)", r.Indicator, r.Path))
			r.Indicator = ""
		}
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	for i := range d.Groups {
		d.Groups[i].Units = slices.DeleteFunc(d.Groups[i].Units, func(unit string) bool {
			return !slices.ContainsFunc(members, func(m cluster.Member) bool { return m.UnitID == unit })
		})
	}
	d.Groups = slices.DeleteFunc(d.Groups, func(g UnitGroup) bool { return len(g.Units) == 0 })
	return left, nil
}
