package covenant

import (
	"fmt"
	"strings"

	"giaouoc/internal/vn"
)

// Change is one difference between two texts.
type Change struct {
	Place  string // "Nội dung 2", "Chỉ số THU_NGAN_SACH", "Chỉ tiêu …"
	Before string // empty when added
	After  string // empty when removed
}

// Compare lists what differs between two texts, in the order of the second and
// then what the second has no more.
func Compare(before, after Snapshot) []Change {
	return compareLines(before.lines(), after.lines())
}

type line struct{ place, text string }

func (s Snapshot) lines() []line {
	var lines []line
	for _, c := range s.Contents {
		text := c.Title
		if c.Body != "" {
			text += "\n" + c.Body
		}
		if c.Serves != "" {
			text += "\nPhục vụ: " + c.Serves
		}
		lines = append(lines, line{fmt.Sprintf("Nội dung %d", c.Number), text})
	}
	for _, i := range s.Indicators {
		lines = append(lines, line{"Chỉ số " + i.Code, fmt.Sprintf("%s (%s), %s, %s, nội dung %d", i.Name, i.Unit, i.Direction.Name(), i.Sum.Name(), i.Content)})
	}
	names := map[string]string{}
	for _, m := range s.Members {
		names[m.ID] = m.Name
		lines = append(lines, line{"Đơn vị " + m.Name, m.Name})
	}
	for _, t := range s.Targets {
		text := t.Value
		if t.Baseline != "" {
			text += " (gốc " + t.Baseline + ")"
		}
		lines = append(lines, line{"Chỉ tiêu " + t.Indicator + ", " + names[t.Unit], text})
	}
	return lines
}

func compareLines(before, after []line) []Change {
	old := make(map[string]string, len(before))
	for _, l := range before {
		old[l.place] = l.text
	}
	now := make(map[string]bool, len(after))
	var changes []Change
	for _, l := range after {
		now[l.place] = true
		if was, there := old[l.place]; !there || was != l.text {
			changes = append(changes, Change{Place: l.place, Before: was, After: l.text})
		}
	}
	for _, l := range before {
		if !now[l.place] {
			changes = append(changes, Change{Place: l.place, Before: l.text})
		}
	}
	return changes
}

// Repeated returns the numbers of the contents that say the same as some
// content of last year, letter for letter but for case, marks and spaces.
func Repeated(now, last []Content) map[int]bool {
	known := map[string]bool{}
	for _, c := range last {
		known[essence(c)] = true
	}
	same := map[int]bool{}
	for _, c := range now {
		if known[essence(c)] {
			same[c.Number] = true
		}
	}
	return same
}

func essence(c Content) string {
	return strings.Join(strings.Fields(vn.Fold(c.Title+" "+c.Body)), " ")
}
