package delivery

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Handing is what is handed over: each of the items to each of the grants of a
// decision.
type Handing struct {
	UnitID    string
	Decision  string
	DecidedOn vn.Date
	Grants    []string
	Items     []string
	OnDay     vn.Date
	Receiver  string
	Position  string
	ToUnit    string // whose people may confirm; empty where a paper is signed
	Request   string
}

// Hand hands items over to a receiver and takes them from the stock (giao hiện vật).
func Hand(tx *db.Tx, h Handing) (Note, error) {
	scope := access.Scope{Unit: h.UnitID}
	if err := access.Require(tx, access.DeliveryKeep, scope); err != nil {
		return Note{}, err
	}
	if h.Request != "" {
		n, err := noteOfRequest(tx, h.UnitID, h.Request)
		if err == nil || !errors.Is(err, db.ErrNoRow) {
			return n, err
		}
	}
	var list problem.List
	n := Note{
		ID: db.NewID(), UnitID: h.UnitID, Year: int64(h.OnDay.Year()), Decision: h.Decision, DecidedOn: h.DecidedOn, OnDay: h.OnDay, Receiver: vn.Line(h.Receiver), Position: vn.Line(h.Position), ToUnit: h.ToUnit,
		State: Handed, HandedBy: access.Signature(tx.Actor, access.DeliveryKeep, scope), AccountID: tx.Actor.ID, Request: h.Request, Version: 1, CreatedAt: db.At(tx.Now),
	}
	short(&list, "receiver", n.Receiver, "Ghi họ tên người nhận.")
	short(&list, "position", n.Position, "Ghi chức vụ, nơi công tác của người nhận.")
	past(tx, &list, "on", h.OnDay)
	if !h.OnDay.IsZero() && h.OnDay.Before(h.DecidedOn) {
		list.Add("on", "Ngày giao không được trước ngày quyết định, %s.", h.DecidedOn.Short())
	}
	if err := h.checkGrants(tx, &list); err != nil {
		return n, err
	}
	if err := h.checkStock(tx, &list); err != nil {
		return n, err
	}
	if err := list.Err(); err != nil {
		return n, err
	}
	return n, n.store(tx, h)
}

// checkGrants looks at the grants: of the decision, in force, none with an item that
// it was handed before.
func (h *Handing) checkGrants(tx *db.Tx, list *problem.List) error {
	if len(h.Grants) == 0 {
		list.Add("grants", "Chọn ai được nhận.")
	}
	all, err := award.CommendedOf(tx, h.UnitID, h.DecidedOn.Year())
	if err != nil {
		return err
	}
	for _, id := range h.Grants {
		i := slices.IndexFunc(all, func(c award.Commended) bool {
			return c.ID == id && c.Number == h.Decision && c.DecidedOn == h.DecidedOn
		})
		if i < 0 {
			list.Add("grants", "Có người không thuộc quyết định này; mở lại trang.")
			return nil
		}
		if all[i].Annulled != nil {
			list.Add("grants", "Khen thưởng của %s đã hủy bỏ; không giao hiện vật.", all[i].Subject.Name)
		}
		lines, err := standingOfGrant(tx, id)
		if err != nil {
			return fmt.Errorf("find items of grant %s: %w", id, err)
		}
		for _, l := range lines {
			if slices.Contains(h.Items, l.ItemID) {
				item, err := itemByID(tx, l.ItemID)
				if err != nil {
					return fmt.Errorf("find item %s: %w", l.ItemID, err)
				}
				list.Add("grants", "%s đã được giao %s; không giao hai lần.", all[i].Subject.Name, item.Name)
			}
		}
	}
	return nil
}

func (h *Handing) checkStock(tx *db.Tx, list *problem.List) error {
	if len(h.Items) == 0 {
		list.Add("items", "Chọn hiện vật.")
	}
	slices.Sort(h.Items)
	h.Items = slices.Compact(h.Items)
	slices.Sort(h.Grants)
	h.Grants = slices.Compact(h.Grants)
	for _, id := range h.Items {
		s, err := stockOf(tx, id)
		if problem.Is(err, problem.Invalid) || err == nil && s.UnitID != h.UnitID {
			list.Add("items", "Chọn hiện vật trong danh sách.")
			continue
		}
		if err != nil {
			return err
		}
		if need := int64(len(h.Grants)); s.Good < need {
			list.Add("items", "%s còn %d %s dùng được, cần %d.", s.Name, s.Good, s.Measure, need)
		}
	}
	return nil
}

func (n *Note) store(tx *db.Tx, h Handing) error {
	last, err := lastNote(tx, n.UnitID, n.Year)
	if err != nil {
		return fmt.Errorf("find last note of %d: %w", n.Year, err)
	}
	n.Number = last + 1
	if err := insertNote(tx, *n); err != nil {
		return fmt.Errorf("store note: %w", err)
	}
	for _, item := range h.Items {
		for _, grant := range h.Grants {
			if err := insertLine(tx, Line{ID: db.NewID(), NoteID: n.ID, ItemID: item, GrantID: grant, Standing: true}); err != nil {
				return fmt.Errorf("store line of note %s: %w", n.ID, err)
			}
		}
		m := Move{ItemID: item, Kind: Issue, State: Good, Quantity: -int64(len(h.Grants)), Document: n.Name(), OnDay: n.OnDay, NoteID: n.ID}
		if err := m.store(tx, n.UnitID); err != nil {
			return err
		}
	}
	return record.Add(tx, record.Act{Act: access.DeliveryKeep, Object: record.Object{Kind: "delivery_note", ID: n.ID}, Scope: access.Scope{Unit: n.UnitID}, After: n})
}
