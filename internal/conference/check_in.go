package conference

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Arrival is a member at the door, found by its code.
type Arrival struct {
	Pass       Pass
	Invitation Invitation
	Attendance Attendance // what is or would be marked
	Marked     bool       // it is marked already
}

// AtDoor finds the member of a code as it stands at the door.
//
// Read: requires the right to run the conference.
func AtDoor(tx *db.Tx, y cycle.Year, code string) (Arrival, error) {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return Arrival{}, err
	}
	c, err := doorsOpen(tx, y)
	if err != nil {
		return Arrival{}, err
	}
	return arrive(tx, c, code)
}

// CheckIn marks the member of a code as it has answered. Where its answer names
// nobody, it is who stands at the door: delegate, and authority for one who comes
// in another's place. The same code again marks nothing.
func CheckIn(tx *db.Tx, y cycle.Year, code, delegate, authority string) (Arrival, error) {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return Arrival{}, err
	}
	c, err := doorsOpen(tx, y)
	if err != nil {
		return Arrival{}, err
	}
	a, err := arrive(tx, c, code)
	if err != nil || a.Marked && !a.Pass.UsedAt.IsZero() {
		return a, err
	}
	if !a.Marked {
		if a.Attendance.Delegate == "" {
			a.Attendance.Delegate, a.Attendance.Authority = strings.TrimSpace(delegate), strings.TrimSpace(authority)
			if a.Attendance.Authority != "" {
				a.Attendance.State = Delegated
			}
		}
		if err := checkAttendance(a.Attendance); err != nil {
			return a, err
		}
		if err := saveAttendance(tx, a.Attendance); err != nil {
			return a, fmt.Errorf("check in: %w", err)
		}
	}
	a.Pass.UsedAt = db.At(tx.Now)
	if err := updatePass(tx, a.Pass); err != nil {
		return a, fmt.Errorf("use pass: %w", err)
	}
	return a, noted(tx, y, access.ConferenceRun, c.ID, nil, a.Attendance, "")
}

// doorsOpen is the conference whose members may be checked in: it runs, or this
// is its day.
func doorsOpen(tx *db.Tx, y cycle.Year) (Conference, error) {
	c, err := find(tx, y, Planned, Running)
	if err == nil && c.State == Planned && tx.Today().Before(c.HeldOn) {
		return c, problem.New(problem.Closed, "Hội nghị chưa khai mạc; điểm danh từ ngày họp %s.", c.HeldOn.Short())
	}
	return c, err
}

// arrive finds the member of a code and refuses one that is not good here.
func arrive(tx *db.Tx, c Conference, code string) (Arrival, error) {
	var a Arrival
	pass, err := findPass(tx, passCode(code))
	switch {
	case errors.Is(err, db.ErrNoRow):
		return a, problem.Field("ma", "Không có mã điểm danh này; xem lại mã trên giấy mời.")
	case err != nil:
		return a, fmt.Errorf("find pass: %w", err)
	case pass.ConferenceID != c.ID:
		return a, problem.Field("ma", "Mã này là của một hội nghị khác, không phải của hội nghị này.")
	case !pass.WithdrawnAt.IsZero():
		return a, problem.Field("ma", "Mã này đã bị thay ngày %s nên không còn dùng được; dùng mã trên giấy mời mới.", vn.DateOf(pass.WithdrawnAt.Time).Short())
	}
	a.Pass = pass
	list, err := invitationsOf(tx, c.ID)
	if err != nil {
		return a, fmt.Errorf("read invitations: %w", err)
	}
	if i := slices.IndexFunc(list, func(i Invitation) bool { return i.UnitID == pass.UnitID }); i >= 0 {
		a.Invitation = list[i]
	}
	a.Attendance = Attendance{ConferenceID: c.ID, UnitID: pass.UnitID, State: Present, Delegate: a.Invitation.person()}
	if a.Invitation.Reply == Sends {
		a.Attendance.State, a.Attendance.Authority = Delegated, a.Invitation.Authority()
	}
	there, err := attendanceOf(tx, c.ID)
	if err != nil {
		return a, fmt.Errorf("read attendance: %w", err)
	}
	if i := slices.IndexFunc(there, func(o Attendance) bool { return o.UnitID == pass.UnitID }); i >= 0 && there[i].State != Absent {
		a.Attendance, a.Marked = there[i], true
	} else if !pass.UsedAt.IsZero() {
		return a, problem.Field("ma", "Mã này đã dùng lúc %s, sau đó đơn vị được ghi là vắng; sửa ở bảng điểm danh.", vn.Clock(pass.UsedAt.Time))
	}
	return a, nil
}

func checkAttendance(a Attendance) error {
	var list problem.List
	if a.State.Name() == "" {
		list.Add("state", "Chọn có mặt, ủy quyền dự hoặc vắng.")
	}
	if a.State != Absent && strings.TrimSpace(a.Delegate) == "" {
		list.Add("delegate", "Ghi họ tên người dự.")
	}
	if a.State == Delegated && strings.TrimSpace(a.Authority) == "" {
		list.Add("authority", "Ghi số và ngày văn bản ủy quyền.")
	}
	return list.Err()
}
