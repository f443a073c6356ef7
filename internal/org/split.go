package org

import (
	"cmp"
	"fmt"

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
	Parts    []Unit            // the new units: code, name, kind, and the id where one is given
	Children map[string]string // id of a unit below → code of the part it goes to
	Source   string
}

// Divide splits a unit and returns the new units.
func Divide(tx *db.Tx, s Splitting) ([]Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: s.UnitID}); err != nil {
		return nil, err
	}
	old, err := openVersion(tx, s.UnitID, s.On)
	if err != nil {
		return nil, err
	}
	if len(s.Parts) == 0 || (!s.Keeps && len(s.Parts) < 2) {
		return nil, problem.Field("parts", "Chia tách cần ít nhất hai đơn vị sau khi chia.")
	}
	children, err := childrenOn(tx, s.UnitID, s.On)
	if err != nil {
		return nil, fmt.Errorf("find units below %s: %w", s.UnitID, err)
	}
	for _, c := range children {
		if s.Children[c.ID] == "" && !s.Keeps {
			return nil, problem.Field("children", "%s chưa được xếp vào đơn vị nào sau khi chia.", c.Name)
		}
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
	if err := placeChildren(tx, s, children, parts); err != nil {
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

func openParts(tx *db.Tx, s Splitting, old Unit) ([]Unit, error) {
	parts := make([]Unit, 0, len(s.Parts))
	for _, p := range s.Parts {
		if p.ID == "" {
			p.ID = db.NewID()
		} else if known, err := Exists(tx, p.ID); err != nil || known {
			return nil, cmp.Or(err, error(problem.Field("parts", "Đã có đơn vị mang mã định danh «%s».", p.ID)))
		}
		p.VersionID, p.FromDay, p.ParentID, p.Source = db.NewID(), s.On, old.ParentID, s.Source
		if p.Kind == "" {
			p.Kind = old.Kind
		}
		if err := checkVersion(tx, p); err != nil {
			return nil, err
		}
		if err := insertUnit(tx, p.ID); err != nil {
			return nil, fmt.Errorf("create unit %s: %w", p.Name, err)
		}
		if err := insertVersion(tx, p); err != nil {
			return nil, fmt.Errorf("create unit %s: %w", p.Name, err)
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func placeChildren(tx *db.Tx, s Splitting, children, parts []Unit) error {
	byCode := make(map[string]string, len(parts))
	for _, p := range parts {
		byCode[p.Code] = p.ID
	}
	for _, c := range children {
		code := s.Children[c.ID]
		if code == "" {
			continue
		}
		to, ok := byCode[code]
		if !ok {
			return problem.Field("children", "%s được xếp vào mã %s, không có trong các đơn vị sau khi chia.", c.Name, code)
		}
		if _, _, err := revise(tx, Revision{UnitID: c.ID, On: s.On, ParentID: to, Source: s.Source}); err != nil {
			return err
		}
	}
	return nil
}
