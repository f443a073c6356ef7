package fund

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// YearsOf lists the books of a unit, the earliest first.
//
// Read: requires the right to see the fund of the unit.
func YearsOf(tx *db.Tx, unitID string) ([]Year, error) {
	if err := access.Require(tx, access.FundRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := yearsOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read funds of unit %s: %w", unitID, err)
	}
	return list, nil
}

// BookOf reads the book of a year; a year that was not opened is not found.
//
// Read: requires the right to see the fund of the unit.
func BookOf(tx *db.Tx, l *rules.Law, unitID string, year int) (Book, error) {
	if err := access.Require(tx, access.FundRead, access.Scope{Unit: unitID}); err != nil {
		return Book{}, err
	}
	return bookOf(tx, l, unitID, year)
}

func bookOf(tx *db.Tx, l *rules.Law, unitID string, year int) (Book, error) {
	years, err := yearsOf(tx, unitID)
	if err != nil {
		return Book{}, fmt.Errorf("read funds of unit %s: %w", unitID, err)
	}
	i := slices.IndexFunc(years, func(y Year) bool { return y.Year == year })
	if i < 0 {
		return Book{}, problem.New(problem.NotFound, "Chưa mở sổ quỹ năm %d.", year)
	}
	b := Book{Year: years[i], Settled: i == 0 || !years[i-1].ClosedOn.IsZero()}
	movements, err := movementsOf(tx, unitID)
	if err != nil {
		return b, fmt.Errorf("sum up funds of unit %s: %w", unitID, err)
	}
	moved := map[string]int64{}
	for _, m := range movements {
		moved[m.YearID] = m.Dong
	}
	left := int64(0)
	for j, y := range years {
		left += y.Opening
		if j == i {
			b.Carried = left
		}
		left += moved[y.ID]
		if j == i || j > i && left < b.lowest {
			b.lowest = left
		}
	}
	b.Rules, b.Warning = l.Values.Fund(vn.NewDate(year, 12, 31))
	if b.List, err = entriesOf(tx, b.ID); err != nil {
		return b, fmt.Errorf("read entries of fund %s: %w", b.ID, err)
	}
	return b, nil
}

// editable is the book of a year for a change by who saw a version of it.
func editable(tx *db.Tx, l *rules.Law, unitID string, year int, version int64) (Book, error) {
	b, err := bookOf(tx, l, unitID, year)
	switch {
	case err != nil:
		return b, err
	case !b.ClosedOn.IsZero():
		return b, problem.New(problem.Closed, "Sổ quỹ năm %d đã khóa ngày %s; không ghi thêm. Ghi vào năm đang mở.", year, b.ClosedOn.Short())
	case b.Version != version:
		return b, problem.New(problem.Conflict, "Sổ quỹ năm %d vừa có thay đổi sau khi bạn mở trang. Xem lại số dư bên dưới, rồi bấm lần nữa nếu vẫn đúng.", year)
	}
	return b, nil
}

// sent reports whether a form was entered before.
func sent(tx *db.Tx, unitID string, year int, request string) (bool, error) {
	if request == "" {
		return false, nil
	}
	years, err := yearsOf(tx, unitID)
	if err != nil {
		return false, fmt.Errorf("read funds of unit %s: %w", unitID, err)
	}
	for _, y := range years {
		if y.Year == year {
			n, err := countRequest(tx, y.ID, request)
			if err != nil {
				return false, fmt.Errorf("find request: %w", err)
			}
			return n > 0, nil
		}
	}
	return false, nil
}

// isReversed reports whether an entry was taken back.
func isReversed(tx *db.Tx, id string) (bool, error) {
	_, err := reversalOf(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find reversal of %s: %w", id, err)
	}
	return true, nil
}
