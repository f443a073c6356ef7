package fund

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// SetBase says which ceiling of the law the fund of a year is under, and what that
// is a share of.
func SetBase(tx *db.Tx, l *rules.Law, unitID string, year int, version int64, ceiling string, base int64, source string) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	after := b.Year
	after.Ceiling, after.Base, after.BaseSource = ceiling, base, strings.TrimSpace(vn.NFC(source))
	var list problem.List
	switch c := b.Rules.Ceiling(ceiling); {
	case c == nil:
		list.Add("ceiling", "Chọn loại đơn vị theo nghị định.")
	case c.Base == "":
		after.Base, after.BaseSource = 0, ""
	default:
		checkSum(&list, "base", base, 1)
		if after.BaseSource == "" {
			list.Add("base_source", "Ghi văn bản giao dự toán hoặc phê duyệt có số này.")
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	after.Version++
	return b.store(tx, after, nil, "")
}

// store saves the year as it is afterwards with the entries that came to it, and
// notes in the record what came, in the words of the law's lists.
func (b *Book) store(tx *db.Tx, after Year, entries []Entry, reason string) error {
	if err := updateYear(tx, after); err != nil {
		return fmt.Errorf("store fund %s: %w", after.ID, err)
	}
	act := record.Act{Act: access.FundKeep, Object: record.Object{Kind: "fund_year", ID: after.ID}, Scope: access.Scope{Unit: after.UnitID}, Reason: reason}
	type line struct {
		Entry
		Purpose string
	}
	var lines []line
	for _, e := range entries {
		if err := insertEntry(tx, e); err != nil {
			return fmt.Errorf("store entry %d of fund %s: %w", e.Number, after.ID, err)
		}
		l := line{e, e.Purpose}
		if p := b.Purpose(&e); p != nil {
			l.Purpose = p.Name
		}
		lines = append(lines, l)
	}
	type book struct {
		Year
		Ceiling string
	}
	named := func(y Year) book {
		if c := b.Rules.Ceiling(y.Ceiling); c != nil {
			return book{y, c.Name}
		}
		return book{Year: y}
	}
	if act.Before, act.After = named(b.Year), named(after); len(lines) > 0 {
		act.Before, act.After = nil, map[string]any{"year": after.Year, "entries": lines}
	}
	return record.Add(tx, act)
}

// next is a line of the book that comes after those there are.
func (b *Book) next(tx *db.Tx, added int) Entry {
	return Entry{ID: db.NewID(), YearID: b.ID, Number: b.Entries + int64(added) + 1, AccountID: tx.Actor.ID, CreatedAt: db.At(tx.Now)}
}

// grown is the year with so many entries more.
func (b *Book) grown(added int) Year {
	y := b.Year
	y.Entries += int64(added)
	y.Version++
	return y
}

// checkPaper checks what every entry rests on. Books of a year take in papers until
// the end of the January after it, when the accounts of its budget are settled.
func (b *Book) checkPaper(tx *db.Tx, list *problem.List, document string, on vn.Date) {
	if document == "" {
		list.Add("document", "Ghi số chứng từ.")
	}
	year := b.Year.Year
	if last := vn.NewDate(year+1, 1, 31); on.IsZero() || on.Year() < year || on.After(last) || on.After(tx.Today()) {
		list.Add("on_day", "Ghi ngày chứng từ, từ 1/1/%d đến %s và không sau hôm nay.", year, last.Short())
	}
}

// refuseOverdrawn refuses to spend what is not there, in this year or carried into
// those after.
func (b *Book) refuseOverdrawn(list *problem.List, field string, dong int64) {
	switch {
	case dong > b.Left():
		list.Add(field, "Quỹ còn %s đồng, không đủ chi %s đồng. Ghi khoản thu trước, hoặc giảm số chi.", Money(b.Left()), Money(dong))
	case dong > b.lowest:
		list.Add(field, "Số dư đã chuyển sang năm sau và được chi; năm này chỉ còn chi được %s đồng.", Money(b.lowest))
	}
}
