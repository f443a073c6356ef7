package fund

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// first is the first year that a book can be kept of.
const first = 2018

// mostDong is more than any fund has; a sum over it is a slip of the hand.
const mostDong = 1_000_000_000_000_000

// Open opens the book of a year. The first one of a unit begins with a balance that
// is typed; the next begins with what the one before has left.
func Open(tx *db.Tx, unitID string, year int, opening int64, source string) (Year, error) {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return Year{}, err
	}
	years, err := yearsOf(tx, unitID)
	if err != nil {
		return Year{}, fmt.Errorf("read funds of unit %s: %w", unitID, err)
	}
	if slices.ContainsFunc(years, func(y Year) bool { return y.Year == year }) {
		return Year{}, problem.New(problem.Conflict, "Sổ quỹ năm %d đã được mở.", year)
	}
	y := Year{ID: db.NewID(), UnitID: unitID, Year: year, Version: 1, CreatedAt: db.At(tx.Now)}
	var list problem.List
	if n := len(years); n > 0 {
		if next := years[n-1].Year + 1; year != next {
			list.Add("year", "Sổ mở nối tiếp từng năm; năm tiếp theo là %d.", next)
		}
		y.Ceiling = years[n-1].Ceiling
	} else {
		y.Opening, y.Source = opening, strings.TrimSpace(vn.NFC(source))
		checkSum(&list, "opening", opening, 0)
		if opening > 0 && y.Source == "" {
			list.Add("source", "Ghi văn bản, báo cáo quyết toán có số dư này.")
		}
	}
	if year < first || year > tx.Today().Year()+1 {
		list.Add("year", "Năm phải từ %d đến %d.", first, tx.Today().Year()+1)
	}
	if err := list.Err(); err != nil {
		return Year{}, err
	}
	if err := insertYear(tx, y); err != nil {
		return Year{}, fmt.Errorf("open fund of %d: %w", year, err)
	}
	return y, record.Add(tx, record.Act{Act: access.FundKeep, Object: record.Object{Kind: "fund_year", ID: y.ID}, Scope: access.Scope{Unit: unitID}, After: y})
}

func checkSum(list *problem.List, field string, dong, least int64) {
	switch {
	case dong < least:
		list.Add(field, "Ghi số tiền, bằng đồng, từ %s trở lên.", Money(least))
	case dong > mostDong:
		list.Add(field, "Số tiền quá lớn; kiểm tra lại số chữ số.")
	}
}
