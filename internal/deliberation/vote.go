package deliberation

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
)

// Count is how a meeting voted on a person for a title, as it is typed.
type Count struct {
	StaffID string
	Award   string
	Yes     int
	No      int
}

// Field is the name of the field of a count in a form.
func (c *Count) Field(word string) string { return word + "_" + c.Award + "_" + c.StaffID }

// voted is what the record keeps of votes.
type voted struct {
	Counts []Count
	All    *Count `json:",omitempty"` // of everybody who had no vote yet
}

// VoteOn writes counts of an open meeting, over those that stood there. Nobody is
// voted on who is not nominated for the title, does not meet its standard, or was not
// carried by the department.
func VoteOn(tx *db.Tx, l *rules.Law, id string, version int64, counts []Count) error {
	d, m, err := atMeeting(tx, id, version)
	if err != nil {
		return err
	}
	b, err := boardOf(tx, l, &d, &m)
	if err != nil {
		return err
	}
	if len(counts) == 0 {
		return problem.New(problem.Invalid, "Chưa ghi kết quả phiếu nào.")
	}
	var list problem.List
	for i := range counts {
		c := &counts[i]
		p, may := b.may(c.StaffID, c.Award)
		switch {
		case p == nil:
			return problem.New(problem.NotFound, "Danh sách của cuộc họp này không có người ấy.")
		case !may:
			list.Add(c.Field("yes"), "%s không bỏ phiếu được cho danh hiệu này: %s", p.Name, p.Of(c.Award).Why)
		}
		m.checkCount(&list, c)
	}
	if err := list.Err(); err != nil {
		return err
	}
	return m.store(tx, &d, voted{Counts: counts}, counts)
}

// checkCount refuses counts that cannot be at a meeting of so many.
func (m *Meeting) checkCount(list *problem.List, c *Count) {
	switch {
	case c.Yes < 0 || c.No < 0:
		list.Add(c.Field("yes"), "Số phiếu không thể âm.")
	case c.Yes > m.Present:
		list.Add(c.Field("yes"), "%d phiếu đồng ý nhiều hơn %d người có mặt.", c.Yes, m.Present)
	case c.Yes+c.No > m.Present:
		list.Add(c.Field("no"), "%d phiếu đồng ý và %d phiếu không đồng ý nhiều hơn %d người có mặt.", c.Yes, c.No, m.Present)
	}
}

// VoteOnRest writes one count for everybody on the list of a title who has none yet:
// the list was voted on as a whole.
func VoteOnRest(tx *db.Tx, l *rules.Law, id string, version int64, all Count) error {
	d, m, err := atMeeting(tx, id, version)
	if err != nil {
		return err
	}
	if !slices.Contains(Titles, all.Award) {
		return problem.Field("award", "Chọn danh hiệu.")
	}
	var list problem.List
	if m.checkCount(&list, &all); len(list) > 0 {
		return problem.Field("all_yes", "%s", list[0].Text)
	}
	b, err := boardOf(tx, l, &d, &m)
	if err != nil {
		return err
	}
	var counts []Count
	for _, p := range b.People {
		if at := p.Of(all.Award); at.May && at.Vote == nil {
			counts = append(counts, Count{StaffID: p.ID, Award: all.Award, Yes: all.Yes, No: all.No})
		}
	}
	if len(counts) == 0 {
		return problem.Field("all_yes", "Không còn ai chưa có kết quả phiếu cho danh hiệu này.")
	}
	return m.store(tx, &d, voted{All: &all}, counts)
}

// store writes counts with the next version of the meeting.
func (m *Meeting) store(tx *db.Tx, d *Deliberation, act voted, counts []Count) error {
	votes := make([]Vote, len(counts))
	for i, c := range counts {
		votes[i] = Vote{MeetingID: m.ID, StaffID: c.StaffID, Award: c.Award, Yes: c.Yes, No: c.No}
	}
	if err := saveVotes(tx, votes); err != nil {
		return fmt.Errorf("store votes of meeting %s: %w", m.ID, err)
	}
	was := m.Version
	m.Version++
	n, err := updateMeeting(tx, *m, was)
	if err != nil {
		return fmt.Errorf("store meeting %s: %w", m.ID, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "Phiếu của cuộc họp vừa được ghi ở nơi khác; xem lại rồi ghi lần nữa.")
	}
	return record.Add(tx, record.Act{
		Act: access.DeliberationKeep, Object: record.Object{Kind: "deliberation_meeting", ID: m.ID}, Scope: access.Scope{Unit: d.UnitID}, After: act,
	})
}
