package house

import (
	"errors"
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strings"
	"testing"
)

// function is one declared function or method of the project and what it calls.
type function struct {
	file  file
	decl  *ast.FuncDecl
	self  *types.Func
	calls []*types.Func
	names []*types.Func // every function it names, called or handed on
}

// pkg is the folder of the function's package.
func (f *function) pkg() string { return f.file.dir() }

// name is the function with its receiver, such as Server.home.
func (f *function) name() string { return path.Base(f.pkg()) + "." + shortName(f.decl) }

// marked reports whether a line of the doc comment starts with the word.
func (f *function) marked(word string) bool {
	return slices.ContainsFunc(strings.Split(f.decl.Doc.Text(), "\n"), func(line string) bool {
		return strings.HasPrefix(line, word+": ")
	})
}

func shortName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	receiver := fn.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	if id, ok := receiver.(*ast.Ident); ok {
		return id.Name + "." + fn.Name.Name
	}
	return fn.Name.Name
}

// program is the project's own packages, checked for types, and who calls whom.
// Other modules are not loaded: what they declare is unknown here, and no rule
// asks for it.
type program struct {
	packages  map[string]*types.Package // by folder
	functions map[*types.Func]*function
	callers   map[*types.Func][]*function
	namers    map[*types.Func][]*function // who names a function without calling it
}

// link checks the files that are not tests and draws the graph of calls.
func link(files []file) *program {
	l := &linker{byDir: map[string][]file{}, program: program{
		packages: map[string]*types.Package{}, functions: map[*types.Func]*function{}, callers: map[*types.Func][]*function{},
		namers: map[*types.Func][]*function{},
	}}
	for _, f := range files {
		if !f.isTest() {
			l.byDir[f.dir()] = append(l.byDir[f.dir()], f)
		}
	}
	for dir := range l.byDir {
		_, _ = l.Import(module + dir)
	}
	for _, fn := range l.functions {
		for _, callee := range fn.calls {
			l.callers[callee] = append(l.callers[callee], fn)
		}
		for _, named := range fn.names {
			if !slices.Contains(fn.calls, named) {
				l.namers[named] = append(l.namers[named], fn)
			}
		}
	}
	return &l.program
}

type linker struct {
	byDir map[string][]file
	program
}

var errForeign = errors.New("not a package of this project")

// Import implements types.Importer.
func (l *linker) Import(importPath string) (*types.Package, error) {
	dir, ours := strings.CutPrefix(importPath, module)
	files := l.byDir[dir]
	if !ours || len(files) == 0 {
		return nil, errForeign
	}
	if done := l.packages[dir]; done != nil {
		return done, nil
	}
	trees := make([]*ast.File, len(files))
	for i, f := range files {
		trees[i] = f.ast
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	conf := types.Config{Importer: l, Error: func(error) {}} // the compiler reports mistakes, not this test
	checked, _ := conf.Check(importPath, files[0].fset, trees, info)
	l.packages[dir] = checked
	for _, f := range files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if self, ok := info.Defs[fn.Name].(*types.Func); ok {
				l.functions[self] = &function{file: f, decl: fn, self: self, calls: callees(fn.Body, info), names: mentioned(fn.Body, info)}
			}
		}
	}
	return checked, nil
}

// callees lists the functions of the project called in a body, also inside the
// function literals it holds.
func callees(body ast.Node, info *types.Info) []*types.Func {
	var list []*types.Func
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var id *ast.Ident
		switch fun := unindexed(call.Fun).(type) {
		case *ast.Ident:
			id = fun
		case *ast.SelectorExpr:
			id = fun.Sel
		default:
			return true
		}
		if fn, ok := info.Uses[id].(*types.Func); ok && !slices.Contains(list, fn.Origin()) {
			list = append(list, fn.Origin())
		}
		return true
	})
	return list
}

// mentioned lists the functions of the project that a body names.
func mentioned(body ast.Node, info *types.Info) []*types.Func {
	var list []*types.Func
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if fn, ok := info.Uses[id].(*types.Func); ok && !slices.Contains(list, fn.Origin()) {
				list = append(list, fn.Origin())
			}
		}
		return true
	})
	return list
}

// unindexed is the function of a call without its type arguments.
func unindexed(fun ast.Expr) ast.Expr {
	switch f := fun.(type) {
	case *ast.IndexExpr:
		return f.X
	case *ast.IndexListExpr:
		return f.X
	}
	return fun
}

// reaches follows the calls of fn as long as follow allows, and reports whether
// one of them is wanted.
func (p *program) reaches(fn *function, wanted, follow func(*types.Func) bool) bool {
	seen := map[*types.Func]bool{}
	var walk func(*function) bool
	walk = func(at *function) bool {
		if seen[at.self] {
			return false
		}
		seen[at.self] = true
		if slices.ContainsFunc(at.calls, wanted) {
			return true
		}
		return slices.ContainsFunc(at.calls, func(c *types.Func) bool {
			next := p.functions[c]
			return next != nil && follow(c) && walk(next)
		})
	}
	return walk(fn)
}

// within follows calls inside the package of fn only.
func within(fn *function) func(*types.Func) bool {
	return func(c *types.Func) bool { return c.Pkg() == fn.self.Pkg() }
}

// named wants a function by the folder of its package and its name; a method by
// its name alone.
func named(dir string, names ...string) func(*types.Func) bool {
	return func(c *types.Func) bool {
		return c.Pkg() != nil && c.Pkg().Path() == module+dir && slices.Contains(names, c.Name())
	}
}

// isTx reports whether a type is *db.Tx.
func isTx(t types.Type) bool {
	pointer, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := pointer.Elem().(*types.Named)
	return ok && n.Obj().Name() == "Tx" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == module+"internal/db"
}

// takesTx reports whether a parameter of the function is a transaction.
func takesTx(fn *types.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if isTx(v.Type()) {
			return true
		}
	}
	return false
}

func TestTheGraphKnowsTheProject(t *testing.T) {
	p := link(sources(t))
	for _, want := range []struct{ dir, name string }{{"internal/access", "Require"}, {"internal/record", "Add"}, {"internal/db", "All"}} {
		called := false
		for fn := range p.callers {
			called = called || named(want.dir, want.name)(fn)
		}
		if !called {
			t.Errorf("nobody calls %s.%s: the graph of calls is broken", want.dir, want.name)
		}
	}
}
