package house

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

func httpFaults(f file) []string {
	if strings.HasPrefix(f.path, "internal/web/") && !strings.HasPrefix(f.path, "internal/web/pages/") &&
		!strings.HasPrefix(f.path, "internal/web/components/") || strings.HasPrefix(f.path, "cmd/") || f.isTest() {
		return nil
	}
	if slices.Contains(f.imports(), "net/http") {
		return []string{f.path + " knows HTTP; only internal/web and cmd do"}
	}
	return nil
}

func TestHTTPStaysAtTheEdge(t *testing.T) {
	if len(httpFaults(sample(t, "internal/org/x.go", "package org\nimport _ \"net/http\""))) != 1 {
		t.Error("the rule does not see HTTP in the field")
	}
	for _, f := range sources(t) {
		for _, fault := range httpFaults(f) {
			t.Error(fault)
		}
	}
}

// sqlFaults lists SQL outside internal/db and the stores.
func sqlFaults(f file) []string {
	if strings.HasPrefix(f.path, "internal/db/") || strings.HasPrefix(path.Base(f.path), "store") || f.isTest() {
		return nil
	}
	var faults []string
	if slices.Contains(f.imports(), "database/sql") {
		faults = append(faults, f.path+" imports database/sql; only internal/db does")
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if name := sqlCall(call); name != "" {
			faults = append(faults, fmt.Sprintf("%s calls %s; SQL stands in the package's store", f.fset.Position(call.Pos()), name))
		}
		return true
	})
	return faults
}

// sqlCall names the call when it runs SQL.
func sqlCall(call *ast.CallExpr) string {
	fun := call.Fun
	if generic, ok := fun.(*ast.IndexExpr); ok {
		fun = generic.X
	}
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, _ := sel.X.(*ast.Ident)
	switch {
	case x != nil && x.Name == "db" && (sel.Sel.Name == "One" || sel.Sel.Name == "All"):
		return "db." + sel.Sel.Name
	case x != nil && x.Name == "tx" && sel.Sel.Name == "Exec":
		return "tx.Exec"
	case slices.Contains([]string{"ExecContext", "QueryContext", "QueryRowContext", "QueryRow"}, sel.Sel.Name):
		return sel.Sel.Name
	}
	return ""
}

func TestSQLStaysInTheStores(t *testing.T) {
	bad := sample(t, "internal/org/merge.go", "package org\nimport _ \"database/sql\"\nfunc f(tx *db.Tx) { tx.Exec(``); db.All[int](tx, ``) }")
	if len(sqlFaults(bad)) != 3 {
		t.Error("the rule does not see SQL outside a store")
	}
	for _, f := range sources(t) {
		for _, fault := range sqlFaults(f) {
			t.Error(fault)
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	comments := map[string]string{}
	for _, f := range sources(t) {
		if f.isTest() {
			continue
		}
		comments[f.dir()] += f.ast.Doc.Text()
	}
	for dir, text := range comments {
		if strings.Count(text, ".") < 2 {
			t.Errorf("%s: its package comment says too little: %q", dir, text)
		}
	}
}
