package indicator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// periodOf finds a period of the year.
func periodOf(tx *db.Tx, y cycle.Year, id string) (cycle.Period, error) {
	p, err := cycle.PeriodByID(tx, id)
	if err == nil && p.YearID != y.ID {
		return cycle.Period{}, problem.New(problem.NotFound, "Kỳ báo cáo này không thuộc năm %d.", y.Year)
	}
	return p, err
}

// reportOf finds the report of a unit for a period, or the report that nobody
// has saved yet.
func reportOf(tx *db.Tx, y cycle.Year, periodID, unitID string) (Report, error) {
	r, err := findReport(tx, periodID, unitID)
	if errors.Is(err, db.ErrNoRow) {
		return Report{YearID: y.ID, PeriodID: periodID, UnitID: unitID, State: Draft}, nil
	}
	if err != nil {
		return Report{}, fmt.Errorf("find report: %w", err)
	}
	return r, nil
}

// reportToWrite finds a report that a unit may change now: the year runs, the
// unit is a member, the report is with the unit, the period has begun and is
// not locked.
func reportToWrite(tx *db.Tx, y cycle.Year, periodID, unitID string) (cycle.Period, Report, error) {
	if err := y.MustRun(); err != nil {
		return cycle.Period{}, Report{}, err
	}
	if err := cycle.MustBeMember(tx, y, unitID); err != nil {
		return cycle.Period{}, Report{}, err
	}
	p, err := periodOf(tx, y, periodID)
	if err != nil {
		return p, Report{}, err
	}
	r, err := reportOf(tx, y, periodID, unitID)
	if err != nil {
		return p, r, err
	}
	if err := mustBeWithUnit(r); err != nil {
		return p, r, err
	}
	until, err := allowedUntil(tx, periodID, unitID)
	if err != nil {
		return p, r, err
	}
	return p, r, mustBeUnlocked(p, until, tx.Today())
}

func mustBeWithUnit(r Report) error {
	switch r.State {
	case Submitted:
		return problem.New(problem.Closed, "Báo cáo đã nộp và đang chờ duyệt; muốn sửa, hãy đề nghị trưởng cụm, khối trả lại.")
	case Accepted:
		return problem.New(problem.Closed, "Báo cáo đã được duyệt; không sửa được nữa.")
	}
	return nil
}

// mustBeUnlocked refuses a report before its period opens and after its
// deadline, unless the unit was allowed more days.
func mustBeUnlocked(p cycle.Period, until, today vn.Date) error {
	if today.Before(p.OpensOn) {
		return problem.New(problem.Closed, "Kỳ báo cáo «%s» nhận số liệu từ ngày %s; hôm nay là %s, chưa nhập được.",
			p.Name, p.OpensOn.Short(), today.Short())
	}
	if !today.After(p.DueOn) || !until.IsZero() && !today.After(until) {
		return nil
	}
	if until.After(p.DueOn) {
		return problem.New(problem.Closed, "Kỳ báo cáo «%s» đã khóa: hạn chung ngày %s, gia hạn cho đơn vị đến ngày %s đã hết. Hãy đề nghị trưởng cụm, khối gia hạn thêm.",
			p.Name, p.DueOn.Short(), until.Short())
	}
	return problem.New(problem.Closed, "Kỳ báo cáo «%s» đã khóa sau hạn ngày %s. Hãy đề nghị trưởng cụm, khối gia hạn cho đơn vị.", p.Name, p.DueOn.Short())
}

// allowedUntil is the last day allowed to a unit by exceptions; zero for none.
func allowedUntil(tx *db.Tx, periodID, unitID string) (vn.Date, error) {
	list, err := exceptionsOf(tx, periodID)
	if err != nil {
		return vn.Date{}, fmt.Errorf("find exceptions: %w", err)
	}
	return lastDay(list, unitID), nil
}

func lastDay(list []Exception, unitID string) vn.Date {
	var day vn.Date
	for _, e := range list {
		if e.UnitID == unitID && e.Until.After(day) {
			day = e.Until
		}
	}
	return day
}

// mustRead refuses the report of another unit to who may not read it, and its
// figures as long as the unit is still drafting: a draft is the unit's own.
func mustRead(tx *db.Tx, y cycle.Year, r Report) error {
	scope := y.UnitScope(r.UnitID)
	if access.May(tx, access.ReportWrite, scope) {
		return nil
	}
	if err := access.Require(tx, access.ReportRead, scope); err != nil {
		return err
	}
	if r.State == Draft {
		return problem.New(problem.Closed, "Đơn vị này chưa nộp báo cáo của kỳ; số liệu đang nhập chỉ đơn vị đó thấy.")
	}
	return nil
}

// paperNumber reports whether a text is a neutral number, such as "HS-12/2026":
// nothing of what the dossier says can be put into it.
func paperNumber(text string) bool {
	digits := false
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case c >= 'A' && c <= 'Z', strings.ContainsRune("-/.", c):
		default:
			return false
		}
	}
	return digits && len(text) <= 20
}

// Bounds on a number that is kept.
const (
	maxDigits   = 30
	maxExponent = 24
)

// tooLong reports a number that no report needs and no page can print.
func tooLong(d decimal.Decimal) bool {
	return d.Exponent() > maxExponent || d.Exponent() < -maxExponent || d.NumDigits() > maxDigits
}
