package award

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Recognise writes an initiative or piece of research of a subject.
func Recognise(tx *db.Tx, l *rules.Law, i Initiative, version int64) error {
	f, err := inHand(tx, i.SubjectID, version)
	if err != nil {
		return err
	}
	var list problem.List
	checkYear(tx, &list, f.Subject, "year", i.Year)
	if rules.ScopeName(i.Scope) == "" {
		list.Add("scope", "Chọn phạm vi công nhận.")
	}
	if i.Name = strings.TrimSpace(vn.NFC(i.Name)); i.Name == "" {
		list.Add("name", "Ghi tên sáng kiến, đề tài.")
	}
	if i.Number = strings.TrimSpace(i.Number); i.Number == "" {
		list.Add("number", "Ghi số văn bản công nhận; sáng kiến chỉ được tính khi có văn bản công nhận.")
	}
	for _, o := range f.Initiatives {
		if o.Year == i.Year && o.Scope == i.Scope && Folded(o.Name) == Folded(i.Name) {
			list.Add("name", "Sáng kiến này của năm %d đã có trong hồ sơ, theo văn bản %s.", i.Year, o.Number)
			break
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	i.ID = db.NewID()
	f.Initiatives = append(f.Initiatives, i)
	if err := f.check(tx, l); err != nil {
		return err
	}
	if err := insertInitiative(tx, i); err != nil {
		return fmt.Errorf("store initiative of %s: %w", f.ID, err)
	}
	return putDown(tx, access.AwardKeep, f.Subject, nil, i, "")
}
