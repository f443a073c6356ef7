package conference

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Sitting is everything about the conference of a year.
type Sitting struct {
	Conference  Conference
	Items       []Item
	Members     []cluster.Member
	Attendance  []Attendance
	Motions     []Motion
	Resolutions []Resolution
}

// Overview returns the conference of a year for those who take part. Of a
// motion that is not confirmed it shows a person only the own count, so that
// the second entry is made without sight of the first. The numbers of a sealed
// board are for who runs the conference.
//
// Read: requires the right to read the conference.
func Overview(tx *db.Tx, y cycle.Year) (Sitting, error) {
	if err := access.Require(tx, access.ConferenceRead, y.Scope()); err != nil {
		return Sitting{}, err
	}
	s, err := read(tx, y)
	if err != nil {
		return s, err
	}
	for i, m := range s.Motions {
		s.Motions[i].Teller = m.counts(tx.Actor)
	}
	if !access.May(tx, access.ConferenceRun, y.Scope()) {
		if err := s.seal(tx, y); err != nil {
			return s, err
		}
	}
	for i, m := range s.Motions {
		s.Motions[i].Entered = len(m.Counts)
		for _, v := range m.Votes {
			if v.State != Voting {
				continue
			}
			n, err := paperVoters(tx, v)
			if err != nil {
				return s, err
			}
			s.Motions[i].PaperVoters = max(s.Motions[i].PaperVoters, n)
		}
		if m.PaperStanding() != Waiting {
			continue
		}
		var own []Count
		for _, c := range m.Counts {
			if c.AccountID == tx.Actor.ID {
				own = append(own, c)
			}
		}
		s.Motions[i].Counts = own
	}
	return s, nil
}

// PublicOf returns the conference of a year once it is finished, or what was
// published of it.
//
// Public: what a finished conference decided is public.
func PublicOf(tx *db.Tx, y cycle.Year) (Sitting, error) {
	s, err := read(tx, y)
	if err == nil && s.Conference.State != Finished && s.Conference.State != History {
		return Sitting{}, problem.New(problem.NotFound, "Hội nghị tổng kết năm %d chưa bế mạc nên chưa công khai.", y.Year)
	}
	if err != nil {
		return s, err
	}
	return s, s.seal(tx, y)
}

// seal takes the numbers of sealed boards out.
func (s *Sitting) seal(tx *db.Tx, y cycle.Year) error {
	r, err := rulesOf(tx, y, s.Conference)
	for i := range s.Motions {
		s.Motions[i].seal(r)
	}
	return err
}

// Find returns the conference of a year.
//
// Read: used by later steps that have required their own right.
func Find(tx *db.Tx, y cycle.Year) (Conference, error) { return find(tx, y) }

func read(tx *db.Tx, y cycle.Year) (s Sitting, err error) {
	if s.Conference, err = find(tx, y); err != nil {
		return s, err
	}
	id := s.Conference.ID
	var errs [5]error
	s.Items, errs[0] = itemsOf(tx, id)
	s.Attendance, errs[1] = attendanceOf(tx, id)
	s.Motions, errs[2] = motionsOf(tx, id)
	s.Resolutions, errs[3] = resolutionsOf(tx, id)
	s.Members, errs[4] = cycle.Members(tx, y)
	if err := errors.Join(errs[:]...); err != nil {
		return s, fmt.Errorf("read conference: %w", err)
	}
	return s, nil
}

// Desk is a motion by secret ballot as who runs the conference sees it.
type Desk struct {
	Conference Conference
	Motion     Motion
	Rules      Rules
	Standings  []ballot.Standing // of its secret ballots in their order; none before the opening
}

// DeskOf returns the desk of a motion that is voted on by secret ballot.
//
// Read: requires the right to run the conference.
func DeskOf(tx *db.Tx, y cycle.Year, motionID string) (d Desk, err error) {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return d, err
	}
	if d.Conference, err = find(tx, y); err != nil {
		return d, err
	}
	if d.Rules, err = rulesOf(tx, y, d.Conference); err != nil {
		return d, err
	}
	if d.Motion, err = motionOf(tx, d.Conference.ID, motionID); err != nil {
		return d, err
	}
	if d.Motion.Way != BySecret {
		return d, problem.New(problem.NotFound, "Nội dung này bỏ phiếu giấy.")
	}
	for _, v := range d.Motion.Votes {
		if v.State == Prepared {
			continue
		}
		s, err := ballot.Find(tx, v.BallotID)
		if err != nil {
			return d, err
		}
		d.Standings = append(d.Standings, s)
	}
	return d, nil
}

// Roll are the voters of all secret ballots of a motion, each once, in their order.
func (m Motion) Roll() (list []ballot.Voter) {
	for _, v := range m.Votes {
		for _, voter := range v.Draft.Roll {
			if !slices.ContainsFunc(list, func(o ballot.Voter) bool { return o.ID == voter.ID }) {
				list = append(list, voter)
			}
		}
	}
	slices.SortFunc(list, func(a, b ballot.Voter) int { return strings.Compare(a.ID, b.ID) })
	return list
}
