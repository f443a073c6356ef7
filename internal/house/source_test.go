package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file is one parsed Go file of the project.
type file struct {
	path string // from the root, with slashes
	fset *token.FileSet
	ast  *ast.File
	text string
}

func (f file) dir() string       { return path.Dir(f.path) }
func (f file) isTest() bool      { return strings.HasSuffix(f.path, "_test.go") }
func (f file) isGenerated() bool { return strings.HasSuffix(f.path, "_templ.go") }

// imports lists the import paths of a file.
func (f file) imports() []string {
	var list []string
	for _, i := range f.ast.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// localName is what the file calls an imported package, or empty.
func (f file) localName(importPath string) string {
	for _, i := range f.ast.Imports {
		if strings.Trim(i.Path.Value, `"`) != importPath {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}

// positions is shared by all files, so that packages can be checked together.
var positions = token.NewFileSet()

// sample parses a made-up file, for proving that a rule can fail.
func sample(t *testing.T, path, text string) file {
	t.Helper()
	parsed, err := parser.ParseFile(positions, path, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file{path: path, fset: positions, ast: parsed, text: text}
}

// samples parses a made-up project.
func samples(t *testing.T, texts map[string]string) []file {
	t.Helper()
	var files []file
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		files = append(files, sample(t, path, texts[path]))
	}
	return files
}

const root = "../.."

// skipped folders hold nothing that the project keeps.
var skipped = map[string]bool{".git": true, "node_modules": true, "out": true, "bin": true, "dist": true, "data-dir": true}

// apart are modules of their own.
var apart = []string{"tools/", "interop/"}

// sources parses every Go file of the program: not those of other modules, and
// testdata is no program.
func sources(t *testing.T) []file {
	t.Helper()
	var files []file
	walk(t, func(p string) {
		if !strings.HasSuffix(p, ".go") || under(p, apart) || strings.Contains(p, "/testdata/") {
			return
		}
		content, err := os.ReadFile(filepath.Join(root, p))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, sample(t, p, string(content)))
	})
	if len(files) < 20 {
		t.Fatalf("found only %d Go files", len(files))
	}
	return files
}

// walk calls fn with every file of the project, from the root.
func walk(t *testing.T, fn func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skipped[d.Name()] {
				return filepath.SkipDir
			}
			return nil
		}
		if d.Name() == ".git" {
			return nil // a second work tree of the repository has a file there
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		fn(filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
