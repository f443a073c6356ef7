package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/clerk"
	"giaouoc/internal/problem"
)

// longestLine and longestNote are the most that a line and a note of a form take, in
// letters: several times what stands on a line of paper, and on several pages. A word of
// the field may take less.
const (
	longestLine = 1_000
	longestNote = 20_000
)

// notes are the fields of several lines. Those that end with _ stand for all that begin
// so.
var notes = []string{
	"about", "abstract", "achievement", "agency", "answer", "authors", "check_reason", "closing", "conclusion", "content", "correction",
	"corrections", "criteria", "deed", "description", "effect", "goals", "how", "ly-do", "members", "note", "opening", "papers", "reads",
	"reason", "recipients", "remark", "remarks", "report", "results", "signer", "steps", "summary", "team", "tellers", "text", "tie_break", "unfit", "votes_but",
	"serves", "shortcomings", "strengths", "causes", "tasks", "requests", "answer_", "note_",
}

// areas are the fields of long texts and of what is pasted from a workbook; their word
// bounds them.
var areas = []string{"body", "figures", "rows", "script", "story", "table", "words", "body_"}

// longestOf is how many letters a field takes; zero for as many as its word does.
func longestOf(field string) int {
	among := func(list []string) bool {
		return slices.ContainsFunc(list, func(a string) bool {
			return field == a || strings.HasSuffix(a, "_") && strings.HasPrefix(field, a)
		})
	}
	switch {
	case among(areas):
		return 0
	case among(notes):
		return longestNote
	}
	return longestLine
}

type overlongOf struct{}

// withOverlong hands on with a form what of it is too long.
func withOverlong(r *http.Request) *http.Request {
	list := overlong(r)
	if len(list) == 0 {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), overlongOf{}, &list))
}

// takeOverlong is what is too long of the form of a request, once: the page that says so
// may have to write too. The right and the state come first; update asks only where all
// else is right.
func takeOverlong(r *http.Request) (list problem.List) {
	if held, ok := r.Context().Value(overlongOf{}).(*problem.List); ok {
		list, *held = *held, nil
	}
	return list
}

// overlong lists the fields of a form that are too long, each beside its field.
func overlong(r *http.Request) (list problem.List) {
	if r.Method != http.MethodPost || strings.HasPrefix(r.URL.Path, clerk.Page+"/") || strings.HasPrefix(r.URL.Path, numbersPage+"/") {
		return nil // the words of a document are named by its kind
	}
	for field, values := range r.PostForm {
		most := longestOf(field)
		for _, v := range values {
			if n := utf8.RuneCountInString(v); n > most && most > 0 {
				list.Add(field, "Ô này có %s chữ, nhiều hơn %s chữ; hãy rút ngắn.", grouped(n), grouped(most))
				break
			}
		}
	}
	slices.SortFunc(list, func(a, b *problem.Problem) int { return strings.Compare(a.Field, b.Field) })
	return list
}
