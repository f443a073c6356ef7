package dossier

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// lower is a name as it stands within a sentence; a proper name stays as it is.
func lower(text string) string {
	r := []rune(text)
	if len(r) > 1 && unicode.IsUpper(r[1]) {
		return text
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// named are the first few of so many names.
func named(first []string, all int) string {
	text := strings.Join(first, "; ")
	if more := all - len(first); more > 0 {
		text += fmt.Sprintf(" và %d đối tượng nữa", more)
	}
	return text
}

func votesWords(n int) string {
	if n < 0 {
		return "chưa ghi phiếu"
	}
	return strconv.Itoa(n) + " phiếu"
}

// Sentence is the gap with where it stands in the law and how that is known.
func (g *Gap) Sentence() string {
	if g.Cite == "" {
		return g.Text
	}
	text := g.Text + " (" + g.Cite
	if g.Certainty != "" && g.Certainty != rules.AtSource {
		text += "; " + g.Certainty.Name()
	}
	return text + ")"
}

// refusal is what stops a dossier, as a person reads it.
func refusal(gaps []Gap) error {
	var list problem.List
	for i := range gaps {
		list.Add(gaps[i].Field, "%s", gaps[i].Sentence())
	}
	return list.Err()
}
