package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
)

// formats are the functions of the library that read a text as a format, with its
// place among the arguments.
var formats = map[string][]int{
	"fmt.Errorf": {0}, "fmt.Sprintf": {0}, "fmt.Printf": {0}, "fmt.Fprintf": {1}, "fmt.Appendf": {1}, "fmt.Sscanf": {1}, "fmt.Fscanf": {1},
}

// formatters adds the project's own: a function whose last parameters are a format
// and what it puts there, under its name, after a dot for a method.
func formatters(files []file) map[string][]int {
	all := maps.Clone(formats)
	for _, f := range files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			var names []string
			for _, field := range fn.Type.Params.List {
				for _, name := range field.Names {
					names = append(names, name.Name)
				}
			}
			if at := len(names) - 2; at >= 0 && names[at] == "format" && names[at+1] == "args" {
				name := f.dir() + " " + fn.Name.Name
				switch {
				case fn.Recv != nil && fn.Name.IsExported():
					name = "." + fn.Name.Name
				case fn.Recv != nil:
					name = f.dir() + " ." + fn.Name.Name
				case fn.Name.IsExported():
					name = f.ast.Name.Name + "." + fn.Name.Name
				}
				all[name] = append(slices.Clone(all[name]), at) // two types may have a method of one name
			}
		}
	}
	return all
}

// formatFaults lists the calls whose format does not stand there as it is: a text
// that a person typed must never be read as one.
func formatFaults(f file, all map[string][]int) []string {
	var faults []string
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch fn := call.Fun.(type) {
		case *ast.Ident:
			name = f.dir() + " " + fn.Name
		case *ast.SelectorExpr:
			of, _ := fn.X.(*ast.Ident)
			if of != nil {
				name = of.Name + "." + fn.Sel.Name
			}
			if _, known := all[name]; known {
				break
			}
			if name = f.dir() + " ." + fn.Sel.Name; fn.Sel.IsExported() && (fn.Sel.Name != "Add" || of != nil && of.Name == "list") { // others have an Add too
				name = "." + fn.Sel.Name
			}
		}
		says := func(at int) bool { return at >= len(call.Args) || written(call.Args[at]) }
		if places, known := all[name]; known && !slices.ContainsFunc(places, says) {
			faults = append(faults, fmt.Sprintf("%s: the format of %s is made at run time", f.fset.Position(call.Pos()), name[strings.LastIndexAny(name, " .")+1:]))
		}
		return true
	})
	return faults
}

// written reports whether an expression is texts of the source alone, or handed
// on by a function that is one of the formatters itself.
func written(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return written(e.X) && written(e.Y)
	case *ast.ParenExpr:
		return written(e.X)
	case *ast.Ident:
		return e.Name == "format" || e.Obj != nil && e.Obj.Kind == ast.Con
	}
	return false
}

func TestFormatsAreWrittenInTheSource(t *testing.T) {
	files := sources(t)
	all := formatters(files)
	for call, faults := range map[string]int{
		`fmt.Sprintf("%s", x)`:                       0,
		`fmt.Sprintf("%s" + " %s", x, x)`:            0,
		`fmt.Errorf(known, x)`:                       0,
		`fmt.Errorf(x)`:                              1,
		`fmt.Fprintf(w, "a" + x)`:                    1,
		`fmt.Fprintf(w, "a", x)`:                     0,
		`problem.New(problem.Invalid, "%s", x)`:      0,
		`problem.New(problem.Invalid, x.Sentence())`: 1,
		`list.Add("a", x)`:                           1,
		`list.Add("a", "%s", x)`:                     0,
		`values.Add("a", x)`:                         0,
		`own(x)`:                                     1,
		`own("%s", x)`:                               0,
		`fmt.Sprint(x)`:                              0,
	} {
		f := sample(t, "internal/p/p.go", "package p\nconst known = \"%s\"\nfunc own(format string, args ...any) {}\nfunc f(x string) {\n"+call+"\n}\n")
		more := formatters([]file{f})
		maps.Copy(more, all)
		if got := formatFaults(f, more); len(got) != faults {
			t.Errorf("%s: %q, want %d faults", call, got, faults)
		}
	}
	for _, f := range files {
		for _, fault := range formatFaults(f, all) {
			t.Error(fault)
		}
	}
}
