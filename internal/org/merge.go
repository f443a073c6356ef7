package org

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Merger joins units on a day (sáp nhập). Into is one of From, which keeps its
// identity, or empty when a new unit begins.
type Merger struct {
	On     vn.Date
	From   []string // ids, at least two
	Into   string
	Result Unit   // code, name, kind of the result; empty fields stay as those of Into
	Source string // the text the merger rests on
}

// Merge joins units: all of them end on the day but the one that keeps its
// identity; the units below them move to the result.
func Merge(tx *db.Tx, m Merger) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: m.Into}); err != nil {
		return Unit{}, err
	}
	before, err := partsOf(tx, m)
	if err != nil {
		return Unit{}, err
	}
	// All parts end first, so that the result may take over a code of any of them.
	for _, u := range before {
		if err := closeVersion(tx, u.VersionID, m.On); err != nil {
			return Unit{}, fmt.Errorf("end unit %s: %w", u.Name, err)
		}
	}
	result, err := result(tx, m, before)
	if err != nil {
		return Unit{}, err
	}
	for _, u := range before {
		if u.ID == result.ID {
			continue
		}
		if err := moveChildren(tx, u.ID, result.ID, m.On, m.Source); err != nil {
			return Unit{}, err
		}
	}
	c := Change{Kind: Merged, OnDay: m.On, Source: m.Source, Before: m.From, After: []string{result.ID}}
	return result, changed(tx, c, before, result)
}

func partsOf(tx *db.Tx, m Merger) ([]Unit, error) {
	if len(m.From) < 2 {
		return nil, problem.Field("from", "Sáp nhập cần ít nhất hai đơn vị.")
	}
	if m.Into != "" && !slices.Contains(m.From, m.Into) {
		return nil, problem.Field("into", "Đơn vị giữ lại phải là một trong các đơn vị sáp nhập, nếu không các đơn vị kia sẽ mất dấu.")
	}
	if m.Into == "" && m.Result.Name == "" {
		return nil, problem.Field("into", "Chọn đơn vị giữ lại hoặc đặt tên đơn vị mới; không đơn vị nào được kết thúc mà không có đơn vị kế tiếp.")
	}
	units := make([]Unit, 0, len(m.From))
	for i, id := range m.From {
		if slices.Contains(m.From[:i], id) {
			return nil, problem.Field("from", "Một đơn vị được chọn hai lần.")
		}
		u, err := openVersion(tx, id, m.On)
		if err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, nil
}

func result(tx *db.Tx, m Merger, before []Unit) (Unit, error) {
	after := Unit{ID: m.Into, ParentID: before[0].ParentID, Kind: before[0].Kind}
	if i := slices.IndexFunc(before, func(u Unit) bool { return u.ID == m.Into }); i >= 0 {
		after = before[i]
	} else {
		after.ID = m.Result.ID
		if after.ID == "" {
			after.ID = db.NewID()
		}
		if err := insertUnit(tx, after.ID); err != nil {
			return Unit{}, fmt.Errorf("create unit %s: %w", m.Result.Name, err)
		}
	}
	after.VersionID, after.FromDay, after.ToDay, after.Source = db.NewID(), m.On, vn.Date{}, m.Source
	set(&after.Code, m.Result.Code)
	set(&after.Name, m.Result.Name)
	set(&after.FullName, m.Result.FullName)
	set((*string)(&after.Kind), string(m.Result.Kind))
	if err := checkVersion(tx, after); err != nil {
		return Unit{}, err
	}
	if err := insertVersion(tx, after); err != nil {
		return Unit{}, fmt.Errorf("open result of merger %s: %w", after.Name, err)
	}
	return after, nil
}

func moveChildren(tx *db.Tx, from, to string, on vn.Date, source string) error {
	children, err := childrenOn(tx, from, on)
	if err != nil {
		return fmt.Errorf("find units below %s: %w", from, err)
	}
	for _, c := range children {
		if _, _, err := revise(tx, Revision{UnitID: c.ID, On: on, ParentID: to, Source: source}); err != nil {
			return err
		}
	}
	return nil
}
