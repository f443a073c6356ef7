package award

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/rules"
)

// Letter is an answer as plain text to paste into a letter: who, what, under which
// regime and day, the conclusion, each reason with its citation, what lacks and the
// earliest year. Its lines are not broken.
func (q *Inquiry) Letter(l *rules.Law, e *Eligibility) string {
	var b strings.Builder
	a := e.Shown()
	fmt.Fprintf(&b, "Về điều kiện đề nghị %s đối với %s\n\n", e.Award.Name, q.addressed())
	if e.Supposed != nil {
		fmt.Fprintf(&b, "%s Nội dung dưới đây chỉ để tham khảo, không phải kết luận về hồ sơ.\n\n", q.Suppose.Sentence(l))
	}
	fmt.Fprintf(&b, "1. Quy định áp dụng: %s (hồ sơ nhận ngày %s). Năm xét thành tích: %d.\n", q.Regime.Name, q.Received.Short(), q.Year)
	if a == nil {
		fmt.Fprintf(&b, "\n2. Kết luận: %s\n", q.unanswered(e.Award))
		return b.String()
	}
	fmt.Fprintf(&b, "\n2. Kết luận: %s.\n", Conclusion(a))
	if a.Nearest >= 0 {
		r := &a.Routes[a.Nearest]
		fmt.Fprintf(&b, "\n3. Lý do, theo đường xét «%s» (%s):\n", r.Name, l.Official(r.Cite))
		for _, c := range r.Conditions {
			reason(&b, l, c, "- ")
		}
	}
	q.letterLines(&b, l, e)
	if len(a.Missing) > 0 {
		b.WriteString("\nCòn thiếu:\n")
		for _, m := range a.Missing {
			fmt.Fprintf(&b, "- %s\n", m.Text)
		}
	}
	if a.Earliest != nil {
		fmt.Fprintf(&b, "Nếu các năm tới đều thuận lợi, có thể đề nghị sớm nhất cho năm %d.\n", *a.Earliest)
	}
	if a.Decider != "" {
		fmt.Fprintf(&b, "\n4. Thẩm quyền quyết định: %s.\n", a.Decider)
	}
	if a.Certainty != rules.AtSource {
		fmt.Fprintf(&b, "\nMức độ đối chiếu căn cứ: %s.\n", a.Certainty.Name())
	}
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "Lưu ý: %s\n", n)
	}
	return b.String()
}

// letterLines says both readings of a collective that was made of others.
func (q *Inquiry) letterLines(b *strings.Builder, l *rules.Law, e *Eligibility) {
	if e.Reading == nil || e.Supposed != nil {
		return
	}
	var names []string
	for _, f := range q.Before {
		names = append(names, f.Unit.Name)
	}
	fmt.Fprintf(b, "\nTập thể hình thành từ: %s. Nếu tính cả thành tích của tập thể trước: %s. Nếu chỉ tính hồ sơ của tập thể này: %s.\n",
		strings.Join(names, ", "), Conclusion(e.Reading.Together), Conclusion(e.Reading.Alone))
	for _, s := range e.Reading.By {
		for _, n := range s.Notes {
			fmt.Fprintf(b, "%s (%s)\n", n, l.Official(s.Cite))
		}
	}
}

// reason is one condition with what was found; of a group that asks for any, the
// part that decided it.
func reason(b *strings.Builder, l *rules.Law, c rules.ConditionAnswer, before string) {
	fmt.Fprintf(b, "%s%s: %s", before, ResultName(c.Result), strings.TrimSuffix(c.Says, "."))
	if len(c.Parts) == 0 && c.Check != "judged" {
		fmt.Fprintf(b, " (cần: %s; hồ sơ: %s)", c.Needed, c.Found)
	}
	fmt.Fprintf(b, "; %s", l.Official(c.Cite))
	if c.Unread {
		b.WriteString(" (chưa đối chiếu nguyên văn)")
	}
	b.WriteString(".\n")
	for _, p := range c.Parts {
		if c.Of == "all" || p.Result == c.Result {
			reason(b, l, p, "  + ")
		}
	}
}

// ResultName says how a condition stands.
func ResultName(result string) string {
	return map[string]string{"met": "Đạt", "open": "Chờ đánh giá", "failed": "Chưa đạt"}[result]
}

// Conclusion says an answer in a clause, with what makes it so.
func Conclusion(a *rules.Answer) string {
	switch {
	case a.Answer == rules.NeedsJudgement && a.Nearest >= 0:
		n := 0
		for _, c := range a.Routes[a.Nearest].Conditions {
			if c.Result == "open" {
				n++
			}
		}
		if n > 0 {
			return "đủ phần tính được, còn chờ đánh giá " + strconv.Itoa(n) + " điều kiện"
		}
		return "chưa kết luận được; cần người có thẩm quyền đánh giá"
	case a.Answer == rules.NotEligible && a.Earliest != nil:
		return "chưa đủ điều kiện, còn thiếu " + strconv.Itoa(len(a.Missing)) + " điều kiện; sớm nhất năm " + strconv.Itoa(*a.Earliest)
	case a.Answer == rules.NotEligible && a.Nearest >= 0:
		return "chưa đủ điều kiện, còn thiếu " + strconv.Itoa(len(a.Missing)) + " điều kiện"
	}
	return a.Answer.Name()
}

// unanswered says why there is no answer.
func (q *Inquiry) unanswered(a *rules.Award) string {
	if q.Regime.Entered(a) {
		return "chế độ này không có tiêu chuẩn của danh hiệu, hình thức khen thưởng này."
	}
	return "tiêu chuẩn chưa được nhập vào dữ liệu luật của chế độ này; chương trình chưa trả lời được."
}

// addressed names the subject as a letter does.
func (q *Inquiry) addressed() string {
	f := &q.File
	name := f.Name
	switch f.Kind {
	case rules.Person:
		name = "ông/bà " + name
	case rules.Household:
		name = "hộ gia đình " + name
	}
	for _, part := range []string{f.Post, f.Place} {
		if part != "" {
			name += ", " + part
		}
	}
	return name
}
