package house

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "giaouoc/"

var roomRow = regexp.MustCompile("(?m)^\\| `([a-z0-9/-]+)` \\|(.*)$")

// readMap is the text of the map.
func readMap(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// roomsOf lists the rooms of a map, or of a part of it, in import order.
func roomsOf(text string) []string {
	var list []string
	for _, m := range roomRow.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// rooms lists every room of the project in import order.
func rooms(t *testing.T) []string {
	t.Helper()
	list := roomsOf(readMap(t))
	if len(list) < 15 {
		t.Fatalf("ARCHITECTURE.md names only %d rooms", len(list))
	}
	return list
}

// section lists the rooms of the map under one heading, such as "the field".
func section(t *testing.T, heading string) []string {
	t.Helper()
	_, part, _ := strings.Cut(readMap(t), "| **"+heading+"** |")
	part, _, _ = strings.Cut(part, "\n| **")
	return roomsOf(part)
}

// roomOf is the place in the order of the room that holds a folder, or -1.
func roomOf(rooms []string, dir string) int {
	best := -1
	for i, r := range rooms {
		if (dir == r || strings.HasPrefix(dir, r+"/")) && (best < 0 || len(r) > len(rooms[best])) {
			best = i
		}
	}
	return best
}

// importFaults lists imports of rooms that do not stand above the file's own.
func importFaults(rooms []string, f file) []string {
	own := roomOf(rooms, f.dir())
	var faults []string
	for _, i := range f.imports() {
		dir, ours := strings.CutPrefix(i, module)
		if !ours {
			continue
		}
		if other := roomOf(rooms, dir); other > own || other < 0 {
			faults = append(faults, fmt.Sprintf("%s imports %s, which does not stand above it in ARCHITECTURE.md", f.path, dir))
		}
	}
	return faults
}

func TestImportOrder(t *testing.T) {
	order := []string{"internal/db", "internal/org", "internal/cycle", "internal/web"}
	for name, c := range map[string]struct {
		path, imports string
		faults        int
	}{
		"upwards":           {"internal/cycle/x.go", "internal/org", 0},
		"against the order": {"internal/org/x.go", "internal/cycle", 1},
		"within the room":   {"internal/web/pages/x.go", "internal/web/components", 0},
		"a folder below":    {"internal/org/x.go", "internal/web/pages", 1},
		"of no room":        {"internal/web/x.go", "internal/shelf", 1},
		"from no room":      {"internal/shelf/x.go", "internal/db", 1},
		"a like name":       {"internal/cycle/x.go", "internal/organ", 1},
	} {
		f := sample(t, c.path, "package x\nimport _ \"giaouoc/"+c.imports+"\"")
		if got := importFaults(order, f); len(got) != c.faults {
			t.Errorf("%s: %q, want %d faults", name, got, c.faults)
		}
	}
	order = rooms(t)
	for _, f := range sources(t) {
		if f.isTest() || strings.HasPrefix(f.path, "internal/db/dbtest/") {
			continue // a test may set up its world from any room
		}
		for _, fault := range importFaults(order, f) {
			t.Error(fault)
		}
	}
}

var subfolder = regexp.MustCompile("`([a-z0-9_/]+)/`")

// foldersOf lists every folder that a map names: its rooms, and the folders in
// a room's own line, which end in a slash.
func foldersOf(text string) []string {
	var list []string
	for _, m := range roomRow.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
		for _, sub := range subfolder.FindAllStringSubmatch(m[2], -1) {
			list = append(list, m[1]+"/"+sub[1])
		}
	}
	return list
}

// mapFaults compares a map with the folders there are and those that hold Go
// files.
func mapFaults(text string, exists func(dir string) bool, goDirs, topDirs []string) []string {
	var faults []string
	order, named := roomsOf(text), foldersOf(text)
	for i, dir := range named {
		switch {
		case slices.Contains(named[:i], dir):
			faults = append(faults, fmt.Sprintf("the map names %s twice", dir))
		case !exists(dir):
			faults = append(faults, fmt.Sprintf("the map names %s, which does not exist", dir))
		}
	}
	for _, dir := range goDirs {
		if roomOf(order, dir) < 0 {
			faults = append(faults, fmt.Sprintf("%s holds Go files and is in no room of the map", dir))
		}
	}
	for _, dir := range topDirs {
		if !slices.ContainsFunc(order, func(r string) bool { return r == dir || strings.HasPrefix(r, dir+"/") }) {
			faults = append(faults, fmt.Sprintf("the folder %s is not on the map", dir))
		}
	}
	return faults
}

func TestTheMapIsTrue(t *testing.T) {
	const text = "| `a` | with `b/` |\n| `c/d` | |\n| `a` | again |\n"
	there := func(dir string) bool { return dir == "a" || dir == "c/d" }
	got := mapFaults(text, there, []string{"a/x", "e"}, []string{"a", "c", "f"})
	want := []string{
		"the map names a/b, which does not exist", "the map names a twice", "e holds Go files and is in no room of the map", "the folder f is not on the map",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the rule does not see a map that is not true:\n%s", diff)
	}

	exists := func(dir string) bool {
		info, err := os.Stat(filepath.Join(root, dir))
		return err == nil && info.IsDir()
	}
	var goDirs, topDirs []string
	for _, f := range sources(t) {
		goDirs = append(goDirs, f.dir())
	}
	walk(t, func(p string) {
		if top, _, deep := strings.Cut(p, "/"); deep && !strings.HasPrefix(top, ".") {
			topDirs = append(topDirs, top)
		}
	})
	for _, fault := range mapFaults(readMap(t), exists, unique(goDirs), unique(topDirs)) {
		t.Error(fault)
	}
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// emptyWords are names that say nothing of what is inside.
var emptyWords = []string{"pkg", "util", "utils", "common", "helper", "helpers", "model", "models", "service", "services", "manager", "managers", "misc", "lib"}

// nameFaults lists the parts of a path that are no word of the field, also as
// the name of a file without its ending.
func nameFaults(p string) []string {
	var faults []string
	for _, part := range strings.Split(p, "/") {
		word, _, _ := strings.Cut(strings.TrimSuffix(part, "_test.go"), ".")
		if slices.Contains(emptyWords, word) {
			faults = append(faults, fmt.Sprintf("%s: nothing is called %s here", p, word))
		}
	}
	return faults
}

func TestNamesAreWordsOfTheField(t *testing.T) {
	for _, bad := range []string{"internal/util/x.go", "pkg/org/x.go", "internal/org/helpers.go", "internal/org/helpers_test.go", "internal/manager/deep/x.go"} {
		if len(nameFaults(bad)) != 1 {
			t.Errorf("the rule does not see %s", bad)
		}
	}
	if len(nameFaults("internal/commonwealth/utility.go")) != 0 {
		t.Error("the rule sees what is not there")
	}
	walk(t, func(p string) {
		for _, fault := range nameFaults(p) {
			t.Error(fault)
		}
	})
}
