package house

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// directOf lists what a go.mod requires itself, but for our own module.
func directOf(name string, content []byte) ([]string, error) {
	file, err := modfile.Parse(name, content, nil)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, r := range file.Require {
		if !r.Indirect && r.Mod.Path != "giaouoc" {
			list = append(list, r.Mod.Path)
		}
	}
	return list, nil
}

// dependencyFaults compares the page of dependencies with what is depended on.
func dependencyFaults(page string, used map[string]bool) (faults []string) {
	rows := map[string]int{}
	for _, line := range strings.Split(page, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.HasPrefix(line, "|---") {
			continue
		}
		name, why := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		if name == "module" || name == "package" {
			continue
		}
		rows[name]++
		switch {
		case !used[name]:
			faults = append(faults, fmt.Sprintf("%s has a row and is not depended on", name))
		case rows[name] == 2:
			faults = append(faults, fmt.Sprintf("%s has two rows", name))
		case why == "":
			faults = append(faults, fmt.Sprintf("%s has a row without a reason", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if rows[name] == 0 {
			faults = append(faults, fmt.Sprintf("%s is depended on and has no row", name))
		}
	}
	return faults
}

func TestTheDependencyRuleSees(t *testing.T) {
	used := map[string]bool{"a.example/a": true, "b": true}
	const good = "| module | why |\n|---|---|\n| a.example/a | one |\n\n| package | why |\n|---|---|\n| b | two |\n"
	if faults := dependencyFaults(good, used); len(faults) > 0 {
		t.Errorf("a page without fault: %q", faults)
	}
	for page, want := range map[string]string{
		good + "| b | again |\n":                      "b has two rows",
		good + "| c | three |\n":                      "c has a row and is not depended on",
		strings.Replace(good, "| two |", "| |", 1):    "b has a row without a reason",
		strings.Replace(good, "| b | two |\n", "", 1): "b is depended on and has no row",
	} {
		if faults := dependencyFaults(page, used); !slices.Equal(faults, []string{want}) {
			t.Errorf("%q, want %q", faults, want)
		}
	}
}

func contentOf(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Every direct dependency of the program, of its bundled script, of the tests in a
// browser and of those against the clients of others has one row with its reason, and none has more.
func TestEveryDependencyHasItsReason(t *testing.T) {
	used := map[string]bool{}
	for _, name := range []string{"go.mod", "interop/go.mod"} {
		list, err := directOf(name, contentOf(t, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range list {
			used[path] = true
		}
	}
	for _, name := range []string{"e2e/package.json", "internal/web/script/package.json"} {
		var browser struct{ Dependencies, DevDependencies map[string]string }
		if err := json.Unmarshal(contentOf(t, name), &browser); err != nil {
			t.Fatal(err)
		}
		for _, list := range []map[string]string{browser.Dependencies, browser.DevDependencies} {
			for name := range list {
				used[name] = true
			}
		}
	}
	const page = "docs/decisions/0003-dependencies.md"
	for _, fault := range dependencyFaults(string(contentOf(t, page)), used) {
		t.Errorf("%s: %s", page, fault)
	}
}
