package award

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Forms are the measures of discipline that the register knows.
var Forms = []string{"khiển trách", "cảnh cáo", "hạ bậc lương", "giáng chức", "cách chức", "buộc thôi việc", "khai trừ", "tước danh hiệu, giáng cấp bậc hàm"}

// BeginDiscipline writes a measure of discipline, or that something is being looked
// into.
func BeginDiscipline(tx *db.Tx, l *rules.Law, d Discipline, version int64) error {
	f, err := inHand(tx, d.SubjectID, version)
	if err != nil {
		return err
	}
	d.Number, d.Note = strings.TrimSpace(d.Number), strings.TrimSpace(vn.NFC(d.Note))
	var list problem.List
	if d.Form != Pending && !slices.Contains(Forms, d.Form) {
		list.Add("form", "Chọn hình thức kỷ luật, hoặc «đang xem xét».")
	}
	if d.FromDay.IsZero() || d.FromDay.After(tx.Today()) || d.FromDay.Year() < earliestYear {
		list.Add("from_day", "Ghi ngày bắt đầu, không sau hôm nay.")
	}
	if !d.ToDay.IsZero() && d.ToDay.Before(d.FromDay) {
		list.Add("to_day", "Ngày kết thúc không trước ngày bắt đầu %s.", d.FromDay.Short())
	}
	if d.Form == Pending && d.Note == "" {
		list.Add("note", "Ghi việc đang xem xét: đơn, kết luận nào, ai đang xem xét.")
	}
	if d.Form != Pending && d.Number == "" {
		list.Add("number", "Ghi số quyết định kỷ luật.")
	}
	for _, o := range f.Disciplines {
		if o.Form == d.Form && o.FromDay == d.FromDay && o.Number == d.Number && o.Note == d.Note {
			list.Add("form", "Điều này đã có trong hồ sơ.")
			break
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	d.ID = db.NewID()
	f.Disciplines = append(f.Disciplines, d)
	if err := f.check(tx, l); err != nil {
		return err
	}
	if err := insertDiscipline(tx, d); err != nil {
		return fmt.Errorf("store discipline of %s: %w", f.ID, err)
	}
	return putDown(tx, access.AwardKeep, f.Subject, nil, d, "")
}

// EndDiscipline writes the last day of a measure of discipline, or how what was
// looked into has ended.
func EndDiscipline(tx *db.Tx, subjectID, id string, version int64, on vn.Date, note string) error {
	f, err := inHand(tx, subjectID, version)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(f.Disciplines, func(d Discipline) bool { return d.ID == id })
	if i < 0 {
		return problem.New(problem.NotFound, "Không có việc kỷ luật này trong hồ sơ.")
	}
	before := f.Disciplines[i]
	if !before.ToDay.IsZero() {
		return problem.New(problem.Closed, "Việc này đã kết thúc ngày %s.", before.ToDay.Short())
	}
	var list problem.List
	switch {
	case on.IsZero(), on.After(tx.Today()):
		list.Add("to_day", "Ghi ngày kết thúc, không sau hôm nay.")
	case on.Before(before.FromDay):
		list.Add("to_day", "Ngày kết thúc không trước ngày bắt đầu %s.", before.FromDay.Short())
	}
	note = strings.TrimSpace(vn.NFC(note))
	if before.Form == Pending && note == "" {
		list.Add("note", "Ghi kết luận: không vi phạm, hay đã kỷ luật theo văn bản nào.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	d := before
	d.ToDay = on
	if note != "" {
		d.Note = strings.Trim(before.Note+". Kết thúc: "+note, ". ")
	}
	if err := endDiscipline(tx, d); err != nil {
		return fmt.Errorf("end discipline %s: %w", id, err)
	}
	return putDown(tx, access.AwardKeep, f.Subject, before, d, "")
}
