package deliberation

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Path is the address of the deliberation.
func (d *Deliberation) Path() string {
	return "/so-khen-thuong/" + d.UnitID + "/binh-xet/" + strconv.Itoa(d.Year)
}

// Rounds lists the deliberations of a unit, the latest first.
//
// Read: requires the right to see the unit's deliberation.
func Rounds(tx *db.Tx, unitID string) ([]Deliberation, error) {
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := ofUnit(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("list deliberations of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Summary is a deliberation with its departments.
type Summary struct {
	Deliberation
	Departments []Department
	Meetings    []Meeting
	People      int
	Doubtful    int
	Unrated     int
	Ends        []End
	Objections  int // without answer
}

// Department is a part of the unit, as the list of staff names it.
type Department struct {
	Name   string
	People int
	Wanted int // nominated or registered for something
}

// Find reads the deliberation of a unit's year.
//
// Read: requires the right to see the unit's deliberation.
func Find(tx *db.Tx, unitID string, year int) (Summary, error) {
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: unitID}); err != nil {
		return Summary{}, err
	}
	d, err := ofYear(tx, unitID, year)
	if errors.Is(err, db.ErrNoRow) {
		return Summary{}, problem.New(problem.NotFound, "Chưa mở đợt bình xét năm %d.", year)
	}
	if err != nil {
		return Summary{}, fmt.Errorf("find deliberation of %d: %w", year, err)
	}
	s := Summary{Deliberation: d}
	if s.Departments, err = departmentsOf(tx, d.ID); err != nil {
		return s, fmt.Errorf("count departments of %s: %w", d.ID, err)
	}
	slices.SortFunc(s.Departments, func(a, b Department) int { return vn.Compare(a.Name, b.Name) })
	for _, p := range s.Departments {
		s.People += p.People
	}
	if s.Doubtful, s.Unrated, err = countOpen(tx, d.ID); err != nil {
		return s, fmt.Errorf("count staff of %s: %w", d.ID, err)
	}
	if s.Meetings, err = meetingsOf(tx, d.ID); err != nil {
		return s, fmt.Errorf("read meetings of %s: %w", d.ID, err)
	}
	if s.Ends, err = endsOf(tx, d.ID); err != nil {
		return s, fmt.Errorf("read ends of %s: %w", d.ID, err)
	}
	s.Objections, err = countUnanswered(tx, d.ID)
	return s, err
}

// PageSize is how many people a page shows.
const PageSize = 50

// Filter is who is looked for among the staff.
type Filter struct {
	Department string
	Name       string
	Rating     string // a rating, or "none"
	Wanted     string // a title, or "none"
	Doubtful   bool
	Page       int // from 1
}

// Staffs reads a page of the staff, and how many there are on all pages.
//
// Read: requires the right to see the unit's deliberation.
func Staffs(tx *db.Tx, id string, q Filter) ([]Staff, int, error) {
	d, err := find(tx, id)
	if err != nil {
		return nil, 0, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return nil, 0, err
	}
	q.Name = award.Folded(q.Name)
	list, total, err := filtered(tx, d.ID, q)
	if err != nil {
		return nil, 0, fmt.Errorf("list staff of %s: %w", d.ID, err)
	}
	return list, total, nil
}

func (d *Deliberation) person(tx *db.Tx, staffID string) (Staff, error) {
	s, err := findStaff(tx, staffID)
	if errors.Is(err, db.ErrNoRow) || err == nil && s.DeliberationID != d.ID {
		return s, problem.New(problem.NotFound, "Danh sách bình xét không có người này.")
	}
	if err != nil {
		return s, fmt.Errorf("find staff %s: %w", staffID, err)
	}
	return s, nil
}

// Person is one of the staff with all that decides.
type Person struct {
	Standing
	Answers [2]*rules.Answer // of the law, by title; nil where it was not asked
	MayBe   []award.Subject  // whom a doubtful person may be
}

// ReadPerson reads how one person stands.
//
// Read: requires the right to see the unit's deliberation.
func ReadPerson(tx *db.Tx, l *rules.Law, id, staffID string) (Person, error) {
	d, err := find(tx, id)
	if err != nil {
		return Person{}, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return Person{}, err
	}
	s, err := d.person(tx, staffID)
	if err != nil {
		return Person{}, err
	}
	w, err := readWorld(tx, l, &d, s.Department)
	if err != nil {
		return Person{}, err
	}
	w.judge(nil)
	i := slices.IndexFunc(w.people, func(o Standing) bool { return o.ID == s.ID })
	p := Person{Standing: w.people[i]}
	for k, title := range Titles {
		if a := l.Award(title); p.facts != nil && w.regime != nil && a != nil {
			p.Answers[k] = l.Check(w.regime, a, p.facts)
		}
	}
	files, err := award.FilesByID(tx, d.UnitID, s.MayBe())
	if err != nil {
		return p, err
	}
	for _, of := range s.MayBe() {
		if f := files[of]; f != nil {
			p.MayBe = append(p.MayBe, f.Subject)
		}
	}
	return p, nil
}

// ReadBoard reads the list of a meeting.
//
// Read: requires the right to see the unit's deliberation.
func ReadBoard(tx *db.Tx, l *rules.Law, id string) (Deliberation, *Board, error) {
	m, err := findMeetingOr(tx, id)
	if err != nil {
		return Deliberation{}, nil, err
	}
	d, err := find(tx, m.DeliberationID)
	if err != nil {
		return d, nil, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return d, nil, err
	}
	b, err := boardOf(tx, l, &d, &m)
	return d, b, err
}

func findMeetingOr(tx *db.Tx, id string) (Meeting, error) {
	m, err := findMeeting(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return m, problem.New(problem.NotFound, "Không có cuộc họp này.")
	}
	if err != nil {
		return m, fmt.Errorf("find meeting %s: %w", id, err)
	}
	return m, nil
}

// Objected is an objection with who it is of.
type Objected struct {
	Objection
	Name string
}

// ObjectionsOf lists the objections to a deliberation in the order of their arrival.
//
// Read: requires the right to see the unit's deliberation.
func ObjectionsOf(tx *db.Tx, id string) ([]Objected, error) {
	d, err := find(tx, id)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return nil, err
	}
	list, err := objectionsOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read objections of %s: %w", d.ID, err)
	}
	out := make([]Objected, len(list))
	for i, o := range list {
		s, err := d.person(tx, o.StaffID)
		if err != nil {
			return nil, err
		}
		out[i] = Objected{o, s.Name}
	}
	return out, nil
}
