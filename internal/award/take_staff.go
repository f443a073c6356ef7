package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
)

// StaffLine is one of a unit's staff as a list names it, with the rating of a year.
type StaffLine struct {
	Who
	SubjectID string       // whom it is known to be; AsNew for somebody new; empty to be looked for
	Rating    rules.Rating // empty: not rated
}

// Taken is whom of the register a line is. Where that is doubtful SubjectID is empty, and
// nothing was entered.
type Taken struct {
	Matching
	SubjectID string
}

// takenAct is what the record keeps of a list of staff.
type takenAct struct {
	Year   int
	Lines  int
	People int // files that were opened
	Rated  int
	Source string
}

// TakeStaff finds the staff of a unit in its register, opens a file for who is new,
// and writes the rating of the year, over what stood there. Who is doubtful is left
// for somebody to decide, and comes again with its SubjectID. The post and the place
// of who is there already stay as the register has them. Source names the list.
func TakeStaff(tx *db.Tx, l *rules.Law, ring *key.Ring, unitID string, year int, source string, lines []StaffLine) ([]Taken, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return nil, err
	}
	known, fileOf, err := candidates(tx, ring, unitID)
	if err != nil {
		return nil, err
	}
	act := takenAct{Year: year, Lines: len(lines), Source: source}
	var opened []Subject
	var rated []Year
	list := make([]Taken, len(lines))
	for i, w := range lines {
		list[i] = taken(w, known)
		y := Year{Year: year}
		switch {
		case list[i].SubjectID == AsNew:
			s, err := newStaff(tx, l, unitID, w)
			if err != nil {
				return nil, err
			}
			if w.Rating != "" {
				s.Version++
			}
			list[i].SubjectID, opened = s.ID, append(opened, s)
		case list[i].SubjectID == "":
			continue
		default:
			if y, err = ratedBefore(tx, fileOf, list[i].SubjectID, year, w.Name); err != nil {
				return nil, err
			}
		}
		if y.Rating != w.Rating {
			y.SubjectID, y.Rating, y.Source = list[i].SubjectID, w.Rating, source
			rated = append(rated, y)
			if list[i].Verdict != New && w.SubjectID != AsNew {
				if err := raiseSubject(tx, y.SubjectID); err != nil {
					return nil, fmt.Errorf("raise version of %s: %w", y.SubjectID, err)
				}
			}
		}
	}
	act.People, act.Rated = len(opened), len(rated)
	if err := keepMany(tx, opened); err != nil {
		return nil, fmt.Errorf("open %d files: %w", len(opened), err)
	}
	if err := saveYears(tx, rated); err != nil {
		return nil, fmt.Errorf("rate year %d: %w", year, err)
	}
	return list, record.Add(tx, record.Act{Act: access.AwardKeep, Object: record.Object{Kind: "award_list", ID: unitID}, Scope: scope, After: act})
}

// taken is whom a line is found to be.
func taken(w StaffLine, known *Known) Taken {
	if w.SubjectID != "" {
		return Taken{SubjectID: w.SubjectID}
	}
	t := Taken{Matching: Match(w.Who, known)}
	switch t.Verdict {
	case Same:
		t.SubjectID = t.Found[0]
	case New:
		t.SubjectID = AsNew
	}
	return t
}

func newStaff(tx *db.Tx, l *rules.Law, unitID string, w StaffLine) (Subject, error) {
	s := Subject{UnitID: unitID, Kind: rules.Person, Name: w.Name, BirthYear: w.BirthYear, Female: w.Female, Post: w.Post, Place: w.Place}
	if err := checkSubject(tx, l, &s); err != nil {
		return s, err
	}
	s.ID, s.Folded, s.Version, s.CreatedAt = db.NewID(), Folded(s.Name), 1, db.At(tx.Now)
	return s, nil
}

// ratedBefore is the year of a file as it stands.
func ratedBefore(tx *db.Tx, fileOf func(string) (*File, error), id string, year int, name string) (Year, error) {
	f, err := fileOf(id)
	if err != nil {
		return Year{}, err
	}
	if f == nil || !access.May(tx, access.AwardKeep, access.Scope{Unit: f.UnitID}) {
		return Year{}, problem.New(problem.Denied, "Hồ sơ của %s không do đơn vị này giữ, hoặc không còn; bạn không ghi được.", name)
	}
	if at := slices.IndexFunc(f.Years, func(o Year) bool { return o.Year == year }); at >= 0 {
		return f.Years[at], nil
	}
	return Year{Year: year}, nil
}

// FilesByID reads some of the files that a unit keeps, by their ids.
//
// Read: requires the right to see the register of the unit.
func FilesByID(tx *db.Tx, unitID string, ids []string) (map[string]*File, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	by := make(map[string]*File, len(ids))
	for _, id := range ids {
		s, err := findSubject(tx, id)
		if err != nil {
			return nil, fmt.Errorf("find subject %s: %w", id, err)
		}
		if !mayLook(tx, s.UnitID) {
			continue
		}
		f, err := fileOf(tx, s)
		if err != nil {
			return nil, err
		}
		by[id] = &f
	}
	return by, nil
}
