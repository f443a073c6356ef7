package covenant

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Begin starts the covenant of a year as a draft.
func Begin(tx *db.Tx, y cycle.Year) (Covenant, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return Covenant{}, err
	}
	if err := y.MustRun(); err != nil {
		return Covenant{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Draft); err != nil {
		return Covenant{}, err
	}
	if c, err := findByYear(tx, y.ID); err == nil {
		return c, nil // a second click finds what the first has made
	} else if !errors.Is(err, db.ErrNoRow) {
		return Covenant{}, fmt.Errorf("find covenant: %w", err)
	}
	c := Covenant{ID: db.NewID(), YearID: y.ID, State: Draft, Version: 1}
	if err := insert(tx, c); err != nil {
		return Covenant{}, fmt.Errorf("begin covenant: %w", err)
	}
	return c, noted(tx, y, access.CovenantDraft, c, nil, c, "")
}

// noted writes the record entry of an act on a covenant.
func noted(tx *db.Tx, y cycle.Year, act access.Act, c Covenant, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "covenant", ID: c.ID}, Scope: y.UnitScope(tx.Actor.Unit),
		Before: before, After: after, Reason: reason,
	})
}

// editable finds the covenant of a year and refuses one whose text stands.
func editable(tx *db.Tx, y cycle.Year) (Covenant, error) {
	c, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Năm %d chưa có giao ước; cụm trưởng bắt đầu soạn trước.", y.Year)
	}
	if err != nil {
		return c, fmt.Errorf("find covenant: %w", err)
	}
	switch c.State {
	case Signing:
		return c, problem.New(problem.Closed, "Giao ước đang được ký nên văn bản không đổi được; cụm trưởng rút về soạn lại nếu cần.")
	case Signed:
		return c, problem.New(problem.Closed, "Giao ước đã ký; muốn đổi thì lập bản sửa đổi có lý do và ký lại.")
	case History:
		return c, problem.New(problem.Closed, "Giao ước này được nhập từ nguồn đã công bố.")
	}
	return c, nil
}

// SetContent adds a content, when n.ID is empty, or changes one. n.Version is
// the version the person saw.
func SetContent(tx *db.Tx, y cycle.Year, n Content) (Content, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return Content{}, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return Content{}, err
	}
	n.Title, n.Body, n.Serves = clean(n.Title), clean(n.Body), clean(n.Serves)
	if err := checkContent(n); err != nil {
		return Content{}, err
	}
	list, err := contentsOf(tx, c.ID)
	if err != nil {
		return Content{}, fmt.Errorf("read contents: %w", err)
	}
	n.CovenantID = c.ID
	if n.ID == "" {
		n.ID, n.Number, n.Version = db.NewID(), len(list)+1, 1
		if err := insertContent(tx, n); err != nil {
			return Content{}, fmt.Errorf("add content: %w", err)
		}
		return n, noted(tx, y, access.CovenantDraft, c, nil, n, "")
	}
	before, err := contentAmong(list, n.ID)
	if err != nil {
		return Content{}, err
	}
	if before.Version != n.Version {
		return Content{}, &problem.Problem{
			Kind: problem.Conflict, Field: "body",
			Text: fmt.Sprintf("Nội dung này vừa được người khác sửa thành: «%s. %s». Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.", before.Title, before.Body),
		}
	}
	n.Number, n.Version = before.Number, before.Version+1
	if err := updateContent(tx, n); err != nil {
		return Content{}, fmt.Errorf("change content: %w", err)
	}
	return n, noted(tx, y, access.CovenantDraft, c, before, n, "")
}

func clean(text string) string { return vn.NFC(strings.TrimSpace(text)) }

func checkContent(n Content) error {
	var list problem.List
	if n.Title == "" {
		list.Add("title", "Ghi tên nội dung thi đua.")
	}
	if n.Serves == "" {
		list.Add("serves", "Ghi nghị quyết, kế hoạch hoặc nhiệm vụ mà nội dung này phục vụ.")
	}
	for field, text := range map[string]string{"title": n.Title, "body": n.Body, "serves": n.Serves} {
		if p := problem.All(blob.RefuseSecret(text)); len(p) > 0 {
			list.Add(field, "%s", p[0].Text)
		}
	}
	return list.Err()
}

func contentAmong(list []Content, id string) (Content, error) {
	for _, c := range list {
		if c.ID == id {
			return c, nil
		}
	}
	return Content{}, problem.New(problem.NotFound, "Nội dung này không còn trong giao ước.")
}

// RemoveContent takes a content out; the later ones move up.
func RemoveContent(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	c, err := editable(tx, y)
	if err != nil {
		return err
	}
	list, err := contentsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read contents: %w", err)
	}
	gone, err := contentAmong(list, id)
	if err != nil {
		return err
	}
	if err := deleteContent(tx, id); err != nil {
		return fmt.Errorf("remove content: %w", err)
	}
	for _, n := range list {
		if n.Number > gone.Number {
			if err := setNumber(tx, n.ID, n.Number-1); err != nil {
				return fmt.Errorf("renumber contents: %w", err)
			}
		}
	}
	return noted(tx, y, access.CovenantDraft, c, gone, nil, "")
}

// MoveContent moves a content one place up, or down.
func MoveContent(tx *db.Tx, y cycle.Year, id string, up bool) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	c, err := editable(tx, y)
	if err != nil {
		return err
	}
	list, err := contentsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read contents: %w", err)
	}
	moved, err := contentAmong(list, id)
	if err != nil {
		return err
	}
	to := moved.Number + 1
	if up {
		to = moved.Number - 1
	}
	if to < 1 || to > len(list) {
		return nil
	}
	if err := setNumber(tx, list[to-1].ID, moved.Number); err != nil {
		return fmt.Errorf("move content: %w", err)
	}
	if err := setNumber(tx, moved.ID, to); err != nil {
		return fmt.Errorf("move content: %w", err)
	}
	return noted(tx, y, access.CovenantDraft, c, map[string]int{"number": moved.Number}, map[string]int{"number": to}, "")
}

// CopyFrom puts the contents of another year's covenant into an empty draft.
func CopyFrom(tx *db.Tx, y, from cycle.Year) (int, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return 0, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return 0, err
	}
	have, err := contentsOf(tx, c.ID)
	if err != nil {
		return 0, fmt.Errorf("read contents: %w", err)
	}
	if len(have) > 0 {
		return 0, problem.New(problem.Closed, "Bản soạn đã có nội dung; chỉ chép được vào bản còn trống.")
	}
	old, err := ContentsOf(tx, from)
	if err != nil {
		return 0, err
	}
	for _, n := range old {
		n.ID, n.CovenantID, n.Version = db.NewID(), c.ID, 1
		if err := insertContent(tx, n); err != nil {
			return 0, fmt.Errorf("copy content: %w", err)
		}
	}
	return len(old), noted(tx, y, access.CovenantDraft, c, nil, map[string]any{"copied_from": from.ID, "contents": len(old)}, "")
}
