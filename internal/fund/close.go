package fund

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Close closes the book of a year that is over. Who closes it types what is left, as
// the account outside the program says it.
func Close(tx *db.Tx, l *rules.Law, unitID string, year int, version, left int64) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	if !b.Settled {
		return problem.New(problem.Closed, "Khóa sổ quỹ năm %d trước.", year-1)
	}
	if last := vn.NewDate(year, 12, 31); tx.Today().Before(last) {
		return problem.New(problem.Closed, "Năm %d chưa hết; khóa sổ từ ngày %s.", year, last.Short())
	}
	if left != b.Left() {
		return problem.Field("left", "Số còn lại trong sổ là %s đồng, khác số bạn ghi. Đối chiếu với tài khoản, sửa bằng bút toán rồi khóa.", Money(b.Left()))
	}
	after := b.Year
	after.ClosedOn = tx.Today()
	after.Version++
	return b.store(tx, after, nil, "")
}
