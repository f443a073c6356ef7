package cycle

import (
	"errors"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Due is the last day of a term of working days: the day on which the term
// begins is not counted, and only days on which offices work are. doubt is a
// Vietnamese sentence when the days off on the way are not all known; the day is
// then the best that can be said.
//
// Civil Code 91/2015/QH13, Article 147.2 (the first day is not counted).
func Due(cal *vn.Calendar, from vn.Date, workingDays int) (day vn.Date, doubt string) {
	day, err := cal.AddWorkingDays(from, workingDays)
	return day, doubtIn(err)
}

// Left is the number of working days from today to a deadline, negative when it
// has passed; doubt is as of Due.
func Left(cal *vn.Calendar, today, due vn.Date) (days int, doubt string) {
	days, err := cal.WorkingDaysBetween(today, due)
	return days, doubtIn(err)
}

// OnWorkingDay is the day itself when offices work on it, or the next day on
// which they do; doubt is as of Due.
//
// Civil Code 91/2015/QH13, Article 148.5 (a term that ends on a day off ends on
// the next working day).
func OnWorkingDay(cal *vn.Calendar, day vn.Date) (on vn.Date, doubt string) {
	on, err := cal.AddWorkingDays(day, 0)
	return on, doubtIn(err)
}

func doubtIn(err error) string {
	if list := problem.All(err); len(list) > 0 {
		return list[0].Text
	}
	return ""
}

// Term is a phase's deadline as the rule book counts it.
type Term struct {
	Days   int     // working days from the day on which the phase opens
	DueOn  vn.Date // the last day
	Clause string
	Doubt  string
}

// TermOf returns the deadline that the rule book in force gives a phase that
// opens on a day; ok is false where the rule book says nothing of it.
//
// Public: an adopted rule book is public.
func TermOf(tx *db.Tx, y Year, cal *vn.Calendar, kind PhaseKind, opens vn.Date) (t Term, ok bool, err error) {
	if opens.IsZero() {
		return t, false, nil
	}
	v, err := cluster.Parameter(tx, y.ClusterID, opens, cluster.DeadlineKey(string(kind)))
	if err != nil || v.Int() == 0 {
		return t, false, err
	}
	t = Term{Days: v.Int(), Clause: v.Clause}
	t.DueOn, t.Doubt = Due(cal, opens, t.Days)
	return t, true, nil
}

// LeadScope is the access scope of what a cluster does beyond one year: the
// cluster, and the newest running year, whose lead acts for it.
//
// Read: it names a scope; the use case asks for the right within it.
func LeadScope(tx *db.Tx, clusterID string) (access.Scope, error) {
	years, err := Years(tx, clusterID)
	if err != nil {
		return access.Scope{}, err
	}
	for _, y := range years {
		if y.State == Running {
			return y.Scope(), nil
		}
	}
	return cluster.Scope(clusterID), nil
}

// isNone reports that a row was not found.
func isNone(err error) bool { return errors.Is(err, db.ErrNoRow) }
