package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Ask answers a question of a subject for every title and form that can concern it.
//
// Read: requires the right to see the register of its unit. What the registers keep
// of the collectives that it was made of is its own history, and read with it.
func Ask(tx *db.Tx, l *rules.Law, id string, q Question) (*Inquiry, error) {
	in, err := inquiry(tx, l, id, q)
	if err != nil {
		return nil, err
	}
	in.ask(l)
	return in, nil
}

// AskFor answers a question of a subject for one title or form.
//
// Read: requires the right to see the register of its unit, as Ask.
func AskFor(tx *db.Tx, l *rules.Law, id, code string, q Question) (*Inquiry, Eligibility, error) {
	in, err := inquiry(tx, l, id, q)
	if err != nil {
		return nil, Eligibility{}, err
	}
	a := l.Award(code)
	if a == nil {
		return nil, Eligibility{}, problem.New(problem.NotFound, "Không có danh hiệu, hình thức khen thưởng mang mã «%s».", code)
	}
	if in.Regime.Rule(a) == nil {
		in.NotEntered = append(in.NotEntered, a)
		return in, Eligibility{Award: a}, nil
	}
	return in, in.of(l, a), nil
}

func inquiry(tx *db.Tx, l *rules.Law, id string, q Question) (*Inquiry, error) {
	f, err := FileOf(tx, id)
	if err != nil {
		return nil, err
	}
	if q.Year == 0 {
		q.Year = f.AskedYear(tx.Today())
	}
	if q.Received.IsZero() {
		q.Received = tx.Today()
	}
	in := &Inquiry{Question: q, File: f, Regime: l.On(q.Received)}
	if in.Regime == nil {
		return nil, problem.Field("ngay", "Chưa nhập quy định cho hồ sơ nhận ngày %s; sớm nhất là ngày %s.", q.Received.Short(), l.Regimes[0].From.Short())
	}
	if err := l.Validate(f.Facts(q.Year)); err != nil {
		return nil, err
	}
	if !q.Suppose.Empty() {
		if err := l.Validate(q.Suppose.On(f.Facts(q.Year))); err != nil {
			return nil, err
		}
	}
	in.Before, err = forerunners(tx, f.Subject)
	return in, err
}

// AskedYear is the year that is asked for when nobody says: the last one rated, or
// the running one where none is.
func (f *File) AskedYear(today vn.Date) int {
	year := 0
	for _, y := range f.Years {
		if y.Rating != "" && y.Year <= today.Year() {
			year = max(year, y.Year)
		}
	}
	if year == 0 {
		year = today.Year()
	}
	return year
}

// forerunners reads what a collective was made of, the latest change first, with
// what the registers keep of each.
func forerunners(tx *db.Tx, s Subject) ([]Forerunner, error) {
	if s.Kind != rules.Collective || s.OwnUnit == "" {
		return nil, nil
	}
	lineage, err := org.LineageOf(tx, s.OwnUnit)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var list []Forerunner
	var walk func([]org.Descent) error
	walk = func(from []org.Descent) error {
		for _, d := range from {
			if seen[d.Unit.ID] {
				continue
			}
			seen[d.Unit.ID] = true
			subjects, err := subjectsThatAre(tx, d.Unit.ID)
			if err != nil {
				return fmt.Errorf("find files of %s: %w", d.Unit.Name, err)
			}
			f := Forerunner{Unit: d.Unit, Kind: d.Kind, OnDay: d.OnDay}
			for _, of := range subjects {
				if of.ID == s.ID {
					continue
				}
				file, err := fileOf(tx, of)
				if err != nil {
					return err
				}
				f.Files = append(f.Files, file)
			}
			if d.Unit.ID != s.OwnUnit || len(f.Files) > 0 { // the file of a unit that went on is its own
				list = append(list, f)
			}
			if err := walk(d.Next); err != nil {
				return err
			}
		}
		return nil
	}
	return list, walk(lineage.From)
}

// ownFile is the file of the collective that a unit is; nil where no register has
// one.
func ownFile(tx *db.Tx, unitID string) (*File, error) {
	subjects, err := subjectsThatAre(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("find the file of unit %s: %w", unitID, err)
	}
	if len(subjects) == 0 {
		return nil, nil
	}
	f, err := fileOf(tx, subjects[0])
	return &f, err
}

// mayLook reports whether the register of a unit may be seen.
func mayLook(tx *db.Tx, unitID string) bool {
	return access.May(tx, access.AwardLook, access.Scope{Unit: unitID})
}
