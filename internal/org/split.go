package org

import (
	"fmt"
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Splitting divides a unit on a day (chia, tách). With Keeps the unit goes on
// beside the new ones (tách); without, it ends (chia). Units below it go to the
// parts that Children names.
type Splitting struct {
	On       vn.Date
	UnitID   string
	Keeps    bool
	Parts    []Unit         // the new units: code, name, kind; an ID only from a bundle
	Children map[string]int // id of a unit below → index of the part it goes to
	Source   string
	Seen     string // edition of the unit that the person saw; empty from a bundle
}

// Divide splits a unit and returns the new units. Problems of a part stand
// beside "name-1", "code-1" and so on, those of a unit below beside "child-" and
// its id. The same splitting sent twice is made once.
func Divide(tx *db.Tx, s Splitting) ([]Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: s.UnitID}); err != nil {
		return nil, err
	}
	if done, ok, err := dividedAlready(tx, s); ok || err != nil {
		return done, err
	}
	old, err := checkSplitting(tx, s)
	if err != nil {
		return nil, err
	}
	children, err := versionsBelow(tx, s.UnitID, s.On)
	if err != nil {
		return nil, fmt.Errorf("find units below %s: %w", s.UnitID, err)
	}
	if !s.Keeps {
		if err := closeVersion(tx, old.VersionID, s.On); err != nil {
			return nil, fmt.Errorf("end unit %s: %w", old.Name, err)
		}
	}
	parts, err := openParts(tx, s, old)
	if err != nil {
		return nil, err
	}
	if err := placeChildren(tx, s, old, children, parts); err != nil {
		return nil, err
	}
	c := Change{Kind: Split, OnDay: s.On, Source: s.Source, Before: []string{old.ID}}
	if s.Keeps {
		c.After = append(c.After, old.ID)
	}
	for _, p := range parts {
		c.After = append(c.After, p.ID)
	}
	return parts, changed(tx, c, old, parts)
}

func checkSplitting(tx *db.Tx, s Splitting) (Unit, error) {
	var list problem.List
	old, err := openVersion(tx, s.UnitID, s.On, s.Seen)
	if problem.Is(err, problem.NotFound) {
		return Unit{}, err
	}
	if err := gather(&list, err); err != nil {
		return Unit{}, err
	}
	switch {
	case s.Keeps && len(s.Parts) == 0:
		list.Add("name-1", "Ghi tên đơn vị được tách ra.")
	case !s.Keeps && len(s.Parts) < 2:
		list.Add("name-"+strconv.Itoa(len(s.Parts)+1), "Chia tách cần ít nhất hai đơn vị sau khi chia.")
	}
	for i, p := range s.Parts {
		same := func(o Unit) bool { return p.Name != "" && o.Name == p.Name }
		if slices.ContainsFunc(s.Parts[:i], same) {
			list.Add("name-"+strconv.Itoa(i+1), "Hai đơn vị sau khi chia cùng tên %s.", p.Name)
		}
	}
	checkSource(&list, s.Source)
	return old, list.Err()
}

func openParts(tx *db.Tx, s Splitting, old Unit) ([]Unit, error) {
	parts := make([]Unit, 0, len(s.Parts))
	var list problem.List
	for i, p := range s.Parts {
		p.VersionID, p.FromDay, p.ParentID, p.Source = db.NewID(), s.On, old.ParentID, s.Source
		if p.Kind == "" {
			p.Kind = old.Kind
		}
		if p.ID == "" {
			p.ID = db.NewID()
		} else if known, err := versionsOf(tx, p.ID); err != nil || len(known) > 0 {
			list.Add("name-"+strconv.Itoa(i+1), "%s đã có trong danh mục; đơn vị mới phải là đơn vị chưa có.", p.Name)
			if err != nil {
				return nil, fmt.Errorf("create unit %s: %w", p.Name, err)
			}
			continue
		}
		if err := checkVersion(tx, p); err != nil {
			if problem.All(err) == nil {
				return nil, err
			}
			for _, found := range problem.All(err) {
				list.Add(found.Field+"-"+strconv.Itoa(i+1), "%s", found.Text)
			}
			continue
		}
		if err := insertUnit(tx, p.ID); err != nil {
			return nil, fmt.Errorf("create unit %s: %w", p.Name, err)
		}
		if err := enterVersion(tx, p); err != nil {
			return nil, fmt.Errorf("create unit %s: %w", p.Name, err)
		}
		parts = append(parts, p)
	}
	return parts, list.Err()
}

func placeChildren(tx *db.Tx, s Splitting, old Unit, children, parts []Unit) error {
	var list problem.List
	for _, c := range children {
		i, placed := s.Children[c.ID]
		switch {
		case !placed && s.Keeps:
		case !placed:
			list.Add("child-"+c.ID, "%s chưa được xếp vào đơn vị nào sau khi chia.", c.Name)
		case i < 0 || i >= len(parts):
			list.Add("child-"+c.ID, "%s được xếp vào một đơn vị không có trong các đơn vị sau khi chia.", c.Name)
		default:
			if err := gather(&list, moveVersion(tx, c, old, parts[i], s.On, s.Source)); err != nil {
				return err
			}
		}
	}
	return list.Err()
}

// dividedAlready finds the parts of this very splitting, sent before.
func dividedAlready(tx *db.Tx, s Splitting) ([]Unit, bool, error) {
	if s.Seen == "" {
		return nil, false, nil
	}
	changes, err := changesOf(tx, s.UnitID)
	if err != nil {
		return nil, false, fmt.Errorf("find changes of %s: %w", s.UnitID, err)
	}
	for _, c := range changes {
		if c.Kind != Split || c.OnDay != s.On || c.Source != s.Source || !slices.Contains(c.Before, s.UnitID) {
			continue
		}
		var parts []Unit
		for _, id := range c.After {
			if id == s.UnitID {
				continue
			}
			u, err := versionOn(tx, id, c.OnDay)
			if err != nil {
				return nil, false, fmt.Errorf("find part of splitting: %w", err)
			}
			parts = append(parts, u)
		}
		if sameNames(parts, s.Parts) {
			return parts, true, nil
		}
	}
	return nil, false, nil
}

func sameNames(a, b []Unit) bool {
	names := func(list []Unit) []string {
		out := make([]string, len(list))
		for i, u := range list {
			out[i] = u.Name
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(names(a), names(b))
}
