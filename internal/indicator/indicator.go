package indicator

import (
	"github.com/shopspring/decimal"
)

// Indicator is one thing measured in an emulation year (chỉ số).
type Indicator struct {
	ID        string
	YearID    string
	Code      string // unique in the year, such as THU_NGAN_SACH
	Name      string
	Unit      string // unit of measure, such as "tỷ đồng"
	Direction Direction
	Sum       Sum
	WeightID  string // the indicator that weighs this one; empty unless Sum is Weighted
	Decimals  int    // decimals to print
	Position  int    // order in lists
	ContentNo int    // the covenant's content it belongs to; 0 for none
	Serves    string // the resolution or task it serves
	Version   int64
}

// Direction says which way is better.
type Direction string

// The two directions.
const (
	More Direction = "more" // càng cao càng tốt
	Less Direction = "less" // càng thấp càng tốt
)

// Name is the direction in Vietnamese.
func (d Direction) Name() string {
	switch d {
	case More:
		return "càng cao càng tốt"
	case Less:
		return "càng thấp càng tốt"
	}
	return ""
}

// Sum says how the values of the members make the value of the cluster.
type Sum string

// The ways of summing.
const (
	Total    Sum = "sum"      // cộng
	Average  Sum = "average"  // bình quân
	Weighted Sum = "weighted" // bình quân gia quyền theo một chỉ số khác
	NoSum    Sum = "none"     // không tổng hợp
)

// SumKinds are all ways of summing, in the order of the form.
var SumKinds = []Sum{Total, Average, Weighted, NoSum}

// Name is the way of summing in Vietnamese.
func (s Sum) Name() string {
	switch s {
	case Total:
		return "cộng các đơn vị"
	case Average:
		return "bình quân các đơn vị"
	case Weighted:
		return "bình quân gia quyền"
	case NoSum:
		return "không tổng hợp"
	}
	return ""
}

// Target is what a member promises for an indicator (chỉ tiêu).
type Target struct {
	ID          string
	IndicatorID string
	UnitID      string
	Value       decimal.Decimal
	Baseline    decimal.NullDecimal // the value it starts from; not valid when not known
	Version     int64
}
