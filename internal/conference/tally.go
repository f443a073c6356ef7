package conference

import (
	"maps"
	"slices"

	"giaouoc/internal/ballot"
)

// Standing is how far a motion's count has come.
type Standing string

// The standings of a count.
const (
	Waiting   Standing = "waiting"   // fewer than two entries, or a secret ballot that is not closed
	Differing Standing = "differing" // two entries that do not agree
	Confirmed Standing = "confirmed" // two entries that agree, and every secret ballot closed
)

// Standing tells how far the result of a motion has come.
func (m Motion) Standing() Standing {
	if m.Way != BySecret {
		return m.PaperStanding()
	}
	if len(m.Votes) == 0 || slices.ContainsFunc(m.Votes, func(v Vote) bool { return v.Result == nil }) {
		return Waiting
	}
	return Confirmed
}

// PaperStanding tells how far the count of its paper has come.
func (m Motion) PaperStanding() Standing {
	switch {
	case len(m.Counts) < 2:
		return Waiting
	case m.Counts[0].agrees(m.Counts[1]):
		return Confirmed
	}
	return Differing
}

func (c Count) agrees(o Count) bool {
	return c.Issued == o.Issued && c.Returned == o.Returned && c.Valid == o.Valid && maps.Equal(c.Votes, o.Votes) && maps.Equal(c.Lines, o.Lines)
}

// Apart reports whether each candidate is a secret ballot of its own.
func (m Motion) Apart() bool { return len(m.Votes) > 1 }

// Outcome is one candidate's result.
type Outcome struct {
	UnitID  string
	Votes   int
	Against int  // 0 where papers choose names or rank them
	Points  int  // 0 where papers do not rank
	Passed  bool // has the votes needed and a seat
	Tied    bool // has as many votes as another for the last seat; the conference decides
	Enough  bool // has the votes needed
}

// tallies are what was counted of each candidate of a confirmed motion, in their
// order.
func (m Motion) tallies() (list []ballot.Tally) {
	if m.Way == BySecret {
		for _, v := range m.Votes {
			list = append(list, v.Result.Result.Candidates...)
		}
		return list
	}
	for _, id := range m.Candidates {
		line := m.Counts[0].Lines[id]
		list = append(list, ballot.Tally{ID: id, Votes: m.Counts[0].Votes[id], Against: line.Against, Points: line.Points})
	}
	return list
}

// Outcomes orders the candidates of a confirmed motion by votes. needed is the
// number of votes that the rules ask for. A tie for the last seat passes nobody
// of the tied.
func (m Motion) Outcomes(r Rules) (list []Outcome, needed int) {
	base := m.Members
	if r.Base == MembersPresent {
		base = m.Present
	}
	needed = Needed(r.ThresholdPercent, base)
	if m.Standing() != Confirmed {
		return nil, needed
	}
	if m.Sealed() {
		return m.Decided, needed
	}
	counted := m.tallies()
	chosen, tied := ballot.Decide(m.Paper, m.Seats, needed, counted)
	for _, t := range counted {
		list = append(list, Outcome{
			UnitID: t.ID, Votes: t.Votes, Against: t.Against, Points: t.Points, Enough: t.Passed,
			Passed: slices.Contains(chosen, t.ID), Tied: slices.Contains(tied, t.ID),
		})
	}
	slices.SortStableFunc(list, func(a, b Outcome) int {
		if m.Paper == ballot.Rank && a.Points != b.Points {
			return b.Points - a.Points
		}
		return b.Votes - a.Votes
	})
	return list, needed
}

// Sealed reports whether the numbers of a result are kept from who reads it.
func (m Motion) Sealed() bool { return m.Decided != nil }

// seal leaves of a confirmed motion whose papers are not published only who passed.
func (m *Motion) seal(r Rules) {
	if m.Way != BySecret || m.Standing() != Confirmed || m.Votes[0].Draft.Form != ballot.Outcome {
		return
	}
	decided, _ := m.Outcomes(r)
	for i, o := range decided {
		decided[i] = Outcome{UnitID: o.UnitID, Passed: o.Passed, Tied: o.Tied, Enough: o.Enough}
	}
	slices.SortFunc(decided, func(a, b Outcome) int {
		return slices.Index(m.Candidates, a.UnitID) - slices.Index(m.Candidates, b.UnitID)
	})
	m.Decided, m.Counts = decided, nil
	for i := range m.Votes {
		m.Votes[i].Result = &VoteResult{Given: m.Votes[i].Result.Given, Returned: m.Votes[i].Result.Returned}
	}
}

// Quorum reports whether enough members take part.
func Quorum(r Rules, members int, attendance []Attendance) (present, needed int, ok bool) {
	for _, a := range attendance {
		if a.State != Absent {
			present++
		}
	}
	needed = Needed(r.QuorumPercent, members)
	return present, needed, members > 0 && present >= needed
}
