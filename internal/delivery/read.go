package delivery

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// StockOf lists what an office has, by name.
//
// Read: requires the right to see the stock of the office.
func StockOf(tx *db.Tx, unitID string) ([]Stock, error) {
	if err := access.Require(tx, access.DeliveryRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	items, err := itemsOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read items of unit %s: %w", unitID, err)
	}
	sums, err := sumsOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("add up stock of unit %s: %w", unitID, err)
	}
	list := make([]Stock, len(items))
	for i, item := range items {
		list[i] = item.stock(sums)
	}
	slices.SortStableFunc(list, func(a, b Stock) int { return vn.Compare(a.Name, b.Name) })
	return list, nil
}

// MovesOf lists the moves of an office's stock in a year, the latest first.
//
// Read: requires the right to see the stock of the office.
func MovesOf(tx *db.Tx, unitID string, year int) ([]Move, error) {
	if err := access.Require(tx, access.DeliveryRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := movesOf(tx, unitID, vn.NewDate(year, 1, 1), vn.NewDate(year, 12, 31))
	if err != nil {
		return nil, fmt.Errorf("read moves of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Decision is one decision of the register with what was handed over for it.
type Decision struct {
	Number    string
	On        vn.Date
	Grants    []award.Commended // in force
	Delivered int               // grants for which something was handed over
	Due       vn.Date           // by the decree; none where it fixes none
	Limit     *rules.Deadline
	Doubt     string
	Late      bool
}

// DecisionsOf lists the decisions of a year in an office's register, the latest first.
//
// Read: requires the right to see the stock, and the register, of the office.
func DecisionsOf(tx *db.Tx, l *rules.Law, cal *vn.Calendar, unitID string, year int) ([]Decision, error) {
	if err := access.Require(tx, access.DeliveryRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	all, err := award.CommendedOf(tx, unitID, year)
	if err != nil {
		return nil, err
	}
	done, err := grantsDelivered(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("find grants delivered in unit %s: %w", unitID, err)
	}
	var list []Decision
	for _, c := range all {
		if c.Annulled != nil || c.DecidedOn.Year() != year {
			continue
		}
		i := slices.IndexFunc(list, func(d Decision) bool { return d.Number == c.Number && d.On == c.DecidedOn })
		if i < 0 {
			i, list = len(list), append(list, Decision{Number: c.Number, On: c.DecidedOn})
		}
		list[i].Grants = append(list[i].Grants, c)
		if slices.ContainsFunc(done, func(g grantID) bool { return g.GrantID == c.ID }) {
			list[i].Delivered++
		}
	}
	for i := range list {
		list[i].date(l, cal, tx.Today())
	}
	slices.SortStableFunc(list, func(a, b Decision) int { return b.On.Compare(a.On) })
	return list, nil
}

// few is how many cases a decision has for the longer time limit (Decree 152/2025/NĐ-CP,
// Article 35, clause 4, point d).
const few = 100

func (d *Decision) date(l *rules.Law, cal *vn.Calendar, today vn.Date) {
	id := "items-few"
	if len(d.Grants) >= few {
		id = "items-many"
	}
	if d.Limit = l.Values.Deadline(id, d.On); d.Limit == nil {
		return
	}
	due, err := d.Limit.Due(cal, d.On)
	if list := problem.All(err); len(list) > 0 {
		d.Doubt = list[0].Text
	}
	d.Due = due
	d.Late = !due.IsZero() && today.After(due) && d.Delivered < len(d.Grants)
}

// NotesOf lists the notes of an office in a year, the latest first.
//
// Read: requires the right to see the stock of the office.
func NotesOf(tx *db.Tx, unitID string, year int) ([]Note, error) {
	if err := access.Require(tx, access.DeliveryRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := notesOf(tx, unitID, int64(year))
	if err != nil {
		return nil, fmt.Errorf("read notes of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Look is a note with its lines, for the office and the receiving unit.
//
// Read: requires the right to see the stock of the office, or to confirm the note.
func Look(tx *db.Tx, id string) (Note, []Line, error) {
	n, err := note(tx, id)
	if err != nil {
		return n, nil, err
	}
	if !access.May(tx, access.DeliveryConfirm, access.Scope{Unit: n.ToUnit}) {
		if err := access.Require(tx, access.DeliveryRead, access.Scope{Unit: n.UnitID}); err != nil {
			return n, nil, err
		}
	}
	lines, err := linesOf(tx, id)
	if err != nil {
		return n, nil, fmt.Errorf("read lines of note %s: %w", id, err)
	}
	return n, lines, nil
}

// ItemsOf names the items of lines.
//
// Within: the page of a note, which has asked for the right.
func ItemsOf(tx *db.Tx, lines []Line) (map[string]Item, error) {
	items := map[string]Item{}
	for _, l := range lines {
		if _, known := items[l.ItemID]; known {
			continue
		}
		i, err := itemByID(tx, l.ItemID)
		if err != nil {
			return nil, fmt.Errorf("find item %s: %w", l.ItemID, err)
		}
		items[l.ItemID] = i
	}
	return items, nil
}

// Waits are the notes that wait for the actor to confirm that the items came.
//
// Read: each asks for the right to confirm.
func Waits(tx *db.Tx) ([]Note, error) {
	var list []Note
	for _, g := range tx.Actor.Grants {
		scope := access.Scope{Unit: g.ID}
		if g.ID == "" || access.ScopeOf(g.Scope, g.ID) != scope || !access.May(tx, access.DeliveryConfirm, scope) {
			continue
		}
		of, err := notesTo(tx, g.ID)
		if err != nil {
			return nil, fmt.Errorf("find notes to unit %s: %w", g.ID, err)
		}
		for _, n := range of {
			if n.AccountID != tx.Actor.ID && !slices.ContainsFunc(list, func(o Note) bool { return o.ID == n.ID }) {
				list = append(list, n)
			}
		}
	}
	return list, nil
}
