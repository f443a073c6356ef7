package midreview

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// DraftFrom drafts the review of a year from the data of a period; drafting it
// from the same period twice drafts it once.
func DraftFrom(tx *db.Tx, y cycle.Year, periodID string) (Review, error) {
	if err := mayDraft(tx, y); err != nil {
		return Review{}, err
	}
	if err := mustName(tx, y, periodID); err != nil {
		return Review{}, err
	}
	switch before, err := find(tx, y); {
	case err == nil && before.PeriodID == periodID:
		return before, nil
	case err == nil:
		return Review{}, problem.New(problem.Conflict, "%s đã soạn báo cáo sơ kết của năm từ một kỳ khác; muốn đổi kỳ, hãy soạn lại phần số liệu.", before.DraftedBy)
	case !problem.Is(err, problem.NotFound):
		return Review{}, err
	}
	s, err := take(tx, y, periodID)
	if err != nil {
		return Review{}, err
	}
	r := Review{
		ID: db.NewID(), YearID: y.ID, PeriodID: periodID, State: Writing, Version: 1,
		Changed: "[]", DraftedAt: db.At(tx.Now), DraftedBy: tx.Actor.Name, Drafted: 1,
	}
	if r.Data, err = toJSON(s); err != nil {
		return Review{}, err
	}
	if err := insert(tx, r); err != nil {
		return Review{}, fmt.Errorf("draft mid-year review: %w", err)
	}
	return r, noted(tx, y, access.MidReviewDraft, r.ID, nil, s)
}

// Redraft drafts the figures of the review again, from the same period or
// another one, and says what changed. drafted is how often the person saw them
// drafted. What people wrote stays.
func Redraft(tx *db.Tx, y cycle.Year, periodID string, drafted int64) (Review, error) {
	if err := mayDraft(tx, y); err != nil {
		return Review{}, err
	}
	r, err := writing(tx, y)
	if err != nil {
		return Review{}, err
	}
	if err := mustName(tx, y, periodID); err != nil {
		return Review{}, err
	}
	before, err := r.Snapshot()
	if err != nil {
		return Review{}, err
	}
	s, err := take(tx, y, periodID)
	if err != nil {
		return Review{}, err
	}
	changed := differences(before, s)
	if len(changed) == 0 && r.PeriodID == periodID {
		return r, nil
	}
	if drafted != r.Drafted {
		return Review{}, problem.New(problem.Conflict, "%s vừa soạn lại phần số liệu; hãy xem lại rồi làm tiếp.", r.DraftedBy)
	}
	r.PeriodID, r.DraftedAt, r.DraftedBy, r.Drafted = periodID, db.At(tx.Now), tx.Actor.Name, r.Drafted+1
	if r.Data, err = toJSON(s); err != nil {
		return Review{}, err
	}
	if r.Changed, err = toJSON(changed); err != nil {
		return Review{}, err
	}
	if err := update(tx, r); err != nil {
		return Review{}, fmt.Errorf("draft mid-year review again: %w", err)
	}
	return r, noted(tx, y, access.MidReviewDraft, r.ID, before, s)
}

// Differences reads back what the last drafting changed.
func (r Review) Differences() ([]Difference, error) {
	var list []Difference
	if err := json.Unmarshal([]byte(r.Changed), &list); err != nil {
		return nil, fmt.Errorf("read changes of mid-year review %s: %w", r.ID, err)
	}
	return list, nil
}

func mayDraft(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.MidReviewDraft, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	return cycle.MustHaveBegun(tx, y, cycle.MidReview)
}

// mustName refuses a period that is none of the year.
func mustName(tx *db.Tx, y cycle.Year, periodID string) error {
	if periodID == "" {
		return problem.Field("period", "Chọn kỳ báo cáo mà báo cáo sơ kết dựa vào.")
	}
	p, err := cycle.PeriodByID(tx, periodID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if err != nil || p.YearID != y.ID {
		return problem.Field("period", "Chọn một kỳ báo cáo của năm %d.", y.Year)
	}
	return nil
}

// writing returns the review of a year that is not issued yet.
func writing(tx *db.Tx, y cycle.Year) (Review, error) {
	r, err := find(tx, y)
	if err == nil && r.State == Issued {
		err = problem.New(problem.Closed, "Báo cáo sơ kết đã ban hành ngày %s; không sửa, không góp ý được nữa.", r.IssuedOn.Short())
	}
	return r, err
}

func noted(tx *db.Tx, y cycle.Year, act access.Act, id string, before, after any) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "mid_review", ID: id}, Scope: y.UnitScope(tx.Actor.Unit), Before: before, After: after,
	})
}
