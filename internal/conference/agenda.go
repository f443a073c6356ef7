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
	"giaouoc/internal/vn"
)

// AddItem puts a point at the end of the agenda.
func AddItem(tx *db.Tx, y cycle.Year, i Item) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	items, err := itemsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read agenda: %w", err)
	}
	if err := checkItem(&i, items); err != nil {
		return err
	}
	i.ID, i.ConferenceID, i.Number, i.Version = db.NewID(), c.ID, len(items)+1, 1
	i.StartedAt, i.FinishedAt, i.StruckFor = db.Time{}, db.Time{}, ""
	if err := insertItem(tx, i); err != nil {
		return fmt.Errorf("add agenda point: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, i, "")
}

// longestItem is the longest a point may be planned for: a whole day.
const longestItem = 24 * 60

func checkItem(i *Item, items []Item) error {
	var list problem.List
	i.Title, i.Presenter = strings.TrimSpace(i.Title), strings.TrimSpace(i.Presenter)
	if i.Title == "" {
		list.Add("title", "Ghi tên điểm chương trình.")
	}
	if i.Minutes > longestItem {
		list.Add("minutes", "Thời lượng tính bằng phút, nhiều nhất %d.", longestItem)
	}
	for _, o := range items {
		if o.ID != i.ID && i.Title != "" && vn.Fold(o.Title) == vn.Fold(i.Title) {
			list.Add("title", "Điểm này đã có trong chương trình (số %d).", o.Number)
		}
	}
	blob.RefuseSecrets(&list, "title", i.Title, "presenter", i.Presenter)
	return list.Err()
}

// ChangeItem changes the words and the time of a point that has not begun;
// i.Version is the version the person saw.
func ChangeItem(tx *db.Tx, y cycle.Year, i Item) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, i.ID)
	if err != nil {
		return err
	}
	before := items[at]
	if err := before.mustWait(); err != nil {
		return err
	}
	if before.Version != i.Version {
		return problem.New(problem.Conflict, "Điểm này vừa được người khác sửa thành «%s». Hãy đối chiếu rồi lưu lại.", before.Title)
	}
	if err := checkItem(&i, items); err != nil {
		return err
	}
	after := before
	after.Title, after.Presenter, after.Minutes, after.Version = i.Title, i.Presenter, i.Minutes, before.Version+1
	if err := updateItem(tx, after); err != nil {
		return fmt.Errorf("change agenda point: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, before, after, "")
}

// pointOf is a point of the agenda of a conference that is not over, among the
// others.
func pointOf(tx *db.Tx, y cycle.Year, id string) (Conference, []Item, int, error) {
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return c, nil, 0, err
	}
	items, err := itemsOf(tx, c.ID)
	if err != nil {
		return c, nil, 0, fmt.Errorf("read agenda: %w", err)
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
	if at < 0 {
		return c, nil, 0, problem.New(problem.NotFound, "Chương trình không còn điểm này.")
	}
	return c, items, at, nil
}

// mustWait refuses a point that has begun.
func (i Item) mustWait() error {
	if s := i.State(); s != ItemWaiting {
		return problem.New(problem.Closed, "Điểm «%s» %s; không sửa được nữa.", i.Title, s.Name())
	}
	return nil
}

// MoveItem moves a point that has not begun from one place to the next above or
// below. Where it is there already, nothing happens.
func MoveItem(tx *db.Tx, y cycle.Year, id string, from, to int) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, id)
	if err != nil {
		return err
	}
	i := items[at]
	switch {
	case i.Number == to:
		return nil // the same form sent twice
	case i.Number != from || to != from-1 && to != from+1:
		return problem.New(problem.Conflict, "Thứ tự chương trình vừa được người khác đổi; điểm này nay là số %d.", i.Number)
	case to < 1 || to > len(items):
		return problem.New(problem.Closed, "Điểm này đã ở đầu hoặc cuối chương trình.")
	}
	other := items[to-1]
	for _, o := range []Item{i, other} {
		if err := o.mustWait(); err != nil {
			return err
		}
	}
	i.Number, other.Number = to, from
	for _, o := range []Item{i, other} {
		if err := updateItem(tx, o); err != nil {
			return fmt.Errorf("move agenda point: %w", err)
		}
	}
	return noted(tx, y, access.ConferencePlan, c.ID, map[string]any{"title": i.Title, "number": from}, map[string]any{"title": i.Title, "number": to}, "")
}

// StrikeItem takes a point that has not begun off the agenda. Once the conference
// runs it gives the reason, which the minutes repeat; before, the point goes with
// its documents and the requests to speak on it.
func StrikeItem(tx *db.Tx, y cycle.Year, id, reason string) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, id)
	if err != nil {
		return err
	}
	i := items[at]
	if err := i.mustWait(); err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); c.State == Running && reason == "" {
		return problem.Field("struck_for", "Ghi lý do rút điểm «%s»; biên bản ghi lại lý do này.", i.Title)
	}
	if c.State == Planned {
		err = deleteItem(tx, id)
	} else {
		i.Number, i.StruckFor, i.Version = 0, reason, i.Version+1
		if err = updateItem(tx, i); err == nil {
			err = skipAsked(tx, c.ID, id)
		}
	}
	if err != nil {
		return fmt.Errorf("strike agenda point: %w", err)
	}
	for _, o := range items[at+1:] {
		o.Number--
		if err := updateItem(tx, o); err != nil {
			return fmt.Errorf("renumber agenda: %w", err)
		}
	}
	return noted(tx, y, access.ConferencePlan, c.ID, items[at], nil, reason)
}

// AttachDocument adds a file to a point of the agenda.
func AttachDocument(tx *db.Tx, y cycle.Year, itemID string, file blob.File) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, items, at, err := pointOf(tx, y, itemID)
	if err != nil {
		return err
	}
	there, err := documentsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	if slices.ContainsFunc(there, func(d Document) bool { return d.ItemID == itemID && d.Hash == file.Hash }) {
		return problem.Field("file", "Tệp này đã có ở điểm «%s».", items[at].Title)
	}
	d := Document{ID: db.NewID(), ItemID: itemID, Hash: file.Hash, Name: file.Name, AddedBy: tx.Actor.Name, AddedAt: db.At(tx.Now)}
	if err := insertDocument(tx, d); err != nil {
		return fmt.Errorf("attach document: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, map[string]any{"title": items[at].Title, "file_name": d.Name, "file_hash": d.Hash}, "")
}

// DetachDocument takes a file off its point.
func DetachDocument(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	there, err := documentsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	at := slices.IndexFunc(there, func(d Document) bool { return d.ID == id })
	if at < 0 {
		return nil // somebody else has just done so
	}
	if err := deleteDocument(tx, id); err != nil {
		return fmt.Errorf("detach document: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, map[string]any{"file_name": there[at].Name, "file_hash": there[at].Hash}, nil, "")
}
