package house

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A function of the field that takes a transaction is one of four:
//
//   - a use case: it calls access.Require and record.Add itself or through its
//     own package;
//   - `Read:` it changes nothing, and calls access.Require itself or leaves that
//     to its callers, every one of which then does;
//   - `Within:` it changes something as a step of a use case of a later room;
//     every caller asks for the right and writes the record;
//   - `Public:` anyone may ask. It changes nothing, or writes the record, or has
//     its reason in publicWrites.
var (
	asks    = named("internal/access", "Require")
	records = named("internal/record", "Add", "Publish", "Look")
	writes  = named("internal/db", "Exec")
)

// publicWrites names public functions that change something without a record.
var publicWrites = map[string]string{
	"account.SaveSession":            "a visitor's session is no act",
	"account.EndSession":             "a visitor's session is no act",
	"account.Seen":                   "a request is no act",
	"account.Passkeys.AskNewPasskey": "a question changes nothing of an account",
	"account.Passkeys.AskPasskey":    "a question changes nothing of an account",
	"account.Passkeys.AskOwnPasskey": "a question changes nothing of an account",
	"account.AskSSO":                 "a question changes nothing of an account",
	"account.SpareSSO":               "it takes back the count of an attempt that came to nothing",
	"account.Try":                    "the attempt leaves its entry when it ends",
	"account.TryOwn":                 "the attempt leaves its entry when it ends",
	"account.TryCode":                "the attempt leaves its entry when it ends",
	"account.TryOwnCode":             "the attempt leaves its entry when it ends",
	"account.Offer":                  "a secret that nothing asks for yet; Enrol leaves the entry",
	"article.KeepTyping":             "what is typed and not saved is no act",
	"article.DropTyping":             "what is typed and not saved is no act",
	"indicator.KeepSums":             "what it keeps is made again from the figures at any time",
	"newsletter.Send":                "letters of a rhythm that readers chose; no person does",
	"newsletter.Clean":               "what is over is thrown away",
	"comment.Clean":                  "what is over is thrown away",
	"clerk.Bring":                    "the signed file waits for who began; Receive leaves the entry",
	"waiting.Remind":                 "the calendar reminds, no person does",
	"waiting.Settle":                 "it follows from the work that is in, whose act is in the record",
}

// byTable names functions that reach the use cases through a table of functions,
// which the graph of calls does not see.
var byTable = map[string]string{
	"sheet.Import": "every row goes through the use case of its word, found in the table of sections",
}

// dutyFaults lists the functions of the given packages that are none of the four.
func dutyFaults(p *program, isField func(dir string) bool) []string {
	var faults []string
	for _, fn := range p.functions {
		if isField(fn.pkg()) && fn.decl.Name.IsExported() && takesTx(fn.self) {
			for _, what := range dutyOf(p, fn, isField) {
				faults = append(faults, fmt.Sprintf("%s: %s %s", fn.file.fset.Position(fn.decl.Pos()), fn.name(), what))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

func dutyOf(p *program, fn *function, isField func(string) bool) []string {
	changes := p.reaches(fn, writes, within(fn))
	var faults []string
	switch {
	case byTable[fn.name()] != "":
		if p.reaches(fn, asks, within(fn)) {
			faults = append(faults, "is excepted, and does its duties itself: take it off the list")
		}
	case fn.marked("Public"):
		if changes && publicWrites[fn.name()] == "" && !p.reaches(fn, records, within(fn)) {
			faults = append(faults, "says Public: and changes something without record.Add")
		}
	case fn.marked("Read"):
		if changes {
			faults = append(faults, "says Read: and changes something; a step of another room's use case says Within:")
		}
		if !p.reaches(fn, asks, within(fn)) {
			for _, c := range unguarded(p, fn, asks, isField) {
				faults = append(faults, "says Read: and leaves the right to its callers, but "+c+" does not call access.Require")
			}
		}
	case fn.marked("Within"):
		if len(outside(p, fn)) == 0 {
			faults = append(faults, "says Within: and nobody calls it")
		}
		for _, c := range unguarded(p, fn, asks, isField) {
			faults = append(faults, "leaves the right to its callers, but "+c+" does not call access.Require")
		}
		for _, c := range unguarded(p, fn, records, isField) {
			faults = append(faults, "leaves the record to its callers, but "+c+" does not call record.Add")
		}
	default:
		const otherwise = ", and its comment says none of Read: Within: Public:"
		if !p.reaches(fn, asks, within(fn)) {
			faults = append(faults, "does not call access.Require"+otherwise)
		}
		if !p.reaches(fn, records, within(fn)) {
			faults = append(faults, "does not call record.Add"+otherwise)
		}
	}
	return faults
}

// outside lists the callers of fn in other packages, also those that come
// through its own package.
func outside(p *program, fn *function) []*function {
	seen := map[*types.Func]bool{}
	found := map[string]*function{}
	var up func(*function)
	up = func(at *function) {
		if seen[at.self] {
			return
		}
		seen[at.self] = true
		for _, c := range slices.Concat(p.callers[at.self], p.namers[at.self]) {
			switch {
			case c.pkg() != fn.pkg():
				found[c.name()] = c
			case !c.decl.Name.IsExported():
				up(c)
			}
		}
	}
	up(fn)
	list := make([]*function, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[name])
	}
	return list
}

// unguarded names the callers in other packages that do not do the duty: neither
// themselves, nor by what they call, nor by everyone who calls them. A caller of
// the field with a mark of its own is judged by that mark. access.May is no
// duty: pages call it for their buttons.
func unguarded(p *program, fn *function, duty func(*types.Func) bool, isField func(string) bool) []string {
	known := map[*types.Func]string{} // empty also for a caller that calls itself
	// trail is the way down from a caller that does not do the duty, or empty.
	var trail func(*function) string
	judge := func(c *function) string {
		if p.reaches(c, duty, func(*types.Func) bool { return true }) {
			return ""
		}
		if isField(c.pkg()) && (c.marked("Public") || c.marked("Read") || c.marked("Within")) {
			return ""
		}
		for _, above := range p.callers[c.self] {
			if t := trail(above); t != "" {
				return t + " → " + c.name()
			}
		}
		for _, above := range p.namers[c.self] {
			if trail(above) != "" {
				return c.name()
			}
		}
		if len(p.callers[c.self])+len(p.namers[c.self]) == 0 {
			return c.name()
		}
		return ""
	}
	trail = func(c *function) string {
		answer, done := known[c.self]
		if !done {
			known[c.self] = ""
			answer = judge(c)
			known[c.self] = answer
		}
		return answer
	}
	var names []string
	for _, c := range outside(p, fn) {
		if t := trail(c); t != "" {
			names = append(names, t)
		}
	}
	return names
}

// isField tells the rooms whose functions on a transaction are use cases or
// reads: those of the field on the map, and the accounts.
func isField(t *testing.T) func(string) bool {
	t.Helper()
	list := append(section(t, "the field"), "internal/account")
	if len(list) < 10 {
		t.Fatalf("ARCHITECTURE.md has a field of only %d rooms", len(list))
	}
	return func(dir string) bool { return roomOf(list, dir) >= 0 }
}

// ground is a small project for the samples of this file.
var ground = map[string]string{
	"internal/db/tx.go":         "package db\ntype Tx struct{}\nfunc (tx *Tx) Exec(query string) error { return nil }\nfunc One[T any](tx *Tx, query string) (t T, err error) { return }",
	"internal/access/access.go": "package access\nimport \"giaouoc/internal/db\"\nfunc Require(tx *db.Tx) error { return nil }\nfunc May(tx *db.Tx) bool { return false }",
	"internal/record/record.go": "package record\nimport \"giaouoc/internal/db\"\nfunc Add(tx *db.Tx) error { return nil }",
}

const groundImports = "import (\n\"giaouoc/internal/db\"\n\"giaouoc/internal/access\"\n\"giaouoc/internal/record\"\n)\nvar _ = access.May\nvar _ = record.Add\n"

func TestTheDutyRuleSees(t *testing.T) {
	cases := []struct {
		name, org, web, want string
	}{
		{"a use case that does its duties", "func Merge(tx *db.Tx) error { access.Require(tx); return record.Add(tx) }", "", ""},
		{"duties done in the package", "func Merge(tx *db.Tx) error { return may(tx) }\nfunc may(tx *db.Tx) error { access.Require(tx); return record.Add(tx) }", "", ""},
		{"no right", "func Merge(tx *db.Tx) error { return record.Add(tx) }", "", "does not call access.Require"},
		{"only May", "func Merge(tx *db.Tx) error { access.May(tx); return record.Add(tx) }", "", "does not call access.Require"},
		{"no record", "func Merge(tx *db.Tx) error { return access.Require(tx) }", "", "does not call record.Add"},
		{"a method", "type T struct{}\nfunc (T) Merge(tx *db.Tx) error { return access.Require(tx) }", "", "does not call record.Add"},
		{"a method of the same name elsewhere", "type T struct{}\nfunc (T) Require() {}\nfunc (T) Add() {}\nfunc Merge(tx *db.Tx, t T) { t.Require(); t.Add() }", "", "does not call access.Require"},
		{"a word in the middle of a line", "// Merge is not Public: at all.\nfunc Merge(tx *db.Tx) error { access.Require(tx); return nil }", "", "does not call record.Add"},
		{"a read that asks", "// Find finds.\n// Read: asks.\nfunc Find(tx *db.Tx) error { return access.Require(tx) }", "", ""},
		{"a read whose page asks", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func page(tx *db.Tx) { access.Require(tx); org.Find(tx) }", ""},
		{"a read whose page's callers ask", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func page(tx *db.Tx) { access.Require(tx); part(tx) }\nfunc part(tx *db.Tx) { org.Find(tx) }", ""},
		{"a read whose page does not ask", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func page(tx *db.Tx) { org.Find(tx) }", "web.page does not call access.Require"},
		{"a page that only leaves out buttons", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func page(tx *db.Tx) { access.May(tx); org.Find(tx) }", "web.page does not call access.Require"},
		{"one of two pages that does not ask", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func a(tx *db.Tx) { access.Require(tx); part(tx) }\nfunc b(tx *db.Tx) { part(tx) }\nfunc part(tx *db.Tx) { org.Find(tx) }", "web.b → web.part does not call access.Require"},
		{"a read handed on as a value by one who asks", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func a(tx *db.Tx) { access.Require(tx); for _, f := range []func(*db.Tx){part} { f(tx) } }\nfunc part(tx *db.Tx) { org.Find(tx) }", ""},
		{"a page in a table of routes", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func routes() []func(*db.Tx) { return []func(*db.Tx){good, part} }\nfunc part(tx *db.Tx) { org.Find(tx) }\nfunc good(tx *db.Tx) { access.Require(tx) }", "web.part does not call access.Require"},
		{"the second of two such pages", "// Read: the page asks.\nfunc Find(tx *db.Tx) {}", "func routes() []func(*db.Tx) { return []func(*db.Tx){one, two} }\nfunc one(tx *db.Tx) { org.Find(tx) }\nfunc two(tx *db.Tx) { org.Find(tx) }", "web.two does not call access.Require"},
		{"a read that writes", "// Read: asks.\nfunc Find(tx *db.Tx) { access.Require(tx); tx.Exec(``) }", "", "changes something"},
		{"a step without callers", "// Within: the conference.\nfunc Close(tx *db.Tx) { tx.Exec(``) }", "", "nobody calls it"},
		{"a step in a use case", "// Within: the conference.\nfunc Close(tx *db.Tx) { tx.Exec(``) }", "func page(tx *db.Tx) { access.Require(tx); record.Add(tx); org.Close(tx) }", ""},
		{"a step whose caller keeps no record", "// Within: the conference.\nfunc Close(tx *db.Tx) { tx.Exec(``) }", "func page(tx *db.Tx) { access.Require(tx); org.Close(tx) }", "does not call record.Add"},
		{"a public read", "// Public: all may.\nfunc List(tx *db.Tx) {}", "func page(tx *db.Tx) { org.List(tx) }", ""},
		{"a public write", "// Public: all may.\nfunc List(tx *db.Tx) { tx.Exec(``) }", "", "changes something"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			texts := maps.Clone(ground)
			texts["internal/org/x.go"] = "package org\n" + groundImports + c.org
			texts["internal/web/x.go"] = "package web\nimport \"giaouoc/internal/org\"\n" + groundImports + c.web
			faults := dutyFaults(link(samples(t, texts)), func(dir string) bool { return dir == "internal/org" })
			if c.want == "" && len(faults) > 0 || c.want != "" && !strings.Contains(strings.Join(faults, "\n"), c.want) {
				t.Errorf("faults %q, want %q", faults, c.want)
			}
		})
	}
}

func TestUseCasesAskAndRecord(t *testing.T) {
	p := link(sources(t))
	for _, fault := range dutyFaults(p, isField(t)) {
		t.Error(fault)
	}
	for name, why := range publicWrites {
		found := false
		for _, fn := range p.functions {
			found = found || fn.name() == name && p.reaches(fn, writes, within(fn))
		}
		if !found {
			t.Errorf("%s is excepted (%s) and does not exist or write any more", name, why)
		}
	}
}
