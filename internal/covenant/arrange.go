package covenant

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// RemoveContent takes a content out; the later ones move up, with their
// indicators. A content that still has indicators stays. version is the version
// the person saw.
func RemoveContent(tx *db.Tx, y cycle.Year, id string, version int64) error {
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
	if gone.Version != version {
		return problem.New(problem.Conflict, "Nội dung %d vừa được người khác sửa thành «%s. %s»; hãy đọc lại rồi bỏ nếu vẫn cần.", gone.Number, gone.Title, gone.Body)
	}
	codes, err := indicatorsUnder(tx, y, gone.Number)
	if err != nil {
		return err
	}
	if len(codes) > 0 {
		return problem.New(problem.Closed, "Nội dung %d còn %d chỉ số (%s); ở trang «Chỉ số», chuyển chúng sang nội dung khác hoặc bỏ chúng rồi mới bỏ nội dung này.", gone.Number, len(codes), strings.Join(codes, ", "))
	}
	if err := deleteContent(tx, id); err != nil {
		return fmt.Errorf("remove content: %w", err)
	}
	var order []Content
	for _, n := range list {
		if n.ID != id {
			order = append(order, n)
		}
	}
	if err := renumber(tx, y, order); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantDraft, c, gone, nil, "")
}

// MoveContent moves the content that stood at number from to the place next to
// it, up or down, with its indicators. A content that already stands there has
// been moved by a first click.
func MoveContent(tx *db.Tx, y cycle.Year, id string, from int, up bool) error {
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
	to := from + 1
	if up {
		to = from - 1
	}
	if moved.Number == to || moved.Number == from && (to < 1 || to > len(list)) {
		return nil
	}
	if moved.Number != from {
		return problem.New(problem.Conflict, "Thứ tự các nội dung vừa được người khác đổi; «%s» nay là nội dung %d.", moved.Title, moved.Number)
	}
	list[from-1], list[to-1] = list[to-1], list[from-1]
	if err := renumber(tx, y, list); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantDraft, c, map[string]any{"content": id, "number": from}, map[string]any{"content": id, "number": to}, "")
}

// renumber gives contents the numbers of this order; their indicators follow.
func renumber(tx *db.Tx, y cycle.Year, order []Content) error {
	numbers := map[int]int{}
	for i, n := range order {
		if n.Number == i+1 {
			continue
		}
		numbers[n.Number] = i + 1
		if err := setNumber(tx, n.ID, i+1); err != nil {
			return fmt.Errorf("renumber contents: %w", err)
		}
	}
	return indicator.Renumber(tx, y.ID, numbers)
}

func indicatorsUnder(tx *db.Tx, y cycle.Year, number int) ([]string, error) {
	list, err := indicator.List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, i := range list {
		if i.ContentNo == number {
			codes = append(codes, i.Code)
		}
	}
	return codes, nil
}
