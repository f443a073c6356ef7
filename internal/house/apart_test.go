package house

import (
	"fmt"
	"strings"
	"testing"
)

// The checking side shares no code with the side it checks: a mistake made once
// is then not made twice. Its tests keep apart too; how its verdict falls on
// what the program really writes is tested from the writer's side.
var (
	checkers   = []string{"internal/verify/"}
	checkersOf = []string{"internal/problem", "internal/vn", "internal/verify"}
	writers    = []string{"internal/record/", "internal/witness/"}
)

// apartFaults lists imports that join the two sides.
func apartFaults(f file) []string {
	var faults []string
	for _, i := range f.imports() {
		dir, ours := strings.CutPrefix(i, module)
		switch {
		case !ours:
		case under(f.path, checkers) && !under(dir+"/", slashed(checkersOf)):
			faults = append(faults, fmt.Sprintf("%s imports %s; the checking side stands on words alone", f.path, dir))
		case under(f.path, writers) && under(dir+"/", checkers) && !f.isTest():
			faults = append(faults, fmt.Sprintf("%s imports %s, which is there to check it", f.path, dir))
		}
	}
	return faults
}

func under(p string, dirs []string) bool {
	for _, d := range dirs {
		if strings.HasPrefix(p, d) {
			return true
		}
	}
	return false
}

func slashed(dirs []string) []string {
	list := make([]string, len(dirs))
	for i, d := range dirs {
		list[i] = d + "/"
	}
	return list
}

func TestTheCheckingSideStandsApart(t *testing.T) {
	for _, c := range []struct {
		path, imports string
		faults        int
	}{
		{"internal/verify/record/x.go", "internal/record", 1},
		{"internal/verify/record/x_test.go", "internal/record", 1},
		{"internal/verify/record/x.go", "internal/web", 1},
		{"internal/verify/record/x.go", "internal/witness", 1},
		{"internal/verify/record/x.go", "internal/db", 1},
		{"internal/verify/record/x.go", "internal/vn", 0},
		{"internal/verify/record/x_test.go", "internal/verify/logtest", 0},
		{"internal/record/x.go", "internal/verify/record", 1},
		{"internal/record/x_test.go", "internal/verify/record", 0},
		{"internal/recorder/x.go", "internal/verify/record", 0},
		{"internal/web/x.go", "internal/verify/record", 0},
	} {
		f := sample(t, c.path, "package x\nimport _ \""+module+c.imports+"\"")
		if got := apartFaults(f); len(got) != c.faults {
			t.Errorf("%s in %s: %q, want %d faults", c.imports, c.path, got, c.faults)
		}
	}
	seen := false
	for _, f := range sources(t) {
		seen = seen || under(f.path, checkers)
		for _, fault := range apartFaults(f) {
			t.Error(fault)
		}
	}
	if !seen {
		t.Error("there is no checking side")
	}
}
