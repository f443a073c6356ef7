package award

import (
	"strconv"

	"giaouoc/internal/rules"
)

// Reasons say why an answer is as it is, one a line: what lacks, what people have to
// judge, or the route that is met, each with its citation.
func Reasons(a *rules.Answer) []string {
	var list []string
	switch a.Answer {
	case rules.NotEligible:
		for _, m := range a.Missing {
			list = append(list, m.Text)
		}
	case rules.Eligible, rules.NeedsJudgement:
		for _, wanted := range []rules.Verdict{rules.Eligible, rules.NeedsJudgement} {
			for _, r := range a.Routes {
				if r.Answer != wanted {
					continue
				}
				list = append(list, "Theo đường: "+r.Name+" ("+r.Cite+").")
				if wanted == a.Answer {
					list = append(list, opened(r.Conditions)...)
				} else {
					list = append(list, "Đạt các điều kiện đã nhập; chờ đối chiếu nội dung sửa đổi của chế độ này.")
				}
				return list
			}
		}
	}
	return list
}

// opened are the conditions that people have to judge.
func opened(list []rules.ConditionAnswer) []string {
	var says []string
	for _, c := range list {
		if c.Result == rules.Open.String() {
			says = append(says, "Chờ đánh giá: "+c.Says+" ("+c.Cite+")")
		}
	}
	return says
}

// ShortReason is the first of the reasons that matters, and how many more there are.
func ShortReason(a *rules.Answer) string {
	list := Reasons(a)
	if a.Answer == rules.NeedsJudgement && len(list) > 1 {
		list = list[1:] // the route is of less interest than what waits
	}
	if len(list) == 0 {
		return ""
	}
	text := list[0]
	if n := len(list) - 1; n > 0 {
		text += " Và " + strconv.Itoa(n) + " điều kiện khác."
	}
	if a.Earliest != nil {
		text += " Sớm nhất: năm " + strconv.Itoa(*a.Earliest) + "."
	}
	return text
}
