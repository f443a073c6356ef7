package house

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	mostLinesOfFile     = 600
	mostLinesOfFunction = 80
)

// longer names functions that may be longer, with the reason.
var longer = map[string]string{
	"internal/web/routes.go:routes": "the table of contents of the whole site stands in one place",
}

func sizeFaults(f file) []string {
	if f.isGenerated() {
		return nil
	}
	var faults []string
	if n := strings.Count(f.text, "\n"); n > mostLinesOfFile {
		faults = append(faults, fmt.Sprintf("%s has %d lines", f.path, n))
	}
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
		if n > mostLinesOfFunction && longer[f.path+":"+fn.Name.Name] == "" {
			faults = append(faults, fmt.Sprintf("%s: %s has %d lines", f.path, fn.Name.Name, n))
		}
	}
	return faults
}

func TestSizes(t *testing.T) {
	bad := sample(t, "internal/org/x.go", "package org\nfunc f() {\n"+strings.Repeat("\n", 700)+"}\n")
	if len(sizeFaults(bad)) != 2 {
		t.Error("the rule does not see a long file or function")
	}
	for _, f := range sources(t) {
		for _, fault := range sizeFaults(f) {
			t.Error(fault)
		}
	}
}

// textEndings are the files that people write.
var textEndings = []string{".go", ".md", ".sql", ".yaml", ".templ", ".css", ".js", ".mjs", ".txtar"}

func TestTextsAreComposedAndNameNoMachine(t *testing.T) {
	machine := []string{"/" + "work/", "/" + "root/"}
	walk(t, func(p string) {
		if !hasEnding(p) {
			return
		}
		content, err := os.ReadFile(filepath.Join(root, p))
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(content) || !norm.NFC.IsNormal(content) && !strings.HasSuffix(p, "_test.go") {
			t.Errorf("%s is not UTF-8 in NFC", p)
		}
		for _, m := range machine {
			if strings.Contains(string(content), m) {
				t.Errorf("%s names a path of one machine: %s", p, m)
			}
		}
	})
}

func hasEnding(p string) bool {
	for _, e := range textEndings {
		if strings.HasSuffix(p, e) {
			return true
		}
	}
	return false
}
