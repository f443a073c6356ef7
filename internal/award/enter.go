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

// Enter writes a grant by hand. The same award for the same year is refused unless
// it is said to be another occasion, with another decision.
func Enter(tx *db.Tx, l *rules.Law, e Entry, another bool, version int64) (Entry, error) {
	f, err := inHand(tx, e.SubjectID, version)
	if err != nil {
		return Entry{}, err
	}
	e.trim()
	if e.FromYear == 0 {
		e.FromYear = e.Year
	}
	var list problem.List
	if l.Award(e.Award) == nil {
		list.Add("award", "Chọn danh hiệu, hình thức khen thưởng trong danh sách.")
	}
	checkYear(tx, &list, f.Subject, "year", e.Year)
	if e.FromYear != e.Year {
		checkYear(tx, &list, f.Subject, "from_year", e.FromYear)
		if e.FromYear > e.Year {
			list.Add("from_year", "Năm đầu của giai đoạn không sau năm cuối %d.", e.Year)
		}
	}
	checkDecision(tx, &list, e)
	if !e.DecidedOn.IsZero() && e.DecidedOn.Year() < e.Year {
		list.Add("decided_on", "Quyết định ngày %s trước năm thành tích %d.", e.DecidedOn.Short(), e.Year)
	}
	if !slices.Contains(rules.Occasions(), e.Occasion) {
		list.Add("occasion", "Chọn loại hình khen thưởng.")
	}
	if list == nil {
		f.checkTwice(&list, l, e, another)
	}
	if err := list.Err(); err != nil {
		return Entry{}, err
	}
	e.ID, e.Kind, e.OfID, e.CreatedAt = db.NewID(), Grant, "", db.At(tx.Now)
	f.Entries = append(f.Entries, e)
	if err := f.check(tx, l); err != nil {
		return Entry{}, err
	}
	if err := insertEntry(tx, e); err != nil {
		return Entry{}, fmt.Errorf("enter grant to %s: %w", f.ID, err)
	}
	if err := findable(tx, e.ID); err != nil {
		return Entry{}, err
	}
	return e, putDown(tx, access.AwardKeep, f.Subject, nil, e, "")
}

func (e *Entry) trim() {
	for _, text := range []*string{&e.Number, &e.DecidedBy, &e.Signer, &e.Achievement, &e.Source} {
		*text = strings.TrimSpace(vn.NFC(*text))
	}
}

// checkDecision refuses an entry whose decision is not said.
func checkDecision(tx *db.Tx, list *problem.List, e Entry) {
	if e.Number == "" {
		list.Add("number", "Ghi số, ký hiệu quyết định.")
	}
	if e.DecidedOn.IsZero() || e.DecidedOn.After(tx.Today()) {
		list.Add("decided_on", "Ghi ngày quyết định, không sau hôm nay.")
	}
	if e.DecidedBy == "" {
		list.Add("decided_by", "Ghi cấp ra quyết định, ví dụ Chủ tịch UBND tỉnh.")
	}
}

// checkTwice refuses what the subject already has.
func (f *File) checkTwice(list *problem.List, l *rules.Law, e Entry, another bool) {
	for _, o := range f.InForce() {
		if o.Award != e.Award || o.Year != e.Year {
			continue
		}
		decision := "quyết định " + o.Number
		if !o.DecidedOn.IsZero() {
			decision += " ngày " + o.DecidedOn.Short()
		}
		switch {
		case Folded(o.Number) == Folded(e.Number) && o.DecidedOn == e.DecidedOn:
			list.Add("number", "%s của năm %d theo %s đã có trong hồ sơ.", l.Award(e.Award).Title(), e.Year, decision)
			return
		case !another:
			list.Add("another", "Năm %d đã có %s theo %s. Nếu đây là lần khen khác, theo quyết định khác, hãy đánh dấu ở đây.", e.Year, l.Award(e.Award).Name, decision)
			return
		}
	}
}
