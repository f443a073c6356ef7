package org

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// checkVersion refuses a version without a name, with a code that another unit
// of the same parent already has on one of its days, or below a unit that is
// not there throughout its days.
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
	others, err := codeTaken(tx, u)
	if err != nil {
		return err
	}
	for _, o := range others {
		list.Add("code", "Mã %s đang thuộc về %s%s; hãy chọn mã khác hoặc ngày khác.", u.Code, o.Name, during(o.FromDay, o.ToDay))
	}
	what, err := parentFault(tx, u)
	if err != nil {
		return err
	}
	if what != "" {
		list.Add("parent", "%s", what)
	}
	return list.Err()
}

// codeTaken finds who else has the unit's code on one of its days.
func codeTaken(tx *db.Tx, u Unit) ([]Unit, error) {
	if u.Code == "" {
		return nil, nil
	}
	others, err := sameCode(tx, u)
	if err != nil {
		return nil, fmt.Errorf("check code %s: %w", u.Code, err)
	}
	return others, nil
}

// parentFault says why the unit cannot stand below its parent, or is empty.
func parentFault(tx *db.Tx, u Unit) (string, error) {
	if u.ParentID == "" {
		return "", nil
	}
	versions, err := versionsOf(tx, u.ParentID)
	if err != nil {
		return "", fmt.Errorf("check parent %s: %w", u.ParentID, err)
	}
	if len(versions) == 0 {
		return "Không có đơn vị cấp trên này trong danh mục.", nil
	}
	first, last := versions[0], versions[len(versions)-1]
	above, err := isAbove(tx, u.ID, u.ParentID, u.FromDay)
	if err != nil {
		return "", err
	}
	if above {
		return fmt.Sprintf("%s là chính đơn vị này hoặc nằm dưới nó; chọn đơn vị cấp trên khác.", last.Name), nil
	}
	switch {
	case !last.ToDay.IsZero():
		return fmt.Sprintf("%s không còn từ ngày %s; chọn đơn vị cấp trên còn hiệu lực.", last.Name, last.ToDay.Short()), nil
	case !first.FromDay.IsZero() && !u.FromDay.IsZero() && u.FromDay.Before(first.FromDay):
		return fmt.Sprintf("%s mới có từ ngày %s, sau ngày %s.", first.Name, first.FromDay.Short(), u.FromDay.Short()), nil
	}
	return "", nil
}

// isAbove reports whether a unit is another or stands above it, on a day or as
// the register is after all changes.
func isAbove(tx *db.Tx, id, below string, day vn.Date) (bool, error) {
	for _, on := range []bool{true, false} {
		seen := map[string]bool{}
		for at := below; at != "" && !seen[at]; {
			if at == id {
				return true, nil
			}
			seen[at] = true
			versions, err := versionsOf(tx, at)
			if err != nil {
				return false, fmt.Errorf("find units above %s: %w", below, err)
			}
			at = ""
			for _, v := range versions {
				if !on || v.FromDay.IsZero() || !v.FromDay.After(day) {
					at = v.ParentID
				}
			}
		}
	}
	return false, nil
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

// requireAll asks for the right to change each of the units.
func requireAll(tx *db.Tx, ids ...string) error {
	for _, id := range ids {
		if err := access.Require(tx, access.OrgChange, access.Scope{Unit: id}); err != nil {
			return err
		}
	}
	return nil
}

// openVersion finds the version in force on a day and refuses one that has
// already been closed: the past is not rewritten. Its problems stand beside the
// day; seen is the edition that the person saw, or empty.
func openVersion(tx *db.Tx, unitID string, day vn.Date, seen string) (Unit, error) {
	versions, err := versionsOf(tx, unitID)
	if err != nil {
		return Unit{}, fmt.Errorf("find unit %s: %w", unitID, err)
	}
	if len(versions) == 0 {
		return Unit{}, problem.New(problem.NotFound, "Không có đơn vị %s trong danh mục.", unitID)
	}
	first, last := versions[0], versions[len(versions)-1]
	switch {
	case seen != "" && seen != last.Edition():
		return Unit{}, problem.New(problem.Conflict, "%s vừa được người khác thay đổi; nay là %s. Xem lại rồi ghi lần nữa.", first.Name, standing(last))
	case day.IsZero():
		return Unit{}, problem.Field("on", "Ghi ngày thay đổi có hiệu lực.")
	case !first.FromDay.IsZero() && day.Before(first.FromDay):
		return Unit{}, problem.Field("on", "%s chưa có vào ngày %s; đơn vị này có từ ngày %s.", first.Name, day.Short(), first.FromDay.Short())
	case !last.ToDay.IsZero() && !day.Before(last.ToDay):
		return Unit{}, problem.Field("on", "%s không còn vào ngày %s; đơn vị này có đến trước ngày %s.", last.Name, day.Short(), last.ToDay.Short())
	case !last.ToDay.IsZero():
		return Unit{}, problem.Field("on", "%s sẽ kết thúc vào ngày %s; không thay đổi được trước ngày đó.", last.Name, last.ToDay.Short())
	case last.FromDay == day:
		return Unit{}, problem.Field("on", "%s đã có một thay đổi đúng ngày %s.", last.Name, day.Short())
	case day.Before(last.FromDay):
		return Unit{}, problem.Field("on", "%s đã có thay đổi vào ngày %s; thay đổi mới phải từ sau ngày đó.", last.Name, last.FromDay.Short())
	}
	return last, nil
}

// standing says how a unit stands: "Lào Cai, mã 15, từ ngày 1/7/2025".
func standing(u Unit) string {
	text := u.Name
	if u.Code != "" {
		text += ", mã " + u.Code
	}
	return text + during(u.FromDay, u.ToDay)
}

// checkSource asks for the text that a change rests on.
func checkSource(list *problem.List, source string) {
	if strings.TrimSpace(source) == "" {
		list.Add("source", "Ghi văn bản làm căn cứ, ví dụ Nghị quyết 202/2025/QH15.")
	}
}

// checkFullName asks for a new full name when the name or the kind changes, for
// the old one holds both.
func checkFullName(list *problem.List, before, after Unit, given string) {
	if given == "" && before.FullName != "" && (after.Name != before.Name || after.Kind != before.Kind) {
		list.Add("full_name", "Tên hoặc loại đổi mà tên đầy đủ vẫn là «%s»; ghi tên đầy đủ từ ngày này.", before.FullName)
	}
}

// gather adds an error that a person may read to the list; any other is
// returned.
func gather(list *problem.List, err error) error {
	if found := problem.All(err); found != nil {
		*list = append(*list, found...)
		return nil
	}
	return err
}
