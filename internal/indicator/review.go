package indicator

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Review is the lead's answer to a report.
type Review struct {
	PeriodID string
	UnitID   string
	Version  int64
	Reason   string  // of a return
	Until    vn.Date // of a return after the deadline: the last day to correct
}

// Accept takes a submitted report as it is; accepting what has just been
// accepted changes nothing. Nobody accepts or returns a report of the own unit,
// or one with a figure of the own hand.
func Accept(tx *db.Tx, y cycle.Year, v Review) (Report, error) {
	if err := access.Require(tx, access.ReportReview, y.UnitScope(v.UnitID)); err != nil {
		return Report{}, err
	}
	_, r, err := reportToReview(tx, y, v)
	if err != nil {
		return Report{}, err
	}
	if r.State == Accepted && r.Version == v.Version+1 {
		return r, nil
	}
	if err := mustBeSeen(r, v.Version); err != nil {
		return Report{}, err
	}
	if r.State != Submitted {
		return Report{}, problem.New(problem.Closed, "Chỉ duyệt được báo cáo đã nộp; báo cáo này %s.", r.State.Name())
	}
	if r, err = moved(tx, y, r, Accepted, MoveAccept, ""); err != nil {
		return Report{}, err
	}
	return r, publishAgain(tx, y, v.PeriodID)
}

// Return sends a report back to its unit with a reason. An accepted report can
// be returned as long as the figures of its period are not published. After the
// deadline the unit is allowed to correct until v.Until.
func Return(tx *db.Tx, y cycle.Year, v Review) (Report, error) {
	if err := access.Require(tx, access.ReportReview, y.UnitScope(v.UnitID)); err != nil {
		return Report{}, err
	}
	p, r, err := reportToReview(tx, y, v)
	if err != nil {
		return Report{}, err
	}
	if r.State == Returned && r.Version == v.Version+1 {
		return r, nil
	}
	if err := mustBeSeen(r, v.Version); err != nil {
		return Report{}, err
	}
	if err := mustBeReturnable(tx, r); err != nil {
		return Report{}, err
	}
	v.Reason = vn.NFC(strings.TrimSpace(v.Reason))
	until, err := allowedUntil(tx, p.ID, v.UnitID)
	if err != nil {
		return Report{}, err
	}
	locked := mustBeUnlocked(p, until, tx.Today()) != nil
	if err := checkReturn(v, p, locked, tx.Today()); err != nil {
		return Report{}, err
	}
	if locked {
		e := Exception{PeriodID: p.ID, UnitID: v.UnitID, Until: v.Until, Reason: "Trả lại để sửa: " + v.Reason}
		if err := allow(tx, e); err != nil {
			return Report{}, err
		}
	}
	return moved(tx, y, r, Returned, MoveReturn, v.Reason)
}

func reportToReview(tx *db.Tx, y cycle.Year, v Review) (cycle.Period, Report, error) {
	if err := y.MustRun(); err != nil {
		return cycle.Period{}, Report{}, err
	}
	p, err := periodOf(tx, y, v.PeriodID)
	if err != nil {
		return p, Report{}, err
	}
	r, err := reportOf(tx, y, v.PeriodID, v.UnitID)
	if err == nil && r.ID == "" {
		err = problem.New(problem.NotFound, "Đơn vị này chưa có báo cáo của kỳ «%s».", p.Name)
	}
	if err != nil {
		return p, r, err
	}
	return p, r, mustBeAnothers(tx, r)
}

func mustBeReturnable(tx *db.Tx, r Report) error {
	if !r.State.Counts() {
		return problem.New(problem.Closed, "Chỉ trả lại được báo cáo đã nộp hoặc đã duyệt; báo cáo này %s.", r.State.Name())
	}
	if r.State != Accepted {
		return nil
	}
	published, err := isPublished(tx, r.PeriodID)
	if err != nil {
		return fmt.Errorf("find publication of period %s: %w", r.PeriodID, err)
	}
	if published {
		return problem.New(problem.Closed, "Số liệu của kỳ này đã công bố; không trả lại được báo cáo đã duyệt.")
	}
	return nil
}

func checkReturn(v Review, p cycle.Period, locked bool, today vn.Date) error {
	var list problem.List
	if v.Reason == "" {
		list.Add("reason", "Ghi lý do trả lại để đơn vị biết phải sửa gì.")
	}
	blob.RefuseSecrets(&list, "reason", v.Reason)
	if locked && v.Until.Before(today) {
		list.Add("until", "Kỳ báo cáo đã khóa sau hạn ngày %s; ghi hạn sửa cho đơn vị, từ hôm nay (%s) trở đi.", p.DueOn.Short(), today.Short())
	}
	return list.Err()
}
