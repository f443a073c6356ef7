package ranking

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// Part is one part of the certificate in words: what it found, in one sentence
// with its figures, and what that does not mean.
type Part struct {
	Key     string // severity, pairwise, margins, coalition, agreement, intervals
	Title   string
	Finding string
	Caution string
}

// Parts are the six parts in their order. A unit is called by what name gives
// for its id.
func (c *Certificate) Parts(name func(id string) string) []Part {
	return []Part{
		{
			"severity", "Độ nghiêm của người chấm", c.severityFinding(name),
			"Chấm chặt không có nghĩa là chấm sai, và thứ tự này không thay hạng chính thức.",
		},
		{
			"pairwise", "So từng cặp, hai bên không chấm", c.pairwiseFinding(name),
			"Các đơn vị ngoài cặp vẫn có thể có lợi ích riêng, nên thứ tự này không phải là thứ tự đúng duy nhất.",
		},
		{
			"margins", "Biên trọng số", c.marginsFinding(name),
			"Biên nhỏ không có nghĩa là trọng số của quy chế sai, chỉ nói hai đơn vị sát nhau đến đâu theo tổng điểm.",
		},
		{
			"coalition", "Số người chấm đủ đổi vị trí thứ nhất", c.coalitionFinding(name),
			"Không có nghĩa là đơn vị nào đã chấm sai, chỉ nói cách lấy trung bình chịu được mấy người chấm lệch.",
		},
		{
			"agreement", "Độ thống nhất và có đi có lại", c.agreementFinding(),
			"Thống nhất cao không có nghĩa là chấm đúng, và dấu hiệu có đi có lại không phải bằng chứng ai đã thỏa thuận với ai.",
		},
		{
			"intervals", "Khoảng hạng", c.intervalsFinding(name),
			"Đây không phải xác suất đơn vị nào xứng đáng hơn: quy chế chỉ có một cách tính, và hạng chính thức theo cách ấy.",
		},
	}
}

// number writes a fraction the Vietnamese way.
func number(x *big.Rat, decimals int) string { return vn.Grouped(scoring.Format(x, decimals)) }

// inOpinions writes a count of opinions, of which a tie gives halves.
func inOpinions(x *big.Rat) string {
	if x.IsInt() {
		return number(x, 0)
	}
	return number(x, 1)
}

// percent writes a share of 1 in whole percents; a share that is neither 0 nor 1
// is not written as if it were.
func percent(share float64) string {
	switch {
	case share > 0 && share < 0.01:
		return "dưới 1%"
	case share < 1 && share > 0.99:
		return "trên 99%"
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

// decimal writes a float with a comma.
func decimal(x float64, decimals int) string {
	r := new(big.Rat)
	if r.SetFloat64(x) == nil {
		return "–"
	}
	return number(r, decimals)
}

func (c *Certificate) severityFinding(name func(string) string) string {
	s := c.Severity
	if s == nil {
		return c.SeverityReason
	}
	moved, most, by := 0, "", 0
	for i, id := range s.PlainOrder {
		step := slices.Index(s.Order, id) - i
		if step != 0 {
			moved++
		}
		if max(step, -step) > by {
			most, by = id, max(step, -step)
		}
	}
	finding := "Trừ đi độ nghiêm của từng người chấm, thứ tự theo điểm chấm chéo không đổi"
	if moved > 0 {
		finding = fmt.Sprintf("Trừ đi độ nghiêm của từng người chấm, %d đơn vị đổi chỗ trong thứ tự theo điểm chấm chéo, nhiều nhất là %s (từ thứ %d thành thứ %d)",
			moved, name(most), slices.Index(s.PlainOrder, most)+1, slices.Index(s.Order, most)+1)
	}
	harsh := highestFirst(slices.Sorted(slices.Values(s.Order)), s.Lenient)
	last := harsh[len(harsh)-1]
	if s.Lenient[last].Sign() == 0 {
		return finding + "; các đơn vị chấm chặt như nhau."
	}
	return fmt.Sprintf("%s; chấm chặt nhất là %s, thấp hơn mức chung %s điểm.",
		finding, name(last), number(new(big.Rat).Neg(s.Lenient[last]), 2))
}

// leading names the first three of an order.
func leading(order []string, name func(string) string) string {
	var names []string
	for _, id := range order[:min(3, len(order))] {
		names = append(names, name(id))
	}
	if len(order) > 3 {
		return "bắt đầu bằng " + strings.Join(names, ", ")
	}
	return "là " + strings.Join(names, ", ")
}

// opinionsAsked is how many opinions all pairs have: of each the units outside it.
func (c *Certificate) opinionsAsked() string {
	n := int64(c.units)
	return number(big.NewRat(n*(n-1)/2*(n-2), 1), 0)
}

func (c *Certificate) pairwiseFinding(name func(string) string) string {
	switch {
	case c.Pairwise == nil && c.Bound == nil:
		return c.PairwiseReason
	case c.units < 3:
		return "Ngoài mỗi cặp không còn đơn vị nào để phân định, nên thứ tự này chỉ theo mã đơn vị."
	case c.Bound != nil && c.Bound.Low.Cmp(c.Bound.High) < 0:
		return fmt.Sprintf("Cụm có %d đơn vị, quá %d nên chưa chắc tìm được thứ tự ít ý kiến trái nhất: thứ tự tìm được %s, trái với %s trong %s ý kiến của các đơn vị ngoài cặp, và không thứ tự nào trái với ít hơn %s.",
			c.units, MaxPairwise, leading(c.Bound.Order, name), inOpinions(c.Bound.High), c.opinionsAsked(), inOpinions(c.Bound.Low))
	}
	order, cost := []string(nil), (*big.Rat)(nil)
	if c.Pairwise != nil {
		order, cost = c.Pairwise.Order, c.Pairwise.Cost
	} else {
		order, cost = c.Bound.Order, c.Bound.High
	}
	return fmt.Sprintf("Khi mỗi cặp chỉ do các đơn vị ngoài cặp phân định, thứ tự ít ý kiến trái nhất %s: trái với %s trong %s ý kiến, không thứ tự nào trái với ít hơn.",
		leading(order, name), inOpinions(cost), c.opinionsAsked())
}

func (c *Certificate) marginsFinding(name func(string) string) string {
	if len(c.Margins) == 0 {
		return "Cần ít nhất hai đơn vị được xếp hạng."
	}
	var least *Margin
	for i := range c.Margins {
		if m := &c.Margins[i]; m.Delta != nil && (least == nil || m.Delta.Cmp(least.Delta) < 0) {
			least = m
		}
	}
	switch {
	case least == nil:
		return "Mọi cặp đơn vị liền nhau bằng điểm ở mọi nhóm tiêu chí, nên không trọng số nào phân được trên dưới."
	case least.Delta.Sign() == 0:
		return fmt.Sprintf("%s và %s bằng tổng điểm, nên đổi trọng số các nhóm tiêu chí ít đến đâu cũng có thể đổi chỗ hai đơn vị.", name(least.Above), name(least.Below))
	case least.Delta.Cmp(big.NewRat(1, 1)) == 0:
		return "Đơn vị trên không kém đơn vị liền dưới ở nhóm tiêu chí nào, nên không trọng số nào đổi được thứ tự của hai đơn vị liền nhau."
	}
	return fmt.Sprintf("Cặp sát nhau nhất là %s trên %s: tăng, giảm trọng số các nhóm tiêu chí trong vòng %s%% là đủ để hai đơn vị bằng điểm.",
		name(least.Above), name(least.Below), number(new(big.Rat).Mul(least.Delta, big.NewRat(100, 1)), 2))
}

func (c *Certificate) coalitionFinding(name func(string) string) string {
	if c.Coalition == nil {
		return c.CoalitionReason
	}
	var raters []string
	for _, id := range c.Coalition {
		raters = append(raters, name(id))
	}
	return fmt.Sprintf("Theo trung bình điểm chấm chéo, %s đứng thứ nhất; chỉ cần %d đơn vị (ví dụ %s) cho điểm khác đi trong khoảng được phép là có đơn vị khác bằng hoặc vượt.",
		name(c.First), len(c.Coalition), strings.Join(raters, ", "))
}

// The values of α from which Krippendorff (Content Analysis, 2004, chapter 11)
// relies on data, and below which he draws no conclusion. They are asked of the
// lower bound, so that few marks do not pass for much agreement.
const (
	reliable  = 0.800
	tentative = 0.667
)

func (c *Certificate) agreementFinding() string {
	a := c.Agreement
	if a == nil {
		return c.AgreementReason
	}
	if a.Alpha == nil {
		return a.AlphaReason
	}
	means := "chưa đủ để kết luận"
	switch {
	case a.Alpha.Low >= reliable:
		means = "đủ tin cậy"
	case a.Alpha.Low >= tentative:
		means = "đủ cho kết luận tạm"
	case a.Alpha.Value >= tentative:
		means = "chưa chắc vì khoảng này còn rộng"
	}
	finding := fmt.Sprintf("Độ thống nhất α là %s (khoảng 95%%: %s đến %s), %s", decimal(a.Alpha.Value, 2), decimal(a.Alpha.Low, 2), decimal(a.Alpha.High, 2), means)
	if p := a.Components; p != nil {
		finding += fmt.Sprintf("; khác biệt giữa các điểm có %s do đơn vị được chấm, %s do người chấm, còn lại riêng từng cặp",
			percent(p.UnitShare.Value), percent(p.RaterShare.Value))
	}
	if r := a.Reciprocity; r != nil {
		sign := "không thấy dấu hiệu"
		if r.P <= 0.05 {
			sign = "có dấu hiệu"
		}
		finding += fmt.Sprintf("; %s có đi có lại (p = %s)", sign, decimal(r.P, 3))
	}
	return finding + "."
}

func (c *Certificate) intervalsFinding(name func(string) string) string {
	in := c.Intervals
	if in == nil {
		return c.IntervalsReason
	}
	first, widest := in.Units[0], in.Units[0]
	for _, u := range in.Units {
		if u.High-u.Low > widest.High-widest.Low {
			widest = u
		}
	}
	finding := fmt.Sprintf("Trong %s lần đổi trọng số, thang đo và cách tổng hợp, %s đứng thứ nhất %s số lần",
		number(big.NewRat(int64(in.Draws), 1), 0), name(first.Unit), percent(first.First))
	if widest.High == widest.Low {
		return finding + "; chín phần mười số lần mọi đơn vị đều giữ một hạng."
	}
	return fmt.Sprintf("%s; đổi hạng nhiều nhất là %s, từ hạng %d đến hạng %d trong chín phần mười số lần.", finding, name(widest.Unit), widest.Low, widest.High)
}
