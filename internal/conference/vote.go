package conference

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Put puts a motion with its candidates to the vote. The conference must have
// its quorum.
func Put(tx *db.Tx, y cycle.Year, m Motion) (Motion, error) {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return Motion{}, err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return Motion{}, err
	}
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return Motion{}, err
	}
	motions, err := motionsOf(tx, c.ID)
	if err != nil {
		return Motion{}, fmt.Errorf("read motions: %w", err)
	}
	if m.Round, err = roundOf(r, motions, m); err != nil {
		return Motion{}, err
	}
	if err := checkMotion(tx, y, c, m); err != nil {
		return Motion{}, err
	}
	attendance, err := inQuorum(tx, y, c, r, &m.Present, &m.Members)
	if err != nil {
		return Motion{}, err
	}
	m.ID, m.ConferenceID = db.NewID(), c.ID
	if err := insertMotion(tx, m); err != nil {
		return Motion{}, fmt.Errorf("put motion: %w", err)
	}
	if err := noted(tx, y, access.ConferenceRun, c.ID, nil, m, ""); err != nil || m.Way != BySecret {
		return m, err
	}
	for _, candidates := range m.papers(r) {
		v := Vote{BallotID: db.NewID(), MotionID: m.ID, Number: len(m.Votes), State: Prepared}
		if v.Draft, err = draft(tx, y, r, m, candidates, attendance); err != nil {
			return m, err
		}
		v.Draft.ID = v.BallotID
		m.Votes = append(m.Votes, v)
		if err := insertVote(tx, v); err != nil {
			return m, fmt.Errorf("prepare vote: %w", err)
		}
	}
	return m, nil
}

// inQuorum counts who is present and all members, in place, and refuses to go on
// without a quorum.
func inQuorum(tx *db.Tx, y cycle.Year, c Conference, r Rules, present, all *int) ([]Attendance, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	attendance, err := attendanceOf(tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read attendance: %w", err)
	}
	there, needed, ok := Quorum(r, len(members), attendance)
	if !ok {
		return nil, problem.New(problem.Closed, "Mới có %d/%d đơn vị dự, cần ít nhất %d mới đủ số để biểu quyết.", there, len(members), needed)
	}
	*present, *all = there, len(members)
	return attendance, nil
}

// papers are the candidates of each secret ballot of a motion.
func (m Motion) papers(r Rules) [][]string {
	if !r.NotForItself {
		return [][]string{m.Candidates}
	}
	list := make([][]string, len(m.Candidates))
	for i, id := range m.Candidates {
		list[i] = []string{id}
	}
	return list
}

func checkMotion(tx *db.Tx, y cycle.Year, c Conference, m Motion) error {
	var list problem.List
	if m.Kind.Name() == "" {
		list.Add("kind", "Chọn nội dung biểu quyết.")
	}
	if (m.Kind == Lead || m.Kind == Deputy) && !c.Elects {
		list.Add("kind", "Hội nghị này không bầu trưởng, phó; sửa kế hoạch hội nghị nếu có bầu.")
	}
	if (m.Kind == Lead || m.Kind == Deputy) && m.Seats != 1 {
		list.Add("seats", "Bầu trưởng hoặc phó chỉ chọn một đơn vị.")
	}
	if m.Way != OnPaper && m.Way != BySecret {
		list.Add("way", "Chọn cách bỏ phiếu.")
	}
	if m.Paper != ballot.Choose && m.Paper != ballot.YesNo && m.Paper != ballot.Rank {
		list.Add("paper", "Chọn cách ghi phiếu.")
	}
	if m.Seats < 1 || m.Seats > len(m.Candidates) {
		list.Add("seats", "Số đơn vị được chọn phải từ 1 đến số đơn vị đưa ra biểu quyết.")
	}
	for i, id := range m.Candidates {
		if slices.Contains(m.Candidates[:i], id) {
			list.Add("candidates", "Một đơn vị được đưa ra hai lần.")
		}
		if err := cycle.MustBeMember(tx, y, id); err != nil {
			list.Add("candidates", "Chỉ đơn vị thành viên mới được đưa ra biểu quyết.")
		}
	}
	return list.Err()
}

// roundOf is the round in which a motion is put. It is put again only when the
// vote before is counted and left seats open, for no more than those, and
// without the units that already have one.
func roundOf(r Rules, motions []Motion, m Motion) (int, error) {
	round, open := 1, 0
	var list problem.List
	for _, o := range motions {
		if o.Kind != m.Kind {
			continue
		}
		if o.Standing() != Confirmed {
			return 0, problem.Field("kind", "Nội dung «%s» đang được biểu quyết.", m.Kind.Name())
		}
		round, open = o.Round+1, o.Seats
		outcomes, _ := o.Outcomes(r)
		for _, x := range outcomes {
			if !x.Passed {
				continue
			}
			open--
			if slices.Contains(m.Candidates, x.UnitID) {
				list.Add("candidates", "Có đơn vị đã được chọn ở lần biểu quyết trước.")
			}
		}
	}
	if round == 1 {
		return round, nil
	}
	if open == 0 {
		return 0, problem.Field("kind", "Nội dung «%s» đã được biểu quyết và có kết quả.", m.Kind.Name())
	}
	if m.Seats > open {
		list.Add("seats", "Lần biểu quyết trước còn %d đơn vị chưa chọn được; không chọn nhiều hơn số đó.", open)
	}
	return round, list.Err()
}

// MustCount refuses an actor who may not enter counts of a year's conference, as a
// form asks before it reads what was typed. A person of a unit that is no member
// may not.
//
// Read: requires the right to count.
func MustCount(tx *db.Tx, y cycle.Year) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	return access.Require(tx, access.ConferenceCount, scope)
}

// EnterCount stores what one person read in the paper minutes of a motion. Two
// different persons enter it; a person may correct the own entry until both
// agree.
func EnterCount(tx *db.Tx, y cycle.Year, motionID string, n Count) (Standing, error) {
	if err := MustCount(tx, y); err != nil {
		return "", err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return "", err
	}
	m, err := motionOf(tx, c.ID, motionID)
	if err != nil {
		return "", err
	}
	if m.PaperStanding() == Confirmed {
		return "", problem.New(problem.Closed, "Kết quả này đã được hai người nhập khớp nhau; không sửa được nữa.")
	}
	given, err := handedOut(tx, m)
	if err != nil {
		return "", err
	}
	if err := checkCount(m, n, given); err != nil {
		return "", err
	}
	own := slices.IndexFunc(m.Counts, func(o Count) bool { return o.AccountID == tx.Actor.ID })
	if own < 0 && len(m.Counts) >= 2 {
		return "", problem.New(problem.Closed, "Đã có hai người nhập (%s, %s); chỉ hai người này được sửa cho khớp.", m.Counts[0].Name, m.Counts[1].Name)
	}
	n.MotionID, n.AccountID, n.Name, n.At = m.ID, tx.Actor.ID, tx.Actor.Name, db.At(tx.Now)
	if err := saveCount(tx, n); err != nil {
		return "", fmt.Errorf("store count: %w", err)
	}
	if own >= 0 {
		m.Counts[own] = n
	} else {
		m.Counts = append(m.Counts, n)
	}
	return m.PaperStanding(), noted(tx, y, access.ConferenceCount, c.ID, nil, map[string]any{"motion": m.Kind, "count": n}, "")
}

func motionOf(tx *db.Tx, conferenceID, id string) (Motion, error) {
	motions, err := motionsOf(tx, conferenceID)
	if err != nil {
		return Motion{}, fmt.Errorf("read motions: %w", err)
	}
	for _, m := range motions {
		if m.ID == id {
			return m, nil
		}
	}
	return Motion{}, problem.New(problem.NotFound, "Không có nội dung biểu quyết này.")
}

// Resolve stores one decision of the running conference.
func Resolve(tx *db.Tx, y cycle.Year, n Resolution) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	if n.Body = strings.TrimSpace(n.Body); n.Body == "" {
		return problem.Field("body", "Ghi nội dung quyết nghị.")
	}
	var secrets problem.List
	blob.RefuseSecrets(&secrets, "body", n.Body)
	if err := secrets.Err(); err != nil {
		return err
	}
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return err
	}
	var present, base int
	if _, err := inQuorum(tx, y, c, r, &present, &base); err != nil {
		return err
	}
	if n.InFavour < 0 || n.Against < 0 || n.InFavour+n.Against > present {
		return problem.Field("in_favour", "Tổng số tán thành và không tán thành lớn hơn số đơn vị dự (%d).", present)
	}
	list, err := resolutionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read resolutions: %w", err)
	}
	if slices.ContainsFunc(list, func(o Resolution) bool { return o.Body == n.Body }) {
		return problem.Field("body", "Quyết nghị này đã được ghi.")
	}
	if r.Base == MembersPresent {
		base = present
	}
	n.ID, n.ConferenceID, n.Number = db.NewID(), c.ID, len(list)+1
	n.Passed = n.InFavour >= Needed(r.ThresholdPercent, base)
	if err := insertResolution(tx, n); err != nil {
		return fmt.Errorf("store resolution: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, n, "")
}
