package web_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"giaouoc/internal/web/static"
)

var (
	notSelector = regexp.MustCompile(`/\*(?s:.*?)\*/|"[^"]*"|:not\([^()]*(\([^()]*\)[^()]*)*\)`)
	cssRule     = regexp.MustCompile(`([^{}]+)\{[^{}]*\}`)
	cssClass    = regexp.MustCompile(`\.([a-zA-Z_][\w-]*)`)
	pageClass   = regexp.MustCompile(` class="([^"]*)"`)
)

// workRules are the selectors of work.css, each with the classes that it wants. Those
// without a class are left out; of several in parentheses all are wanted.
var workRules = sync.OnceValue(func() map[string][]string {
	f, _ := static.Find(static.Prefix + "work.css")
	rules := map[string][]string{}
	for _, m := range cssRule.FindAllStringSubmatch(notSelector.ReplaceAllString(string(f.Body), ""), -1) {
		depth := 0
		for _, one := range strings.FieldsFunc(m[1], func(r rune) bool {
			depth += strings.Count("(", string(r)) - strings.Count(")", string(r))
			return r == ',' && depth == 0
		}) {
			for _, c := range cssClass.FindAllStringSubmatch(one, -1) {
				rules[one] = append(rules[one], c[1])
			}
		}
	}
	return rules
})

// undressed says which rules of work.css a page without that sheet would need.
func undressed(page string) error {
	if !strings.Contains(page, "<head>") || strings.Contains(page, static.URL("work.css")) {
		return nil
	}
	classes := map[string]bool{}
	for _, m := range pageClass.FindAllStringSubmatch(page, -1) {
		for _, class := range strings.Fields(m[1]) {
			classes[class] = true
		}
	}
	for rule, wants := range workRules() {
		if !slices.ContainsFunc(wants, func(class string) bool { return !classes[class] }) {
			return fmt.Errorf("the page would need of work.css, which it does not load: %s", rule)
		}
	}
	return nil
}

func TestUndressedIsSeen(t *testing.T) {
	if len(workRules()) < 300 {
		t.Fatalf("work.css has %d rules with classes", len(workRules()))
	}
	if err := undressed(`<head></head><p class="btn tasks">`); err == nil {
		t.Error("a page with the navigation of the signed-in and without its sheet is found to be dressed")
	}
	if err := undressed(`<head><link href="` + static.URL("work.css") + `"></head><p class="tasks">`); err != nil {
		t.Error(err)
	}
}
