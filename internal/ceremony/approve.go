package ceremony

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Approve approves order and script (duyệt chương trình, kịch bản); both stand from then
// on.
func Approve(tx *db.Tx, id string, version int64) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: c.UnitID}
	if err := access.Require(tx, access.CeremonyDirect, scope); err != nil {
		return err
	}
	if err := c.held(version, Draft); err != nil {
		return err
	}
	p, err := programme(tx, c)
	if err != nil {
		return err
	}
	if err := p.complete(); err != nil {
		return err
	}
	before := c
	c.State, c.ApprovedOn, c.ApprovedBy = Approved, tx.Today(), access.Signature(tx.Actor, access.CeremonyDirect, scope)
	return c.change(tx, access.CeremonyDirect, before, &c)
}

// complete says what is missing before the ceremony can be held.
func (p *Programme) complete() error {
	var list problem.List
	if p.Last() == 0 {
		list.Add("approve", "Chương trình chưa có ai được xướng tên.")
	}
	for i := range p.Scenes {
		s := &p.Scenes[i]
		if s.Giver == "" {
			list.Add("approve", "Phần %d chưa có người trao.", s.Place)
		}
		for _, e := range s.Entries() {
			if e.Annulled() {
				list.Add("approve", "Khen thưởng của %s đã hủy bỏ; bỏ khỏi chương trình.", e.Grant.Subject.Name)
			}
		}
	}
	return list.Err()
}

// Reopen makes a draft again of what was approved, with the reason, while nobody was
// called (mở lại để sửa).
func Reopen(tx *db.Tx, id string, version int64, why string) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyDirect, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Approved); err != nil {
		return err
	}
	if c.Called > 0 {
		return problem.New(problem.Closed, "Đã gọi lượt đầu tiên; chương trình không mở lại được nữa.")
	}
	before := c
	if c.Reason, err = reason(why); err != nil {
		return err
	}
	c.State, c.ApprovedBy = Draft, ""
	c.ApprovedOn = Ceremony{}.ApprovedOn
	return c.change(tx, access.CeremonyDirect, before, &c)
}

// Cancel says that a ceremony is not held, with the reason (hủy buổi lễ); its grants can
// stand in another.
func Cancel(tx *db.Tx, id string, version int64, why string) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyDirect, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Draft, Approved); err != nil {
		return err
	}
	if c.Called > 0 {
		return problem.New(problem.Closed, "Buổi lễ đang diễn ra; không hủy được nữa.")
	}
	before := c
	if c.Reason, err = reason(why); err != nil {
		return err
	}
	if err := fallLines(tx, c.ID); err != nil {
		return fmt.Errorf("free grants of ceremony %s: %w", c.ID, err)
	}
	c.State = Cancelled
	return c.change(tx, access.CeremonyDirect, before, &c)
}

func reason(why string) (string, error) {
	why = vn.Line(why)
	var list problem.List
	short(&list, "why", why, "Ghi lý do.")
	return why, list.Err()
}
