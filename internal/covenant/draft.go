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
	if err := y.MustRun(); err != nil {
		return Covenant{}, err
	}
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

// SetContent adds a content when n.Version is 0, or changes one; n.Version is
// the version the person saw. A new content may bring the id that its form was
// given, so that sending the form twice adds it once.
func SetContent(tx *db.Tx, y cycle.Year, n Content) (Content, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return Content{}, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return Content{}, err
	}
	n.CovenantID, n.Title, n.Body, n.Serves = c.ID, clean(n.Title), clean(n.Body), clean(n.Serves)
	if err := checkContent(n); err != nil {
		return Content{}, err
	}
	list, err := contentsOf(tx, c.ID)
	if err != nil {
		return Content{}, fmt.Errorf("read contents: %w", err)
	}
	if n.Version == 0 {
		return addContent(tx, y, c, n, len(list)+1)
	}
	before, err := contentAmong(list, n.ID)
	if err != nil {
		return Content{}, err
	}
	if before.Version != n.Version {
		return Content{}, savedByAnother(before)
	}
	n.Number, n.Version = before.Number, before.Version+1
	if err := updateContent(tx, n); err != nil {
		return Content{}, fmt.Errorf("change content: %w", err)
	}
	return n, noted(tx, y, access.CovenantDraft, c, before, n, "")
}

func addContent(tx *db.Tx, y cycle.Year, c Covenant, n Content, number int) (Content, error) {
	if !isID(n.ID) {
		n.ID = db.NewID()
	}
	have, err := findContent(tx, n.ID)
	switch {
	case err == nil && have.CovenantID != c.ID:
		return Content{}, problem.New(problem.Invalid, "Biểu mẫu này thuộc một giao ước khác; hãy mở lại trang thêm nội dung.")
	case err == nil && have.Title == n.Title && have.Body == n.Body && have.Serves == n.Serves:
		return have, nil
	case err == nil:
		return Content{}, savedByAnother(have)
	case !errors.Is(err, db.ErrNoRow):
		return Content{}, fmt.Errorf("find content: %w", err)
	}
	n.Number, n.Version = number, 1
	if err := insertContent(tx, n); err != nil {
		return Content{}, fmt.Errorf("add content: %w", err)
	}
	return n, noted(tx, y, access.CovenantDraft, c, nil, n, "")
}

// isID reports whether a text has the shape of an id.
func isID(text string) bool {
	return len(text) == len("00000000-0000-0000-0000-000000000000") && strings.Trim(text, "0123456789abcdef-") == ""
}

func savedByAnother(now Content) error {
	return &problem.Problem{
		Kind: problem.Conflict, Field: "body",
		Text: fmt.Sprintf("Nội dung này vừa được người khác sửa thành: «%s. %s (phục vụ: %s)». Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			now.Title, now.Body, now.Serves),
	}
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
	for _, f := range []struct{ field, text string }{{"title", n.Title}, {"body", n.Body}, {"serves", n.Serves}} {
		blob.RefuseSecrets(&list, f.field, f.text)
	}
	return list.Err()
}

// reasoned cleans a reason and refuses an empty or a secret one.
func reasoned(reason, missing string) (string, error) {
	reason = clean(reason)
	var list problem.List
	if reason == "" {
		list.Add("reason", "%s", missing)
	}
	blob.RefuseSecrets(&list, "reason", reason)
	return reason, list.Err()
}

func contentAmong(list []Content, id string) (Content, error) {
	for _, c := range list {
		if c.ID == id {
			return c, nil
		}
	}
	return Content{}, problem.New(problem.NotFound, "Nội dung này không còn trong giao ước.")
}
