package midreview

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Work is a review as the members see it while it is being made.
type Work struct {
	Review  Review
	Data    Snapshot
	Remarks []Remark
	Changed []Difference // what the last drafting changed
	Since   []Difference // what changed since then; only for who may draft, and before it is issued
}

// Overview returns the review of a year with its remarks.
//
// Read: requires the right to read the review.
func Overview(tx *db.Tx, y cycle.Year) (Work, error) {
	if err := access.Require(tx, access.MidReviewRead, y.Scope()); err != nil {
		return Work{}, err
	}
	var w Work
	var err error
	if w.Review, err = find(tx, y); err != nil {
		return w, err
	}
	if w.Data, err = w.Review.Snapshot(); err != nil {
		return w, err
	}
	if w.Remarks, err = remarksOn(tx, w.Review.ID); err != nil {
		return w, fmt.Errorf("read remarks: %w", err)
	}
	if w.Changed, err = w.Review.Differences(); err != nil {
		return w, err
	}
	if w.Review.State == Writing && y.State == cycle.Running && access.May(tx, access.MidReviewDraft, y.Scope()) {
		now, err := take(tx, y, w.Review.PeriodID)
		if err != nil {
			return w, err
		}
		w.Since = differences(w.Data, now)
	}
	return w, nil
}

// PublicOf returns the review of a year once it is issued, with its text.
//
// Public: an issued review is public.
func PublicOf(tx *db.Tx, y cycle.Year) (Review, Text, error) {
	r, err := find(tx, y)
	if err == nil && r.State != Issued {
		err = problem.New(problem.NotFound, "Báo cáo sơ kết năm %d chưa ban hành nên chưa công khai.", y.Year)
	}
	if err != nil {
		return Review{}, Text{}, err
	}
	var t Text
	if err := json.Unmarshal([]byte(r.Text), &t); err != nil {
		return Review{}, Text{}, fmt.Errorf("read mid-year review %s: %w", r.ID, err)
	}
	return r, t, nil
}
