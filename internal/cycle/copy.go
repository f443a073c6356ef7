package cycle

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// DifferenceKind is what differs between the set-ups of two years.
type DifferenceKind string

// Kinds of difference.
const (
	PhaseDiffers  DifferenceKind = "phase"
	PeriodDiffers DifferenceKind = "period"
	MemberDiffers DifferenceKind = "member" // told, not copied
)

// Difference is one line of the comparison of two set-ups.
type Difference struct {
	Kind     DifferenceKind
	Key      string // the phase's kind, the period's code, the unit's id
	Name     string
	WasOpens vn.Date // in the earlier year
	WasDue   vn.Date
	Opens    vn.Date // in the later year
	Due      vn.Date
	Kept     bool   // the later year has days of its own, which stay
	Note     string // why a day moved, who joined or left; a Vietnamese sentence
	Doubt    string // what is not known of the days off on the way
}

// PreviewSetup returns what CopySetup would do.
//
// Read: requires the right to set the days of the later year.
func PreviewSetup(tx *db.Tx, from, to Year, cal *vn.Calendar) ([]Difference, error) {
	if err := access.Require(tx, access.PhaseSet, to.Scope()); err != nil {
		return nil, err
	}
	s, err := copySetup(tx, from, to, cal)
	return s.differences, err
}

// CopySetup copies the phases and the reporting periods of an earlier year of
// the cluster: each day a year (or more) later, moved to the next working day.
// What the later year has already stays. Movements are not copied.
func CopySetup(tx *db.Tx, from, to Year, cal *vn.Calendar) ([]Difference, error) {
	if err := access.Require(tx, access.PhaseSet, to.Scope()); err != nil {
		return nil, err
	}
	if err := to.MustRun(); err != nil {
		return nil, err
	}
	s, err := copySetup(tx, from, to, cal)
	if err != nil {
		return nil, err
	}
	for _, p := range s.phases {
		if err := insertPhase(tx, p); err != nil {
			return nil, fmt.Errorf("copy phase %s: %w", p.Kind, err)
		}
	}
	for _, p := range s.periods {
		if err := insertPeriod(tx, p); err != nil {
			return nil, fmt.Errorf("copy period %s: %w", p.Code, err)
		}
	}
	if err := setCopiedFrom(tx, to.ID, from.ID); err != nil {
		return nil, fmt.Errorf("copy set-up: %w", err)
	}
	return s.differences, record.Add(tx, record.Act{
		Act: access.PhaseSet, Object: record.Object{Kind: "year", ID: to.ID}, Scope: to.Scope(),
		After: map[string]any{"copied_from": from.ID, "phases": s.phases, "periods": s.periods},
	})
}

// setup is what a copy would add, and how it differs from the year it is of.
type setup struct {
	phases      []Phase
	periods     []Period
	differences []Difference
}

func copySetup(tx *db.Tx, from, to Year, cal *vn.Calendar) (s setup, err error) {
	if from.ClusterID != to.ClusterID || from.Year >= to.Year {
		return s, problem.New(problem.Invalid, "Chỉ chép được từ một năm trước của cùng cụm, khối.")
	}
	phases, err := Phases(tx, from.ID)
	if err != nil {
		return s, err
	}
	periods, err := Periods(tx, from.ID)
	if err != nil {
		return s, err
	}
	if len(phases)+len(periods) == 0 {
		return s, problem.New(problem.Invalid, "Năm %d không có giai đoạn hoặc kỳ báo cáo nào để chép.", from.Year)
	}
	have, err := setupOf(tx, to.ID)
	if err != nil {
		return s, err
	}
	years := to.Year - from.Year
	for _, p := range phases {
		d := Difference{Kind: PhaseDiffers, Key: string(p.Kind), Name: p.Kind.Name(), WasOpens: p.OpensOn, WasDue: p.DueOn}
		if copied := d.shift(cal, years, have[d.Key]); copied {
			s.phases = append(s.phases, Phase{ID: db.NewID(), YearID: to.ID, Kind: p.Kind, OpensOn: d.Opens, DueOn: d.Due, Clause: p.Clause, Version: 1})
		}
		s.differences = append(s.differences, d)
	}
	for _, p := range periods {
		d := Difference{Kind: PeriodDiffers, Key: p.Code, Name: p.Name, WasOpens: p.OpensOn, WasDue: p.DueOn}
		if copied := d.shift(cal, years, have["period "+d.Key]); copied {
			s.periods = append(s.periods, Period{ID: db.NewID(), YearID: to.ID, Code: p.Code, Name: renamed(p.Name, from, to), OpensOn: d.Opens, DueOn: d.Due, Version: 1})
		}
		s.differences = append(s.differences, d)
	}
	members, err := membersDiffer(tx, from, to)
	s.differences = append(s.differences, members...)
	return s, err
}

type span struct{ opens, due vn.Date }

func setupOf(tx *db.Tx, yearID string) (map[string]span, error) {
	have := map[string]span{}
	phases, err := Phases(tx, yearID)
	if err != nil {
		return nil, err
	}
	for _, p := range phases {
		have[string(p.Kind)] = span{p.OpensOn, p.DueOn}
	}
	periods, err := Periods(tx, yearID)
	for _, p := range periods {
		have["period "+p.Code] = span{p.OpensOn, p.DueOn}
	}
	return have, err
}

// shift sets the days of the later year and reports whether they are copied:
// those that the year has already stay.
func (d *Difference) shift(cal *vn.Calendar, years int, have span) bool {
	if !have.opens.IsZero() {
		d.Opens, d.Due, d.Kept = have.opens, have.due, true
		return false
	}
	var notes []string
	d.Opens = d.moved(cal, "ngày bắt đầu", yearsLater(d.WasOpens, years), &notes)
	d.Due = d.moved(cal, "hạn cuối", yearsLater(d.WasDue, years), &notes)
	d.Note = strings.Join(notes, "; ")
	return true
}

func (d *Difference) moved(cal *vn.Calendar, what string, day vn.Date, notes *[]string) vn.Date {
	on, doubt := OnWorkingDay(cal, day)
	if d.Doubt == "" {
		d.Doubt = doubt
	}
	if on != day {
		why := cal.DayOff(day)
		if why == "" {
			why = "ngày nghỉ cuối tuần"
		}
		*notes = append(*notes, fmt.Sprintf("%s %s là %s, chuyển sang %s", what, day.Short(), why, on.Short()))
	}
	return on
}

// yearsLater is the same day of a later year; 29 February becomes 28 February
// where the year has none.
func yearsLater(d vn.Date, years int) vn.Date {
	later := vn.NewDate(d.Year()+years, d.Month(), d.Day())
	if later.Month() != d.Month() {
		return later.AddDays(-1)
	}
	return later
}

// renamed puts the later year into the name of a period that names the earlier.
func renamed(name string, from, to Year) string {
	return strings.ReplaceAll(name, fmt.Sprint(from.Year), fmt.Sprint(to.Year))
}

func membersDiffer(tx *db.Tx, from, to Year) ([]Difference, error) {
	was, err := Members(tx, from)
	if err != nil {
		return nil, err
	}
	now, err := Members(tx, to)
	if err != nil {
		return nil, err
	}
	var list []Difference
	add := func(of, without []cluster.Member, say string) error {
		for _, m := range of {
			if amongMembers(without, m.UnitID) {
				continue
			}
			names, err := org.Names(tx, vn.NewDate(to.Year, 12, 31), m.UnitID)
			if err != nil {
				return err
			}
			list = append(list, Difference{Kind: MemberDiffers, Key: m.UnitID, Name: names[m.UnitID], Note: say + strconv.Itoa(to.Year) + "."})
		}
		return nil
	}
	if err := add(now, was, "Là thành viên mới trong năm "); err != nil {
		return nil, err
	}
	return list, add(was, now, "Không còn là thành viên trong năm ")
}

func amongMembers(members []cluster.Member, unitID string) bool {
	for _, m := range members {
		if m.UnitID == unitID {
			return true
		}
	}
	return false
}
