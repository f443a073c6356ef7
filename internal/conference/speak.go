package conference

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// AskFloor puts a member on the list of those who want to speak on a point that
// is not finished. A member waits once for each point.
func AskFloor(tx *db.Tx, y cycle.Year, s Speech) error {
	if err := access.Require(tx, access.ConferenceJoin, y.UnitScope(s.UnitID)); err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, s.UnitID); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	s.Speaker, s.Topic = strings.TrimSpace(s.Speaker), strings.TrimSpace(s.Topic)
	speeches, err := speechesOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read speeches: %w", err)
	}
	same := func(o Speech) bool { return o.State == Asked && o.ItemID == s.ItemID && o.UnitID == s.UnitID }
	if i := slices.IndexFunc(speeches, same); i >= 0 {
		if o := speeches[i]; o.Speaker == s.Speaker && o.Topic == s.Topic {
			return nil // the same form sent twice
		}
		return problem.Field("item", "Đơn vị đang chờ phát biểu về điểm này; rút đăng ký ấy nếu muốn đổi người hoặc nội dung.")
	}
	if err := checkSpeech(tx, c, s); err != nil {
		return err
	}
	s.ID, s.ConferenceID, s.AccountID, s.State, s.AskedAt = db.NewID(), c.ID, tx.Actor.ID, Asked, db.At(tx.Now)
	s.CalledAt, s.EndedAt = db.Time{}, db.Time{}
	if err := insertSpeech(tx, s); err != nil {
		return fmt.Errorf("ask for the floor: %w", err)
	}
	return noted(tx, y, access.ConferenceJoin, c.ID, nil, s, "")
}

func checkSpeech(tx *db.Tx, c Conference, s Speech) error {
	var list problem.List
	items, err := itemsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read agenda: %w", err)
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == s.ItemID })
	switch {
	case at < 0:
		list.Add("item", "Chọn điểm chương trình.")
	case items[at].State() == ItemFinished:
		list.Add("item", "Điểm «%s» đã bàn xong.", items[at].Title)
	}
	if s.Speaker == "" {
		list.Add("speaker", "Ghi họ tên, chức vụ người phát biểu.")
	}
	if s.Topic == "" {
		list.Add("topic", "Ghi nội dung phát biểu trong một câu.")
	}
	blob.RefuseSecrets(&list, "speaker", s.Speaker, "topic", s.Topic)
	return list.Err()
}

// WithdrawSpeech takes a member off the list before it is called.
func WithdrawSpeech(tx *db.Tx, y cycle.Year, id string) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.ConferenceJoin, scope); err != nil {
		return err
	}
	c, s, err := speechOf(tx, y, id)
	if err != nil {
		return err
	}
	if s.UnitID != tx.Actor.Unit {
		return problem.New(problem.Denied, "Chỉ đơn vị đã đăng ký mới rút được đăng ký phát biểu của mình.")
	}
	switch s.State {
	case Withdrawn:
		return nil // the same form sent twice
	case Asked:
	default:
		return problem.New(problem.Closed, "Đăng ký này %s; không rút được nữa.", s.State.Name())
	}
	s.State, s.EndedAt = Withdrawn, db.At(tx.Now)
	if err := updateSpeech(tx, s); err != nil {
		return fmt.Errorf("withdraw speech: %w", err)
	}
	return noted(tx, y, access.ConferenceJoin, c.ID, nil, s, "")
}

func speechOf(tx *db.Tx, y cycle.Year, id string) (Conference, Speech, error) {
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return c, Speech{}, err
	}
	speeches, err := speechesOf(tx, c.ID)
	if err != nil {
		return c, Speech{}, fmt.Errorf("read speeches: %w", err)
	}
	at := slices.IndexFunc(speeches, func(s Speech) bool { return s.ID == id })
	if at < 0 {
		return c, Speech{}, problem.New(problem.NotFound, "Không có đăng ký phát biểu này.")
	}
	return c, speeches[at], nil
}

// CallSpeaker gives the floor to who waits for it on the point under way; who
// spoke before has ended with that.
func CallSpeaker(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	return takeFloor(tx, y, id, Called)
}

// EndSpeech ends the speech that is under way.
func EndSpeech(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	return takeFloor(tx, y, id, Ended)
}

// SkipSpeaker passes over who waits for the floor.
func SkipSpeaker(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	return takeFloor(tx, y, id, Skipped)
}

// takeFloor takes a speech to a state as the chair says. There already, nothing
// happens.
func takeFloor(tx *db.Tx, y cycle.Year, id string, to SpeechState) error {
	if _, err := find(tx, y, Running); err != nil {
		return err
	}
	c, s, err := speechOf(tx, y, id)
	if err != nil {
		return err
	}
	from := map[SpeechState]SpeechState{Called: Asked, Ended: Called, Skipped: Asked}[to]
	switch {
	case s.State == to:
		return nil // the same form sent twice
	case s.State != from:
		return problem.New(problem.Closed, "Đăng ký của người này: %s.", s.State.Name())
	}
	if to == Called {
		if err := mustBeUnderWay(tx, c, s.ItemID); err != nil {
			return err
		}
		if err := endCalled(tx, c.ID); err != nil {
			return err
		}
		s.CalledAt = db.At(tx.Now)
	} else {
		s.EndedAt = db.At(tx.Now)
	}
	s.State = to
	if err := updateSpeech(tx, s); err != nil {
		return fmt.Errorf("lead speech: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, s, "")
}

func mustBeUnderWay(tx *db.Tx, c Conference, itemID string) error {
	items, err := itemsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read agenda: %w", err)
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == itemID })
	if at < 0 || items[at].State() != ItemRunning {
		return problem.New(problem.Closed, "Mời phát biểu khi đang bàn điểm ấy; hãy bắt đầu điểm ấy trước.")
	}
	return nil
}
