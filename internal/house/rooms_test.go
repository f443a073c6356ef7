package house

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "giaouoc/"

// notYet are rooms of the map that are still to be built, with why they are on
// it already; a room that exists must leave this list.
var notYet = map[string]string{
	"internal/portal": "joins with the public pages",
}

var roomRow = regexp.MustCompile("(?m)^\\| `([a-z0-9/]+)` \\|")

// rooms reads the map: every room in import order.
func rooms(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range roomRow.FindAllStringSubmatch(string(content), -1) {
		list = append(list, m[1])
	}
	if len(list) < 15 {
		t.Fatalf("ARCHITECTURE.md names only %d rooms", len(list))
	}
	return list
}

// section lists the rooms of the map under one heading, such as "the field".
func section(t *testing.T, heading string) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(content), "| **"+heading+"** |")
	part, _, _ = strings.Cut(part, "\n| **")
	var list []string
	for _, m := range roomRow.FindAllStringSubmatch(part, -1) {
		list = append(list, m[1])
	}
	return list
}

// roomOf is the place in the order of the room that holds a folder, or -1.
func roomOf(rooms []string, dir string) int {
	best := -1
	for i, r := range rooms {
		if (dir == r || strings.HasPrefix(dir, r+"/")) && (best < 0 || len(r) > len(rooms[best])) {
			best = i
		}
	}
	return best
}

// importFaults lists imports of rooms that do not stand above the file's own.
func importFaults(rooms []string, f file) []string {
	own := roomOf(rooms, f.dir())
	var faults []string
	for _, i := range f.imports() {
		dir, ours := strings.CutPrefix(i, module)
		if !ours {
			continue
		}
		if other := roomOf(rooms, dir); other > own || other < 0 {
			faults = append(faults, fmt.Sprintf("%s imports %s, which does not stand above it in ARCHITECTURE.md", f.path, dir))
		}
	}
	return faults
}

func TestImportOrder(t *testing.T) {
	order := rooms(t)
	bad := sample(t, "internal/org/x.go", "package org\nimport _ \"giaouoc/internal/cycle\"")
	if len(importFaults(order, bad)) != 1 {
		t.Error("the rule does not see an import against the order")
	}
	for _, f := range sources(t) {
		if f.isTest() || strings.HasPrefix(f.path, "internal/db/dbtest/") {
			continue // a test may set up its world from any room
		}
		for _, fault := range importFaults(order, f) {
			t.Error(fault)
		}
	}
}

func TestTheMapIsTrue(t *testing.T) {
	order := rooms(t)
	for _, r := range order {
		_, err := os.Stat(filepath.Join(root, r))
		why, waiting := notYet[r]
		switch {
		case err != nil && !waiting:
			t.Errorf("ARCHITECTURE.md names %s, which does not exist", r)
		case err == nil && waiting:
			t.Errorf("%s exists; take it off the list of rooms to come (%s)", r, why)
		}
	}
	for r := range notYet {
		if !slices.Contains(order, r) {
			t.Errorf("%s is to come but not on the map", r)
		}
	}
	for _, f := range sources(t) {
		if roomOf(order, f.dir()) < 0 {
			t.Errorf("%s stands in no room of ARCHITECTURE.md", f.path)
		}
	}
}

func TestFolderNamesAreWordsOfTheField(t *testing.T) {
	forbidden := []string{"pkg", "util", "utils", "common", "helper", "helpers", "model", "models", "service", "services", "manager"}
	walk(t, func(p string) {
		for _, part := range strings.Split(p, "/") {
			if slices.Contains(forbidden, part) {
				t.Errorf("%s: a folder or file is not called %s", p, part)
			}
		}
	})
}
