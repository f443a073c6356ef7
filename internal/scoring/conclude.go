package scoring

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Settle stores concluding marks of the given leaves of a unit (kết luận); they
// override every rule, and one that differs from the mark before it needs a reason
// at once. version is as in Appraise.
func Settle(tx *db.Tx, y cycle.Year, unitID string, version int64, marks []PersonMark) (int64, error) {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return 0, err
	}
	s, m, err := markingIn(tx, y, unitID, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return 0, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Appraise); err != nil {
		return 0, err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return 0, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return 0, err
	}
	if m.State == UnitExplained && sc.Second {
		return 0, problem.New(problem.Closed, "Đơn vị đã giải trình; kết luận sau khi thẩm định lần hai.")
	}
	return pen{act: access.ScoringConclude, level: Final, m: m, version: version}.write(tx, y, sc, marks)
}

// AppealDays is how many working days the units may appeal where nobody says
// otherwise.
const AppealDays = 5

// longestAppeal bounds the days for appeals, so that a slip of the keyboard does not
// put a publication off by years.
const longestAppeal = 60

// Conclude makes the points of a year stand still: every unit is appraised, what
// it explained is answered, and no mark rests on what is no more so. From here on
// nothing that changes elsewhere changes a point, the members see the whole result,
// and may appeal against it until the end of a day.
func Conclude(tx *db.Tx, y cycle.Year, until vn.Date) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	sc, err := scored(tx, y, s)
	if err != nil {
		return err
	}
	if err := ready(tx, y, sc); err != nil {
		return err
	}
	switch days := tx.Today().DaysUntil(until); {
	case until.IsZero():
		return problem.Field("until", "Ghi ngày cuối các đơn vị được kiến nghị, ví dụ %s.", tx.Today().AddDays(7).Short())
	case days < 1:
		return problem.Field("until", "Hạn kiến nghị phải sau hôm nay (%s), để các đơn vị kịp xem kết quả.", tx.Today().Short())
	case days > longestAppeal:
		return problem.Field("until", "Hạn kiến nghị nhiều nhất là %d ngày kể từ hôm nay.", longestAppeal)
	}
	frozen, err := json.Marshal(sc.Filled)
	if err != nil {
		return fmt.Errorf("freeze entries: %w", err)
	}
	s.State, s.Frozen, s.ConcludedOn, s.AppealsUntil = Concluded, string(frozen), tx.Today(), until
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("conclude sheet: %w", err)
	}
	title := "Điểm đã kết luận; kiến nghị được đến hết ngày " + until.Short()
	if err := cycle.TellUnits(tx, y, title, rankingPage, sc.unitIDs()...); err != nil {
		return err
	}
	return noted(tx, y.Scope(), access.ScoringConclude, s, Opened, map[string]any{"state": Concluded, "appeals_until": until}, "")
}

// rankingPage is where the members read the result.
const rankingPage = cycle.ScoringPage + "/xep-hang"

func (s Scored) unitIDs() []string {
	var ids []string
	for _, m := range s.Markings {
		ids = append(ids, m.UnitID)
	}
	return ids
}

// ready refuses a conclusion that would come too early.
func ready(tx *db.Tx, y cycle.Year, sc Scored) error {
	appraised := false
	for _, m := range sc.Markings {
		appraised = appraised || m.State == UnitAppraised
		if m.Counts(Appraised) && (m.State != UnitExplained || !sc.Second) {
			continue
		}
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return err
		}
		return problem.New(problem.Closed, "%s: %s; kết luận khi mọi đơn vị đã được thẩm định và giải trình đã được trả lời.", names[m.UnitID], m.State.StateName())
	}
	if err := mustBeOpened(tx, sc); err != nil {
		return err
	}
	for _, u := range sc.Result.Units {
		if u.Provisional {
			return problem.New(problem.Closed, "%s còn thiếu điểm theo cách chốt điểm của bảng: %s.", u.Unit.Name, strings.Join(u.Missing, ", "))
		}
	}
	if n := len(sc.AllStale()); n > 0 {
		return problem.New(problem.Closed, "Còn %d điểm được chấm khi số liệu còn khác; xem từng điểm ở trang «Điểm cần xem lại» và quyết định trước khi kết luận.", n)
	}
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil {
		return err
	}
	for _, p := range phases {
		if p.Kind == cycle.Explain && appraised && !tx.Today().After(p.DueOn) {
			return problem.New(problem.Closed, "Các đơn vị còn được giải trình đến hết ngày %s; kết luận sau ngày đó.", p.DueOn.Short())
		}
	}
	return nil
}
