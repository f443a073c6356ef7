package ranking

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// Where every group counts equally often the ranking is the ranking.
func TestReweighedEvenly(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawn(t, rt)
		f := big.NewRat(rapid.Int64Range(1, 500).Draw(rt, "factor"), 100)
		if d := cmp.Diff(show(Of(r)), show(Reweigh(r, []*big.Rat{f, f, f, f, f, f}))); d != "" {
			rt.Fatal(d)
		}
	})
}

// A group that counts f times ranks as a sheet on which its maximum and all its
// points are f times as high.
func TestReweighedIsAnotherSheet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		factor := [4]int{}
		for k, name := range []string{"A", "B", "T", "P"} {
			factor[k] = rapid.IntRange(1-k/2, 5).Draw(rt, "factor "+name)
		}
		byPercent, capped := rapid.Bool().Draw(rt, "percent"), rapid.Bool().Draw(rt, "capped")
		var lines, scaled []string
		for i := range rapid.IntRange(1, 6).Draw(rt, "n") {
			line, other := id(i), id(i)
			if rapid.IntRange(0, 5).Draw(rt, "out") == 0 {
				line, other = line+"!", other+"!"
			}
			for k := range factor {
				points := rapid.IntRange(0, 10).Draw(rt, "points")
				if k == 0 && points == 10 {
					line, other = line+" -", other+" -"
					continue
				}
				line, other = fmt.Sprint(line, " ", points), fmt.Sprint(other, " ", points*factor[k])
			}
			lines, scaled = append(lines, line), append(scaled, other)
		}
		settings := func(s *scoring.Sheet, times [4]int) {
			if byPercent {
				s.RankBy = scoring.ByPercent
			}
			if capped {
				s.BonusCap = big.NewRat(int64(4*times[2]), 1)
			}
			for k, c := range s.Criteria {
				c.Max = big.NewRat(int64(10*times[k]), 1)
			}
		}
		r := cluster(t, func(s *scoring.Sheet) { settings(s, [4]int{1, 1, 1, 1}) }, lines...)
		want := Of(cluster(t, func(s *scoring.Sheet) { settings(s, factor) }, scaled...))
		n := func(k int) *big.Rat { return big.NewRat(int64(factor[k]), 1) }
		got := Reweigh(r, []*big.Rat{n(0), n(1), n(2), n(3), n(2), n(3)})
		if d := cmp.Diff(show(want), show(got)); d != "" {
			rt.Fatal(d)
		}
		for i := range want {
			if (want[i].Value == nil) != (got[i].Value == nil) || want[i].Value != nil && want[i].Value.Cmp(got[i].Value) != 0 {
				rt.Fatalf("%s: %v, not %v", want[i].Unit, got[i].Value, want[i].Value)
			}
		}
	})
}
