package ranking

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// Each group is ranked as if the other units were not there.
func TestAGroupIsRankedForItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := []string{"Nhóm 1", "Nhóm 2", ""}
		var lines, groups []string
		for i := range rapid.IntRange(1, 8).Draw(rt, "n") {
			out := rapid.SampledFrom([]string{"", "", "", "!"}).Draw(rt, "out")
			lines = append(lines, fmt.Sprintf("U%d%s %d %d %d 0", i, out, rapid.IntRange(0, 3).Draw(rt, "a"), rapid.IntRange(0, 3).Draw(rt, "b"), rapid.IntRange(0, 2).Draw(rt, "t")))
			groups = append(groups, rapid.SampledFrom(names).Draw(rt, "group"))
		}
		ties := func(s *scoring.Sheet) { s.TieBreak = []string{"bonus"} }
		r := cluster(t, ties, lines...)
		for i, g := range groups {
			r.Units[i].Unit.Group = g
		}
		all := Of(r)
		for _, g := range names {
			var own []string
			var at []int
			for i := range groups {
				if groups[i] == g {
					own, at = append(own, lines[i]), append(at, i)
				}
			}
			if len(own) == 0 {
				continue
			}
			for n, alone := range Of(cluster(t, ties, own...)) {
				got := all[at[n]]
				if got.Rank != alone.Rank || got.TieUsed != alone.TieUsed || got.Group != g {
					rt.Fatalf("%s in %q has rank %d (%s), alone %d (%s)", got.Unit, got.Group, got.Rank, got.TieUsed, alone.Rank, alone.TieUsed)
				}
			}
		}
		for _, m := range Margins(r) {
			above := slices.IndexFunc(r.Units, func(u scoring.UnitResult) bool { return u.Unit.ID == m.Above })
			below := slices.IndexFunc(r.Units, func(u scoring.UnitResult) bool { return u.Unit.ID == m.Below })
			if groups[above] != groups[below] {
				rt.Fatalf("a margin between %s and %s of two groups", m.Above, m.Below)
			}
		}
	})
}

func TestTieSentence(t *testing.T) {
	ties := func(s *scoring.Sheet) { s.TieBreak = []string{"B", "bonus"} }
	for name, c := range map[string]struct {
		change func(*scoring.Sheet)
		lines  []string
		want   []string
	}{
		"nobody is level":      {ties, []string{"U1 5 4 0 0", "U2 5 5 0 0"}, []string{"", ""}},
		"a tie-break parts":    {ties, []string{"U1 4 5 0 0", "U2 5 4 0 0"}, []string{"Bằng điểm với U2, hơn ở tiêu chí B (5,00 so với 4,00).", "Bằng điểm với U1, kém ở tiêu chí B (4,00 so với 5,00)."}},
		"shared after all":     {ties, []string{"U1 4 5 0 0", "U2 4 5 0 0"}, []string{"Bằng điểm và mọi tiêu chí phụ với U2 nên cùng hạng.", "Bằng điểm và mọi tiêu chí phụ với U1 nên cùng hạng."}},
		"shared, no tie-break": {nil, []string{"U1 4 5 0 0", "U2 5 4 0 0", "U3! 5 4 0 0"}, []string{"Bằng điểm với U2 nên cùng hạng.", "Bằng điểm với U1 nên cùng hạng.", ""}},
		"the second parts":     {ties, []string{"U1 5 4 1 0", "U2 6 4 0 0"}, []string{"Bằng điểm với U2, hơn ở điểm thưởng (1,00 so với 0,00).", "Bằng điểm với U1, kém ở điểm thưởng (0,00 so với 1,00)."}},
		"three":                {ties, []string{"U1 4 5 0 0", "U2 4 5 0 0", "U3 5 4 0 0"}, []string{"Bằng điểm với U3, hơn ở tiêu chí B (5,00 so với 4,00); bằng điểm và mọi tiêu chí phụ với U2 nên cùng hạng.", "", ""}},
	} {
		r := cluster(t, c.change, c.lines...)
		for i := range r.Units {
			r.Units[i].Unit.Name = r.Units[i].Unit.ID
		}
		standings := Of(r)
		for i, want := range c.want {
			if got := TieSentence(r, standings, i); got != want && (name != "three" || i == 0) {
				t.Errorf("%s, %s: %q, want %q", name, r.Units[i].Unit.ID, got, want)
			}
		}
	}
}
