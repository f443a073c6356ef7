package conference

import (
	"maps"
	"slices"
)

// Standing is how far a motion's count has come.
type Standing string

// The standings of a count.
const (
	Waiting   Standing = "waiting"   // fewer than two entries
	Differing Standing = "differing" // two entries that do not agree
	Confirmed Standing = "confirmed" // two entries that agree
)

// Standing tells how far the count of a motion has come.
func (m Motion) Standing() Standing {
	switch {
	case len(m.Counts) < 2:
		return Waiting
	case m.Counts[0].agrees(m.Counts[1]):
		return Confirmed
	}
	return Differing
}

func (c Count) agrees(o Count) bool {
	return c.Issued == o.Issued && c.Returned == o.Returned && c.Valid == o.Valid && maps.Equal(c.Votes, o.Votes)
}

// Outcome is one candidate's result.
type Outcome struct {
	UnitID string
	Votes  int
	Passed bool // has the votes needed and a seat
	Tied   bool // has as many votes as another for the last seat; the conference decides
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
	for _, id := range m.Candidates {
		list = append(list, Outcome{UnitID: id, Votes: m.Counts[0].Votes[id]})
	}
	slices.SortStableFunc(list, func(a, b Outcome) int { return b.Votes - a.Votes })
	for i := range list {
		list[i].Passed = i < m.Seats && list[i].Votes >= needed
	}
	if m.Seats > 0 && len(list) > m.Seats && list[m.Seats-1].Passed && list[m.Seats].Votes == list[m.Seats-1].Votes {
		for i := range list {
			if list[i].Votes == list[m.Seats].Votes {
				list[i].Passed, list[i].Tied = false, true
			}
		}
	}
	return list, needed
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
