package indicator

import (
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// Previous is the value that stands beside a new one.
type Previous struct {
	Value decimal.Decimal
	Unit  string // unit of measure then
	From  string // where it comes from, such as "6 tháng" or "năm 2020"
}

// tenfold is the jump that must be confirmed: in a published review the export
// figure of 99,6 tỷ USD was followed by "1.896,410 tỷ USD".
var tenfold = decimal.NewFromInt(10)

// jumps reports whether the new value is ten times the old one or more, or a
// tenth of it or less, whatever the sign. Nothing is a jump from zero.
func jumps(before, after decimal.Decimal) bool {
	before, after = before.Abs(), after.Abs()
	if before.IsZero() {
		return false
	}
	return after.GreaterThanOrEqual(before.Mul(tenfold)) || after.Mul(tenfold).LessThanOrEqual(before)
}

// jumpFrom reports a jump against a previous value in the same unit of measure;
// another unit cannot be compared.
func jumpFrom(p Previous, unit string, value decimal.Decimal) bool {
	return p.From != "" && p.Unit == unit && jumps(p.Value, value)
}

// jumpText names both values of a jump and says what to do.
func jumpText(p Previous, name, unit string, value decimal.Decimal) string {
	how := "chỉ còn một phần mười hoặc ít hơn so với"
	if value.Abs().GreaterThan(p.Value.Abs()) {
		how = "gấp " + vn.Format(value.Abs().DivRound(p.Value.Abs(), 1)) + " lần"
	}
	return fmt.Sprintf("«%s»: số mới %s %s %s số trước %s %s (%s). Nếu đúng, hãy ghi lý do; nếu nhầm, hãy sửa lại.",
		name, vn.Format(value), unit, how, vn.Format(p.Value), p.Unit, p.From)
}
