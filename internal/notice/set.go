package notice

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Set changes how the person is told.
//
// Public: it is the person's own.
func Set(tx *db.Tx, s Settings) error {
	if err := mustBeSomebody(tx); err != nil {
		return err
	}
	before, err := settingsOf(tx, tx.Actor.ID)
	if err != nil {
		return err
	}
	if s.Version != before.Version {
		return problem.New(problem.Conflict, "Cách nhận thông báo vừa được đổi ở một cửa sổ khác; hãy mở lại trang rồi chọn lại.")
	}
	var list problem.List
	for _, k := range Kinds {
		if !slices.Contains(Modes, s.Mode(k)) {
			list.Add("mode_"+string(k), "Chọn cách nhận thông báo «%s».", k.Name())
		}
	}
	for k := range s.Modes {
		if !slices.Contains(Kinds, k) {
			return problem.New(problem.Invalid, "Không chọn được cách nhận loại thông báo này.")
		}
	}
	if s.Hour < 0 || s.Hour > 23 {
		list.Add("hour", "Chọn giờ gửi bản tin, từ 0 đến 23.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	s.Version++
	r, err := s.row(tx.Actor.ID)
	if err == nil {
		err = putSettings(tx, r)
	}
	if err != nil {
		return fmt.Errorf("keep settings of account %s: %w", tx.Actor.ID, err)
	}
	return record.Add(tx, record.Act{
		Act: access.NoticeSet, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, Before: before, After: s,
	})
}

// MarkRead marks one notice of the person as read, or all with an empty id.
//
// Public: it is the person's own; to have read something is no act.
func MarkRead(tx *db.Tx, id string) error {
	if err := mustBeSomebody(tx); err != nil {
		return err
	}
	if err := markRead(tx, tx.Actor.ID, id); err != nil {
		return fmt.Errorf("mark notices of account %s as read: %w", tx.Actor.ID, err)
	}
	return nil
}

// Forget removes what is kept of an account here: its notices, settings and
// addresses, and the letters to it.
//
// Within: the erasure of a person's data.
func Forget(tx *db.Tx, accountID string) error {
	if err := deleteOf(tx, accountID); err != nil {
		return fmt.Errorf("forget notices of account %s: %w", accountID, err)
	}
	return nil
}
