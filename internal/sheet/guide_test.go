package sheet

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the guide from the sections")

// The guide names every section and column of the bundle, and no other.
func TestTheGuideIsCurrent(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "guide", "tep-du-lieu.md")
	const mark = "<!-- Phần dưới đây được ghi từ chương trình: go test ./internal/sheet -update -->\n"
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok := strings.Cut(string(content), mark)
	if !ok {
		t.Fatalf("%s has lost its mark", path)
	}
	want := head + mark + guide()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(content) != want {
		t.Errorf("%s is not current: run go test ./internal/sheet -update", path)
	}
}

func guide() string {
	var b strings.Builder
	for _, s := range sections() {
		fmt.Fprintf(&b, "\n## %s (`%s`)\n\n| cột trong bảng tính | khóa trong YAML | cách ghi | bắt buộc |\n|---|---|---|---|\n", s.title, s.key)
		for _, c := range s.columns {
			required := ""
			if c.required {
				required = "có"
			}
			how := string(c.kind)
			if of := choices()[s.key+"."+c.key]; of != nil {
				how = "một trong: " + saidBy(of)
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", c.title, c.key, how, required)
		}
	}
	return b.String()
}

// Choices are of columns that there are.
func TestChoicesBelongToColumns(t *testing.T) {
	left := maps.Clone(choices())
	for _, s := range sections() {
		for _, c := range s.columns {
			delete(left, s.key+"."+c.key)
		}
	}
	for key := range left {
		t.Errorf("there is no column %s", key)
	}
}
