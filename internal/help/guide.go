package help

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	files "giaouoc/docs/guide"
	"giaouoc/internal/vn"
)

// Page is where the list of guides stands; a guide stands below it by its name.
const Page = "/tro-giup"

// Guide is one guide, ready to be shown.
type Guide struct {
	Name     string // "vai-chuyen-vien"
	Title    string
	Lead     string // what it is for, in plain words
	HTML     string // all below the title
	Sections []Section
}

// Section is a part of a guide that pages can lead to.
type Section struct {
	ID    string // "bao-cao-so-lieu"
	Title string
}

// rolePrefix begins the names of the guides of roles.
const rolePrefix = "vai-"

// OfRole says that the guide is of a role, not of a task.
func (g Guide) OfRole() bool { return strings.HasPrefix(g.Name, rolePrefix) }

// Address is where the guide is shown.
func (g Guide) Address() string { return Page + "/" + g.Name }

// Has says that the guide has a section.
func (g Guide) Has(id string) bool {
	return slices.ContainsFunc(g.Sections, func(s Section) bool { return s.ID == id })
}

// order of the guides of roles: as the year meets them. The others stand by title.
var order = []string{
	"vai-chuyen-vien", "vai-lanh-dao", "vai-truong-pho", "vai-tham-dinh", "vai-thuong-truc", "vai-hoi-dong",
	"vai-bien-tap", "vai-kiem-toan", "vai-quan-tri", "vai-ban-doc",
}

var all = sync.OnceValue(func() []Guide {
	list, _ := load(files.Files) // they are part of the program, and a test reads them all
	return list
})

// All are the guides: those of roles first, then those of tasks by title.
func All() []Guide { return all() }

// Find finds a guide by its name.
func Find(name string) (Guide, bool) {
	i := slices.IndexFunc(all(), func(g Guide) bool { return g.Name == name })
	if i < 0 {
		return Guide{}, false
	}
	return all()[i], true
}

func load(from fs.FS) ([]Guide, error) {
	names, err := fs.Glob(from, "*.md")
	if err != nil {
		return nil, fmt.Errorf("list guides: %w", err)
	}
	list := make([]Guide, len(names))
	for i, name := range names {
		source, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("read guide %s: %w", name, err)
		}
		if list[i], err = read(strings.TrimSuffix(name, ".md"), source); err != nil {
			return nil, fmt.Errorf("read guide %s: %w", name, err)
		}
	}
	slices.SortFunc(list, func(a, b Guide) int {
		if a.OfRole() != b.OfRole() {
			return map[bool]int{true: -1, false: 1}[a.OfRole()]
		}
		if a.OfRole() {
			return slices.Index(order, a.Name) - slices.Index(order, b.Name)
		}
		return vn.Compare(a.Title, b.Title)
	})
	return list, nil
}
