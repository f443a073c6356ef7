package ceremony

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Write writes who hands out a part and what is read (lời dẫn) in a draft. A script that
// is empty, or as it was drafted, goes on being drafted from the register.
func Write(tx *db.Tx, id string, version int64, part Part, drafted string) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Draft); err != nil {
		return err
	}
	parts, err := partsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read parts of ceremony %s: %w", c.ID, err)
	}
	i := slices.IndexFunc(parts, func(p Part) bool { return p.ID == part.ID })
	if i < 0 {
		return noLine()
	}
	before, after := parts[i], parts[i]
	after.Giver, after.Position, after.Script = vn.Line(part.Giver), vn.Line(part.Position), vn.Text(part.Script)
	if after.Script == vn.Text(drafted) {
		after.Script = ""
	}
	var list problem.List
	short(&list, "giver", after.Giver, "Ghi họ tên người trao.")
	short(&list, "position", after.Position, "Ghi chức vụ người trao.")
	long(&list, "script", after.Script)
	if err := list.Err(); err != nil {
		return err
	}
	if err := updatePart(tx, after); err != nil {
		return fmt.Errorf("store part %s: %w", after.ID, err)
	}
	return c.change(tx, access.CeremonyKeep, before, after)
}

// Note writes how a name is called, who is absent and who receives in place (xướng tên,
// vắng mặt, nhận thay). The name is part of the script and stands once it is approved;
// absence is noted until the ceremony is over.
func Note(tx *db.Tx, id string, version int64, line Line) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Draft, Approved); err != nil {
		return err
	}
	lines, err := linesOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read lines of ceremony %s: %w", c.ID, err)
	}
	i := slices.IndexFunc(lines, func(l Line) bool { return l.ID == line.ID })
	if i < 0 {
		return noLine()
	}
	before, after := lines[i], lines[i]
	after.Absent, after.Receiver = line.Absent, vn.Line(line.Receiver)
	if c.State == Draft {
		after.CallName = vn.Line(line.CallName)
	}
	var list problem.List
	short(&list, "call_name", after.CallName, "")
	short(&list, "receiver", after.Receiver, "")
	if after.Receiver != "" && !after.Absent {
		list.Add("receiver", "Đánh dấu vắng mặt, hoặc để trống người nhận thay.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	if err := updateLine(tx, after); err != nil {
		return fmt.Errorf("store line %s: %w", after.ID, err)
	}
	return c.change(tx, access.CeremonyKeep, before, after)
}
