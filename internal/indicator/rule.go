package indicator

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// RuleKind is what a rule asks of figures.
type RuleKind string

// Kinds of rule.
const (
	AtMost RuleKind = "at_most" // A ≤ B
	SumOf  RuleKind = "sum"     // A = B + C + …
)

// Name is the kind in Vietnamese.
func (k RuleKind) Name() string {
	switch k {
	case AtMost:
		return "không lớn hơn"
	case SumOf:
		return "bằng tổng của"
	}
	return ""
}

// Rule is a relation that the figures of one report must satisfy (quan hệ giữa
// các số liệu).
type Rule struct {
	ID          string
	YearID      string
	Kind        RuleKind
	IndicatorID string          // the A of A ≤ B and of A = B + C
	Parts       []string        `db:"-"` // the other indicators, by id
	Tolerance   decimal.Decimal // the difference that rounding may leave; not negative
}

// broken returns a problem for each rule that figures break, beside the value
// of its A. A rule one of whose figures is missing says nothing.
func broken(rules []Rule, indicators map[string]Indicator, figures map[string]decimal.Decimal) problem.List {
	var list problem.List
	for _, r := range rules {
		a, ok := figures[r.IndicatorID]
		sum := decimal.Zero
		names := make([]string, len(r.Parts))
		for n, part := range r.Parts {
			value, entered := figures[part]
			ok = ok && entered
			sum = sum.Add(value)
			names[n] = "«" + indicators[part].Name + "»"
		}
		if !ok {
			continue
		}
		i := indicators[r.IndicatorID]
		other := strings.Join(names, " + ")
		switch over := a.Sub(sum); {
		case r.Kind == AtMost && over.GreaterThan(r.Tolerance):
			list.Add(ValueField(i.Code), "«%s» (%s %s) không được lớn hơn %s (%s %s).", i.Name, vn.Format(a), i.Unit, other, vn.Format(sum), i.Unit)
		case r.Kind == SumOf && over.Abs().GreaterThan(r.Tolerance):
			list.Add(ValueField(i.Code), "«%s» (%s %s) phải bằng %s (cộng lại %s %s); đang lệch %s.", i.Name, vn.Format(a), i.Unit, other, vn.Format(sum), i.Unit, vn.Format(over.Abs()))
		}
	}
	return list
}

// Say is the rule in words, such as "Thu nội địa ≤ Tổng thu".
func (r Rule) Say(indicators map[string]Indicator) string {
	sign := " ≤ "
	if r.Kind == SumOf {
		sign = " = "
	}
	names := make([]string, len(r.Parts))
	for n, part := range r.Parts {
		names[n] = indicators[part].Name
	}
	text := indicators[r.IndicatorID].Name + sign + strings.Join(names, " + ")
	if !r.Tolerance.IsZero() {
		text += fmt.Sprintf(" (sai số cho phép %s)", vn.Format(r.Tolerance))
	}
	return text
}

// byID maps indicators by id.
func byID(list []Indicator) map[string]Indicator {
	m := make(map[string]Indicator, len(list))
	for _, i := range list {
		m[i.ID] = i
	}
	return m
}
