package conference

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// DraftMidReview drafts the mid-year review of a year from the data of a period,
// or takes the data anew into a draft; what the lead has written stays. version
// is the version the person saw, 0 for a new one. Data that are as they were
// change nothing.
func DraftMidReview(tx *db.Tx, y cycle.Year, periodID string, version int64) (MidReview, error) {
	if err := access.Require(tx, access.MidReviewWrite, y.Scope()); err != nil {
		return MidReview{}, err
	}
	if err := y.MustRun(); err != nil {
		return MidReview{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.MidReview); err != nil {
		return MidReview{}, err
	}
	p, err := cycle.PeriodByID(tx, periodID)
	if problem.Is(err, problem.NotFound) || err == nil && p.YearID != y.ID {
		return MidReview{}, problem.Field("period", "Chọn kỳ báo cáo mà báo cáo sơ kết dựa vào.")
	}
	if err != nil {
		return MidReview{}, err
	}
	said, err := findingsOf(tx, y, p)
	if err != nil {
		return MidReview{}, err
	}
	before, err := midReviewOf(tx, y.ID)
	r := before
	r.PeriodID, r.Findings, r.DraftedAt = p.ID, said, db.At(tx.Now)
	switch {
	case errors.Is(err, db.ErrNoRow):
		r.ID, r.YearID, r.State, r.Version = db.NewID(), y.ID, ReviewDraft, 1
		err = insertMidReview(tx, r)
	case err != nil:
	case before.State == ReviewIssued:
		return before, issuedAlready(y, before)
	case before.PeriodID == p.ID && before.Findings == said:
		return before, nil
	case before.Version != version:
		return before, staleReview(before)
	default:
		r.Version++
		err = updateMidReview(tx, r)
	}
	if err != nil {
		return r, fmt.Errorf("draft mid-year review: %w", err)
	}
	return r, notedReview(tx, y, access.MidReviewWrite, r, map[string]any{"period": p.Code, "findings": json.RawMessage(said)}, "")
}

// findingsOf gathers what the data say, as canonical JSON.
func findingsOf(tx *db.Tx, y cycle.Year, p cycle.Period) (string, error) {
	o, err := indicator.ReadOverview(tx, y, p.ID)
	if err != nil {
		return "", err
	}
	targets, err := indicator.TargetSums(tx, y)
	if err != nil {
		return "", err
	}
	f := Findings{
		Period: p.Name, Members: len(o.Lines), Entered: o.Entered.Percent().String(), OnTime: o.OnTime.Part,
		Indicators: []IndicatorFinding{}, Tasks: []TaskFinding{}, Movements: []MovementFinding{},
	}
	for n, a := range o.Sums {
		f.Indicators = append(f.Indicators, indicatorFinding(a, targets[n]))
	}
	board, err := cycle.Board(tx, y)
	if err != nil {
		return "", err
	}
	for _, state := range cycle.TaskStates {
		t := TaskFinding{State: state.Name()}
		for _, row := range board {
			t.Count += row.Count(state)
		}
		f.Tasks = append(f.Tasks, t)
	}
	tree, err := cycle.Tree(tx, y)
	if err != nil {
		return "", err
	}
	for _, n := range tree {
		f.Movements = append(f.Movements, MovementFinding{Name: n.Name, Joined: len(n.Joined), Reached: len(n.Joined) + len(n.Missing)})
	}
	return canonical(f)
}

func indicatorFinding(a, target indicator.Aggregate) IndicatorFinding {
	i := a.Indicator
	f := IndicatorFinding{Code: i.Code, Name: i.Name, Unit: i.Unit, Sum: i.Sum, Have: len(a.Have)}
	if a.Value != nil {
		f.Value = a.Value.Round(i.Decimals).String()
	}
	// A target that not every member has given is no target of the cluster.
	if target.Value != nil && target.Complete() {
		f.Target = target.Value.Round(i.Decimals).String()
	}
	if a.Previous != nil && a.Previous.Unit == i.Unit {
		f.Before = a.Previous.Value.String()
	}
	if a.Share != nil {
		f.Share = a.Share.Round(1).String()
	}
	return f
}

// WrittenParts are what people judge and write in a mid-year review.
type WrittenParts struct{ Causes, Limits, SecondHalf string }

// WriteMidReview stores the parts that people write.
func WriteMidReview(tx *db.Tx, y cycle.Year, version int64, w WrittenParts) error {
	if err := access.Require(tx, access.MidReviewWrite, y.Scope()); err != nil {
		return err
	}
	r, err := reviewInHand(tx, y)
	if err != nil {
		return err
	}
	var list problem.List
	blob.RefuseSecrets(&list, "causes", w.Causes, "limits", w.Limits, "second_half", w.SecondHalf)
	if err := list.Err(); err != nil {
		return err
	}
	before := WrittenParts{r.Causes, r.Limits, r.SecondHalf}
	w = WrittenParts{strings.TrimSpace(w.Causes), strings.TrimSpace(w.Limits), strings.TrimSpace(w.SecondHalf)}
	if w == before {
		return nil
	}
	if r.Version != version {
		return staleReview(r)
	}
	r.Causes, r.Limits, r.SecondHalf, r.Version = w.Causes, w.Limits, w.SecondHalf, r.Version+1
	if err := updateMidReview(tx, r); err != nil {
		return fmt.Errorf("write mid-year review: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: access.MidReviewWrite, Object: record.Object{Kind: "mid_review", ID: r.ID}, Scope: y.Scope(), Before: before, After: w,
	})
}

// RemarkMidReview stores what a member says of the draft, in place of what it
// said before.
func RemarkMidReview(tx *db.Tx, y cycle.Year, unitID, body string) error {
	if err := access.Require(tx, access.MidReviewRemark, y.UnitScope(unitID)); err != nil {
		return err
	}
	r, err := reviewInHand(tx, y)
	if err != nil {
		return err
	}
	var list problem.List
	if body = strings.TrimSpace(body); body == "" {
		list.Add("body", "Ghi nhận xét của đơn vị.")
	}
	blob.RefuseSecrets(&list, "body", body)
	if err := list.Err(); err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, unitID); err != nil {
		return err
	}
	m := ReviewRemark{ReviewID: r.ID, UnitID: unitID, Body: body, Name: tx.Actor.Name, At: db.At(tx.Now)}
	if err := putRemark(tx, m); err != nil {
		return fmt.Errorf("remark on mid-year review: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: access.MidReviewRemark, Object: record.Object{Kind: "mid_review", ID: r.ID}, Scope: y.UnitScope(unitID), After: m,
	})
}

// reviewInHand is the review while it is a draft.
func reviewInHand(tx *db.Tx, y cycle.Year) (MidReview, error) {
	r, err := findReview(tx, y)
	if err == nil && r.State == ReviewIssued {
		err = issuedAlready(y, r)
	}
	return r, err
}

func findReview(tx *db.Tx, y cycle.Year) (MidReview, error) {
	r, err := midReviewOf(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return r, problem.New(problem.NotFound, "Năm %d chưa có báo cáo sơ kết.", y.Year)
	}
	if err != nil {
		return r, fmt.Errorf("find mid-year review: %w", err)
	}
	return r, nil
}

func issuedAlready(y cycle.Year, r MidReview) error {
	return problem.New(problem.Closed, "Báo cáo sơ kết năm %d đã ban hành ngày %s; không sửa được nữa.", y.Year, day(r.IssuedAt))
}

func staleReview(r MidReview) error {
	return problem.New(problem.Conflict, "Báo cáo sơ kết vừa được người khác sửa (bản %d). Phần bạn gõ còn trong ô; hãy mở trang ở một cửa sổ khác, đối chiếu rồi lưu lại.", r.Version)
}

func notedReview(tx *db.Tx, y cycle.Year, act access.Act, r MidReview, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "mid_review", ID: r.ID}, Scope: y.Scope(), After: after, Reason: reason,
	})
}
