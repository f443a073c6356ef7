package org

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Create adds a unit. u.ID may be set by a bundle; otherwise it is made here.
// u.FromDay zero means that its beginning is not known.
func Create(tx *db.Tx, u Unit) (Unit, error) {
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: u.ParentID}); err != nil {
		return Unit{}, err
	}
	if u.ID == "" {
		u.ID = db.NewID()
	}
	if err := checkVersion(tx, u); err != nil {
		return Unit{}, err
	}
	if err := insertUnit(tx, u.ID); err != nil {
		return Unit{}, fmt.Errorf("create unit %s: %w", u.Name, err)
	}
	u.VersionID = db.NewID()
	if err := insertVersion(tx, u); err != nil {
		return Unit{}, fmt.Errorf("create unit %s: %w", u.Name, err)
	}
	return u, changed(tx, Change{Kind: Created, OnDay: u.FromDay, Source: u.Source, After: []string{u.ID}}, nil, u)
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

// checkVersion refuses a version without a name or a code that another unit of
// the same parent already has on one of its days.
func checkVersion(tx *db.Tx, u Unit) error {
	var list problem.List
	if strings.TrimSpace(u.Name) == "" {
		list.Add("name", "Đơn vị cần có tên.")
	}
	if _, ok := KindNames[u.Kind]; !ok {
		list.Add("kind", "Chọn loại đơn vị trong danh sách.")
	}
	if !u.FromDay.IsZero() && !u.ToDay.IsZero() && !u.FromDay.Before(u.ToDay) {
		list.Add("to_day", "Ngày kết thúc phải sau ngày bắt đầu.")
	}
	if u.Code != "" {
		others, err := sameCode(tx, u)
		if err != nil {
			return fmt.Errorf("check code %s: %w", u.Code, err)
		}
		for _, o := range others {
			list.Add("code", "Mã %s đang thuộc về %s%s; hãy chọn mã khác hoặc ngày khác.", u.Code, o.Name, during(o.FromDay, o.ToDay))
		}
	}
	return list.Err()
}

func during(from, to vn.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return " từ ngày " + from.Short()
	case from.IsZero():
		return " đến trước ngày " + to.Short()
	}
	return " từ ngày " + from.Short() + " đến trước ngày " + to.Short()
}
