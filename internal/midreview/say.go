package midreview

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cycle"
	"giaouoc/internal/indicator"
	"giaouoc/internal/vn"
)

// printed writes a plain decimal the Vietnamese way.
func printed(plain string) string {
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return plain
	}
	return vn.Format(d)
}

// sayIndicator says what an indicator adds up to, against target, the year
// before and the country, in a sentence that follows its name.
func sayIndicator(p indicator.Progress, members []SnapMember) string {
	i := p.Indicator
	if p.Value == nil {
		if i.Sum == indicator.NoSum && len(p.Have) > 0 {
			return fmt.Sprintf("không tổng hợp chung; %d/%d đơn vị đã có số liệu.", len(p.Have), len(members))
		}
		return "chưa có số liệu."
	}
	how := map[indicator.Sum]string{
		indicator.Total: "cộng", indicator.Average: "bình quân", indicator.Weighted: "bình quân gia quyền",
	}[i.Sum]
	first := fmt.Sprintf("%s, %s %d/%d đơn vị", withUnit(exact(p.Aggregate), i.Unit), how, len(p.Have), len(members))
	if !p.Complete() {
		first += " (thiếu " + strings.Join(namesOf(p.Missing, members), ", ") + ")"
	}
	parts := []string{first}
	if p.Target != nil {
		p.Target.From = "chỉ tiêu cả năm"
		parts = append(parts, sayComparison(p.Aggregate, *p.Target, members))
	}
	if p.Before != nil {
		parts = append(parts, sayComparison(p.Aggregate, *p.Before, members))
	}
	if p.Share != nil {
		parts = append(parts, fmt.Sprintf("bằng %s cả nước (%s; nguồn: %s)",
			vn.Percent(p.Share.Round(1), 1), withUnit(p.National.Value.String(), i.Unit), p.National.Source))
	}
	return strings.Join(parts, "; ") + "."
}

// sayComparison says how a value stands to another: a share in percent, or for
// a figure in percent the difference in points. Where it is over fewer members
// than the value itself, it says over which.
func sayComparison(a indicator.Aggregate, c indicator.Comparison, members []SnapMember) string {
	i := a.Indicator
	other := withUnit(rounded(i, c.Other), i.Unit)
	notes := []string{other}
	if c.Note != "" {
		notes = append(notes, c.Note)
	}
	switch {
	case len(c.Units) < len(a.Have):
		notes = append(notes, "tính trên "+strings.Join(namesOf(c.Units, members), ", "))
	case !a.Complete():
		c.From += " của các đơn vị này"
	}
	what := fmt.Sprintf("%s (%s)", c.From, strings.Join(notes, "; "))
	if i.Unit != "%" && c.Other.Over.IsPositive() && c.Other.Under.IsPositive() {
		percent := c.Value.Over.Mul(c.Other.Under).Mul(decimal.NewFromInt(100)).DivRound(c.Value.Under.Mul(c.Other.Over), 1)
		return fmt.Sprintf("bằng %s %s", vn.Percent(percent, 1), what)
	}
	places := max(i.Decimals, 0)
	unit := i.Unit
	if unit == "%" {
		unit = "điểm phần trăm"
	}
	difference := c.Value.Round(places).Sub(c.Other.Round(places))
	size := vn.FormatFixed(difference.Abs(), int32(places))
	switch difference.Sign() {
	case 0:
		return "bằng " + what
	case 1:
		return fmt.Sprintf("cao hơn %s %s %s", what, size, unit)
	}
	return fmt.Sprintf("thấp hơn %s %s %s", what, size, unit)
}

// exact is the cluster's value: a sum as it is, an average with the decimals of
// its indicator; "" where there is none.
func exact(a indicator.Aggregate) string {
	if a.Value == nil {
		return ""
	}
	return rounded(a.Indicator, *a.Value)
}

func rounded(i indicator.Indicator, f indicator.Fraction) string {
	if f.Under.Equal(decimal.NewFromInt(1)) {
		return f.Over.String()
	}
	return f.Round(max(i.Decimals, 0)).String()
}

func namesOf(units []string, members []SnapMember) []string {
	var names []string
	for _, m := range members {
		for _, id := range units {
			if m.ID == id {
				names = append(names, m.Name)
			}
		}
	}
	return names
}

// sayReports says how complete and timely the reports of a period are.
func sayReports(o indicator.Overview, members []SnapMember) []string {
	counts := map[indicator.Timing]int{}
	submitted := 0
	var waiting []string
	for n, l := range o.Lines {
		if l.Report.State.Counts() {
			submitted++
			counts[l.Timing]++
			continue
		}
		name := members[n].Name
		if l.Report.State == indicator.Returned {
			name += " (được trả lại để sửa)"
		}
		waiting = append(waiting, name)
	}
	first := fmt.Sprintf("%d/%d đơn vị đã nộp báo cáo kỳ %s", submitted, len(o.Lines), o.Period.Name)
	var kinds []string
	for _, t := range []indicator.Timing{indicator.OnTime, indicator.Allowed, indicator.Late} {
		if counts[t] > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", counts[t], t.Name()))
		}
	}
	if len(kinds) > 0 {
		first += ": " + strings.Join(kinds, ", ")
	}
	list := []string{
		first + ".",
		fmt.Sprintf("Đã nhập %d/%d số liệu, đạt %s.", o.Entered.Part, o.Entered.Whole, vn.Percent(o.Entered.Percent(), 1)),
	}
	if len(waiting) > 0 {
		list = append(list, "Chưa nộp: "+strings.Join(waiting, ", ")+".")
	}
	return list
}

// sayTasks says how far the tasks of directives are.
func sayTasks(tasks []cycle.Task, today vn.Date) string {
	if len(tasks) == 0 {
		return "chưa giao việc"
	}
	overdue := 0
	counts := map[cycle.TaskState]int{}
	for _, t := range tasks {
		counts[t.State]++
		if t.Overdue(today) {
			overdue++
		}
	}
	var parts []string
	for _, s := range []cycle.TaskState{cycle.TaskDone, cycle.TaskReported, cycle.TaskOpen, cycle.TaskReturned, cycle.TaskCancelled} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], strings.ReplaceAll(s.Name(), ", ", " và ")))
		}
	}
	text := fmt.Sprintf("%d việc được giao: %s", len(tasks), strings.Join(parts, ", "))
	if overdue > 0 {
		text += fmt.Sprintf(", trong đó %d quá hạn", overdue)
	}
	return text
}

// sayJoined says who has joined a movement of the cluster.
func sayJoined(n cycle.Node) string {
	if n.Reached == 0 {
		return fmt.Sprintf("%d đơn vị đã hưởng ứng", len(n.Joined))
	}
	text := fmt.Sprintf("%d/%d đơn vị đã hưởng ứng", n.Reached-len(n.Missing), n.Reached)
	if len(n.Missing) > 0 {
		names := make([]string, len(n.Missing))
		for k, m := range n.Missing {
			names[k] = m.Name
		}
		text += "; chưa hưởng ứng: " + strings.Join(names, ", ")
	}
	return text
}
