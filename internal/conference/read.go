package conference

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
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
// the second entry is made without sight of the first.
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
		s.Motions[i].Entered = len(m.Counts)
		if m.Standing() != Waiting {
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
	return s, err
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
