package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
)

// pageForm is a form of a page as a browser sees it.
type pageForm struct {
	method, action string
	files          bool
	plain          bool // it has a button without a name
	fields         []formField
}

// formField is one name of a form with what the page put there.
type formField struct {
	name   string
	kind   string // as typed: line, area, number, day, email, password; choice, hidden, file, button
	values []string
	ticks  bool     // a check box, which may be left
	others []string // what may be chosen
	marked bool     // as wrong
	shut   bool     // within details that are closed
}

// written are the kinds of field into which a person writes.
var written = []string{"line", "area", "number", "day", "email", "password"}

func (f pageForm) names() string {
	var names []string
	for _, q := range f.fields {
		names = append(names, q.name)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

func (f pageForm) field(name string) *formField {
	for i := range f.fields {
		if f.fields[i].name == name {
			return &f.fields[i]
		}
	}
	return nil
}

func attr(n *xhtml.Node, key string) string {
	value, _ := attributeOf(n, key)
	return value
}

func attributeOf(n *xhtml.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// parsed is a page read once: its forms, and what a refusal shows.
type parsed struct {
	forms   []pageForm
	links   []string
	ids     map[string]bool
	summary bool
	leads   []string // ids that the summary leads to
}

func parsePage(body string) (p parsed, err error) {
	root, err := xhtml.Parse(strings.NewReader(body))
	if err != nil {
		return p, err
	}
	p.ids = map[string]bool{}
	at, byID := map[*xhtml.Node]int{}, map[string]int{}
	for n := range root.Descendants() {
		if n.Type != xhtml.ElementNode {
			continue
		}
		p.ids[attr(n, "id")] = true
		switch n.Data {
		case "form":
			at[n], byID[attr(n, "id")] = len(p.forms), len(p.forms)
			p.forms = append(p.forms, pageForm{method: strings.ToUpper(attr(n, "method")), action: attr(n, "action"), files: attr(n, "enctype") == "multipart/form-data"})
		case "a":
			p.links = append(p.links, attr(n, "href"))
		}
		if _, ok := attributeOf(n, "data-error-summary"); ok {
			p.summary = true
			for d := range n.Descendants() {
				if d.Data == "a" {
					p.leads = append(p.leads, strings.TrimPrefix(attr(d, "href"), "#"))
				}
			}
		}
	}
	for n := range root.Descendants() {
		if n.Type != xhtml.ElementNode || !slices.Contains([]string{"input", "select", "textarea", "button"}, n.Data) {
			continue
		}
		which, ok := byID[attr(n, "form")]
		if attr(n, "form") == "" {
			which, ok = -1, false
			for up := range n.Ancestors() {
				if i, is := at[up]; is {
					which, ok = i, true
					break
				}
			}
		}
		if ok {
			p.forms[which].add(n)
		}
	}
	return p, nil
}

// add takes one element into its form.
func (f *pageForm) add(n *xhtml.Node) {
	if _, off := attributeOf(n, "disabled"); off {
		return
	}
	name, value := attr(n, "name"), attr(n, "value")
	if name == "" {
		f.plain = f.plain || n.Data == "button"
		return
	}
	q := formField{name: name, kind: kindOf(n), marked: attr(n, "aria-invalid") == "true"}
	for up := range n.Ancestors() {
		if _, open := attributeOf(up, "open"); up.Data == "details" && !open {
			q.shut = true
		}
		if up.Data == "fieldset" && strings.Contains(attr(up, "aria-describedby"), "-wrong") {
			q.marked = true
		}
	}
	_, chosen := attributeOf(n, "checked")
	switch {
	case n.Data == "select":
		q.choose(n)
	case n.Data == "textarea":
		q.values = []string{inner(n)}
	case n.Data == "input" && (attr(n, "type") == "radio" || attr(n, "type") == "checkbox"):
		q.others, q.ticks = []string{value}, attr(n, "type") == "checkbox"
		if chosen {
			q.values = []string{value}
		}
	case n.Data == "button":
		q.others = []string{value}
	default:
		q.values = []string{value}
	}
	if had := f.field(name); had != nil {
		had.values, had.others = append(had.values, q.values...), append(had.others, q.others...)
		had.marked, had.shut = had.marked || q.marked, had.shut && q.shut
		return
	}
	f.fields = append(f.fields, q)
}

// choose reads the options of a select.
func (q *formField) choose(n *xhtml.Node) {
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		value, ok := attributeOf(o, "value")
		if !ok {
			value = inner(o)
		}
		if value != "" {
			q.others = append(q.others, value)
		}
		if _, on := attributeOf(o, "selected"); on {
			q.values = append(q.values, value)
		}
	}
}

func inner(n *xhtml.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == xhtml.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func kindOf(n *xhtml.Node) string {
	switch n.Data {
	case "select":
		return "choice"
	case "textarea":
		return "area"
	case "button":
		return "button"
	}
	switch attr(n, "type") {
	case "hidden", "file", "email", "password":
		return attr(n, "type")
	case "radio", "checkbox":
		return "choice"
	case "submit":
		return "button"
	}
	if attr(n, "autocomplete") == "one-time-code" {
		return "password"
	}
	switch attr(n, "inputmode") {
	case "decimal":
		return "number"
	case "numeric":
		return "day"
	}
	return "line"
}

// plausible is the form as a person might send it: what the page holds, and where it
// holds nothing what is known of the route, or something that fits the kind.
func (f pageForm) plausible(known url.Values, expand func(string) string) url.Values {
	values := url.Values{}
	for _, q := range f.fields {
		switch {
		case q.kind == "file":
		case len(q.values) > 0 && strings.TrimSpace(q.values[0]) != "":
			values[q.name] = slices.Clone(q.values)
		case known.Has(q.name):
			values[q.name] = []string{expand(known.Get(q.name))}
		case q.kind == "choice" && q.ticks, q.kind == "button" && (f.plain || q.name != f.buttons()[0].name):
		case len(q.others) > 0:
			values[q.name] = []string{q.others[0]}
		default:
			values[q.name] = []string{map[string]string{
				"line": "Thử", "area": "Nội dung thử.", "number": "5", "day": "2/3/2026", "email": "thu@example.org", "password": "con mèo trèo cây cau",
			}[q.kind]}
		}
	}
	return values
}

func (f pageForm) buttons() (list []formField) {
	for _, q := range f.fields {
		if q.kind == "button" {
			list = append(list, q)
		}
	}
	return list
}

// router finds the pattern of an address.
type router struct{ mux *http.ServeMux }

func newRouter(patterns []string) router {
	mux := http.NewServeMux()
	for _, p := range patterns {
		mux.HandleFunc(p, func(http.ResponseWriter, *http.Request) {})
	}
	return router{mux}
}

func (r router) pattern(method, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	_, pattern := r.mux.Handler(&http.Request{Method: method, URL: u, Host: "localhost"})
	return pattern
}
