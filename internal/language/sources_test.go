package language

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	templ "github.com/a-h/templ/parser/v2"
)

// sources collects the sentences of files, each with where it stands.
type sources map[string]string

func (s sources) add(key, where string) {
	key = strings.Join(strings.Fields(key), " ")
	words := place.ReplaceAllString(key, "")
	if !strings.ContainsFunc(words, unicode.IsLetter) {
		return
	}
	if _, ok := s[key]; !ok {
		s[key] = where
	}
}

// key numbers the places of a text in which each is marked by \x00.
func key(marked string) string {
	parts := strings.Split(marked, "\x00")
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			fmt.Fprintf(&b, "{%d}", i)
		}
		b.WriteString(part)
	}
	return b.String()
}

// templates reads the texts of a templ file: what stands between two tags, with a place
// for each expression.
func (s sources) templates(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := templ.ParseString(string(content))
	if err != nil {
		t.Fatalf("parse %s: %v", path, err)
	}
	for _, n := range f.Nodes {
		if page, ok := n.(*templ.HTMLTemplate); ok {
			s.nodes(page.Children, path)
		}
	}
}

func (s sources) nodes(list []templ.Node, path string) {
	var run strings.Builder
	end := func() {
		s.add(key(html.UnescapeString(run.String())), path)
		run.Reset()
	}
	for _, n := range list {
		switch n := n.(type) {
		case *templ.Text:
			run.WriteString(n.Value + string(n.TrailingSpace))
			continue
		case *templ.StringExpression:
			run.WriteString("\x00" + string(n.TrailingSpace))
			continue
		case *templ.Whitespace:
			run.WriteString(" ")
			continue
		case *templ.GoCode, *templ.GoComment:
			continue
		}
		end()
		switch n := n.(type) {
		case *templ.Element:
			s.attributes(n.Attributes, path)
			s.nodes(n.Children, path)
		case *templ.IfExpression:
			s.nodes(n.Then, path)
			for _, e := range n.ElseIfs {
				s.nodes(e.Then, path)
			}
			s.nodes(n.Else, path)
		case *templ.SwitchExpression:
			for _, c := range n.Cases {
				s.nodes(c.Children, path)
			}
		case *templ.ForExpression:
			s.nodes(n.Children, path)
		case *templ.TemplElementExpression:
			s.nodes(n.Children, path)
		}
	}
	end()
}

func (s sources) attributes(list []templ.Attribute, path string) {
	for _, a := range list {
		switch a := a.(type) {
		case *templ.ConstantAttribute:
			if read[a.Key.String()] {
				s.add(html.UnescapeString(a.Value), path)
			}
		case *templ.ConditionalAttribute:
			s.attributes(a.Then, path)
			s.attributes(a.Else, path)
		}
	}
}

// code reads the Vietnamese texts of a Go file: literals, literals added to values and
// formats.
func (s sources) code(t *testing.T, path string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				s.tag(n.Tag.Value, path)
			}
			ast.Inspect(n.Type, func(m ast.Node) bool { return s.literal(m, path) })
			return false
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "WriteString" && strings.HasSuffix(path, "_templ.go") {
				return false // HTML of the template
			}
		case *ast.BinaryExpr:
			if n.Op == token.ADD {
				if text, ok := sum(n); ok {
					s.text(key(text), path)
					for _, e := range operands(n) { // what stands inside the values
						if _, literal := e.(*ast.BasicLit); !literal {
							ast.Inspect(e, func(m ast.Node) bool { return s.literal(m, path) })
						}
					}
					return false
				}
			}
		}
		return s.literal(n, path)
	})
}

// tag reads the words of a column of open data.
func (s sources) tag(raw, path string) {
	text, err := strconv.Unquote(raw)
	if err != nil {
		return
	}
	for _, name := range []string{"head", "doc"} {
		s.text(reflect.StructTag(text).Get(name), path)
	}
}

func (s sources) literal(n ast.Node, path string) bool {
	if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
		if text, err := strconv.Unquote(l.Value); err == nil {
			s.text(formatted(text), path)
		}
	}
	return true
}

func (s sources) text(key, path string) {
	if foreign(key) {
		s.add(strings.TrimSpace(key), path)
	}
}

var verb = regexp.MustCompile(`%(?:\[\d\])?[-+0]?\d*(?:\.\d+)?[vdsqfT]`)

// formatted makes places of the verbs of a format.
func formatted(text string) string {
	if !verb.MatchString(text) {
		return strings.ReplaceAll(text, "%%", "%")
	}
	return key(strings.ReplaceAll(verb.ReplaceAllString(text, "\x00"), "%%", "%"))
}

func operands(n *ast.BinaryExpr) []ast.Expr {
	if b, ok := n.X.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return append(operands(b), n.Y)
	}
	return []ast.Expr{n.X, n.Y}
}

// sum is a chain of additions with at least one text, each value a mark.
func sum(n *ast.BinaryExpr) (string, bool) {
	var b strings.Builder
	var said bool
	for _, e := range operands(n) {
		l, ok := e.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			b.WriteByte(0)
			continue
		}
		text, err := strconv.Unquote(l.Value)
		if err != nil {
			return "", false
		}
		said = said || foreign(text)
		b.WriteString(text)
	}
	return b.String(), said
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("../..", pattern))
	if err != nil || len(list) == 0 {
		t.Fatalf("no file is like %s: %v", pattern, err)
	}
	return list
}

// plain adds the literals of a Go file as they are, whatever their letters.
func (s sources) plain(t *testing.T, path string) {
	t.Helper()
	if strings.HasSuffix(path, ".templ") {
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				s.add(text, path)
			}
		}
		return true
	})
}
