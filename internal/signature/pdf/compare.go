package pdf

import (
	"bytes"
	"slices"
	"strconv"
)

// mostCompared are the pairs of objects that are looked at, of all revisions of a file.
const mostCompared = 2 << 20

// mostDifferences are told; a file with more is another file.
const mostDifferences = 10000

// Difference is one place where a later revision is not what an earlier one was.
type Difference struct {
	Path    []string // from the trailer: keys of dictionaries and places in arrays
	Page    int      // the page it is on, from 1; 0 for none
	Was, Is any      // resolved; nil where there was or is nothing
	WasIn   Dict     // the dictionary around it, before
	IsIn    Dict     // … and now
	Ref     Ref      // where Is stands, when it is an object of its own that is new
	In      Ref      // the object that holds the dictionary, now
}

// comparison walks both revisions together, by a list of what is yet to do: chains of
// objects may be longer than calls can be deep.
type comparison struct {
	was, is *Document
	pages   map[Ref]int
	seen    map[[2]Ref]bool
	todo    []todo
	found   []Difference
}

type todo struct {
	place
	a, b any
}

// Compare lists where what can be reached in one revision differs from another; whole
// is false when there was too much to look at.
func Compare(was, is *Document) (list []Difference, whole bool) {
	c := &comparison{was: was, is: is, pages: map[Ref]int{}, seen: map[[2]Ref]bool{}}
	for i, p := range is.Pages() {
		c.pages[p.Ref] = i + 1
	}
	wasRoot, isRoot := was.Trailer["Root"], is.Trailer["Root"]
	a, b := was.Dict(wasRoot), is.Dict(isRoot)
	root := place{step: &step{nil, "Root"}, was: a, is: b}
	// A page's own path says more of an object than the form's: pages first.
	c.walk(root.in("Pages"), a["Pages"], b["Pages"])
	c.walk(place{step: &step{nil, "Root"}}, wasRoot, isRoot)
	c.walk(place{step: &step{nil, "Info"}}, was.Trailer["Info"], is.Trailer["Info"])
	return c.found, is.left.compared >= 0
}

// step is one key on the way from the trailer.
type step struct {
	up  *step
	key string
}

func (s *step) path() []string {
	var list []string
	for ; s != nil; s = s.up {
		list = append(list, s.key)
	}
	slices.Reverse(list)
	return list
}

// place is where the walk is.
type place struct {
	*step
	page    int
	was, is Dict // the dictionary around
	own     Ref  // the object around
}

func (p place) in(key string) place {
	p.step = &step{p.step, key}
	return p
}

func (c *comparison) differ(p place, was, is any) {
	ref, _ := is.(Ref)
	c.found = append(c.found, Difference{p.path(), p.page, c.was.Get(was), c.is.Get(is), p.was, p.is, ref, p.own})
}

func (c *comparison) walk(p place, a, b any) {
	c.todo = append(c.todo, todo{p, a, b})
	for len(c.todo) > 0 {
		next := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		if c.is.left.compared--; c.is.left.compared < 0 || len(c.found) > mostDifferences {
			c.is.left.compared, c.todo = -1, nil
			return
		}
		c.pair(next.place, next.a, next.b)
	}
}

func (c *comparison) pair(p place, a, b any) {
	ra, okA := a.(Ref)
	rb, okB := b.(Ref)
	if okA && okB {
		if p.key == "Parent" || p.key == "P" {
			// Upwards: what is there is walked from above.
			if ra != rb {
				c.differ(p, a, b)
			}
			return
		}
		if c.seen[[2]Ref{ra, rb}] {
			return
		}
		c.seen[[2]Ref{ra, rb}] = true
		if n := c.pages[rb]; n > 0 {
			p.page = n
		}
	}
	around, newer := p, b
	if okB {
		p.own = rb
	}
	a, b = c.was.Get(a), c.is.Get(b)
	if a == nil && b != nil {
		a = c.begun(p, b)
	}
	switch b := b.(type) {
	case Dict:
		if a, ok := a.(Dict); ok {
			c.dicts(p, a, b)
			return
		}
	case Array:
		if a, ok := a.(Array); ok {
			c.arrays(p, a, b)
			return
		}
	case Stream:
		if a, ok := a.(Stream); ok {
			if !bytes.Equal(a.Raw, b.Raw) {
				c.differ(p.in("stream"), a, b)
			}
			c.dicts(p, a.Dict, b.Dict)
			return
		}
	case String:
		if a, ok := a.(String); ok && bytes.Equal(a, b) {
			return
		}
	default:
		if plain(a) && a == b {
			return
		}
	}
	c.differ(around, a, newer)
}

// plain reports whether a value can be compared as it is.
func plain(v any) bool {
	switch v.(type) {
	case nil, bool, int64, Real, Name:
		return true
	}
	return false
}

// begun is an empty object in place of none where a signature begins a list: what is
// new is then told one by one.
func (c *comparison) begun(p place, is any) any {
	switch is.(type) {
	case Dict:
		if p.up != nil && p.up.up == nil && p.key == "AcroForm" {
			return Dict{}
		}
	case Array:
		if p.key == "Annots" || p.key == "Fields" {
			return Array{}
		}
	}
	return nil
}

func (c *comparison) dicts(p place, a, b Dict) {
	p.was, p.is = a, b
	filled := a["V"] == nil && b["V"] != nil
	for key, v := range b {
		if filled && slices.Contains(looks, key) {
			// A field that is filled in gets its looks: one difference, not all within.
			if !same(a[key], v) {
				c.differ(p.in(string(key)), a[key], v)
			}
			continue
		}
		c.todo = append(c.todo, todo{p.in(string(key)), a[key], v})
	}
	for key, v := range a {
		if _, there := b[key]; !there && c.was.Get(v) != nil {
			c.differ(p.in(string(key)), v, nil)
		}
	}
}

// looks are what a form field is seen by.
var looks = []Name{"AP", "M", "MK", "F", "DA", "Q"}

func same(a, b any) bool {
	ra, okA := a.(Ref)
	rb, okB := b.(Ref)
	return okA && okB && ra == rb || plain(a) && plain(b) && a == b
}

func (c *comparison) arrays(p place, a, b Array) {
	for i := range max(len(a), len(b)) {
		at := p.in(strconv.Itoa(i))
		switch {
		case i >= len(a):
			c.differ(at, nil, b[i])
		case i >= len(b):
			c.differ(at, a[i], nil)
		default:
			c.todo = append(c.todo, todo{at, a[i], b[i]})
		}
	}
}
