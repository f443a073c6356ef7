package exemplar

import (
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

const (
	longestLine = 200
	longest     = 20_000
)

// Paragraphs are the paragraphs of a story: what empty lines part. A line within one
// goes on after a space.
func Paragraphs(story string) []string {
	var list []string
	for _, part := range strings.Split(strings.ReplaceAll(story, "\r\n", "\n"), "\n\n") {
		if p := strings.Join(strings.Fields(part), " "); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// line cleans a text of one line and refuses one that is missing or too long.
func line(list *problem.List, field string, text *string, missing string) {
	*text = vn.Line(*text)
	switch {
	case *text == "" && missing != "":
		list.Add(field, "%s", missing)
	case len([]rune(*text)) > longestLine:
		list.Add(field, "Dài quá %d chữ.", longestLine)
	}
}

// long is line for a text of many lines.
func long(list *problem.List, field string, text *string, missing string) {
	*text = vn.Text(*text)
	switch {
	case *text == "":
		list.Add(field, "%s", missing)
	case len([]rune(*text)) > longest:
		list.Add(field, "Dài quá %d chữ; viết gọn lại.", longest)
	}
}

// folded is what a story is found by.
func (e *Exemplar) folded() string {
	return award.Folded(e.Name + " " + e.Title + " " + e.Work + " " + e.Story)
}
