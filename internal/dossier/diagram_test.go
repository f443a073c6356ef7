package dossier

import (
	"os"
	"strings"
	"testing"
)

// The page of the guide is what the table says: giaouoc dossier diagram writes it anew.
func TestTheGuideIsTheTable(t *testing.T) {
	page, err := os.ReadFile("../../docs/guide/ho-so-khen-thuong.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != Guide() {
		t.Error("docs/guide/ho-so-khen-thuong.md is not what giaouoc dossier diagram writes")
	}
	for _, m := range Moves {
		if !strings.Contains(Diagram(), ": "+m.Name+" (") || !strings.Contains(Table(), "| "+m.Name+" | ") {
			t.Errorf("%s is not drawn", m.ID)
		}
	}
}

// Every step can be reached from the beginning and leads to an end.
func TestEveryStepIsOnTheWay(t *testing.T) {
	reached, ends := map[Step]bool{Registered: true}, map[Step]bool{}
	for range Steps {
		for _, m := range Moves {
			for _, s := range m.From {
				if reached[s] && m.To != "" {
					reached[m.To] = true
				}
				if m.To.Over() || ends[m.To] {
					ends[s] = true
				}
			}
		}
	}
	for _, s := range Steps {
		if !reached[s] || !s.Over() && !ends[s] || s.Name() == "" || s.Short() == "" {
			t.Errorf("%s: reached %v, ends %v", s, reached[s], ends[s])
		}
	}
}
