package ceremony

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Call calls a group on stage (mời lên sân khấu). A group in which nobody's grant is in
// force any more is not called.
func Call(tx *db.Tx, id string, version, group int64) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Approved); err != nil {
		return err
	}
	p, err := programme(tx, c)
	if err != nil {
		return err
	}
	_, g := p.GroupOf(group)
	switch {
	case g == nil:
		return problem.Field("group", "Không có lượt này trong chương trình.")
	case group == c.Called:
		return problem.Field("group", "Lượt %d đang ở trên sân khấu.", group)
	case len(g.InForce()) == 0:
		return problem.Field("group", "Khen thưởng của %s đã hủy bỏ; lượt %d không gọi được. Gọi lượt khác.", g.Entries[0].Grant.Subject.Name, group)
	}
	before := c
	c.Called = group
	return c.change(tx, access.CeremonyKeep, before, &c)
}

// Finish says that the ceremony is over (kết thúc).
func Finish(tx *db.Tx, id string, version int64) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Approved); err != nil {
		return err
	}
	if c.Called == 0 {
		return problem.New(problem.Closed, "Chưa gọi lượt nào; chưa kết thúc được.")
	}
	before := c
	c.State = Finished
	return c.change(tx, access.CeremonyKeep, before, &c)
}
