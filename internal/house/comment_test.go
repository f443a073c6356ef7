package house

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// sentenceEnd is a mark that ends a sentence: e.g. and v1.2 end none.
var sentenceEnd = regexp.MustCompile(`[^.\s]{3,}[.!?][)»"]*(\s|$)`)

// commentFault says what a package comment lacks, or is empty.
func commentFault(dir, text string) string {
	n := len(sentenceEnd.FindAllString(text, -1))
	switch {
	case !strings.HasPrefix(text, "Package ") && !strings.HasPrefix(text, "Command "):
		return fmt.Sprintf("%s: has no package comment: %q", dir, text)
	case strings.HasPrefix(dir, "internal/") && n < 2, n < 1:
		return fmt.Sprintf("%s: its package comment says too little: %q", dir, text)
	}
	return ""
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	for text, ok := range map[string]bool{
		"": false, "Package org has units.": false, "Package org has units, e.g. v1.2 of them.": false, "Units. And people.": false,
		"Package org has units. A unit has a code.": true,
	} {
		if got := commentFault("internal/org", text); (got == "") != ok {
			t.Errorf("%q: %q", text, got)
		}
	}
	comments := map[string]string{}
	for _, f := range sources(t) {
		if !f.isTest() {
			comments[f.dir()] += f.ast.Doc.Text()
		}
	}
	for dir, text := range comments {
		if fault := commentFault(dir, text); fault != "" {
			t.Error(fault)
		}
	}
}
