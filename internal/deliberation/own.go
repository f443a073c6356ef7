package deliberation

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Own is what a person sees of a deliberation: the own line, and once it is published
// the own results.
type Own struct {
	Deliberation Deliberation
	Staff        Staff
	Results      []Result
	Objections   []Objection
}

// OwnOf lists the deliberations that the actor is on the list of, the latest first.
//
// Public: whoever is signed in, for the own lines.
func OwnOf(tx *db.Tx) ([]Own, error) {
	if tx.Actor.ID == "" {
		return nil, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	staff, err := staffOfAccount(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("read own lines: %w", err)
	}
	list := make([]Own, 0, len(staff))
	for _, s := range staff {
		o := Own{Staff: s}
		if o.Deliberation, err = find(tx, s.DeliberationID); err != nil {
			return nil, err
		}
		if !o.Deliberation.open() {
			if o.Results, err = resultsFor(tx, s.ID); err != nil {
				return nil, fmt.Errorf("read own results: %w", err)
			}
		}
		if o.Objections, err = objectionsBy(tx, s.ID); err != nil {
			return nil, fmt.Errorf("read own objections: %w", err)
		}
		list = append(list, o)
	}
	return list, nil
}

// HasOwn reports whether the actor is on the list of some deliberation.
//
// Public: whoever is signed in, for the own lines.
func HasOwn(tx *db.Tx) (bool, error) {
	if tx.Actor.ID == "" {
		return false, nil
	}
	n, err := countOfAccount(tx, tx.Actor.ID)
	return n > 0, err
}

// ofActor finds the actor's own line.
func ofActor(tx *db.Tx, staffID string) (Deliberation, Staff, error) {
	s, err := findStaff(tx, staffID)
	if errors.Is(err, db.ErrNoRow) || err == nil && (tx.Actor.ID == "" || s.AccountID != tx.Actor.ID) {
		return Deliberation{}, s, problem.New(problem.NotFound, "Bạn không có trong danh sách bình xét này.")
	}
	if err != nil {
		return Deliberation{}, s, fmt.Errorf("find staff %s: %w", staffID, err)
	}
	d, err := find(tx, s.DeliberationID)
	return d, s, err
}

// RegisterOwn writes the title that the actor registers for, while lists are made.
//
// Public: whoever is signed in, for the own line.
func RegisterOwn(tx *db.Tx, staffID, title string) error {
	d, s, err := ofActor(tx, staffID)
	if err != nil {
		return err
	}
	if d.State != Gathering {
		return problem.New(problem.Closed, "Đăng ký khi đang lập danh sách; đợt này %s.", d.State.Name())
	}
	if title != "" && title != Advanced && title != Fighter {
		return problem.Field("title", "Chọn danh hiệu trong danh sách.")
	}
	was := s.Line
	s.Registered = title
	if err := updateStaff(tx, s); err != nil {
		return fmt.Errorf("store registration of %s: %w", s.ID, err)
	}
	if err := d.store(tx); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.DeliberationRegister, Object: d.object(), Scope: access.Scope{Unit: d.UnitID},
		Before: map[string]string{"registered": was.Registered}, After: map[string]string{"registered": title},
	})
}
