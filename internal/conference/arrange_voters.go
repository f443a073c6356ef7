package conference

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// mostApart is how many secret ballots of a motion a passkey answers for: each asks
// for the finger or the face once.
const mostApart = 3

// draft writes a secret ballot of a motion before its opening. Its voters are the
// members present, each by slip until arranged otherwise; where nobody votes on itself,
// without its candidate.
func draft(tx *db.Tx, y cycle.Year, r Rules, m Motion, candidates []string, attendance []Attendance) (ballot.Motion, error) {
	d := ballot.Motion{
		Cluster: y.ClusterID, Year: y.Year, Title: title(m), Kind: m.Paper, Seats: m.Seats, Members: m.Members, Present: m.Present,
		Base: r.ballotBase(), Percent: r.ThresholdPercent, Again: r.Again,
	}
	if m.Paper == ballot.Choose {
		d.Most = m.Seats
	}
	if r.NotForItself { // one name on the paper: yes or no, and seats are given among all
		d.Kind, d.Seats, d.Most = ballot.YesNo, 0, 0
	}
	ids := slices.Clone(candidates)
	for _, a := range attendance {
		ids = append(ids, a.UnitID)
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return d, err
	}
	for _, id := range candidates {
		d.Candidates = append(d.Candidates, ballot.Candidate{ID: id, Name: names[id]})
	}
	for _, a := range attendance {
		if a.State != Absent && !(r.NotForItself && slices.Contains(candidates, a.UnitID)) {
			d.Roll = append(d.Roll, ballot.Voter{ID: a.UnitID, Name: names[a.UnitID], Credential: ballot.Credential{Kind: ballot.Slip}})
		}
	}
	d.Form = r.form(len(d.Roll))
	return d, nil
}

func title(m Motion) string {
	if m.Round > 1 {
		return fmt.Sprintf("%s, lần %d", m.Kind.Name(), m.Round)
	}
	return m.Kind.Name()
}

// ArrangeVoters sets how each voter of a motion that is being prepared is known, by
// unit: a passkey with its key, a slip, or paper. The roll is that of the attendance
// now. Slips that were printed stay good for who keeps them.
func ArrangeVoters(tx *db.Tx, y cycle.Year, motionID string, by map[string]ballot.Credential) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	m, err := prepared(tx, c, motionID)
	if err != nil {
		return err
	}
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return err
	}
	attendance, err := inQuorum(tx, y, c, r, &m.Present, &m.Members)
	if err != nil {
		return err
	}
	for i, v := range m.Votes {
		d, err := draft(tx, y, r, m, candidatesOf(v), attendance)
		if err != nil {
			return err
		}
		d.ID = v.BallotID
		for j, voter := range d.Roll {
			if d.Roll[j].Credential, err = credential(m, v, voter, by); err != nil {
				return err
			}
		}
		m.Votes[i].Draft = d
		if err := saveVote(tx, m.Votes[i]); err != nil {
			return fmt.Errorf("arrange voters: %w", err)
		}
	}
	if err := savePresent(tx, m); err != nil {
		return fmt.Errorf("arrange voters: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, map[string]any{"motion": m.Kind, "voters": ways(by)}, "")
}

// credential is how a voter is known from now on: as asked for, or as before.
func credential(m Motion, v Vote, voter ballot.Voter, by map[string]ballot.Credential) (ballot.Credential, error) {
	before := voter.Credential
	if i := slices.IndexFunc(v.Draft.Roll, func(o ballot.Voter) bool { return o.ID == voter.ID }); i >= 0 {
		before = v.Draft.Roll[i].Credential
	}
	asked, there := by[voter.ID]
	switch {
	case !there:
		return before, nil
	case asked.Kind == ballot.Passkey && len(m.Votes) > mostApart:
		return asked, problem.Field("way_"+voter.ID, "Mỗi đơn vị được đưa ra là một lần bỏ phiếu riêng (%d lần); dùng phiếu mã để không phải xác nhận khóa truy cập từng lần.", len(m.Votes))
	case asked.Kind == ballot.Slip && before.Kind == ballot.Slip:
		return before, nil
	}
	return asked, nil
}

func ways(by map[string]ballot.Credential) map[string]string {
	list := map[string]string{}
	for id, c := range by {
		list[id] = c.Kind
	}
	return list
}

func candidatesOf(v Vote) []string {
	ids := make([]string, len(v.Draft.Candidates))
	for i, c := range v.Draft.Candidates {
		ids[i] = c.ID
	}
	return ids
}

// prepared finds a motion whose secret ballot is not open yet.
func prepared(tx *db.Tx, c Conference, motionID string) (Motion, error) {
	m, err := motionOf(tx, c.ID, motionID)
	if err == nil && m.Way != BySecret {
		err = problem.New(problem.Invalid, "Nội dung này bỏ phiếu giấy.")
	}
	if err == nil && m.Votes[0].State != Prepared {
		err = problem.New(problem.Closed, "Bỏ phiếu %s; danh sách cử tri không đổi được nữa.", m.Votes[0].State.Name())
	}
	return m, err
}

// Withdraw takes back a motion whose secret ballot is being prepared.
func Withdraw(tx *db.Tx, y cycle.Year, motionID string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	m, err := prepared(tx, c, motionID)
	if err != nil {
		return err
	}
	if err := removeMotion(tx, m.ID); err != nil {
		return fmt.Errorf("withdraw motion: %w", err)
	}
	m.Votes = nil
	return noted(tx, y, access.ConferenceRun, c.ID, m, nil, "")
}
