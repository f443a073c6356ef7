package rules

import (
	"fmt"
	"io"
	"strings"
)

// Write prints an answer for a reader, so that its lines can stand in a letter.
func (a *Answer) Write(w io.Writer, l *Law) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n", capital(l.Award(a.Award).Name), a.Award, a.Answer.Name())
	fmt.Fprintf(&b, "Chế độ: %s\n", l.Regime(a.Regime).Name)
	if a.On != "" {
		fmt.Fprintf(&b, "Ngày nhận hồ sơ: %s\n", a.On)
	}
	if a.Answer != NotInForce {
		fmt.Fprintf(&b, "Độ chắc chắn: %s\n", a.Certainty.Name())
	}
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "Lưu ý: %s\n", n)
	}
	for _, r := range a.Routes {
		fmt.Fprintf(&b, "\n%s — %s (%s)\n", r.Name, r.Answer.Name(), r.Cite)
		for _, c := range r.Conditions {
			c.write(&b, "  ")
		}
	}
	if len(a.Missing) > 0 {
		b.WriteString("\nCòn thiếu:\n")
		for _, m := range a.Missing {
			fmt.Fprintf(&b, "  - %s\n", m.Text)
		}
	}
	if a.Earliest != nil {
		fmt.Fprintf(&b, "Sớm nhất, nếu mọi việc thuận lợi: năm %d\n", *a.Earliest)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var signs = map[string]string{"met": "[đạt]", "open": "[chờ đánh giá]", "failed": "[chưa đạt]"}

func (c *ConditionAnswer) write(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s%s %s (%s)\n", indent, signs[c.Result], c.Says, c.Cite)
	if len(c.Parts) == 0 {
		fmt.Fprintf(b, "%s    cần: %s; có: %s\n", indent, c.Needed, c.Found)
	}
	if c.Certainty != AtSource {
		fmt.Fprintf(b, "%s    %s\n", indent, c.Certainty.Name())
	}
	for _, p := range c.Parts {
		p.write(b, indent+"    ")
	}
}

// Write prints the rule for a reader.
func (r *Rule) Write(w io.Writer, l *Law, regime *Regime, a *Award) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\nChế độ: %s\nCăn cứ: %s\nThẩm quyền quyết định: %s\n", capital(a.Name), a.Code, regime.Name, r.Cite, r.Decider)
	notes := append(append([]string{}, regime.Notes...), r.Notes...)
	if regime.Unknown {
		notes = append(notes, unknownAmendment)
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "Lưu ý: %s\n", n)
	}
	b.WriteString("\nMọi trường hợp:\n")
	writeConditions(&b, regime.General, "  ")
	writeConditions(&b, r.General, "  ")
	for _, route := range r.Routes {
		fmt.Fprintf(&b, "\n%s — %s (%s)\n", route.Name, kindName(route.For), route.Cite)
		writeConditions(&b, route.All, "  ")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeConditions(b *strings.Builder, list []*Condition, indent string) {
	for _, c := range list {
		fmt.Fprintf(b, "%s- %s (%s)", indent, c.Says, c.Cite)
		if c.Certainty != "" && c.Certainty != AtSource {
			fmt.Fprintf(b, " — %s", c.Certainty.Name())
		}
		b.WriteString("\n")
		if c.check != nil {
			fmt.Fprintf(b, "%s  cần: %s\n", indent, c.needed)
		}
		if len(c.Any) > 0 {
			fmt.Fprintf(b, "%s  một trong:\n", indent)
			writeConditions(b, c.Any, indent+"    ")
		}
		writeConditions(b, c.All, indent+"    ")
	}
}

// Conditions is how many checks a rule has, those of groups counted.
func (r *Rule) Conditions() (n int) {
	each(r.General, func(*Condition) { n++ })
	for _, route := range r.Routes {
		each(route.All, func(*Condition) { n++ })
	}
	return n
}

// capital begins a name with a capital letter, past the quotation mark.
func capital(name string) string {
	r := []rune(name)
	if len(r) > 0 && r[0] != '«' {
		return strings.ToUpper(string(r[0])) + string(r[1:])
	}
	return name
}
