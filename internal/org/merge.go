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
	Result Unit     // code, name, kind, parent of the result; empty fields stay as those of Into
	Source string   // the text the merger rests on
	Seen   []string // editions of From that the person saw, in the same order; empty from a bundle
}

// Merge joins units: all of them end on the day but the one that keeps its
// identity; the units below them, now or later, move to the result. The same
// merger sent twice is made once.
func Merge(tx *db.Tx, m Merger) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: m.Into}); err != nil {
		return Unit{}, err
	}
	if err := requireAll(tx, m.From...); err != nil {
		return Unit{}, err
	}
	if done, ok, err := mergedAlready(tx, m); ok || err != nil {
		return done, err
	}
	before, err := checkMerger(tx, m)
	if err != nil {
		return Unit{}, err
	}
	// All parts end first, so that the result may take over a code of any of them.
	for _, u := range before {
		if err := closeVersion(tx, u.VersionID, m.On); err != nil {
			return Unit{}, fmt.Errorf("end unit %s: %w", u.Name, err)
		}
	}
	result, err := openResult(tx, m, before)
	if err != nil {
		return Unit{}, err
	}
	var list problem.List
	for _, u := range before {
		if u.ID == result.ID {
			continue
		}
		if err := gather(&list, moveBelow(tx, u, result, m.On, m.Source)); err != nil {
			return Unit{}, err
		}
	}
	if len(list) > 0 {
		return Unit{}, list
	}
	c := Change{Kind: Merged, OnDay: m.On, Source: m.Source, Before: m.From, After: []string{result.ID}}
	return result, changed(tx, c, before, result)
}

// Parts returns the units of a merger as they are before its day, and refuses
// those that cannot be merged then.
//
// Public: the register of units is public.
func Parts(tx *db.Tx, from []string, on vn.Date) ([]Unit, error) {
	return partsOf(tx, Merger{From: from, On: on})
}

func partsOf(tx *db.Tx, m Merger) ([]Unit, error) {
	if len(m.From) < 2 {
		return nil, problem.Field("from", "Sáp nhập cần ít nhất hai đơn vị.")
	}
	if m.On.IsZero() {
		return nil, problem.Field("on", "Ghi ngày thay đổi có hiệu lực.")
	}
	var list problem.List
	units := make([]Unit, 0, len(m.From))
	for i, id := range m.From {
		if slices.Contains(m.From[:i], id) {
			list.Add("from", "Một đơn vị được chọn hai lần; không đơn vị nào sáp nhập với chính nó.")
			continue
		}
		seen := ""
		if i < len(m.Seen) {
			seen = m.Seen[i]
		}
		u, err := openVersion(tx, id, m.On, seen)
		if problem.Is(err, problem.NotFound) {
			list.Add("from", "Không có đơn vị %s trong danh mục.", id)
			continue
		}
		if err := gather(&list, err); err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, list.Err()
}

func checkMerger(tx *db.Tx, m Merger) ([]Unit, error) {
	var list problem.List
	units, err := partsOf(tx, m)
	if err := gather(&list, err); err != nil {
		return nil, err
	}
	if m.Into != "" && !slices.Contains(m.From, m.Into) {
		list.Add("into", "Đơn vị giữ lại phải là một trong các đơn vị sáp nhập, nếu không các đơn vị kia sẽ mất dấu.")
	}
	if m.Into == "" && m.Result.Name == "" {
		list.Add("into", "Chọn đơn vị giữ lại hoặc đặt tên đơn vị mới; không đơn vị nào được kết thúc mà không có đơn vị kế tiếp.")
	}
	if i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == m.Into }); i >= 0 {
		checkFullName(&list, units[i], m.applied(units[i]), m.Result.FullName)
	}
	if checkSource(&list, m.Source); len(list) > 0 {
		return nil, list
	}
	return units, checkPlace(tx, m, units)
}

// checkPlace refuses a result that would stand below a unit that ends, and a
// new unit whose parts have not one parent.
func checkPlace(tx *db.Tx, m Merger, before []Unit) error {
	at := m.Into
	if m.Into == "" && m.Result.ParentID == "" {
		for _, u := range before[1:] {
			if u.ParentID != before[0].ParentID {
				return problem.Field("parent", "Các đơn vị này không cùng cấp trên; chọn cấp trên của đơn vị mới.")
			}
		}
		at = before[0].ParentID
	}
	if m.Result.ParentID != "" {
		at = m.Result.ParentID
	}
	for _, u := range before {
		if u.ID == m.Into {
			continue
		}
		above, err := isAbove(tx, u.ID, at, m.On)
		if err != nil {
			return err
		}
		if above {
			return problem.Field("into", "%s sẽ kết thúc, mà đơn vị sau sáp nhập lại nằm dưới nó; hãy giữ %s hoặc đặt đơn vị mới dưới cấp trên khác.", u.Name, u.Name)
		}
	}
	return nil
}

func openResult(tx *db.Tx, m Merger, before []Unit) (Unit, error) {
	after := Unit{ID: m.Into, ParentID: before[0].ParentID, Kind: before[0].Kind}
	if i := slices.IndexFunc(before, func(u Unit) bool { return u.ID == m.Into }); i >= 0 {
		after = before[i]
	} else {
		after.ID = m.Result.ID
		if after.ID == "" {
			after.ID = db.NewID()
		}
		known, err := versionsOf(tx, after.ID)
		if err != nil {
			return Unit{}, fmt.Errorf("create unit %s: %w", m.Result.Name, err)
		}
		if len(known) > 0 {
			return Unit{}, problem.Field("into", "%s đã có trong danh mục; đơn vị mới phải là đơn vị chưa có.", known[0].Name)
		}
		if err := insertUnit(tx, after.ID); err != nil {
			return Unit{}, fmt.Errorf("create unit %s: %w", m.Result.Name, err)
		}
	}
	after.VersionID, after.FromDay, after.ToDay, after.Source = db.NewID(), m.On, vn.Date{}, m.Source
	after = m.applied(after)
	if err := checkVersion(tx, after); err != nil {
		return Unit{}, err
	}
	if err := enterVersion(tx, after); err != nil {
		return Unit{}, fmt.Errorf("open result of merger %s: %w", after.Name, err)
	}
	return after, nil
}

// applied is a version with what the merger says of its result.
func (m Merger) applied(u Unit) Unit {
	return Revision{Code: m.Result.Code, Name: m.Result.Name, FullName: m.Result.FullName, Kind: m.Result.Kind, ParentID: m.Result.ParentID}.applied(u)
}

// mergedAlready finds the result of this very merger, sent before.
func mergedAlready(tx *db.Tx, m Merger) (Unit, bool, error) {
	if len(m.Seen) == 0 || len(m.From) == 0 {
		return Unit{}, false, nil
	}
	changes, err := changesOf(tx, m.From[0])
	if err != nil {
		return Unit{}, false, fmt.Errorf("find changes of %s: %w", m.From[0], err)
	}
	from := slices.Sorted(slices.Values(m.From))
	for _, c := range changes {
		if c.Kind != Merged || c.OnDay != m.On || c.Source != m.Source || !slices.Equal(slices.Sorted(slices.Values(c.Before)), from) {
			continue
		}
		result, err := versionOn(tx, c.After[0], c.OnDay)
		if err != nil {
			return Unit{}, false, fmt.Errorf("find result of merger: %w", err)
		}
		isNew := !slices.Contains(m.From, result.ID)
		if m.applied(result) == result && (m.Into == result.ID || m.Into == "" && isNew) {
			return result, true, nil
		}
	}
	return Unit{}, false, nil
}
