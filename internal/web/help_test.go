package web_test

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/help"
	"giaouoc/internal/web"
)

func TestEveryPageLeadsToItsHelp(t *testing.T) {
	patterns := serverOn(t, dbtest.OpenSQLite(t), t.TempDir(), true, nil).Patterns()
	for route, at := range web.Helps() {
		if !slices.Contains(patterns, "GET "+route) && !slices.ContainsFunc(patterns, func(p string) bool { return strings.HasPrefix(p, "GET "+route+"/") }) {
			t.Errorf("%s has help and does not exist", route)
		}
		name, section, _ := strings.Cut(at, "#")
		g, ok := help.Find(name)
		if !ok || section != "" && !g.Has(section) {
			t.Errorf("%s leads to %s, which is not there", route, at)
		}
	}
	// Whoever is not signed in is turned away: the page is of the signed-in.
	rows, _ := readRows(t)
	var n int
	for _, r := range rows {
		method, route := r.place()
		if method != "GET" || r.cells["own"][stranger] != 403 {
			continue
		}
		n++
		if web.HelpOf(route) == "" {
			t.Errorf("no guide helps with %s", route)
		}
	}
	if n < 150 {
		t.Errorf("only %d pages of the signed-in were looked at", n)
	}
}
