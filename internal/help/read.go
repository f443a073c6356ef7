package help

import (
	"bytes"
	"errors"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"giaouoc/internal/vn"
)

// read makes a guide of its Markdown. HTML of its own and pictures are left out.
func read(name string, source []byte) (Guide, error) {
	g := Guide{Name: name}
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	doc := md.Parser().Parse(text.NewReader(source))
	first, ok := doc.FirstChild().(*ast.Heading)
	if !ok || first.Level != 1 {
		return g, errors.New("a guide begins with its title")
	}
	g.Title = plain(first, source)
	if p, ok := first.NextSibling().(*ast.Paragraph); ok {
		g.Lead = plain(p, source)
	}
	doc.RemoveChild(doc, first)
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			s := Section{Title: plain(n, source)}
			s.ID = vn.Slug(s.Title)
			if g.Has(s.ID) {
				return ast.WalkStop, errors.New("two sections are called " + s.Title)
			}
			g.Sections = append(g.Sections, s)
			n.SetAttributeString("id", []byte(s.ID))
		case *ast.Link:
			n.Destination = []byte(address(string(n.Destination)))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return g, err
	}
	unlink(doc)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, source, doc); err != nil {
		return g, err
	}
	g.HTML = strings.NewReplacer("<pre>", `<pre tabindex="0">`, "<table>", `<div class="table" tabindex="0"><table>`, "</table>", "</table></div>").Replace(b.String())
	return g, nil
}

// address is where a link of a guide leads in the program; empty for what only the
// source code has.
func address(to string) string {
	name, section, _ := strings.Cut(to, "#")
	switch {
	case strings.HasPrefix(to, "/"), strings.HasPrefix(to, "#"), strings.HasPrefix(to, "https://"):
		return to
	case strings.HasSuffix(name, ".md") && !strings.Contains(name, "/"):
		to = Page + "/" + strings.TrimSuffix(name, ".md")
		if section != "" {
			to += "#" + section
		}
		return to
	}
	return ""
}

// unlink leaves the words of a link that leads nowhere.
func unlink(doc ast.Node) {
	var dead []*ast.Link
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering && len(l.Destination) == 0 {
			dead = append(dead, l)
		}
		return ast.WalkContinue, nil
	})
	for _, l := range dead {
		for c := l.FirstChild(); c != nil; c = l.FirstChild() {
			l.Parent().InsertBefore(l.Parent(), l, c)
		}
		l.Parent().RemoveChild(l.Parent(), l)
	}
}

// plain is the text of a node without its marks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(source))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
