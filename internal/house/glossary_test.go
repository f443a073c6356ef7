package house

import (
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The third column of GLOSSARY.md holds names in backticks:
//
//   - `org.Unit`, and `Kind` after it for another name of the same package;
//   - `cycle.Phase.DueOn`, a field or method of a type;
//   - `law/regimes.yaml`, a path; `T-COCP`, an award key that the program knows.
//
// What stands after "to come:" must not exist yet: once it does, it moves before
// these words.
const toCome = "to come:"

// entry is one name of the dictionary.
type entry struct {
	line    int
	name    string
	planned bool
}

var span = regexp.MustCompile("`([^`]+)`")

// entries reads the third column of every row of the dictionary's table.
func entries(text string) []entry {
	var list []entry
	for i, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			continue
		}
		built, planned, _ := strings.Cut(cells[3], toCome)
		room := ""
		for _, part := range []struct {
			text    string
			planned bool
		}{{built, false}, {planned, true}} {
			for _, m := range span.FindAllStringSubmatch(part.text, -1) {
				name := m[1]
				switch before, _, dotted := strings.Cut(name, "."); {
				case strings.ContainsAny(name, "/-"):
				case dotted:
					room = before
				case token.IsExported(name):
					name = room + "." + name
				}
				list = append(list, entry{i + 1, name, part.planned})
			}
		}
	}
	return list
}

var (
	codeName = regexp.MustCompile(`^([a-z]+)\.([A-Z]\w*)(?:\.(\w+))?$`)
	pathName = regexp.MustCompile(`^[a-z_]+/[a-z_./]+$`)
	awardKey = regexp.MustCompile(`^[A-Z]+-[A-Z0-9-]+$`)
)

// wordFaults compares a dictionary with the names there are: exists answers for
// a name, and known is false when it is no name at all.
func wordFaults(text string, exists func(name string) (there, known bool)) []string {
	var faults []string
	for _, e := range entries(text) {
		there, known := exists(e.name)
		switch {
		case !known:
			faults = append(faults, fmt.Sprintf("line %d: %s is neither package.Name nor a path nor an award key", e.line, e.name))
		case there && e.planned:
			faults = append(faults, fmt.Sprintf("line %d: %s exists; move it before %q", e.line, e.name, toCome))
		case !there && !e.planned:
			faults = append(faults, fmt.Sprintf("line %d: %s does not exist; mend it, or put it after %q", e.line, e.name, toCome))
		}
	}
	return faults
}

// lookUp answers for the names of the project's packages, its files, and the
// award keys in the text of its program.
func lookUp(p *program, isFile func(string) bool, inProgram func(string) bool) func(string) (bool, bool) {
	return func(name string) (there, known bool) {
		switch m := codeName.FindStringSubmatch(name); {
		case m != nil:
			for dir, pkg := range p.packages {
				if path.Base(dir) == m[1] && strings.HasPrefix(dir, "internal/") && hasName(pkg, m[2], m[3]) {
					return true, true
				}
			}
			return false, true
		case pathName.MatchString(name):
			return isFile(name), true
		case awardKey.MatchString(name):
			return inProgram(`"` + name + `"`), true
		}
		return false, false
	}
}

// hasName reports whether a package declares a name, and its type a member.
func hasName(pkg *types.Package, name, member string) bool {
	obj := pkg.Scope().Lookup(name)
	if obj == nil || member == "" {
		return obj != nil
	}
	found, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, member)
	return found != nil
}

func TestTheDictionaryIsTrue(t *testing.T) {
	p := link(samples(t, map[string]string{
		"internal/org/x.go": "package org\ntype Unit struct{ Code string }\nfunc (Unit) Name() string { return `` }\nconst Ward = 1",
	}))
	exists := lookUp(p, func(p string) bool { return p == "law/here.yaml" }, func(s string) bool { return s == `"T-A"` })
	for cell, want := range map[string]string{
		"`org.Unit`, `Ward`":                     "",
		"`org.Unit.Code`, `org.Unit.Name`":       "",
		"`law/here.yaml`; `T-A`":                 "",
		"to come: `org.Person`, `T-B`":           "",
		"`org.Unit`; to come: `Person`, `law/x`": "",
		"–":                                      "",
		"`org.Person`":                           "org.Person does not exist",
		"`org.Unit`, `Person`":                   "org.Person does not exist",
		"`org.Unit.Age`":                         "org.Unit.Age does not exist",
		"`people.Person`":                        "people.Person does not exist",
		"`T-B`":                                  "T-B does not exist",
		"`law/there.yaml`":                       "law/there.yaml does not exist",
		"to come: `org.Unit`":                    "org.Unit exists",
		"`org.Unit`; to come: `Ward`":            "org.Ward exists",
		"to come: `T-A`":                         "T-A exists",
		"`Ward`":                                 ".Ward is neither",
		"`share_…`":                              "share_… is neither",
		"`org.unit`":                             "org.unit is neither",
		"to come: `province-flag`":               "province-flag is neither",
		"`org.Unit`, and `Ward` it seems":        "",
	} {
		got := strings.Join(wordFaults("| đơn vị | unit | "+cell+" | |", exists), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}

	content, err := os.ReadFile(filepath.Join(root, "GLOSSARY.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	if n := len(entries(text)); n < 80 {
		t.Fatalf("GLOSSARY.md has only %d names: is its table read?", n)
	}
	for _, fault := range twice(text) {
		t.Errorf("GLOSSARY.md: %s", fault)
	}
	if got := twice("| đơn vị | unit |\n| số | number |\n| đơn vị | body |"); len(got) != 1 || !strings.Contains(got[0], "đơn vị") {
		t.Errorf("two rows of one word: %q", got)
	}
	files := slices.DeleteFunc(sources(t), file.isTest)
	for _, fault := range wordFaults(text, lookUp(link(files), isThere, func(word string) bool {
		return slices.ContainsFunc(files, func(f file) bool { return strings.Contains(f.text, word) })
	})) {
		t.Errorf("GLOSSARY.md, %s", fault)
	}
}

// twice lists the words that have two rows.
func twice(text string) (faults []string) {
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if !strings.HasPrefix(line, "| ") || len(cells) < 3 {
			continue
		}
		word := strings.TrimSpace(cells[1])
		if seen[word] && word != "" {
			faults = append(faults, word+" has two rows")
		}
		seen[word] = true
	}
	return faults
}

func isThere(p string) bool {
	_, err := os.Stat(filepath.Join(root, p))
	return err == nil
}

// unknownRooms lists the rooms whose word the dictionary does not have.
func unknownRooms(text string, field []string) []string {
	var unknown []string
	for _, room := range field {
		word := path.Base(room) + "."
		if !slices.ContainsFunc(entries(text), func(e entry) bool { return strings.HasPrefix(e.name, word) }) {
			unknown = append(unknown, room)
		}
	}
	return unknown
}

func TestEveryRoomOfTheFieldIsInTheDictionary(t *testing.T) {
	const text = "| đơn vị | unit | `org.Unit` | cluster. |"
	if got := unknownRooms(text, []string{"internal/org", "internal/cluster", "internal/or"}); len(got) != 2 {
		t.Errorf("the rule does not see a room without a word: %v", got)
	}
	content, err := os.ReadFile(filepath.Join(root, "GLOSSARY.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range unknownRooms(string(content), append(section(t, "the field"), "internal/account", "internal/access", "internal/record")) {
		t.Errorf("GLOSSARY.md has no word of %s", room)
	}
}
