package rules

import (
	"testing"

	"giaouoc/law"
)

func load(t testing.TB) *Law {
	t.Helper()
	l, err := Load(law.Files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func cases(t testing.TB, l *Law) []Case {
	t.Helper()
	list, err := l.Cases(law.Cases)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d cases: %v", len(list), err)
	}
	return list
}

func TestCases(t *testing.T) {
	l := load(t)
	list := cases(t, l)
	for _, c := range list {
		if wrong := l.Wrong(&c); wrong != "" {
			t.Errorf("%s: %s under %s: %s: %s", c.File, c.Award, c.Regime, c.Name, wrong)
		}
	}
	t.Logf("%d cases", len(list))
}
