package rules

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"giaouoc/law"
)

// Case is a situation and the answer that the articles give (tình huống).
type Case struct {
	File     string
	Of       string // what the group of cases is about
	Name     string
	Award    string
	Regime   string
	Facts    *Facts
	Answer   Verdict
	Failed   []string // ids that lack on the nearest route; nil where they are not asked
	Earliest int      // 0 where it is not asked
}

// CarriedCases are the cases that the program carries within itself, read once.
var CarriedCases = sync.OnceValues(func() ([]Case, error) {
	l, err := Carried()
	if err != nil {
		return nil, err
	}
	return l.Cases(law.Cases)
})

// caseFile is one file of law/cases: each group has facts from which its cases
// differ in single keys.
type caseFile []struct {
	Of    string         `yaml:"of"` // the group in words
	Award string         `yaml:"award"`
	In    []string       `yaml:"in"` // regimes in which every case is asked
	Facts map[string]any `yaml:"facts"`
	Cases []struct {
		Name     string         `yaml:"name"`
		But      map[string]any `yaml:"but"` // keys of the facts that differ
		In       []string       `yaml:"in"`  // instead of the group's regimes
		Answer   Verdict        `yaml:"answer"`
		Failed   []string       `yaml:"failed"`
		Earliest int            `yaml:"earliest"`
	} `yaml:"cases"`
}

// Cases reads every case, once for each regime in which it is asked.
func (l *Law) Cases(files fs.FS) ([]Case, error) {
	names, err := fs.Glob(files, "cases/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	var list []Case
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read cases: %w", err)
		}
		var file caseFile
		d := yaml.NewDecoder(strings.NewReader(string(text)))
		d.KnownFields(true)
		if err := d.Decode(&file); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if list, err = l.posed(name, file, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (l *Law) posed(name string, file caseFile, list []Case) ([]Case, error) {
	for _, group := range file {
		for _, c := range group.Cases {
			facts := maps.Clone(group.Facts)
			maps.Copy(facts, c.But)
			text, err := yaml.Marshal(facts)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", name, c.Name, err)
			}
			f, err := l.ReadFacts(text)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", name, c.Name, err)
			}
			in := c.In
			if in == nil {
				in = group.In
			}
			for _, regime := range in {
				if l.Regime(regime) == nil {
					return nil, fmt.Errorf("%s, %s: no regime %q", name, c.Name, regime)
				}
				list = append(list, Case{name, group.Of, c.Name, group.Award, regime, f, c.Answer, c.Failed, c.Earliest})
			}
		}
	}
	return list, nil
}

// Wrong says how the answer now differs from what a case expects; empty when it
// does not.
func (l *Law) Wrong(c *Case) string {
	a := l.Check(l.Regime(c.Regime), l.Award(c.Award), c.Facts)
	if a.Answer != c.Answer {
		return fmt.Sprintf("%s, want %s", a.Answer, c.Answer)
	}
	if quick := l.Prepared(c.Facts).Verdict(l.Regime(c.Regime), l.Award(c.Award)); quick != a.Answer && len(a.Routes) > 0 {
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
