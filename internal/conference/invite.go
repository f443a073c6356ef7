package conference

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// invitationPage is where a member reads and answers its invitation, below the
// signed-in address of the year.
const invitationPage = cycle.ConferencePage + "/giay-moi"

// Invite sends every member its invitation, or tells the members of a change.
func Invite(tx *db.Tx, y cycle.Year, n Call) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := planned(tx, y)
	if err != nil {
		return err
	}
	if err := checkCall(&n); err != nil {
		return err
	}
	before, err := callOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read call: %w", err)
	}
	n.ConferenceID, n.ToldOn, n.ToldPlace = c.ID, c.HeldOn, c.Place
	n.SentBy, n.SentAt = access.Signature(tx.Actor, access.ConferencePlan, y.Scope()), db.At(tx.Now)
	units, err := inviteMembers(tx, y, c)
	if err != nil {
		return err
	}
	title := "Giấy mời họp Hội nghị tổng kết"
	if before.Sent() {
		if before.says(n) && len(units) == 0 {
			return nil // the same form sent twice
		}
		title = "Giấy mời họp Hội nghị tổng kết đã thay đổi"
		if units, err = memberUnits(tx, y); err != nil {
			return err
		}
	}
	if err := saveCall(tx, n); err != nil {
		return fmt.Errorf("send invitations: %w", err)
	}
	if err := cycle.TellUnits(tx, y, title, invitationPage, units...); err != nil {
		return err
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, map[string]any{
		"invitations": len(units), "number": n.Number, "begins": n.Begins, "body": n.Body, "held_on": n.ToldOn, "place": n.ToldPlace,
	}, "")
}

// says reports whether two calls tell the members the same.
func (c Call) says(o Call) bool {
	return c.Number == o.Number && c.Begins == o.Begins && c.Body == o.Body && c.ToldOn == o.ToldOn && c.ToldPlace == o.ToldPlace
}

// planned is the conference of a year that has not opened yet.
func planned(tx *db.Tx, y cycle.Year) (Conference, error) {
	c, err := find(tx, y)
	if err == nil && c.State != Planned {
		return c, problem.New(problem.Closed, "Hội nghị %s; không làm việc này được nữa.", c.State.Name())
	}
	return c, err
}

var hourForm = regexp.MustCompile(`^([01]?[0-9]|2[0-3])\s*(?:[:hH.]|giờ)\s*([0-5][0-9])?$`)

func checkCall(n *Call) error {
	var list problem.List
	n.Number, n.Body = strings.TrimSpace(n.Number), strings.TrimSpace(n.Body)
	if m := hourForm.FindStringSubmatch(strings.TrimSpace(n.Begins)); m != nil {
		n.Begins = fmt.Sprintf("%02s:%02s", m[1], m[2])
	} else {
		list.Add("begins", "Ghi giờ họp, ví dụ 8:00 hoặc 13:30.")
	}
	blob.RefuseSecrets(&list, "number", n.Number, "body", n.Body)
	return list.Err()
}

func memberUnits(tx *db.Tx, y cycle.Year) ([]string, error) {
	members, err := cycle.Members(tx, y)
	units := make([]string, len(members))
	for i, m := range members {
		units[i] = m.UnitID
	}
	return units, err
}

// inviteMembers writes an invitation for each member that has none, and says for
// whom.
func inviteMembers(tx *db.Tx, y cycle.Year, c Conference) ([]string, error) {
	there, err := invitationsOf(tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	units, err := memberUnits(tx, y)
	if err != nil {
		return nil, err
	}
	units = slices.DeleteFunc(units, func(u string) bool {
		return slices.ContainsFunc(there, func(i Invitation) bool { return i.UnitID == u })
	})
	for _, u := range units {
		if err := saveInvitation(tx, Invitation{ConferenceID: c.ID, UnitID: u, Version: 1}); err != nil {
			return nil, fmt.Errorf("invite unit %s: %w", u, err)
		}
		if err := insertPass(tx, Pass{Code: newPassCode(), ConferenceID: c.ID, UnitID: u}); err != nil {
			return nil, fmt.Errorf("make pass of unit %s: %w", u, err)
		}
	}
	return units, nil
}

// passLetters are the letters of a code; none of them is taken for another.
const passLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const passLength = 10

// newPassCode makes a code of fifty random bits.
func newPassCode() string {
	b := make([]byte, passLength)
	rand.Read(b)
	for i := range b {
		b[i] = passLetters[b[i]%byte(len(passLetters))]
	}
	return string(b)
}

// passCode reads a code as it was typed or scanned.
func passCode(typed string) string {
	typed = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	return vn.NFC(typed)
}

// RenewPass takes the code of a member out of use and gives it another, where the
// invitation has come into strange hands.
func RenewPass(tx *db.Tx, y cycle.Year, unitID string) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	passes, err := passesOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read passes: %w", err)
	}
	i := slices.IndexFunc(passes, func(p Pass) bool { return p.UnitID == unitID })
	if i < 0 {
		return problem.New(problem.NotFound, "Đơn vị này chưa được gửi giấy mời.")
	}
	old := passes[i]
	if !old.UsedAt.IsZero() {
		return problem.New(problem.Closed, "Đơn vị này đã điểm danh lúc %s; không cần mã mới.", vn.Clock(old.UsedAt.Time))
	}
	old.WithdrawnAt = db.At(tx.Now)
	if err := updatePass(tx, old); err != nil {
		return fmt.Errorf("withdraw pass: %w", err)
	}
	if err := insertPass(tx, Pass{Code: newPassCode(), ConferenceID: c.ID, UnitID: unitID}); err != nil {
		return fmt.Errorf("make pass: %w", err)
	}
	if err := cycle.TellUnits(tx, y, "Mã điểm danh trên giấy mời đã được thay", invitationPage, unitID); err != nil {
		return err
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, map[string]any{"unit": unitID, "code": "renewed"}, "")
}
