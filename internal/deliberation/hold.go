package deliberation

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Hold enters a meeting with its attendance. A meeting without quorum is none; the
// unit meets once every department with somebody nominated has.
func Hold(tx *db.Tx, version int64, m Meeting) (Meeting, error) {
	d, err := inHand(tx, m.DeliberationID, version)
	if err != nil {
		return m, err
	}
	people, err := staffOf(tx, d.ID)
	if err != nil {
		return m, fmt.Errorf("read staff of %s: %w", d.ID, err)
	}
	held, err := meetingsOf(tx, d.ID)
	if err != nil {
		return m, fmt.Errorf("read meetings of %s: %w", d.ID, err)
	}
	m.Department = vn.Line(m.Department)
	if slices.ContainsFunc(held, func(o Meeting) bool { return o.Department == m.Department }) {
		return m, problem.New(problem.Conflict, "%s đã được ghi.", m.Name())
	}
	if err := m.check(tx, &d, people); err != nil {
		return m, err
	}
	if m.Department == "" {
		if waiting := waitingFor(people, held); len(waiting) > 0 {
			return m, problem.Field("department", "Đơn vị họp sau khi các bộ phận đã họp xong (06/2022/QH15, Điều 83, khoản 1: bình xét từ cơ sở); còn: %s.", strings.Join(waiting, ", "))
		}
	}
	m.ID, m.State, m.Version, m.CreatedAt = db.NewID(), MeetingOpen, 1, db.At(tx.Now)
	if err := insertMeeting(tx, m); err != nil {
		return m, fmt.Errorf("store meeting: %w", err)
	}
	d.State = Meetings
	if err := d.store(tx); err != nil {
		return m, err
	}
	return m, d.recorded(tx, nil, m, "")
}

// recorded writes what was done to a meeting.
func (d *Deliberation) recorded(tx *db.Tx, before any, m Meeting, reason string) error {
	return record.Add(tx, record.Act{
		Act: access.DeliberationKeep, Object: record.Object{Kind: "deliberation_meeting", ID: m.ID}, Scope: access.Scope{Unit: d.UnitID}, Before: before, After: m, Reason: reason,
	})
}

// waitingFor are the departments with somebody nominated whose meeting is not closed.
func waitingFor(people []Staff, held []Meeting) []string {
	var list []string
	for i := range people {
		s := &people[i]
		if s.Wanted() == "" || slices.Contains(list, s.Department) {
			continue
		}
		if !slices.ContainsFunc(held, func(m Meeting) bool { return m.Department == s.Department && m.State == MeetingClosed }) {
			list = append(list, s.Department)
		}
	}
	return list
}

func (m *Meeting) check(tx *db.Tx, d *Deliberation, people []Staff) error {
	var list problem.List
	if m.Department != "" && !slices.ContainsFunc(people, func(s Staff) bool { return s.Department == m.Department }) {
		list.Add("department", "Chọn bộ phận có trong danh sách.")
	}
	if m.HeldOn.IsZero() || m.HeldOn.After(tx.Today()) {
		list.Add("held_on", "Ghi ngày họp, không sau hôm nay.")
	}
	if m.Members < 1 || m.Members > 10_000 {
		list.Add("members", "Ghi số người được triệu tập, từ 1 đến 10.000.")
	}
	if m.Present < 1 || m.Present > m.Members {
		list.Add("present", "Số người có mặt từ 1 đến số được triệu tập là %d.", m.Members)
	} else if need := rules.VotesNeeded(d.Quorum, m.Members); m.Present < need {
		list.Add("present", "Có mặt %d trên %d người, chưa đủ số họp: cần từ %d%%, là %d người (%s). Họp lại khi đủ người.", m.Present, m.Members, d.Quorum, need, d.Document)
	}
	if m.Manner != Secret && m.Manner != Hands {
		list.Add("manner", "Chọn cách biểu quyết.")
	}
	for _, f := range []struct {
		text        *string
		field, what string
	}{{&m.Place, "place", "Ghi nơi họp."}, {&m.Chair, "chair", "Ghi họ tên người chủ trì."}, {&m.Secretary, "secretary", "Ghi họ tên thư ký."}} {
		if *f.text = vn.Line(*f.text); *f.text == "" {
			list.Add(f.field, "%s", f.what)
		}
	}
	if m.Chair != "" && m.Chair == m.Secretary {
		list.Add("secretary", "Thư ký và chủ trì là hai người.")
	}
	return list.Err()
}

// CloseMeeting closes the minutes: everybody who can be voted on was.
func CloseMeeting(tx *db.Tx, l *rules.Law, id, remarks string, version int64) error {
	d, m, err := atMeeting(tx, id, version)
	if err != nil {
		return err
	}
	b, err := boardOf(tx, l, &d, &m)
	if err != nil {
		return err
	}
	if n := b.Waiting(); n > 0 {
		return problem.New(problem.Closed, "Còn %d kết quả phiếu chưa ghi; ghi hết rồi khóa biên bản.", n)
	}
	before := m
	m.Remarks, m.State = strings.TrimSpace(remarks), MeetingClosed
	return m.changed(tx, &d, before, "")
}

// ReopenMeeting lets the votes of a closed meeting be corrected, with a reason. The
// unit's own meeting, which rests on those of the departments, is reopened first.
func ReopenMeeting(tx *db.Tx, id, reason string, version int64) error {
	m, err := findMeetingOr(tx, id)
	if err != nil {
		return err
	}
	d, err := find(tx, m.DeliberationID)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	held, err := meetingsOf(tx, d.ID)
	if err != nil {
		return fmt.Errorf("read meetings of %s: %w", d.ID, err)
	}
	switch {
	case !d.open():
		return problem.New(problem.Closed, "Đợt bình xét %s; biên bản không mở lại nữa.", d.State.Name())
	case m.State != MeetingClosed:
		return problem.New(problem.Conflict, "Biên bản này đang mở.")
	case m.Version != version:
		return problem.New(problem.Conflict, "Biên bản vừa được người khác ghi; xem lại rồi làm tiếp.")
	case m.Department != "" && slices.ContainsFunc(held, func(o Meeting) bool { return o.Department == "" && o.State == MeetingClosed }):
		return problem.New(problem.Closed, "Mở lại biên bản họp của đơn vị trước; biên bản ấy dựa vào kết quả của bộ phận.")
	}
	if reason = vn.Line(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do mở lại biên bản.")
	}
	before := m
	m.State = MeetingOpen
	return m.changed(tx, &d, before, reason)
}

// atMeeting finds an open meeting for who may write its votes, as it was seen.
func atMeeting(tx *db.Tx, id string, version int64) (Deliberation, Meeting, error) {
	m, err := findMeetingOr(tx, id)
	if err != nil {
		return Deliberation{}, m, err
	}
	d, err := find(tx, m.DeliberationID)
	if err != nil {
		return d, m, err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, m, err
	}
	switch {
	case !d.open():
		return d, m, problem.New(problem.Closed, "Đợt bình xét %s; không ghi phiếu nữa.", d.State.Name())
	case m.State != MeetingOpen:
		return d, m, problem.New(problem.Closed, "Biên bản cuộc họp đã khóa; không ghi phiếu nữa.")
	case m.Version != version:
		return d, m, problem.New(problem.Conflict, "Phiếu của cuộc họp vừa được ghi ở nơi khác (một người khác hoặc một thẻ khác). Chưa ghi gì; xem lại rồi ghi lần nữa.")
	}
	return d, m, nil
}

// changed stores a meeting over the version before.
func (m *Meeting) changed(tx *db.Tx, d *Deliberation, before Meeting, reason string) error {
	was := m.Version
	m.Version++
	n, err := updateMeeting(tx, *m, was)
	if err != nil {
		return fmt.Errorf("store meeting %s: %w", m.ID, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "Biên bản vừa được người khác ghi; xem lại rồi làm tiếp.")
	}
	return d.recorded(tx, before, *m, reason)
}
