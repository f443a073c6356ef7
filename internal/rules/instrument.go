package rules

import (
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/vn"
)

// Instrument is a legal text with the index of what may be cited from it.
type Instrument struct {
	Number   string    `yaml:"number"` // as cited, 06/2022/QH15
	Kind     string    `yaml:"kind"`   // luật, nghị định, thông tư, quy chế
	Name     string    `yaml:"name"`
	Issued   vn.Date   `yaml:"issued"`
	From     vn.Date   `yaml:"in_force"`
	Until    vn.Date   `yaml:"expires"`     // last day in force; none while it stays
	Replaced string    `yaml:"replaced_by"` // number of the instrument that replaces it; empty for none known
	Amended  []string  `yaml:"amended_by"`  // numbers of those that amend it
	Source   string    `yaml:"source"`      // where the text stands
	Checked  vn.Date   `yaml:"checked"`     // the day it was last read against the source
	Index    string    `yaml:"index"`       // full, or partial where the text is not in hand
	Notes    []string  `yaml:"notes"`
	Articles []Article `yaml:"articles"`
}

// Partial reports whether the text is not in hand, so that citations cannot be
// held against it.
func (i *Instrument) Partial() bool { return i.Index == "partial" }

// Article is one article with its clauses; an article without clauses has none.
type Article struct {
	Number  string              `yaml:"n"`
	Title   string              `yaml:"title"`
	Clauses map[string][]string `yaml:"clauses"` // the points of each clause, by their letters
	Points  []string            `yaml:"points"`  // of an article without clauses
}

// Citation is a place in an instrument: an article, perhaps a clause and a point.
type Citation struct {
	Instrument, Article, Clause, Point string
}

var citation = regexp.MustCompile(`^([^,]+)(?:, Điều (\d+[a-zđ]?))?(?:, khoản (\d+[a-zđ]?))?(?:, điểm ([a-zđ]+))?$`)

// ParseCitation reads "06/2022/QH15, Điều 73, khoản 1, điểm b"; ok is false for
// anything else.
func ParseCitation(text string) (c Citation, ok bool) {
	m := citation.FindStringSubmatch(text)
	if m == nil || m[2] == "" && (m[3] != "" || m[4] != "") {
		return Citation{}, false
	}
	return Citation{m[1], m[2], m[3], m[4]}, true
}

// has reports whether the index has the place, or cannot know.
func (i *Instrument) has(c Citation) bool {
	if i.Partial() || c.Article == "" {
		return true
	}
	n := slices.IndexFunc(i.Articles, func(a Article) bool { return a.Number == c.Article })
	if n < 0 {
		return false
	}
	a := i.Articles[n]
	points := a.Points
	if c.Clause != "" {
		var ok bool
		if points, ok = a.Clauses[c.Clause]; !ok {
			return false
		}
	}
	return c.Point == "" || slices.Contains(points, c.Point)
}

// Short is the instrument in a sentence: "Luật 06/2022/QH15".
func (i *Instrument) Short() string {
	first, size := []rune(i.Kind), 1
	return strings.ToUpper(string(first[:size])) + string(first[size:]) + " " + i.Number
}
