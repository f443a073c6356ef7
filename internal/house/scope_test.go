package house

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/access"
)

// An act's row in the table of rights says what it is asked on. A use case names
// no more than that, and some use case names all of it: the table tells the truth
// about what the program asks.

// unasked names acts that stand in the table before a use case asks for them.
var unasked = map[access.Act]string{
	access.OrgRead: "the register of units is public today",
}

// namedFields reads which fields of a scope an expression names; false when it
// does not say.
func namedFields(e ast.Expr) (fields string, ok bool) {
	switch e := e.(type) {
	case *ast.CallExpr:
		sel, isSel := e.Fun.(*ast.SelectorExpr)
		if !isSel {
			return "C", fmt.Sprint(e.Fun) == "Scope" // cluster.Scope in its own package
		}
		switch sel.Sel.Name {
		case "UnitScope":
			return "UCY", true
		case "ScopeOf":
			return "UCYP", true
		case "Scope":
			if len(e.Args) == 0 {
				return "CY", true
			}
			return "C", true
		}
	case *ast.CompositeLit:
		for _, el := range e.Elts {
			if kv, isKey := el.(*ast.KeyValueExpr); isKey {
				fields += fmt.Sprint(kv.Key)[:1]
			}
		}
		return fields, true
	}
	return "", false
}

// fieldsOf is what a row says that its act is asked on, in the same letters.
func fieldsOf(on access.On) string {
	fields := ""
	for kind, letter := range map[string]string{access.ScopeUnit: "U", access.ScopeCluster: "C", access.ScopeYear: "Y", access.ScopePortal: "P"} {
		if slices.Contains(on.CoveredBy(), kind) {
			fields += letter
		}
	}
	return fields
}

// asked is one call of access.Require in a use case.
type asked struct {
	act    string // the constant's name
	fields string
	known  bool // the scope says what it names
	where  string
}

// askedIn lists the calls of access.Require with an act by name.
func askedIn(f file) []asked {
	local := f.localName("giaouoc/internal/access")
	if local == "" || f.isTest() {
		return nil
	}
	var list []asked
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		given := map[string]ast.Expr{} // what a local name stands for
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
				for i := range a.Lhs {
					given[fmt.Sprint(a.Lhs[i])] = a.Rhs[i]
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 3 || !isSelector(call.Fun, local, "Require") {
				return true
			}
			act, ok := call.Args[1].(*ast.SelectorExpr)
			if !ok || fmt.Sprint(act.X) != local {
				return true
			}
			scope := call.Args[2]
			if name, ok := scope.(*ast.Ident); ok && given[name.Name] != nil {
				scope = given[name.Name]
			}
			fields, known := namedFields(scope)
			list = append(list, asked{act.Sel.Name, fields, known, f.fset.Position(call.Pos()).String()})
			return true
		})
	}
	return list
}

func isSelector(e ast.Expr, x, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && fmt.Sprint(sel.X) == x && sel.Sel.Name == name
}

// actNames maps the names of the constants to the acts.
func actNames(f file) map[string]access.Act {
	names := map[string]access.Act{}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && fmt.Sprint(spec.Type) == "Act" && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				names[spec.Names[0].Name] = access.Act(strings.Trim(lit.Value, `"`))
			}
		}
		return true
	})
	return names
}

func TestTheTableOfRightsSaysWhatIsAsked(t *testing.T) {
	for text, want := range map[string]string{
		`access.Require(tx, access.YearOpen, y.UnitScope(u))`:               "UCY",
		`access.Require(tx, access.YearOpen, cluster.Scope(c))`:             "C",
		`scope := y.Scope(); access.Require(tx, access.YearOpen, scope)`:    "CY",
		`access.Require(tx, access.OrgChange, access.Scope{Unit: u})`:       "U",
		`access.Require(tx, access.AccountGrant, access.Scope{})`:           "",
		`access.Require(tx, access.RightDelegate, access.ScopeOf(kind, u))`: "UCYP",
	} {
		f := sample(t, "internal/org/x.go", "package org\nimport \"giaouoc/internal/access\"\nfunc f() {"+text+"}")
		if got := askedIn(f); len(got) != 1 || !got[0].known || got[0].fields != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	var names map[string]access.Act
	var calls []asked
	for _, f := range sources(t) {
		if f.path == "internal/access/table.go" {
			names = actNames(f)
		}
		calls = append(calls, askedIn(f)...)
	}
	if len(names) != len(access.Acts()) || len(calls) < 100 {
		t.Fatalf("found %d of %d acts and %d questions", len(names), len(access.Acts()), len(calls))
	}
	most := map[access.Act]string{}
	for _, c := range calls {
		act, there := names[c.act]
		if !there {
			t.Errorf("%s: asks for %s, which has no row", c.where, c.act)
			continue
		}
		_, on, _ := access.Describe(act)
		for _, letter := range c.fields {
			if !strings.ContainsRune(fieldsOf(on), letter) {
				t.Errorf("%s: asks for %s on %q, the table says %q", c.where, act, c.fields, fieldsOf(on))
			}
		}
		if !c.known {
			c.fields = fieldsOf(on) // from a parameter or a helper: not seen here
		}
		if len(c.fields) >= len(most[act]) {
			most[act] = c.fields + "."
		}
	}
	for _, act := range slices.Sorted(maps.Values(names)) {
		_, on, _ := access.Describe(act)
		switch asked := strings.TrimSuffix(most[act], "."); {
		case most[act] == "" && unasked[act] == "":
			t.Errorf("%s is in the table and no use case asks for it", act)
		case most[act] != "" && unasked[act] != "":
			t.Errorf("%s is excepted (%s) and is asked for by now", act, unasked[act])
		case most[act] != "" && len(asked) < len(fieldsOf(on)):
			t.Errorf("%s is asked on %q at most, the table says %q", act, asked, fieldsOf(on))
		}
	}
}
