package cycle

import (
	"fmt"

	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// ReviewMovement stores the mid-term or the final review of a movement, or
// changes it; v.Version is the version the person saw, 0 for a new one.
func ReviewMovement(tx *db.Tx, y Year, v Review) (Review, error) {
	m, act, err := movementInHand(tx, y, v.MovementID)
	if err != nil {
		return Review{}, err
	}
	reviews, err := reviewsOfMovement(tx, m.ID)
	if err != nil {
		return Review{}, fmt.Errorf("read reviews: %w", err)
	}
	v.Results = clean(v.Results)
	if err := checkReview(tx, m, v, reviews); err != nil {
		return Review{}, err
	}
	before, had := reviewAmong(reviews, v.Stage)
	switch {
	case !had:
		v.ID, v.Version = db.NewID(), 1
		err = insertReview(tx, v)
	case before.Version != v.Version && before.OnDay == v.OnDay && before.Results == v.Results:
		return before, nil // the same form sent twice
	case before.Version != v.Version:
		return Review{}, &problem.Problem{Kind: problem.Conflict, Field: "results", Text: fmt.Sprintf(
			"Bản %s vừa được người khác lưu, ngày %s: «%s». Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			v.Stage.Name(), before.OnDay.Short(), before.Results)}
	default:
		v.ID, v.Version, v.FileHash, v.FileName = before.ID, before.Version+1, before.FileHash, before.FileName
		err = updateReview(tx, v)
	}
	if err != nil {
		return Review{}, fmt.Errorf("review movement: %w", err)
	}
	return v, publishReview(tx, y, act, m, v)
}

// AttachReview keeps the file of a review's report.
func AttachReview(tx *db.Tx, y Year, movementID string, stage Stage, f blob.File) error {
	m, act, err := movementInHand(tx, y, movementID)
	if err != nil {
		return err
	}
	reviews, err := reviewsOfMovement(tx, m.ID)
	if err != nil {
		return fmt.Errorf("read reviews: %w", err)
	}
	v, had := reviewAmong(reviews, stage)
	if !had {
		return problem.New(problem.Closed, "«%s» chưa %s; ghi kết quả trước khi đính kèm báo cáo.", m.Name, stage.Name())
	}
	before := v.FileHash
	if before == f.Hash {
		return nil // the same file sent twice
	}
	v.FileHash, v.FileName, v.Version = f.Hash, f.Name, v.Version+1
	if err := updateReview(tx, v); err != nil {
		return fmt.Errorf("attach review: %w", err)
	}
	scope, err := y.scopeOf(tx, m.UnitID)
	if err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: scope, Before: before, After: f,
	})
}

func reviewAmong(reviews []Review, s Stage) (Review, bool) {
	for _, r := range reviews {
		if r.Stage == s {
			return r, true
		}
	}
	return Review{}, false
}

func checkReview(tx *db.Tx, m Movement, v Review, reviews []Review) error {
	var list problem.List
	if v.Stage.Name() == "" {
		list.Add("stage", "Chọn sơ kết hoặc tổng kết.")
	}
	switch {
	case v.OnDay.IsZero():
		list.Add("on_day", "Ghi ngày %s.", v.Stage.Name())
	case v.OnDay.After(tx.Today()):
		list.Add("on_day", "Ngày %s chưa tới; ghi kết quả sau khi đã %s.", v.OnDay.Short(), v.Stage.Name())
	case v.OnDay.Before(m.FromDay):
		list.Add("on_day", "Phong trào bắt đầu ngày %s; không %s trước ngày đó.", m.FromDay.Short(), v.Stage.Name())
	}
	if mid, ok := reviewAmong(reviews, MidTerm); ok && v.Stage == Final && v.OnDay.Before(mid.OnDay) && !v.OnDay.IsZero() {
		list.Add("on_day", "Đã sơ kết ngày %s; tổng kết không trước ngày đó.", mid.OnDay.Short())
	}
	if final, ok := reviewAmong(reviews, Final); ok && v.Stage == MidTerm && v.OnDay.After(final.OnDay) {
		list.Add("on_day", "Đã tổng kết ngày %s; sơ kết không sau ngày đó.", final.OnDay.Short())
	}
	if v.Results == "" {
		list.Add("results", "Ghi kết quả so với từng mục tiêu.")
	}
	blob.RefuseSecrets(&list, "results", v.Results)
	return list.Err()
}
