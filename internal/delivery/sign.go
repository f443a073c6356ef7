package delivery

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Sign keeps the paper that the receiver signed (ký nhận trên giấy).
func Sign(tx *db.Tx, id string, version int64, on vn.Date, file blob.File) error {
	n, err := note(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliveryKeep, access.Scope{Unit: n.UnitID}); err != nil {
		return err
	}
	if err := n.handed(version); err != nil {
		return err
	}
	before := n
	var list problem.List
	past(tx, &list, "signed_on", on)
	if !on.IsZero() && on.Before(n.OnDay) {
		list.Add("signed_on", "Ngày ký nhận không được trước ngày giao, %s.", n.OnDay.Short())
	}
	if file.Hash == "" {
		list.Add("file", "Đính kèm bản quét có chữ ký người nhận.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	n.State, n.SignedOn, n.FileHash, n.FileName = Signed, on, file.Hash, file.Name
	return n.change(tx, access.DeliveryKeep, n.UnitID, before)
}

// Confirm says for the receiving unit that the items came (xác nhận đã nhận). Who
// handed them over does not confirm.
func Confirm(tx *db.Tx, id string, version int64) error {
	n, err := note(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliveryConfirm, access.Scope{Unit: n.ToUnit}); err != nil {
		return err
	}
	if err := n.handed(version); err != nil {
		return err
	}
	before := n
	if tx.Actor.ID == n.AccountID {
		return problem.New(problem.Denied, "Người giao không xác nhận thay người nhận.")
	}
	n.State, n.SignedOn, n.SignedBy = Signed, tx.Today(), access.Signature(tx.Actor, access.DeliveryConfirm, access.Scope{Unit: n.ToUnit})
	return n.change(tx, access.DeliveryConfirm, n.ToUnit, before)
}

// Cancel takes back a note that nobody has signed, with the reason; the items come back
// into the stock (hủy biên bản).
func Cancel(tx *db.Tx, id string, version int64, why string) error {
	n, err := note(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliveryKeep, access.Scope{Unit: n.UnitID}); err != nil {
		return err
	}
	if err := n.handed(version); err != nil {
		return err
	}
	before := n
	var list problem.List
	n.CancelledFor = vn.Line(why)
	short(&list, "why", n.CancelledFor, "Ghi lý do hủy.")
	if err := list.Err(); err != nil {
		return err
	}
	lines, err := linesOf(tx, n.ID)
	if err != nil {
		return fmt.Errorf("read lines of note %s: %w", n.ID, err)
	}
	back := map[string]int64{}
	var items []string
	for _, l := range lines {
		if back[l.ItemID] == 0 {
			items = append(items, l.ItemID)
		}
		back[l.ItemID]++
	}
	if err := fallLines(tx, n.ID); err != nil {
		return fmt.Errorf("take back lines of note %s: %w", n.ID, err)
	}
	for _, item := range items {
		m := Move{ItemID: item, Kind: Return, State: Good, Quantity: back[item], Document: n.Name(), OnDay: tx.Today(), NoteID: n.ID}
		if err := m.store(tx, n.UnitID); err != nil {
			return err
		}
	}
	n.State = Cancelled
	return n.change(tx, access.DeliveryKeep, n.UnitID, before)
}

func note(tx *db.Tx, id string) (Note, error) {
	n, err := noteByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return n, problem.New(problem.NotFound, "Không có biên bản giao nhận này.")
	}
	if err != nil {
		return n, fmt.Errorf("find note %s: %w", id, err)
	}
	return n, nil
}

// handed refuses a note that waits no more to be signed, or that changed since.
func (n *Note) handed(version int64) error {
	switch {
	case n.State != Handed:
		return problem.New(problem.Closed, "%s %s.", n.Name(), n.State.Name())
	case n.Version != version:
		return problem.New(problem.Conflict, "%s vừa có thay đổi sau khi bạn mở trang. Xem lại rồi bấm lần nữa nếu vẫn đúng.", n.Name())
	}
	return nil
}

func (n *Note) change(tx *db.Tx, act access.Act, unitID string, before Note) error {
	n.Version++
	if err := updateNote(tx, *n); err != nil {
		return fmt.Errorf("store note %s: %w", n.ID, err)
	}
	return record.Add(tx, record.Act{Act: act, Object: record.Object{Kind: "delivery_note", ID: n.ID}, Scope: access.Scope{Unit: unitID}, Before: before, After: n})
}
