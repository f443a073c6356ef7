package scoring

import (
	"math/big"
	"strings"
	"testing"

	"giaouoc/internal/problem"
)

// A sheet that comes from no file names its mistakes by path, and Compute
// refuses what Check refuses.
func TestCheckWithoutFile(t *testing.T) {
	s := &Sheet{Criteria: []*Criterion{
		{Code: "I", Max: rat("9"), Children: []*Criterion{{Code: "1", Max: rat("10"), Kind: Direct}}},
		{Code: "II", Max: rat("5"), Kind: RankPoints, Table: map[int64]*big.Rat{1: nil, 2: rat("-1")}},
		{Code: "III", Max: rat("5"), Kind: Target, Scheme: Threshold, Steps: []Step{{From: rat("1")}}},
		{Code: "IV", Max: rat("5"), Kind: Target, Scheme: Threshold, Steps: []Step{{From: rat("-1"), Points: rat("1")}}},
		{Code: "V", Each: rat("1"), Children: []*Criterion{{Code: "1", Max: rat("10"), Kind: Direct}}},
	}}
	units := []Unit{{ID: "U1"}}
	entries := []Entry{{Unit: "U1", Criterion: "I/1", Points: rat("11")}, {Unit: "U1", Criterion: "I/1"}}
	marks := []Mark{{Unit: "U1", Criterion: "I", Level: Self, Points: rat("1")}}
	r, err := Compute(s, units, entries, marks)
	if r != nil {
		t.Error("a result beside an error")
	}
	var fields []string
	for _, p := range problem.All(err) {
		fields = append(fields, p.Field)
	}
	if got, want := strings.Join(fields, " "), "I II II III IV V I/1 I/1 I"; got != want {
		t.Errorf("%s, want %s\n%v", got, want, err)
	}
	if s.Check() == nil {
		t.Error("the sheet alone passes")
	}
	if err := (&Sheet{Criteria: []*Criterion{{Code: "1", Max: rat("1"), Kind: Direct}}}).Check(); err != nil {
		t.Errorf("every setting has a useful zero value, yet %v", err)
	}
}

func TestFind(t *testing.T) {
	s := everything()
	if c := s.Find("I/T"); c == nil || c.Kind != Bonus {
		t.Errorf("I/T is %v", c)
	}
	for _, path := range []string{"", "I/9", "I/1/1", "T/I"} {
		if c := s.Find(path); c != nil {
			t.Errorf("%q is %v", path, c)
		}
	}
}
