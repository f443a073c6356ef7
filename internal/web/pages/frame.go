// Package pages is every page of the site, as typed templates.
//
// A page is a function of its props: it asks nothing of the database and
// decides nothing of the field. Files are named word_page.templ.
package pages

// Frame is what stands around a page's content.
type Frame struct {
	Title        string // also the only h1
	Path         string // of this page
	Today        string // today's date in words
	Demo         bool   // the demonstration: roles can be switched
	Illustrative bool   // the page shows made-up figures
	Flash        string // what has just succeeded
	Name         string // of who is signed in; empty for the public
	Position     string
	Unit         string
	Roles        []string
	Crumbs       []Link
	Nav          []Link // tasks of the signed-in, Current marks this page
}

// Link is an address with its words.
type Link struct {
	Href    string
	Text    string
	Current bool
}

// SignedIn reports whether the page is a person's own.
func (f Frame) SignedIn() bool { return f.Name != "" }
