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

const (
	longest = 300
	most    = 1_000_000
)

// Name puts a kind of item into the stock of an office, with none of it yet.
func Name(tx *db.Tx, unitID, name, measure string) (Item, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.DeliveryKeep, scope); err != nil {
		return Item{}, err
	}
	i := Item{ID: db.NewID(), UnitID: unitID, Name: vn.Line(name), Measure: vn.Line(measure), CreatedAt: db.At(tx.Now)}
	i.Folded = vn.Fold(i.Name)
	var list problem.List
	short(&list, "name", i.Name, "Ghi tên hiện vật.")
	short(&list, "measure", i.Measure, "Ghi đơn vị tính, ví dụ chiếc, bộ.")
	if _, err := itemNamed(tx, unitID, i.Folded); err == nil {
		list.Add("name", "Hiện vật này đã có trong kho.")
	} else if !errors.Is(err, db.ErrNoRow) {
		return i, fmt.Errorf("find item %q: %w", i.Name, err)
	}
	if err := list.Err(); err != nil {
		return i, err
	}
	if err := insertItem(tx, i); err != nil {
		return i, fmt.Errorf("name item: %w", err)
	}
	return i, record.Add(tx, record.Act{Act: access.DeliveryKeep, Object: record.Object{Kind: "delivery_item", ID: i.ID}, Scope: scope, After: i})
}

// Bring enters that items came in (nhập kho).
func Bring(tx *db.Tx, m Move) error {
	s, err := stockOf(tx, m.ItemID)
	if err != nil {
		return err
	}
	if again, err := sent(tx, m); again || err != nil {
		return err
	}
	m.Kind, m.Document, m.Reason = Receipt, vn.Line(m.Document), ""
	var list problem.List
	switch {
	case m.Quantity < 1:
		list.Add("quantity", "Ghi số lượng, từ 1 trở lên.")
	case m.Quantity > most:
		list.Add("quantity", "Số lượng quá lớn; kiểm tra lại.")
	}
	if m.State.Name() == "" {
		list.Add("state", "Chọn tình trạng.")
	}
	short(&list, "document", m.Document, "Ghi số phiếu nhập, biên bản, hóa đơn.")
	past(tx, &list, "on", m.OnDay)
	if err := list.Err(); err != nil {
		return err
	}
	return m.store(tx, s.UnitID)
}

// Take is what stocktaking found of one item (kiểm kê).
type Take struct {
	ItemID   string
	State    Condition
	Counted  int64
	Expected int64 // what the page showed when it was counted
	OnDay    vn.Date
	Document string
	Reason   string
	Request  string
}

// TakeStock writes the difference between what was counted and what should be there,
// with its reason. Nothing is written where there is none.
func TakeStock(tx *db.Tx, t Take) error {
	s, err := stockOf(tx, t.ItemID)
	if err != nil {
		return err
	}
	m := Move{ItemID: t.ItemID, Kind: Count, State: t.State, Document: vn.Line(t.Document), OnDay: t.OnDay, Reason: vn.Line(t.Reason), Request: t.Request}
	if again, err := sent(tx, m); again || err != nil {
		return err
	}
	have := s.Good
	if t.State == Damaged {
		have = s.Damaged
	}
	var list problem.List
	if t.State.Name() == "" {
		list.Add("state", "Chọn tình trạng.")
	}
	if t.Counted < 0 || t.Counted > most {
		list.Add("counted", "Ghi số đếm được, từ 0 trở lên.")
	}
	short(&list, "document", m.Document, "Ghi số biên bản kiểm kê.")
	past(tx, &list, "on", t.OnDay)
	m.Quantity = t.Counted - have
	if m.Quantity != 0 && m.Reason == "" {
		list.Add("reason", "Sổ có %d, đếm được %d. Ghi lý do chênh lệch.", have, t.Counted)
	}
	if err := list.Err(); err != nil {
		return err
	}
	if m.Quantity == 0 {
		return record.Add(tx, record.Act{Act: access.DeliveryKeep, Object: record.Object{Kind: "delivery_item", ID: s.ID}, Scope: access.Scope{Unit: s.UnitID}, After: m})
	}
	return m.store(tx, s.UnitID)
}

// stockOf is an item with what there is of it, for who keeps the stock.
func stockOf(tx *db.Tx, itemID string) (Stock, error) {
	i, err := itemByID(tx, itemID)
	if errors.Is(err, db.ErrNoRow) {
		return Stock{}, problem.Field("item", "Chọn hiện vật trong danh sách.")
	}
	if err != nil {
		return Stock{}, fmt.Errorf("find item %s: %w", itemID, err)
	}
	if err := access.Require(tx, access.DeliveryKeep, access.Scope{Unit: i.UnitID}); err != nil {
		return Stock{}, err
	}
	sums, err := sumsOf(tx, i.UnitID)
	if err != nil {
		return Stock{}, fmt.Errorf("add up stock of %s: %w", i.UnitID, err)
	}
	return i.stock(sums), nil
}

func (i Item) stock(sums []sum) Stock {
	s := Stock{Item: i}
	for _, m := range sums {
		switch {
		case m.ItemID != i.ID:
		case m.State == Good:
			s.Good = m.N
		default:
			s.Damaged = m.N
		}
	}
	return s
}

// sent reports whether a form was entered before.
func sent(tx *db.Tx, m Move) (bool, error) {
	if m.Request == "" {
		return false, nil
	}
	n, err := countRequest(tx, m.ItemID, m.Request)
	if err != nil {
		return false, fmt.Errorf("find form %s: %w", m.Request, err)
	}
	return n > 0, nil
}

func (m Move) store(tx *db.Tx, unitID string) error {
	scope := access.Scope{Unit: unitID}
	m.ID, m.Name, m.AccountID, m.CreatedAt = db.NewID(), access.Signature(tx.Actor, access.DeliveryKeep, scope), tx.Actor.ID, db.At(tx.Now)
	if err := insertMove(tx, m); err != nil {
		return fmt.Errorf("store move of item %s: %w", m.ItemID, err)
	}
	return record.Add(tx, record.Act{Act: access.DeliveryKeep, Object: record.Object{Kind: "delivery_item", ID: m.ItemID}, Scope: scope, After: m})
}

func short(list *problem.List, field, text, missing string) {
	if text == "" {
		list.Add(field, "%s", missing)
	}
	if len([]rune(text)) > longest {
		list.Add(field, "Dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(list, field, text)
}

func past(tx *db.Tx, list *problem.List, field string, on vn.Date) {
	switch {
	case on.IsZero():
		list.Add(field, "Ghi ngày.")
	case on.After(tx.Today()):
		list.Add(field, "Ngày không được sau hôm nay, %s.", tx.Today().Short())
	}
}
