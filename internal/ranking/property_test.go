package ranking

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// A rater who gives everybody so much more or less changes no difference of
// part 1, though it changes the plain means.
func TestAShiftOfARaterChangesNoDifference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 3, 8, 200)
		rater := rapid.IntRange(0, len(tab.ids)-1).Draw(rt, "rater")
		shift := big.NewRat(rapid.Int64Range(1, 50).Draw(rt, "shift"), rapid.Int64Range(1, 7).Draw(rt, "part"))
		before := tab.SeverityOrder()
		for unit := range tab.ids {
			if unit != rater {
				tab.mark[rater][unit] = new(big.Rat).Sub(tab.mark[rater][unit], shift)
			}
		}
		after := tab.SeverityOrder()
		if d := cmp.Diff(before.Order, after.Order); d != "" {
			rt.Fatal(d)
		}
		for _, id := range tab.ids {
			if before.Value[id].Cmp(after.Value[id]) != 0 {
				rt.Fatalf("%s had %v and has %v", id, before.Value[id], after.Value[id])
			}
		}
		// Lowering all others by c lifts the rater by c/(n−1) over each of them.
		gain := new(big.Rat).Sub(after.Plain[tab.ids[rater]], before.Plain[tab.ids[rater]])
		other := tab.ids[(rater+1)%len(tab.ids)]
		gain.Sub(gain, new(big.Rat).Sub(after.Plain[other], before.Plain[other]))
		if want := new(big.Rat).Mul(shift, big.NewRat(1, int64(len(tab.ids)-1))); gain.Cmp(want) != 0 {
			rt.Fatalf("by plain mean the harsh rater gains %v, want %v", gain, want)
		}
		if new(big.Rat).Sub(before.Lenient[tab.ids[rater]], after.Lenient[tab.ids[rater]]).Sign() <= 0 {
			rt.Fatal("the rater is not seen as harsher")
		}
	})
}

// Whatever a unit marks, no comparison of its own in part 2 changes.
func TestOwnSheetChangesNoOwnComparison(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 2, 8, 20)
		own := rapid.IntRange(0, len(tab.ids)-1).Draw(rt, "own")
		before := tab.opinions()
		for unit := range tab.ids {
			if unit != own {
				tab.mark[own][unit] = big.NewRat(rapid.Int64Range(0, 20).Draw(rt, "mark"), 2)
			}
		}
		after := tab.opinions()
		for other := range tab.ids {
			if before[own][other] != after[own][other] || before[other][own] != after[other][own] {
				rt.Fatalf("own comparison with %s changed", tab.ids[other])
			}
		}
	})
}

// Part 1 does not promise as much: a sheet that lowers one unit alone lifts its
// rater over that unit.
func TestOwnSheetCountsInSeverity(t *testing.T) {
	honest, sly := table(t, "- 80 80", "80 - 80", "80 80 -").SeverityOrder(), table(t, "- 60 80", "80 - 80", "80 80 -").SeverityOrder()
	if honest.Value["U1"].Cmp(honest.Value["U2"]) != 0 || sly.Value["U1"].Cmp(sly.Value["U2"]) <= 0 {
		t.Errorf("U1 %v, U2 %v", sly.Value["U1"], sly.Value["U2"])
	}
}

// Weights just inside the margin keep a pair, the worst just outside swap it.
func TestMarginsAreSharp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		line := func(id string) string {
			n := func(name string) int { return rapid.IntRange(0, 10).Draw(rt, id+name) }
			return fmt.Sprintf("%s %d %d %d %d", id, n("A"), n("B"), n("T"), n("P"))
		}
		r := cluster(t, nil, line("U1"), line("U2"), line("U3"))
		byID := map[string]*scoring.UnitResult{}
		for i := range r.Units {
			byID[r.Units[i].Unit.ID] = &r.Units[i]
		}
		near := big.NewRat(1, rapid.Int64Range(2, 1_000_000).Draw(rt, "near"))
		for _, m := range Margins(r) {
			if m.Delta == nil || m.Delta.Sign() == 0 {
				continue
			}
			above, below := r.Sheet.Groups(byID[m.Above]), r.Sheet.Groups(byID[m.Below])
			// change is how far each weight is changed, as a share of itself.
			difference := func(change func(d *big.Rat) *big.Rat) int {
				sum := new(big.Rat)
				for g := range above {
					d := new(big.Rat).Sub(above[g], below[g])
					weight := new(big.Rat).Add(big.NewRat(1, 1), change(d))
					sum.Add(sum, weight.Mul(weight, d))
				}
				return sum.Sign()
			}
			against := func(by *big.Rat) func(*big.Rat) *big.Rat {
				return func(d *big.Rat) *big.Rat { return new(big.Rat).Mul(by, big.NewRat(int64(-d.Sign()), 1)) }
			}
			inside := new(big.Rat).Mul(m.Delta, new(big.Rat).Sub(big.NewRat(1, 1), near))
			outside := new(big.Rat).Mul(m.Delta, new(big.Rat).Add(big.NewRat(1, 1), near))
			if difference(against(inside)) <= 0 {
				rt.Fatalf("%s over %s: the worst weights inside %v swap them", m.Above, m.Below, m.Delta)
			}
			if difference(func(*big.Rat) *big.Rat {
				return new(big.Rat).Mul(inside, big.NewRat(rapid.Int64Range(-100, 100).Draw(rt, "weight"), 100))
			}) <= 0 {
				rt.Fatalf("%s over %s: weights inside %v swap them", m.Above, m.Below, m.Delta)
			}
			if difference(against(outside)) >= 0 {
				rt.Fatalf("%s over %s: no weights outside %v swap them", m.Above, m.Below, m.Delta)
			}
		}
	})
}
