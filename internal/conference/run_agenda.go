package conference

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// StartItem begins a point of the running conference; the point before it is
// finished with that. Begun already, nothing happens.
func StartItem(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	if _, err := find(tx, y, Running); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, id)
	if err != nil {
		return err
	}
	i := items[at]
	switch i.State() {
	case ItemRunning:
		return nil // the same form sent twice
	case ItemFinished:
		return problem.New(problem.Closed, "Điểm «%s» đã xong; muốn bàn lại thì thêm một điểm mới.", i.Title)
	}
	if err := endFloor(tx, c.ID); err != nil {
		return err
	}
	i.StartedAt, i.Version = db.At(tx.Now), i.Version+1
	if err := updateItem(tx, i); err != nil {
		return fmt.Errorf("start agenda point: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, map[string]any{"number": i.Number, "title": i.Title, "state": "started"}, "")
}

// FinishItem ends the point that is under way, and with it who still speaks.
func FinishItem(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	if _, err := find(tx, y, Running); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, id)
	if err != nil {
		return err
	}
	switch items[at].State() {
	case ItemFinished:
		return nil // the same form sent twice
	case ItemWaiting:
		return problem.New(problem.Closed, "Điểm «%s» chưa bắt đầu.", items[at].Title)
	}
	if err := endFloor(tx, c.ID); err != nil {
		return err
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, map[string]any{"number": items[at].Number, "title": items[at].Title, "state": "ended"}, "")
}

// endFloor ends the speech and the point that are under way, if any; who still
// waits to speak on the point is passed over.
func endFloor(tx *db.Tx, conferenceID string) error {
	if err := endCalled(tx, conferenceID); err != nil {
		return err
	}
	items, err := itemsOf(tx, conferenceID)
	if err != nil {
		return fmt.Errorf("read agenda: %w", err)
	}
	for _, i := range items {
		if i.State() != ItemRunning {
			continue
		}
		i.FinishedAt, i.Version = db.At(tx.Now), i.Version+1
		if err := updateItem(tx, i); err != nil {
			return fmt.Errorf("finish agenda point: %w", err)
		}
		if err := skipAsked(tx, conferenceID, i.ID); err != nil {
			return err
		}
	}
	return nil
}

// endCalled ends the speech that is under way, if any.
func endCalled(tx *db.Tx, conferenceID string) error {
	speeches, err := speechesOf(tx, conferenceID)
	if err != nil {
		return fmt.Errorf("read speeches: %w", err)
	}
	for _, s := range speeches {
		if s.State != Called {
			continue
		}
		s.State, s.EndedAt = Ended, db.At(tx.Now)
		if err := updateSpeech(tx, s); err != nil {
			return fmt.Errorf("end speech: %w", err)
		}
	}
	return nil
}

// skipAsked passes over those who wait to speak on a point.
func skipAsked(tx *db.Tx, conferenceID, itemID string) error {
	speeches, err := speechesOf(tx, conferenceID)
	if err != nil {
		return fmt.Errorf("read speeches: %w", err)
	}
	for _, s := range speeches {
		if s.State != Asked || s.ItemID != itemID {
			continue
		}
		s.State, s.EndedAt = Skipped, db.At(tx.Now)
		if err := updateSpeech(tx, s); err != nil {
			return fmt.Errorf("skip speech: %w", err)
		}
	}
	return nil
}
