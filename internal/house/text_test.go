package house

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// machinePaths are folders of somebody's own machine; they are written in two
// parts so that this file may hold them.
var machinePaths = []string{"/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/"}

// textFaults lists what is wrong with a text of the project: letters that are
// not composed (NFC), bytes that are no UTF-8, paths of one machine, and
// addresses of a package registry in a lock file.
func textFaults(p string, content []byte) []string {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil // no text
	}
	var faults []string
	if !utf8.Valid(content) {
		faults = append(faults, p+" is not UTF-8")
	} else if !norm.NFC.IsNormal(content) {
		faults = append(faults, p+" is not in NFC; in Go write a combining mark as \\u0301")
	}
	for _, m := range machinePaths {
		if i := pathIn(string(content), m); i >= 0 {
			line := 1 + bytes.Count(content[:i], []byte("\n"))
			faults = append(faults, fmt.Sprintf("%s:%d names a path of one machine: %s", p, line, m))
		}
	}
	if strings.HasSuffix(p, "package-lock.json") && bytes.Contains(content, []byte(`"resolved"`)) {
		faults = append(faults, p+" names the registry it was made with; npm install with omit-lockfile-registry-resolved")
	}
	return faults
}

// pathIn finds an absolute path: one that does not go on from a word, as in
// docs/home/ or an address of a site.
func pathIn(text, p string) int {
	from := 0
	for {
		i := strings.Index(text[from:], p)
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_*})", rune(text[i-1])) {
			return i
		}
		from = i + 1
	}
}

func TestTextsAreComposedAndNameNoMachine(t *testing.T) {
	for name, c := range map[string]struct {
		path, text string
		faults     int
	}{
		"composed":        {"x.md", "cụm thi đua", 0},
		"decomposed":      {"x.md", "cu\u0323m thi đua", 1},
		"not UTF-8":       {"x.md", "c\xf4m", 1},
		"a machine":       {"x.go", `const dir = "/` + `work/x"`, 1},
		"a home":          {"Makefile", "cp x /" + "root/y", 1},
		"a path of ours":  {"x.md", "see docs/" + "work/x and https://example.org/" + "work/", 0},
		"a picture":       {"x.png", "\x00\xff/" + "work/", 0},
		"a lock file":     {"e2e/package-lock.json", `{"resolved": "https://registry.example/x.tgz"}`, 1},
		"a clean lock":    {"e2e/package-lock.json", `{"version": "1.0.0"}`, 0},
		"other than lock": {"x.json", `{"resolved": true}`, 0},
	} {
		if got := textFaults(c.path, []byte(c.text)); len(got) != c.faults {
			t.Errorf("%s: %q, want %d faults", name, got, c.faults)
		}
	}
	n := 0
	walk(t, func(p string) {
		content, err := os.ReadFile(filepath.Join(root, p))
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, fault := range textFaults(p, content) {
			t.Error(fault)
		}
	})
	if n < 100 {
		t.Errorf("read only %d files", n)
	}
}
