package org

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// moveBelow hands every unit that stands below one unit on a day or later to
// another.
func moveBelow(tx *db.Tx, from, to Unit, on vn.Date, source string) error {
	versions, err := versionsBelow(tx, from.ID, on)
	if err != nil {
		return fmt.Errorf("find units below %s: %w", from.Name, err)
	}
	var list problem.List
	for _, v := range versions {
		if err := gather(&list, moveVersion(tx, v, from, to, on, source)); err != nil {
			return err
		}
	}
	return list.Err()
}

// moveVersion hands one unit from below one unit to another on a day. A version
// that begins later has never been in force there and is moved as it stands.
func moveVersion(tx *db.Tx, v, from, to Unit, on vn.Date, source string) error {
	if !v.ToDay.IsZero() {
		return problem.Field("on", "%s, thuộc %s, đã có thay đổi vào ngày %s; ngày này phải từ đó trở đi để không đơn vị nào mất dấu.", v.Name, from.Name, v.ToDay.Short())
	}
	after := v
	after.ParentID = to.ID
	others, err := codeTaken(tx, after)
	if err != nil {
		return err
	}
	for _, o := range others {
		return problem.Field("from", "%s (thuộc %s) và %s sẽ cùng thuộc %s mà trùng mã %s; đổi mã một trong hai trước đã.", v.Name, from.Name, o.Name, to.Name, v.Code)
	}
	if !v.FromDay.IsZero() && !v.FromDay.Before(on) {
		if err := setVersionParent(tx, v.VersionID, to.ID); err != nil {
			return fmt.Errorf("move unit %s: %w", v.Name, err)
		}
		return nil
	}
	after.Source = source
	_, err = succeed(tx, v, after, on)
	return err
}
