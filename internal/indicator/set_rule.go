package indicator

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// SetRule adds a rule between figures of a year; the same rule is added once.
// Rules check reports and change no promise, so a signed covenant does not
// close them.
func SetRule(tx *db.Tx, y cycle.Year, r Rule) (Rule, error) {
	if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
		return Rule{}, err
	}
	if err := y.MustRun(); err != nil {
		return Rule{}, err
	}
	list, err := List(tx, y.ID)
	if err != nil {
		return Rule{}, err
	}
	if err := checkRule(r, byID(list)); err != nil {
		return Rule{}, err
	}
	rules, err := Rules(tx, y.ID)
	if err != nil {
		return Rule{}, err
	}
	for _, o := range rules {
		if o.Kind == r.Kind && o.IndicatorID == r.IndicatorID && slices.Equal(o.Parts, r.Parts) && o.Tolerance.Equal(r.Tolerance) {
			return o, nil
		}
	}
	r.ID, r.YearID = db.NewID(), y.ID
	if err := insertRule(tx, r); err != nil {
		return Rule{}, fmt.Errorf("set rule: %w", err)
	}
	return r, ruled(tx, y, r.ID, nil, r)
}

// RemoveRule takes a rule between figures away.
func RemoveRule(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	r, err := findRule(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.Closed, "Quan hệ này đã được bỏ.")
	}
	if err == nil && r.YearID != y.ID {
		return problem.New(problem.NotFound, "Không có quan hệ này trong năm %d.", y.Year)
	}
	if err != nil {
		return fmt.Errorf("find rule %s: %w", id, err)
	}
	if err := deleteRule(tx, id); err != nil {
		return fmt.Errorf("remove rule %s: %w", id, err)
	}
	return ruled(tx, y, id, r, nil)
}

func ruled(tx *db.Tx, y cycle.Year, id string, before, after any) error {
	return record.Add(tx, record.Act{
		Act: access.IndicatorDefine, Object: record.Object{Kind: "figure_rule", ID: id},
		Scope: y.Scope(), Before: before, After: after,
	})
}

func checkRule(r Rule, indicators map[string]Indicator) error {
	var list problem.List
	a, ok := indicators[r.IndicatorID]
	if !ok {
		list.Add("indicator", "Chọn chỉ số đứng trước.")
	}
	switch {
	case r.Kind.Name() == "":
		list.Add("kind", "Chọn quan hệ.")
	case r.Kind == AtMost && len(r.Parts) != 1:
		list.Add("parts", "Quan hệ «không lớn hơn» so với đúng một chỉ số khác; bạn đã chọn %d.", len(r.Parts))
	case r.Kind == SumOf && len(r.Parts) < 2:
		list.Add("parts", "Quan hệ «bằng tổng của» cần ít nhất hai chỉ số thành phần.")
	}
	seen := map[string]bool{r.IndicatorID: true}
	for _, id := range r.Parts {
		part, known := indicators[id]
		switch {
		case !known:
			list.Add("parts", "Chỉ chọn chỉ số của giao ước năm nay.")
		case seen[id]:
			list.Add("parts", "Mỗi chỉ số chỉ đứng một lần trong quan hệ: «%s».", part.Name)
		case ok && part.Unit != a.Unit:
			list.Add("parts", "«%s» tính bằng %s còn «%s» tính bằng %s; không so sánh được.", a.Name, a.Unit, part.Name, part.Unit)
		}
		seen[id] = true
	}
	if r.Tolerance.IsNegative() {
		list.Add("tolerance", "Sai số cho phép là số không âm.")
	}
	return list.Err()
}
