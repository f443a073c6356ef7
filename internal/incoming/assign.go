package incoming

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Assign gives a document that is not handled yet to somebody of the office, with the
// day by which it is due; an empty handler takes it back.
func Assign(tx *db.Tx, id string, version int64, handlerID string, due vn.Date) error {
	before, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.IncomingKeep, access.Scope{Unit: before.UnitID}); err != nil {
		return err
	}
	if err := before.waits(version); err != nil {
		return err
	}
	d := before
	d.HandlerID, d.DueOn = handlerID, due
	var list problem.List
	if !due.IsZero() && due.Before(d.ReceivedOn) {
		list.Add("due_on", "Hạn xử lý không trước ngày đến, %s.", d.ReceivedOn.Short())
	}
	if err := d.checkHandler(tx, &list); err != nil {
		return err
	}
	if err := list.Err(); err != nil {
		return err
	}
	return d.save(tx, before, access.IncomingKeep, "")
}

// waits refuses an act on a document that is handled, or that the person saw as it no
// longer is.
func (d *Document) waits(version int64) error {
	switch {
	case d.Version != version:
		return problem.New(problem.Conflict, "Văn bản vừa có thay đổi sau khi bạn mở trang. Chưa ghi gì; xem lại rồi ghi lần nữa.")
	case !d.HandledOn.IsZero():
		return problem.New(problem.Closed, "Văn bản đã xử lý xong ngày %s.", d.HandledOn.Short())
	}
	return nil
}

// checkHandler names the handler, who has to be of the office.
func (d *Document) checkHandler(tx *db.Tx, list *problem.List) error {
	d.Handler = ""
	if d.HandlerID == "" {
		return nil
	}
	people, err := account.OfUnit(tx, d.UnitID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(a account.Account) bool { return a.ID == d.HandlerID })
	if i < 0 {
		list.Add("handler", "Chọn người của cơ quan này.")
		return nil
	}
	d.Handler = people[i].Name
	return nil
}

func (d *Document) save(tx *db.Tx, before Document, act access.Act, reason string) error {
	d.Version++
	n, err := update(tx, *d, before.Version)
	if err != nil {
		return fmt.Errorf("store document %s: %w", d.ID, err)
	}
	if n == 0 {
		return before.waits(-1)
	}
	return record.Add(tx, record.Act{Act: act, Object: d.object(), Scope: access.Scope{Unit: d.UnitID}, Before: before, After: *d, Reason: reason})
}
