package inspection

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

const (
	longest = 4000
	first   = 2018 // the first year that a plan can be kept of
)

// Add puts an inspection or a course into the plan of a year, which begins with its
// first item. After the approval the reason is asked for.
func Add(tx *db.Tx, unitID string, year int, i Item) (Item, error) {
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: unitID}); err != nil {
		return i, err
	}
	p, err := planOf(tx, unitID, year)
	begins := errors.Is(err, db.ErrNoRow)
	if err != nil && !begins {
		return i, fmt.Errorf("find plan of %d: %w", year, err)
	}
	var list problem.List
	if year < first || year > tx.Today().Year()+1 {
		list.Add("nam", "Năm phải từ %d đến %d.", first, tx.Today().Year()+1)
	}
	i.tidy()
	if err := i.check(tx, &list, year); err != nil {
		return i, err
	}
	if p.Approved() && i.AddedFor == "" {
		list.Add("added_for", "Kế hoạch đã duyệt ngày %s; ghi lý do bổ sung.", p.ApprovedOn.Short())
	}
	if !p.Approved() {
		i.AddedFor = ""
	}
	if err := list.Err(); err != nil {
		return i, err
	}
	if begins {
		p = Plan{ID: db.NewID(), UnitID: unitID, Year: int64(year), CreatedAt: db.At(tx.Now)}
		if err := insertPlan(tx, p); err != nil {
			return i, fmt.Errorf("begin plan of %d: %w", year, err)
		}
	}
	if err := raisePlan(tx, p.ID); err != nil {
		return i, fmt.Errorf("raise plan %s: %w", p.ID, err)
	}
	i.ID, i.PlanID, i.State, i.Version, i.CreatedAt = db.NewID(), p.ID, Planned, 1, db.At(tx.Now)
	if err := insertItem(tx, i); err != nil {
		return i, fmt.Errorf("add to plan %s: %w", p.ID, err)
	}
	return i, record.Add(tx, record.Act{Act: access.InspectionKeep, Object: record.Object{Kind: "inspection_item", ID: i.ID}, Scope: access.Scope{Unit: unitID}, After: i})
}

func (i *Item) tidy() {
	for _, text := range []*string{&i.Content, &i.Team, &i.AddedFor, &i.Number, &i.Conclusion, &i.Papers, &i.DroppedFor} {
		*text = vn.Text(*text)
	}
}

func (i *Item) check(tx *db.Tx, list *problem.List, year int) error {
	switch i.Kind {
	case Inspect:
		switch ok, err := org.Exists(tx, i.TargetID); {
		case err != nil:
			return err
		case i.TargetID == "" || !ok:
			list.Add("target", "Chọn đơn vị được kiểm tra.")
		}
	case Course:
		i.TargetID = ""
	default:
		list.Add("kind", "Chọn kiểm tra hoặc tập huấn.")
	}
	written(list, "content", i.Content, "Ghi nội dung.")
	written(list, "team", i.Team, "Ghi thành phần đoàn kiểm tra; với tập huấn: người giảng, đối tượng dự.")
	switch {
	case i.FromDay.IsZero():
		list.Add("from_day", "Ghi ngày bắt đầu.")
	case i.FromDay.Year() != year:
		list.Add("from_day", "Ngày bắt đầu phải trong năm %d của kế hoạch.", year)
	}
	if i.ToDay.IsZero() {
		i.ToDay = i.FromDay
	}
	if i.ToDay.Before(i.FromDay) {
		list.Add("to_day", "Ngày kết thúc không được trước ngày bắt đầu.")
	}
	return nil
}

// written asks for a text of a bearable length that bears no mark of secrecy.
func written(list *problem.List, field, text, missing string) {
	if text == "" {
		list.Add(field, "%s", missing)
	}
	if len([]rune(text)) > longest {
		list.Add(field, "Dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(list, field, text)
}
