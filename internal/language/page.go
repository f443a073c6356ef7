package language

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Prefix begins the address of every English page.
const Prefix = "/en"

// siteName ends the title of every page.
const siteName = " – Giao Ước"

// read are the attributes that people read or hear.
var read = map[string]bool{"title": true, "placeholder": true, "aria-label": true, "alt": true, "label": true, "data-label": true, "data-name": true, "data-confirm": true, "data-confirm-yes": true}

// verbatim are elements whose text is no sentence of ours.
var verbatim = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Code: true, atom.Pre: true, atom.Textarea: true, atom.Kbd: true, atom.Samp: true}

// Page gives the English of a whole page.
func Page(page []byte) ([]byte, error) {
	root, err := html.ParseWithOptions(bytes.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, fmt.Errorf("read the page to be translated: %w", err)
	}
	walk(root)
	var b bytes.Buffer
	b.Grow(len(page) + len(page)/8)
	if err := html.Render(&b, root); err != nil {
		return nil, fmt.Errorf("write the translated page: %w", err)
	}
	return b.Bytes(), nil
}

func walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		n.Data = sayNode(n)
		return
	case html.ElementNode:
		if n.DataAtom == atom.Html {
			set(n, "lang", "en")
		}
		if has(n, "hreflang") || verbatim[n.DataAtom] {
			return
		}
		if value(n, "translate") == "no" {
			if !has(n, "lang") {
				set(n, "lang", "vi")
			}
			lead(n)
			return
		}
		attributes(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c)
	}
}

// lead leads the links inside an element that is not translated to English pages.
func lead(n *html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			links(d)
		}
	}
	links(n)
}

// sayNode says a text, with the spaces around it. Where an element has nothing but a
// Vietnamese text without English, it is marked as Vietnamese.
func sayNode(n *html.Node) string {
	text := strings.Join(strings.Fields(n.Data), " ")
	if text == "" {
		return n.Data
	}
	words, site := text, ""
	if n.Parent != nil && n.Parent.DataAtom == atom.Title && strings.HasSuffix(text, siteName) {
		words, site = strings.TrimSuffix(text, siteName), siteName
	}
	said, found := Say(words)
	said += site
	if p := n.Parent; !found && said == text && p != nil && p.FirstChild == n && p.LastChild == n && foreign(text) && !has(p, "lang") && p.DataAtom != atom.Title {
		set(p, "lang", "vi")
	}
	if said == text {
		return n.Data
	}
	runes := []rune(n.Data)
	if unicode.IsSpace(runes[0]) {
		said = " " + said
	}
	if unicode.IsSpace(runes[len(runes)-1]) {
		said += " "
	}
	return said
}

func attributes(n *html.Node) {
	links(n)
	for i, a := range n.Attr {
		switch {
		case read[a.Key], a.Key == "content" && n.DataAtom == atom.Meta && spoken(n), a.Key == "value" && n.DataAtom == atom.Input && button(n):
			n.Attr[i].Val, _ = Say(a.Val)
		case a.Key == "content" && value(n, "property") == "og:locale":
			n.Attr[i].Val = "en_GB"
		}
	}
}

// spoken says that a meta element holds a sentence.
func spoken(n *html.Node) bool {
	switch value(n, "name") + value(n, "property") {
	case "description", "og:title", "og:description":
		return true
	}
	return false
}

func button(n *html.Node) bool {
	kind := value(n, "type")
	return kind == "submit" || kind == "button" || kind == "reset"
}

// links leads a link or form to the English page.
func links(n *html.Node) {
	for i, a := range n.Attr {
		switch a.Key {
		case "href":
			if n.DataAtom == atom.A || n.DataAtom == atom.Area {
				n.Attr[i].Val = Address(a.Val)
			}
		case "action", "formaction":
			n.Attr[i].Val = Address(a.Val)
		}
	}
}

// Address is the English page of a page of this site; any other address stays.
func Address(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || path == Prefix || strings.HasPrefix(path, Prefix+"/") || strings.HasPrefix(path, "/tinh/") {
		return path
	}
	if path == "/" {
		return Prefix
	}
	return Prefix + path
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func value(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func set(n *html.Node, key, val string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr[i].Val = val
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}
