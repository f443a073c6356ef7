package ranking

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// even are factors that leave every weight as it is.
func even(s *simulation) []float64 {
	factor := make([]float64, s.groups+2)
	for k := range factor {
		factor[k] = 1
	}
	return factor
}

// Each way worked by hand on two groups of ten, a bonus and a penalty of ten.
func TestWaysOfOneCluster(t *testing.T) {
	r := cluster(t, nil, "U1 10 2 0 0", "U2 6 6 3 1", "U3 2 4 0 0")
	s := newSimulation(r, byTotal(r)) // U2 14, U1 12, U3 6
	sd := func(x, y, z float64) float64 {
		m := (x + y + z) / 3
		return math.Sqrt(((x-m)*(x-m) + (y-m)*(y-m) + (z-m)*(z-m)) / 3)
	}
	a, b, bonus, penalty := sd(.6, 1, .2), sd(.6, .2, .4), sd(.3, 0, 0), sd(-.1, 0, 0)
	for i, want := range [][]float64{
		// by share: half the sum of both groups, then the bonus and the penalty by
		// the sum of the groups' maxima, 20
		{.6 + .15 - .05, .6, .3},
		// between the lowest and the highest: A .5 1 0, B 1 0 .5, bonus 1 0 0, penalty 0 1 1
		{.75 + .5, .5 + .5, .25 + .5},
		{
			(0/a+.2/b)/2 + (.2/bonus-(.2/3)/penalty)/2,
			(.4/a-.2/b)/2 + (-.1/bonus+(.1/3)/penalty)/2,
			(-.4/a-0/b)/2 + (-.1/bonus+(.1/3)/penalty)/2,
		},
		{.6 + .15 - .05, math.Sqrt(1 * .2), math.Sqrt(.2 * .4)},
		{math.Sqrt(.505) + .5, math.Sqrt(.01) + .5, math.Sqrt(.01*.505) + .5},
	} {
		got := s.values(ways[i], even(s))
		for j := range want {
			if math.Abs(got[j]-want[j]) > 1e-12 {
				t.Errorf("way %d: %v, want %v", i, got, want)
				break
			}
		}
	}
	// Twice the weight of A alone: (2·A + B) / 3.
	twice := even(s)
	twice[0] = 2
	if got := s.values(ways[0], twice)[1]; math.Abs(got-(2*1+.2)/3) > 1e-12 {
		t.Errorf("with A twice: %v", got)
	}
}

// A sheet drawn for the properties: some units without group A, some with a
// bonus above its cap.
func drawn(t *testing.T, rt *rapid.T) *scoring.Result {
	t.Helper()
	percentOf, capped, full := rapid.Bool().Draw(rt, "percent"), rapid.Bool().Draw(rt, "capped"), rapid.Bool().Draw(rt, "full")
	var lines []string
	for i := range rapid.IntRange(2, 6).Draw(rt, "n") {
		n := func(name string) int { return rapid.IntRange(0, 10).Draw(rt, name) }
		a := fmt.Sprint(n("A"))
		if rapid.IntRange(0, 3).Draw(rt, "assigned") == 0 {
			a = "-"
		}
		lines = append(lines, fmt.Sprintf("%s %s %d %d %d", id(i), a, n("B"), n("T"), n("P")))
	}
	return cluster(t, func(s *scoring.Sheet) {
		if percentOf {
			s.RankBy = scoring.ByPercent
		}
		if capped {
			s.BonusCap = rat("4")
		}
		if full {
			s.Unassigned = scoring.FullMark
		}
	}, lines...)
}

// With official weights, by share and added up, every unit comes to its
// official value.
func TestTheOfficialWayIsAmongThem(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawn(t, rt)
		units := byTotal(r)
		s := newSimulation(r, units)
		got := s.values(way{scale: byShare}, even(s))
		for i, u := range units {
			want, _ := u.Total.Float64()
			whole := 20.0
			if r.Sheet.RankBy == scoring.ByPercent {
				whole, _ = u.AssignedMax.Float64()
			}
			if math.Abs(got[i]-want/whole) > 1e-12 {
				rt.Fatalf("%s comes to %v, want %v of %v", u.Unit.ID, got[i], want, whole)
			}
		}
	})
}

// Whatever the weights and the way, a unit that is nowhere behind another does
// not come after it.
func TestNoWayPutsTheBetterBehind(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := func(name string) int { return rapid.IntRange(0, 9).Draw(rt, name) }
		a, b, bonus, penalty := n("A"), n("B"), n("T"), n("P")
		r := cluster(t, nil,
			fmt.Sprintf("U1 %d %d %d %d", a+1, b, bonus, penalty),
			fmt.Sprintf("U2 %d %d %d %d", a, b, bonus, penalty),
			fmt.Sprintf("U3 %d %d %d %d", n("A3"), n("B3"), n("T3"), n("P3")))
		units := byTotal(r)
		s := newSimulation(r, units)
		factor := even(s)
		for k := range factor {
			factor[k] = rapid.Float64Range(0.75, 1.25).Draw(rt, "factor")
		}
		for _, w := range ways {
			value := map[string]float64{}
			for i, v := range s.values(w, factor) {
				value[units[i].Unit.ID] = v
			}
			if value["U1"] < value["U2"] {
				rt.Fatalf("%+v: %v", w, value)
			}
		}
	})
}

func TestRankIntervals(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*scoring.Sheet)
		lines  []string
		want   string
	}{
		{"nothing moves", nil, []string{"U2 9 9 0 0", "U1 5 5 0 0"}, "U2 1: 1–1–1 100%; U1 2: 2–2–2 0%"},
		{"level in all groups", nil, []string{"U2 5 5 0 0", "U1 5 5 0 0"}, "U1 1: 1–1–1 100%; U2 1: 1–1–1 100%"},
		{"one good at A, one at B", nil, []string{"U1 6 5 0 0", "U2 5 6 0 0", "U3 0 0 0 0"}, "U1 1: 1–2–2 50%; U2 1: 1–1–2 50%; U3 3: 3–3–3 0%"},
		{"once in thirty is outside the interval", nil, []string{"U1 7 4 0 0", "U2 5 5 0 0", "U3 0 0 0 0"}, "U1 1: 1–1–1 97%; U2 2: 2–2–2 3%; U3 3: 3–3–3 0%"},
		{"once in ten is inside it", nil, []string{"U1 10 3 0 0", "U2 5 5 0 0", "U3 0 0 0 0"}, "U1 1: 1–1–2 90%; U2 2: 1–2–2 10%; U3 3: 3–3–3 0%"},
		{"the disqualified are left out", nil, []string{"U1 9 9 0 0", "U2! 10 10 0 0", "U3 5 5 0 0"}, "U1 1: 1–1–1 100%; U3 2: 2–2–2 0%"},
		{"by percent", func(s *scoring.Sheet) { s.RankBy = scoring.ByPercent }, []string{"U1 - 9 0 0", "U2 8 8 0 0"}, "U1 1: 1–1–1 100%; U2 2: 2–2–2 0%"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			in := RankIntervals(cluster(t, tc.change, tc.lines...))
			for _, u := range in.Units {
				got = append(got, fmt.Sprintf("%s %d: %d–%d–%d %.0f%%", u.Unit, u.Rank, u.Low, u.Median, u.High, 100*u.First))
			}
			if d := cmp.Diff(tc.want, strings.Join(got, "; ")); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(in, RankIntervals(cluster(t, tc.change, tc.lines...))); d != "" {
				t.Errorf("drawn again: %s", d)
			}
		})
	}
	if RankIntervals(cluster(t, nil, "U1 1 1 0 0", "U2! 1 1 0 0")) != nil {
		t.Error("an interval of one unit")
	}
}

func TestRankAt(t *testing.T) {
	for place, want := range map[int]int{1: 1, 3: 1, 4: 3, 9: 3, 10: 4} {
		if got := rankAt([]int{3, 0, 6, 1}, place); got != want {
			t.Errorf("place %d has rank %d, want %d", place, got, want)
		}
	}
}

// A bonus weighs as much as it can give: its leaves, or the cap where that is
// less. A unit's own maximum leaves out what was not assigned to it.
func TestMaxima(t *testing.T) {
	for bonus, limit := range map[string]string{"4": "4", "10": "40"} {
		r := cluster(t, func(s *scoring.Sheet) { s.BonusCap = rat(limit) }, "U1 5 5 0 0", "U2 - 5 0 0")
		full, own := maxima(r.Sheet, byTotal(r))
		var got []string
		for _, list := range [][]*big.Rat{full, own[0], own[1]} {
			for _, x := range list {
				got = append(got, x.RatString())
			}
			got = append(got, "|")
		}
		// Groups A, B, and T and P without their leaves; then all bonus, all penalty.
		want := strings.ReplaceAll("10 10 0 0 B 10 | 10 10 0 0 B 10 | 0 10 0 0 B 10 |", "B", bonus)
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" {
			t.Errorf("cap %s: %s", limit, d)
		}
	}
}
