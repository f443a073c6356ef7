package rules

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"giaouoc/law"
)

// caseFile is one file of law/cases: each group has facts from which its cases
// differ in single keys.
type caseFile []struct {
	Of    string         `yaml:"of"` // the group in words
	Award string         `yaml:"award"`
	In    []string       `yaml:"in"` // regimes in which every case is asked
	Facts map[string]any `yaml:"facts"`
	Cases []lawCase      `yaml:"cases"`
}

// lawCase is a situation and the answer that the articles give.
type lawCase struct {
	Name     string         `yaml:"name"`
	But      map[string]any `yaml:"but"` // keys of the facts that differ
	In       []string       `yaml:"in"`  // instead of the group's regimes
	Answer   Verdict        `yaml:"answer"`
	Failed   []string       `yaml:"failed"`   // ids that lack on the nearest route, where they are asked
	Earliest int            `yaml:"earliest"` // where it is asked
}

// posed is a case ready to be asked.
type posed struct {
	lawCase
	file, award, regime string
	facts               *Facts
}

func load(t testing.TB) *Law {
	t.Helper()
	l, err := Load(law.Files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func cases(t testing.TB, l *Law) (list []posed) {
	t.Helper()
	files, err := fs.Glob(law.Cases, "cases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases: ", err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(law.Cases, name)
		if err != nil {
			t.Fatal(err)
		}
		var file caseFile
		d := yaml.NewDecoder(strings.NewReader(string(text)))
		d.KnownFields(true)
		if err := d.Decode(&file); err != nil {
			t.Fatal(name, ": ", err)
		}
		for _, group := range file {
			for _, c := range group.Cases {
				facts := maps.Clone(group.Facts)
				maps.Copy(facts, c.But)
				text, err := yaml.Marshal(facts)
				if err != nil {
					t.Fatal(err)
				}
				f, err := l.ReadFacts(text)
				if err != nil {
					t.Fatalf("%s, %s: %v", name, c.Name, err)
				}
				in := c.In
				if in == nil {
					in = group.In
				}
				for _, regime := range in {
					if l.Regime(regime) == nil {
						t.Fatalf("%s: regime %q", name, regime)
					}
					list = append(list, posed{c, name, group.Award, regime, f})
				}
			}
		}
	}
	return list
}

// wrong says how the answer differs from what the case expects; empty when not.
func (c posed) wrong(l *Law) string {
	a := l.Check(l.Regime(c.regime), l.Award(c.award), c.facts)
	if a.Answer != c.Answer {
		return fmt.Sprintf("%s, want %s", a.Answer, c.Answer)
	}
	if quick := l.Prepared(c.facts).Verdict(l.Regime(c.regime), l.Award(c.award)); quick != a.Answer && len(a.Routes) > 0 {
		return fmt.Sprintf("the quick verdict is %s, the answer %s", quick, a.Answer)
	}
	var lacks []string
	for _, m := range a.Missing {
		lacks = append(lacks, m.ID)
	}
	if c.Failed != nil && !slices.Equal(lacks, c.Failed) {
		return fmt.Sprintf("lacks %v, want %v", lacks, c.Failed)
	}
	if c.Earliest != 0 && (a.Earliest == nil || *a.Earliest != c.Earliest) {
		return fmt.Sprintf("earliest %v, want %d", a.Earliest, c.Earliest)
	}
	return ""
}

func TestCases(t *testing.T) {
	l := load(t)
	list := cases(t, l)
	for _, c := range list {
		if wrong := c.wrong(l); wrong != "" {
			t.Errorf("%s: %s under %s: %s: %s", c.file, c.award, c.regime, c.Name, wrong)
		}
	}
	t.Logf("%d cases", len(list))
}
