package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// fieldRooms are the packages whose exported functions on a transaction are use
// cases or reads.
var fieldRooms = []string{
	"internal/account", "internal/org", "internal/cluster", "internal/cycle", "internal/indicator", "internal/covenant",
	"internal/scoring", "internal/conference", "internal/award", "internal/handover", "internal/portal", "internal/sheet",
}

// dutyFaults lists exported functions on a transaction that neither ask for a
// right and write the record nor say why not.
func dutyFaults(files []file) []string {
	calls := map[string]map[string]bool{} // function name → what it calls
	for _, f := range files {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				calls[fn.Name.Name] = called(fn)
			}
		}
	}
	var faults []string
	for _, f := range files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() || !takesTx(fn) {
				continue
			}
			doc := fn.Doc.Text()
			if strings.Contains(doc, "\nPublic: ") || strings.Contains(doc, "\nRead: ") {
				continue
			}
			for _, duty := range []string{"access.Require", "record.Add"} {
				if !reaches(calls, fn.Name.Name, duty, map[string]bool{}) {
					faults = append(faults, fmt.Sprintf("%s: %s does not call %s, and its comment says neither Public: nor Read:",
						f.fset.Position(fn.Pos()), fn.Name.Name, duty))
				}
			}
		}
	}
	return faults
}

func called(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			names[fun.Name] = true
		case *ast.SelectorExpr:
			if x, ok := fun.X.(*ast.Ident); ok {
				names[x.Name+"."+fun.Sel.Name] = true
			}
			names[fun.Sel.Name] = true
		}
		return true
	})
	return names
}

// reaches follows calls within the package.
func reaches(calls map[string]map[string]bool, from, duty string, seen map[string]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	if calls[from][duty] {
		return true
	}
	for name := range calls[from] {
		if calls[name] != nil && reaches(calls, name, duty, seen) {
			return true
		}
	}
	return false
}

func takesTx(fn *ast.FuncDecl) bool {
	return slices.ContainsFunc(fn.Type.Params.List, func(p *ast.Field) bool {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok {
			return false
		}
		sel, ok := star.X.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Tx"
	})
}

func TestUseCasesAskAndRecord(t *testing.T) {
	bad := sample(t, "internal/org/x.go", "package org\nfunc Forget(tx *db.Tx) error { return access.Require(tx) }")
	if faults := dutyFaults([]file{bad}); len(faults) != 1 || !strings.Contains(faults[0], "record.Add") {
		t.Errorf("the rule does not see a use case without its record: %v", faults)
	}
	all := sources(t)
	for _, room := range fieldRooms {
		var files []file
		for _, f := range all {
			if f.dir() == room && !f.isTest() {
				files = append(files, f)
			}
		}
		for _, fault := range dutyFaults(files) {
			t.Error(fault)
		}
	}
}
