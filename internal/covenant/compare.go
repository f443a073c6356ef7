package covenant

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// ChangeKind says what happened to a place of the text.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"   // thêm
	Removed ChangeKind = "removed" // bỏ
	Changed ChangeKind = "changed" // sửa
	Moved   ChangeKind = "moved"   // chuyển chỗ
)

// Name is the kind of change in Vietnamese.
func (k ChangeKind) Name() string {
	return map[ChangeKind]string{Added: "thêm", Removed: "bỏ", Changed: "sửa", Moved: "chuyển chỗ"}[k]
}

// Change is one difference between two texts.
type Change struct {
	Kind   ChangeKind
	Place  string // "Nội dung 2", "Chỉ số THU_NGAN_SACH", "Chỉ tiêu THU_NGAN_SACH của …"
	Before string // empty when added
	After  string // empty when removed
}

// Compare lists what differs between two texts: contents, indicators, members
// and targets, each in the order of the second text and then what it has no
// more. A content is known again by its words, then by its title, then by its
// number; so a content that only slides up because one before it went is not a
// change.
func Compare(before, after Snapshot) []Change {
	pairs := matchContents(before.Contents, after.Contents)
	changes := compareContents(before.Contents, after.Contents, pairs)
	return append(changes, compareLines(before.lines(titles(before, after, pairs)), after.lines(titlesOf(after)))...)
}

// matchContents finds for the contents of the second text, by index, the one of
// the first that each was, or -1.
func matchContents(before, after []SnapContent) []int {
	pairs := make([]int, len(after))
	for j := range pairs {
		pairs[j] = -1
	}
	taken := make([]bool, len(before))
	for _, same := range []func(a, b SnapContent) bool{
		func(a, b SnapContent) bool { return contentText(a) == contentText(b) },
		func(a, b SnapContent) bool { return folded(a.Title) == folded(b.Title) },
		func(a, b SnapContent) bool { return a.Number == b.Number },
	} {
		for j := range after {
			for i := range before {
				if pairs[j] < 0 && !taken[i] && same(before[i], after[j]) {
					pairs[j], taken[i] = i, true
				}
			}
		}
	}
	return pairs
}

func compareContents(before, after []SnapContent, pairs []int) []Change {
	var changes []Change
	still := inOrder(pairs)
	kept := make([]bool, len(before))
	for j, a := range after {
		place := fmt.Sprintf("Nội dung %d", a.Number)
		if pairs[j] < 0 {
			changes = append(changes, Change{Added, place, "", contentText(a)})
			continue
		}
		b := before[pairs[j]]
		kept[pairs[j]] = true
		if a.Number != b.Number {
			place += fmt.Sprintf(" (trước là nội dung %d)", b.Number)
		}
		switch was, now := contentText(b), contentText(a); {
		case was != now:
			changes = append(changes, Change{Changed, place, was, now})
		case !still[j]:
			changes = append(changes, Change{Moved, place, fmt.Sprintf("%d. %s", b.Number, b.Title), fmt.Sprintf("%d. %s", a.Number, a.Title)})
		}
	}
	for i, b := range before {
		if !kept[i] {
			changes = append(changes, Change{Removed, fmt.Sprintf("Nội dung %d của bản trước", b.Number), contentText(b), ""})
		}
	}
	return changes
}

// inOrder marks a longest run of pairs that kept their order; the others moved.
func inOrder(pairs []int) []bool {
	best, from := make([]int, len(pairs)), make([]int, len(pairs))
	last := -1
	for j, p := range pairs {
		best[j], from[j] = 1, -1
		if p < 0 {
			continue
		}
		for k := range j {
			if pairs[k] >= 0 && pairs[k] < p && best[k]+1 > best[j] {
				best[j], from[j] = best[k]+1, k
			}
		}
		if last < 0 || best[j] > best[last] {
			last = j
		}
	}
	still := make([]bool, len(pairs))
	for ; last >= 0; last = from[last] {
		still[last] = true
	}
	return still
}

func contentText(c SnapContent) string {
	text := c.Title
	if c.Body != "" {
		text += "\n" + c.Body
	}
	if c.Serves != "" {
		text += "\nPhục vụ: " + c.Serves
	}
	return text
}

func titlesOf(s Snapshot) map[int]string {
	names := map[int]string{}
	for _, c := range s.Contents {
		names[c.Number] = c.Title
	}
	return names
}

// titles names the contents of the first text as the second calls them, so that
// an indicator does not change because its content got another title or number.
func titles(before, after Snapshot, pairs []int) map[int]string {
	names := titlesOf(before)
	for j, i := range pairs {
		if i >= 0 {
			names[before.Contents[i].Number] = after.Contents[j].Title
		}
	}
	return names
}

// line is one place of a text with what it says; the same key is the same place
// in both texts.
type line struct{ key, place, text string }

func (s Snapshot) lines(titles map[int]string) []line {
	lines := []line{{"cluster", "Tên cụm, khối", s.Cluster}}
	units, names := map[string]string{}, map[string]string{}
	for _, i := range s.Indicators {
		units[i.Code] = i.Unit
		lines = append(lines, line{"indicator/" + i.Code, "Chỉ số " + i.Code, indicatorText(i, titles)})
	}
	for _, m := range s.Members {
		names[m.ID] = m.Name
		lines = append(lines, line{"member/" + m.ID, "Đơn vị " + m.Name, m.Name})
	}
	for _, t := range s.Targets {
		text := number(t.Value) + " " + units[t.Indicator]
		if t.Baseline != "" {
			text += " (gốc " + number(t.Baseline) + ")"
		}
		lines = append(lines, line{"target/" + t.Indicator + "/" + t.Unit, "Chỉ tiêu " + t.Indicator + " của " + names[t.Unit], text})
	}
	return lines
}

func indicatorText(i SnapIndicator, titles map[int]string) string {
	text := fmt.Sprintf("%s (%s), %s, %s", i.Name, i.Unit, i.Direction.Name(), i.Sum.Name())
	if i.Weight != "" {
		text += " theo " + i.Weight
	}
	if title := titles[i.Content]; title != "" {
		text += ", thuộc nội dung «" + title + "»"
	}
	if i.Serves != "" {
		text += "\nPhục vụ: " + i.Serves
	}
	return text
}

func compareLines(before, after []line) []Change {
	old := make(map[string]string, len(before))
	for _, l := range before {
		old[l.key] = l.text
	}
	now := make(map[string]bool, len(after))
	var changes []Change
	for _, l := range after {
		now[l.key] = true
		was, there := old[l.key]
		switch {
		case !there:
			changes = append(changes, Change{Added, l.place, "", l.text})
		case was != l.text:
			changes = append(changes, Change{Changed, l.place, was, l.text})
		}
	}
	for _, l := range before {
		if !now[l.key] {
			changes = append(changes, Change{Removed, l.place, l.text, ""})
		}
	}
	return changes
}

// number writes a plain decimal the Vietnamese way.
func number(text string) string {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	return vn.Format(d)
}

// mostNamed bounds the changes that one sentence names.
const mostNamed = 4

// inWords names changes in half a sentence: "sửa nội dung 1, thêm chỉ số GRDP".
func inWords(changes []Change) string {
	var parts []string
	for _, c := range changes[:min(len(changes), mostNamed)] {
		first, rest, _ := strings.Cut(c.Place, " ")
		parts = append(parts, c.Kind.Name()+" "+strings.ToLower(first)+" "+rest)
	}
	text := strings.Join(parts, ", ")
	if more := len(changes) - mostNamed; more > 0 {
		text += fmt.Sprintf(" và %d chỗ khác", more)
	}
	return text
}

// Repeated returns the numbers of the contents that say the same as some
// content of last year, compared without case, marks and spaces.
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

func essence(c Content) string { return folded(c.Title) + "\n" + folded(c.Body) }

func folded(text string) string { return strings.Join(strings.Fields(vn.Fold(text)), " ") }
