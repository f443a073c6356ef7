package conference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// CloseVote closes the secret ballots of a motion and keeps what they say. Where
// voters voted on paper, two persons have entered the same count of it. It returns
// the ids of the secret ballots, whose holders have nothing to sign any more.
//
// Within: ballot.End writes the record of each.
func CloseVote(tx *db.Tx, y cycle.Year, motionID string) (ballots []string, err error) {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return nil, err
	}
	m, err := voting(tx, y, motionID)
	if err != nil {
		return nil, err
	}
	for _, v := range m.Votes {
		s, err := ballot.Find(tx, v.BallotID)
		if err != nil {
			return nil, err
		}
		onPaper, err := paperVoters(tx, v)
		if err != nil {
			return nil, err
		}
		v.Result = &VoteResult{Given: len(s.Taken), Returned: s.Cast}
		if onPaper > 0 {
			if m.PaperStanding() != Confirmed {
				return nil, problem.New(problem.Closed, "Có %d cử tri bỏ phiếu giấy; hai người nhập kết quả kiểm phiếu giấy khớp nhau rồi mới đóng.", onPaper)
			}
			v.Result.OnPaper = m.Counts[0].counted(m, v.Draft.Candidates)
			v.Result.Given += v.Result.OnPaper.Given
			v.Result.Returned += v.Result.OnPaper.Returned
		}
		if v.Result.Result, err = ballot.End(tx, v.BallotID, s.Version, v.Result.OnPaper); err != nil {
			return nil, err
		}
		v.State = Voted
		ballots = append(ballots, v.BallotID)
		if err := saveVote(tx, v); err != nil {
			return nil, fmt.Errorf("close vote: %w", err)
		}
	}
	return ballots, nil
}

// ResolveVote writes the result of a secret vote down as a resolution, in words from
// its figures.
func ResolveVote(tx *db.Tx, y cycle.Year, motionID string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	m, err := motionOf(tx, c.ID, motionID)
	if err != nil {
		return err
	}
	if m.Standing() != Confirmed {
		return problem.New(problem.Closed, "Nội dung này chưa có kết quả.")
	}
	list, err := resolutionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read resolutions: %w", err)
	}
	if slices.ContainsFunc(list, func(o Resolution) bool { return o.MotionID == m.ID }) {
		return nil // the same button pressed twice
	}
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return err
	}
	n := Resolution{ID: db.NewID(), ConferenceID: c.ID, Number: len(list) + 1, MotionID: m.ID}
	if n.Body, n.Passed, err = inWords(tx, m, r); err != nil {
		return err
	}
	if err := insertResolution(tx, n); err != nil {
		return fmt.Errorf("store resolution: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, n, "")
}

// inWords says what a confirmed motion decided. Of a sealed board it gives no numbers:
// resolutions are public, and the counting minutes have them.
func inWords(tx *db.Tx, m Motion, r Rules) (body string, passed bool, err error) {
	m.seal(r)
	outcomes, needed := m.Outcomes(r)
	names, err := org.Names(tx, tx.Today(), m.Candidates...)
	if err != nil {
		return "", false, err
	}
	base := m.Members
	if r.Base == MembersPresent {
		base = m.Present
	}
	var chosen []string
	for _, o := range outcomes {
		switch {
		case o.Passed && m.Sealed():
			chosen = append(chosen, names[o.UnitID])
		case o.Passed:
			chosen = append(chosen, names[o.UnitID]+" ("+strconv.Itoa(o.Votes)+"/"+strconv.Itoa(base)+" phiếu)")
		}
	}
	if len(chosen) == 0 {
		return fmt.Sprintf("%s: không đơn vị nào được chọn; cần ít nhất %d phiếu.", title(m), needed), false, nil
	}
	return fmt.Sprintf("%s: %s; cần ít nhất %d phiếu.", title(m), strings.Join(chosen, ", "), needed), true, nil
}
