package house

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// httpElsewhere names files outside internal/web and cmd that may know HTTP.
var httpElsewhere = map[string]string{
	"bench/article_test.go": "it measures a page beside nginx",
	"bench/bench_test.go":   "it measures pages as a visitor asks for them",

	"bench/load/people_test.go":   "its people ask a server over HTTP",
	"bench/load/election_test.go": "its voters ask a server over HTTP",
}

// httpFaults lists HTTP where it does not belong. Templates do not know it
// either: a page is a function of its props.
func httpFaults(f file) []string {
	templates := strings.HasPrefix(f.path, "internal/web/pages/") || strings.HasPrefix(f.path, "internal/web/components/")
	if strings.HasPrefix(f.path, "internal/web/") && !templates || strings.HasPrefix(f.path, "cmd/") || httpElsewhere[f.path] != "" {
		return nil
	}
	if slices.ContainsFunc(f.imports(), func(i string) bool { return i == "net/http" || strings.HasPrefix(i, "net/http/") }) {
		return []string{f.path + " knows HTTP; only internal/web and cmd do"}
	}
	return nil
}

func TestHTTPStaysAtTheEdge(t *testing.T) {
	for path, faults := range map[string]int{
		"internal/org/x.go": 1, "internal/org/x_test.go": 1, "internal/webby/x.go": 1, "internal/web/pages/x.go": 1,
		"internal/web/x.go": 0, "internal/web/x_test.go": 0, "cmd/giaouoc/x.go": 0,
	} {
		for _, what := range []string{"net/http", "net/http/httptest"} {
			if got := httpFaults(sample(t, path, "package x\nimport _ \""+what+"\"")); len(got) != faults {
				t.Errorf("%s in %s: %q, want %d faults", what, path, got, faults)
			}
		}
	}
	seen := map[string]bool{}
	for _, f := range sources(t) {
		seen[f.path] = slices.Contains(f.imports(), "net/http")
		for _, fault := range httpFaults(f) {
			t.Error(fault)
		}
	}
	for path, why := range httpElsewhere {
		if !seen[path] {
			t.Errorf("%s is excepted (%s) and knows no HTTP any more", path, why)
		}
	}
}

// drivers are the modules that reach a database by themselves.
var drivers = []string{"database/sql", "github.com/jackc/pgx", "modernc.org/sqlite", "github.com/georgysavva/scany", "github.com/pressly/goose"}

// isStore reports whether a file is where its package keeps its SQL.
func isStore(f file) bool {
	base := path.Base(f.path)
	return base == "store.go" || strings.HasPrefix(base, "store_") && !f.isTest()
}

// sqlFaults lists SQL outside internal/db and the stores. A test may run SQL in
// a package that has a store of its own, for doing what no use case does.
func sqlFaults(f file, hasStore bool) []string {
	if strings.HasPrefix(f.path, "internal/db/") {
		return nil
	}
	edge := strings.HasPrefix(f.path, "internal/web/") || !strings.HasPrefix(f.path, "internal/")
	own := isStore(f) && !edge
	var faults []string
	for _, i := range f.imports() {
		driver := slices.ContainsFunc(drivers, func(d string) bool { return i == d || strings.HasPrefix(i, d+"/") })
		if driver && i != "database/sql/driver" && !(own && i == "database/sql") {
			faults = append(faults, fmt.Sprintf("%s imports %s; only internal/db does", f.path, i))
		}
	}
	if own || f.isTest() && hasStore {
		return faults
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if name := sqlCall(f, call); name != "" {
				faults = append(faults, fmt.Sprintf("%s calls %s; SQL stands in the package's store", f.fset.Position(call.Pos()), name))
			}
		}
		return true
	})
	return faults
}

var sqlMethods = []string{"Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext", "Prepare", "PrepareContext"}

// sqlCall names the call when it runs SQL. A method without an argument, such
// as Query of an address, runs none.
func sqlCall(f file, call *ast.CallExpr) string {
	sel, ok := unindexed(call.Fun).(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return ""
	}
	x, _ := sel.X.(*ast.Ident)
	switch {
	case x != nil && x.Name == f.localName(module+"internal/db") && slices.Contains([]string{"One", "All", "Each"}, sel.Sel.Name):
		return "db." + sel.Sel.Name
	case slices.Contains(sqlMethods, sel.Sel.Name):
		return sel.Sel.Name
	}
	return ""
}

func TestSQLStaysInTheStores(t *testing.T) {
	const text = "package org\nimport (\n_ \"database/sql\"\nd \"giaouoc/internal/db\"\n)\nfunc f(t *d.Tx) { t.Exec(``); d.All[int](t, ``); d.One[int](t, ``); d.Each(t, ``, nil, nil) }"
	for path, faults := range map[string]int{
		"internal/org/merge.go": 5, "internal/org/restore.go": 5, "internal/org/storey.go": 5, "internal/web/store.go": 5, "cmd/giaouoc/store_x.go": 5,
		"internal/org/store.go": 0, "internal/org/store_unit.go": 0, "internal/db/tx.go": 0, "internal/org/merge_test.go": 1,
	} {
		if got := sqlFaults(sample(t, path, text), true); len(got) != faults {
			t.Errorf("%s: %q, want %d faults", path, got, faults)
		}
	}
	if got := sqlFaults(sample(t, "internal/web/story_test.go", text), false); len(got) != 5 {
		t.Errorf("a test of a package without a store: %q", got)
	}
	for text, faults := range map[string]int{
		"package org\nimport _ \"github.com/jackc/pgx/v5/stdlib\"": 1,
		"package org\nimport _ \"database/sql/driver\"":            0,
		"package org\nfunc f() { r.URL.Query(); q.Query(1) }":      1,
	} {
		if got := sqlFaults(sample(t, "internal/org/x.go", text), true); len(got) != faults {
			t.Errorf("%s: %q, want %d faults", text, got, faults)
		}
	}
	files := sources(t)
	stores := map[string]bool{}
	for _, f := range files {
		stores[f.dir()] = stores[f.dir()] || isStore(f)
	}
	for _, f := range files {
		for _, fault := range sqlFaults(f, stores[f.dir()]) {
			t.Error(fault)
		}
	}
}
