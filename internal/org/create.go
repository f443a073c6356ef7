package org

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Create adds a unit. u.ID may be set by a bundle or a form; otherwise it is
// made here. The same unit sent twice is added once. u.FromDay zero means that
// its beginning is not known.
func Create(tx *db.Tx, u Unit) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: u.ParentID}); err != nil {
		return Unit{}, err
	}
	if u.ID == "" {
		u.ID = db.NewID()
	}
	known, err := versionsOf(tx, u.ID)
	if err != nil {
		return Unit{}, fmt.Errorf("create unit %s: %w", u.Name, err)
	}
	if len(known) > 0 {
		if u.VersionID = known[0].VersionID; u.withoutEnd() == known[0].withoutEnd() {
			return known[0], nil
		}
		return Unit{}, problem.New(problem.Conflict, "Đơn vị này đã được ghi vào danh mục với tên %s; mở trang của đơn vị để sửa.", known[0].Name)
	}
	if err := checkVersion(tx, u); err != nil {
		return Unit{}, err
	}
	if err := insertUnit(tx, u.ID); err != nil {
		return Unit{}, fmt.Errorf("create unit %s: %w", u.Name, err)
	}
	u.VersionID = db.NewID()
	if err := enterVersion(tx, u); err != nil {
		return Unit{}, fmt.Errorf("create unit %s: %w", u.Name, err)
	}
	return u, changed(tx, Change{Kind: Created, OnDay: u.FromDay, Source: u.Source, After: []string{u.ID}}, nil, u)
}

// withoutEnd is a version as it was when it was opened.
func (u Unit) withoutEnd() Unit {
	u.ToDay = Unit{}.ToDay
	return u
}

// changed writes a change of the register with its parts and its record entry.
func changed(tx *db.Tx, c Change, before, after any) error {
	c.ID, c.CreatedAt = db.NewID(), db.At(tx.Now)
	if err := insertChange(tx, c); err != nil {
		return fmt.Errorf("store change of units: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: access.OrgChange, Object: record.Object{Kind: "unit", ID: c.After[0]},
		Before: before, After: after, Reason: c.Source,
	})
}
