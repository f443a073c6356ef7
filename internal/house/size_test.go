package house

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
)

const (
	mostLinesOfFile     = 600
	mostLinesOfFunction = 80
)

// longer names files, and functions as file:name, that may be longer, with the reason.
var longer = map[string]string{
	"internal/web/routes.go:routes": "the table of contents of the whole site stands in one place",
}

// sizeFaults lists what is too long in a file, by the name of the exception that
// would allow it.
func sizeFaults(f file) map[string]string {
	if f.isGenerated() {
		return nil
	}
	faults := map[string]string{}
	if n := strings.Count(f.text, "\n"); n > mostLinesOfFile {
		faults[f.path] = fmt.Sprintf("%s has %d lines", f.path, n)
	}
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
		if n > mostLinesOfFunction {
			faults[f.path+":"+fn.Name.Name] = fmt.Sprintf("%s: %s has %d lines", f.path, fn.Name.Name, n)
		}
	}
	return faults
}

func TestSizes(t *testing.T) {
	bad := "package org\nfunc f() {\n" + strings.Repeat("\n", 600) + "}\n"
	if got := sizeFaults(sample(t, "internal/org/x.go", bad)); len(got) != 2 {
		t.Errorf("the rule does not see a long file or function: %v", got)
	}
	if got := sizeFaults(sample(t, "internal/org/x_templ.go", bad)); len(got) != 0 {
		t.Errorf("generated code may be long: %v", got)
	}
	short := "package org\nfunc f() {\n" + strings.Repeat("\n", 78) + "}\n"
	if got := sizeFaults(sample(t, "internal/org/x.go", short)); len(got) != 0 {
		t.Errorf("80 lines are not too many: %v", got)
	}
	used := map[string]bool{}
	for _, f := range sources(t) {
		for key, fault := range sizeFaults(f) {
			used[key] = true
			if longer[key] == "" {
				t.Error(fault)
			}
		}
	}
	for key, why := range longer {
		if !used[key] {
			t.Errorf("%s may be longer (%s) and is not any more: take it off the list", key, why)
		}
	}
}
