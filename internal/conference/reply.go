package conference

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Reply is a member's answer to its invitation. It can be changed until the
// opening, or until the member has been checked in; i.Version is the version the
// person saw.
func Reply(tx *db.Tx, y cycle.Year, i Invitation) error {
	if err := access.Require(tx, access.ConferenceJoin, y.UnitScope(i.UnitID)); err != nil {
		return err
	}
	c, before, err := answerable(tx, y, i.UnitID)
	if err != nil {
		return err
	}
	if before.Version != i.Version {
		return problem.New(problem.Conflict, "%s vừa trả lời thay đơn vị: %s. Hãy đối chiếu rồi lưu lại.", before.AnsweredBy, before.Reply.Name())
	}
	after := before
	after.Reply, after.Version = i.Reply, before.Version+1
	after.Delegate, after.Position, after.Reason = strings.TrimSpace(i.Delegate), strings.TrimSpace(i.Position), strings.TrimSpace(i.Reason)
	after.AuthorityNumber, after.AuthorityOn = strings.TrimSpace(i.AuthorityNumber), i.AuthorityOn
	if i.File.Hash != "" {
		after.FileHash, after.FileName = i.File.Hash, i.File.Name
	}
	if err := checkReply(&after, c); err != nil {
		return err
	}
	after.AccountID, after.AnsweredBy, after.AnsweredAt = tx.Actor.ID, tx.Actor.Name, db.At(tx.Now)
	if err := saveInvitation(tx, after); err != nil {
		return fmt.Errorf("answer invitation: %w", err)
	}
	return noted(tx, y, access.ConferenceJoin, c.ID, before, after, "")
}

// answerable is the invitation of a member while its answer may change.
func answerable(tx *db.Tx, y cycle.Year, unitID string) (Conference, Invitation, error) {
	c, err := find(tx, y)
	if err != nil {
		return c, Invitation{}, err
	}
	list, err := invitationsOf(tx, c.ID)
	if err != nil {
		return c, Invitation{}, fmt.Errorf("read invitations: %w", err)
	}
	at := slices.IndexFunc(list, func(o Invitation) bool { return o.UnitID == unitID })
	if at < 0 {
		return c, Invitation{}, problem.New(problem.NotFound, "Đơn vị chưa nhận giấy mời của hội nghị này.")
	}
	if c.State != Planned {
		return c, list[at], problem.New(problem.Closed, "Hội nghị %s; trả lời không đổi được nữa. Có thay đổi thì báo người điểm danh.", c.State.Name())
	}
	there, err := attendanceOf(tx, c.ID)
	if err != nil {
		return c, list[at], fmt.Errorf("read attendance: %w", err)
	}
	if slices.ContainsFunc(there, func(a Attendance) bool { return a.UnitID == unitID }) {
		return c, list[at], problem.New(problem.Closed, "Đơn vị đã điểm danh; có thay đổi thì báo người điểm danh.")
	}
	return c, list[at], nil
}

// checkReply refuses an answer that lacks something, and empties what does not
// belong to it.
func checkReply(i *Invitation, c Conference) error {
	var list problem.List
	switch i.Reply {
	case Comes, Sends:
		i.Reason = ""
		if i.Delegate == "" {
			list.Add("delegate", "Ghi họ tên người dự.")
		}
		if i.Position == "" {
			list.Add("position", "Ghi chức vụ người dự.")
		}
	case StaysAway:
		i.Delegate, i.Position = "", ""
		if i.Reason == "" {
			list.Add("reason", "Ghi lý do vắng.")
		}
	default:
		list.Add("reply", "Chọn dự họp, cử người dự thay hoặc vắng.")
	}
	if i.Reply == Sends {
		if i.AuthorityNumber == "" {
			list.Add("authority_number", "Ghi số văn bản ủy quyền.")
		}
		if i.AuthorityOn.IsZero() {
			list.Add("authority_on", "Ghi ngày văn bản ủy quyền.")
		} else if i.AuthorityOn.After(c.HeldOn) {
			list.Add("authority_on", "Văn bản ủy quyền ghi ngày %s, sau ngày họp %s.", i.AuthorityOn.Short(), c.HeldOn.Short())
		}
	} else {
		i.AuthorityNumber, i.AuthorityOn, i.FileHash, i.FileName = "", vn.Date{}, "", ""
	}
	blob.RefuseSecrets(&list, "delegate", i.Delegate, "position", i.Position, "reason", i.Reason, "authority_number", i.AuthorityNumber)
	return list.Err()
}
