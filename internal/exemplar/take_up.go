package exemplar

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// queued finds a suggestion that waits, for who may decide on it.
func queued(tx *db.Tx, id string, version int64) (Suggestion, error) {
	g, err := suggestionByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return g, problem.New(problem.NotFound, "Không có lời giới thiệu này.")
	}
	if err != nil {
		return g, fmt.Errorf("find suggestion %s: %w", id, err)
	}
	if err := access.Require(tx, access.ExemplarKeep, access.Scope{Unit: g.OfficeID}); err != nil {
		return g, err
	}
	switch {
	case g.Verdict != Waiting:
		return g, problem.New(problem.Closed, "Lời giới thiệu này %s ngày %s.", g.Verdict.Name(), g.DecidedOn.Short())
	case g.Version != version:
		return g, problem.New(problem.Conflict, "Lời giới thiệu này vừa có thay đổi sau khi bạn mở trang. Xem lại rồi làm tiếp.")
	}
	return g, nil
}

// TakeUp makes a draft of a suggestion (nhận để viết bài): its words are where the story
// begins.
func TakeUp(tx *db.Tx, id string, version int64) (Exemplar, error) {
	before, err := queued(tx, id, version)
	if err != nil {
		return Exemplar{}, err
	}
	e, err := Write(tx, Exemplar{
		ID: db.NewID(), OfficeID: before.OfficeID, Kind: before.Kind, Name: before.Name, Title: before.Name, UnitID: before.UnitID, Story: before.Deed,
	})
	if err != nil {
		return e, err
	}
	g := before
	g.Verdict, g.ExemplarID = Taken, e.ID
	return e, decide(tx, before, g)
}

// Decline closes a suggestion of which no story is made, with the reason; who suggested
// reads it by the code.
func Decline(tx *db.Tx, id string, version int64, why string) error {
	before, err := queued(tx, id, version)
	if err != nil {
		return err
	}
	g := before
	g.Verdict, g.Reason = Declined, why
	var list problem.List
	line(&list, "why", &g.Reason, "Ghi lý do; người giới thiệu đọc được bằng mã biên nhận.")
	if err := list.Err(); err != nil {
		return err
	}
	return decide(tx, before, g)
}

func decide(tx *db.Tx, before, g Suggestion) error {
	scope := access.Scope{Unit: g.OfficeID}
	g.DecidedOn, g.DecidedBy, g.Version = tx.Today(), access.Signature(tx.Actor, access.ExemplarKeep, scope), g.Version+1
	if err := updateSuggestion(tx, g); err != nil {
		return fmt.Errorf("store suggestion %s: %w", g.ID, err)
	}
	return record.Add(tx, record.Act{Act: access.ExemplarKeep, Object: record.Object{Kind: "exemplar_suggestion", ID: g.ID}, Scope: scope, Before: before, After: g, Reason: g.Reason})
}
