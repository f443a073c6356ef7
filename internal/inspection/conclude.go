package inspection

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Outcome is what came of an item.
type Outcome struct {
	On           vn.Date
	Number       string // of the conclusion of an inspection
	Conclusion   string
	Participants int // of a course
	Papers       string
}

// Conclude enters that an inspection was held, with its conclusion, or a course, with
// how many took part (kết luận).
func Conclude(tx *db.Tx, id string, version int64, o Outcome) error {
	p, i, err := planned(tx, id, version)
	if err != nil {
		return err
	}
	before := i
	if !p.Approved() {
		return problem.New(problem.Closed, "Kế hoạch năm %d chưa được duyệt; duyệt trước khi ghi kết quả.", p.Year)
	}
	i.State, i.HeldOn, i.Number, i.Conclusion, i.Participants, i.Papers = Held, o.On, o.Number, o.Conclusion, int64(o.Participants), o.Papers
	i.tidy()
	var list problem.List
	switch {
	case o.On.IsZero():
		list.Add("on", "Ghi ngày.")
	case o.On.After(tx.Today()):
		list.Add("on", "Ngày không được sau hôm nay, %s.", tx.Today().Short())
	case o.On.Before(i.FromDay):
		list.Add("on", "Ngày không được trước ngày bắt đầu theo kế hoạch, %s.", i.FromDay.Short())
	}
	if i.Kind == Inspect {
		if i.Number == "" {
			list.Add("number", "Ghi số, ký hiệu văn bản kết luận.")
		}
		i.Participants, i.Papers = 0, ""
	} else {
		if o.Participants < 1 {
			list.Add("participants", "Ghi số người dự.")
		}
		i.Number = ""
	}
	written(&list, "conclusion", i.Conclusion, "Ghi kết luận, kết quả.")
	if err := list.Err(); err != nil {
		return err
	}
	return i.store(tx, p, before)
}

// Drop says that an item will not be held, and why.
func Drop(tx *db.Tx, id string, version int64, why string) error {
	p, i, err := planned(tx, id, version)
	if err != nil {
		return err
	}
	before := i
	i.State, i.DroppedFor = Dropped, vn.Text(why)
	var list problem.List
	written(&list, "why", i.DroppedFor, "Ghi lý do không thực hiện.")
	if err := list.Err(); err != nil {
		return err
	}
	return i.store(tx, p, before)
}

// planned is an item that waits to be held, for who keeps the plan.
func planned(tx *db.Tx, id string, version int64) (Plan, Item, error) {
	p, i, err := itemWithPlan(tx, id)
	if err != nil {
		return p, i, err
	}
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: p.UnitID}); err != nil {
		return p, i, err
	}
	switch {
	case i.State != Planned:
		return p, i, problem.New(problem.Closed, "Việc này %s; không ghi lại được.", i.State.Name())
	case i.Version != version:
		return p, i, changed()
	}
	return p, i, nil
}

func changed() error {
	return problem.New(problem.Conflict, "Vừa có thay đổi sau khi bạn mở trang. Xem lại rồi bấm lần nữa nếu vẫn đúng.")
}

func itemWithPlan(tx *db.Tx, id string) (p Plan, i Item, err error) {
	if i, err = itemByID(tx, id); errors.Is(err, db.ErrNoRow) {
		return p, i, problem.New(problem.NotFound, "Không có cuộc kiểm tra, lớp tập huấn này.")
	}
	if err == nil {
		p, err = planByID(tx, i.PlanID)
	}
	if err != nil {
		return p, i, fmt.Errorf("find item %s: %w", id, err)
	}
	return p, i, nil
}

func (i *Item) store(tx *db.Tx, p Plan, before Item) error {
	i.Version++
	if err := updateItem(tx, *i); err != nil {
		return fmt.Errorf("store item %s: %w", i.ID, err)
	}
	return record.Add(tx, record.Act{Act: access.InspectionKeep, Object: record.Object{Kind: "inspection_item", ID: i.ID}, Scope: access.Scope{Unit: p.UnitID}, Before: before, After: i})
}
