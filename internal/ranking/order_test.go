package ranking

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

// cluster computes a sheet of groups A, B (10 each), bonus T and penalty P from
// lines such as "U1 7 8 1 2", "U2 - 8 0 0" (A not assigned), "U3! 1 1 0 0"
// (disqualified), "U4 ? 1 0 0" (A missing).
func cluster(t *testing.T, change func(*scoring.Sheet), lines ...string) *scoring.Result {
	t.Helper()
	ten := rat("10")
	s := &scoring.Sheet{Decimals: 2, Criteria: []*scoring.Criterion{
		{Code: "A", Max: ten, Kind: scoring.Direct},
		{Code: "B", Max: ten, Kind: scoring.Direct},
		{Code: "T", Max: ten, Kind: scoring.Bonus},
		{Code: "P", Max: ten, Kind: scoring.Penalty},
	}}
	if change != nil {
		change(s)
	}
	var units []scoring.Unit
	var entries []scoring.Entry
	for _, line := range lines {
		fields := strings.Fields(line)
		id, out := strings.CutSuffix(fields[0], "!")
		u := scoring.Unit{ID: id}
		if out {
			u.Disqualified = &scoring.Disqualified{Reason: "kỷ luật"}
		}
		units = append(units, u)
		for i, text := range fields[1:] {
			e := scoring.Entry{Unit: id, Criterion: s.Criteria[i].Code}
			switch text {
			case "-":
				e.Unassigned = true
			case "?":
				continue
			default:
				e.Points = rat(text)
			}
			entries = append(entries, e)
		}
	}
	r, err := scoring.Compute(s, units, entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func show(standings []Standing) string {
	var out []string
	for _, s := range standings {
		text := fmt.Sprintf("%s:%d", s.Unit, s.Rank)
		if s.TieUsed != "" {
			text += "(" + s.TieUsed + ")"
		}
		if s.Provisional {
			text += "?"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestOf(t *testing.T) {
	percent := func(s *scoring.Sheet) { s.RankBy = scoring.ByPercent }
	ties := func(names ...string) func(*scoring.Sheet) {
		return func(s *scoring.Sheet) { s.TieBreak = names }
	}
	for _, tc := range []struct {
		name   string
		change func(*scoring.Sheet)
		lines  []string
		want   string
	}{
		{"in the order of the units", nil, []string{"U2 1 1 0 0", "U1 5 5 0 0", "U3 2 2 0 0"}, "U2:3 U1:1 U3:2"},
		{"equals share and the next rank is skipped", nil, []string{"U1 9 0 0 0", "U2 4 4 0 0", "U3 8 0 0 0", "U4 1 1 0 0"}, "U1:1 U2:2 U3:2 U4:4"},
		{"a disqualified unit has no rank and takes none", nil, []string{"U1! 9 9 0 0", "U2 5 5 0 0", "U3 4 4 0 0"}, "U1:0 U2:1 U3:2"},
		{"nothing assigned, no rank", nil, []string{"U1 - - 5 0", "U2 1 1 0 0"}, "U1:0 U2:1"},
		{"percent of what was assigned", percent, []string{"U1 9 - 0 0", "U2 8 9 0 0"}, "U1:1 U2:2"},
		{"total of the same", nil, []string{"U1 9 - 0 0", "U2 8 9 0 0"}, "U1:2 U2:1"},
		{"percents that round alike still differ", percent, []string{"U1 3.33 3.34 0 0", "U2 3.33 - 0 0"}, "U1:1 U2:2"},
		{"a tie-break separates", ties("bonus"), []string{"U1 5 5 0 0", "U2 5 4 1 0"}, "U1:2(bonus) U2:1(bonus)"},
		{"the first that separates is named", ties("B", "bonus"), []string{"U1 5 4 1 0", "U2 6 4 0 0"}, "U1:1(bonus) U2:2(bonus)"},
		{"a tie that none separates is shared", ties("bonus"), []string{"U1 5 5 0 0", "U2 6 4 0 0", "U3 1 0 0 0"}, "U1:1 U2:1 U3:3"},
		{"those who share are both separated from the third", ties("bonus"), []string{"U1 5 5 0 0", "U2 6 4 0 0", "U3 5 4 1 0"}, "U1:2(bonus) U2:2(bonus) U3:1(bonus)"},
		{"a penalty leaf counts against", ties("P"), []string{"U1 5 5 0 1", "U2 5 4 0 0"}, "U1:2(P) U2:1(P)"},
		{"missing is provisional", nil, []string{"U1 ? 5 0 0", "U2 1 1 0 0"}, "U1:1? U2:2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, show(Of(cluster(t, tc.change, tc.lines...)))); d != "" {
				t.Error(d)
			}
		})
	}
}

// A rank is one more than the number of candidates that are strictly better.
func TestOrderCountsTheBetter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []candidate
		for i := range rapid.IntRange(0, 8).Draw(rt, "n") {
			c := candidate{id: fmt.Sprint(i)}
			if rapid.IntRange(0, 4).Draw(rt, "out") > 0 {
				c.value = big.NewRat(rapid.Int64Range(0, 3).Draw(rt, "value"), 3)
			}
			for range 2 {
				c.ties = append(c.ties, big.NewRat(rapid.Int64Range(0, 2).Draw(rt, "tie"), 1))
			}
			all = append(all, c)
		}
		for i, s := range order(all, []string{"a", "b"}) {
			want, equalValue := 0, false
			if all[i].value != nil {
				want = 1
				for j, other := range all {
					if j == i || other.value == nil {
						continue
					}
					c, by := other.compare(all[i])
					if c < 0 {
						want++
					}
					equalValue = equalValue || by >= 0
				}
			}
			if s.Rank != want {
				rt.Fatalf("candidate %d has rank %d, want %d", i, s.Rank, want)
			}
			if equalValue != (s.TieUsed != "") {
				rt.Fatalf("candidate %d: tie used %q", i, s.TieUsed)
			}
		}
	})
}

func TestMargins(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*scoring.Sheet)
		lines  []string
		want   string
	}{
		{"one group each way", nil, []string{"U1 9 5 0 0", "U2 5 8 0 0"}, "U1>U2 0.1429"},
		{"no group favours the lower", nil, []string{"U1 9 5 0 0", "U2 5 5 0 0"}, "U1>U2 1.0000"},
		{"equal in every group", nil, []string{"U2 5 5 0 0", "U1 5 5 0 0"}, "U1>U2 -"},
		{"a tie in total", nil, []string{"U2 6 4 0 0", "U1 5 5 0 0"}, "U1>U2 0.0000"},
		{"the tie-break before the id", func(s *scoring.Sheet) { s.TieBreak = []string{"A"} }, []string{"U1 5 5 0 0", "U2 6 4 0 0"}, "U2>U1 0.0000"},
		{"bonus and penalty are groups", nil, []string{"U1 5 5 2 0", "U2 5 5 5 4"}, "U1>U2 0.1429"},
		{"bonus under its cap", func(s *scoring.Sheet) { s.BonusCap = rat("1") }, []string{"U1 6 5 2 0", "U2 5 5 5 0"}, "U1>U2 1.0000"},
		{"by total though ranked by percent", func(s *scoring.Sheet) { s.RankBy = scoring.ByPercent }, []string{"U1 9 - 0 0", "U2 8 9 0 0"}, "U2>U1 0.8000"},
		{"the disqualified are left out", nil, []string{"U1 9 9 0 0", "U2! 8 8 0 0", "U3 7 7 0 0"}, "U1>U3 1.0000"},
		{"one unit, no pair", nil, []string{"U1 9 9 0 0"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, m := range Margins(cluster(t, tc.change, tc.lines...)) {
				delta := "-"
				if m.Delta != nil {
					delta = scoring.Format(m.Delta, 4)
				}
				got = append(got, m.Above+">"+m.Below+" "+delta)
			}
			if d := cmp.Diff(tc.want, strings.Join(got, " ")); d != "" {
				t.Error(d)
			}
		})
	}
}

// At the margin, weights changed by delta bring the two units level, and no
// smaller change can; where delta is 1 no weights below it do.
func TestMarginSwaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(id string) string {
			n := func(of string) int { return rapid.IntRange(0, 10).Draw(rt, id+of) }
			return fmt.Sprintf("%s %d %d %d %d", id, n("A"), n("B"), n("T"), n("P"))
		}
		r := cluster(t, nil, draw("U1"), draw("U2"))
		m := Margins(r)[0]
		if m.Delta == nil {
			return
		}
		above, below := &r.Units[0], &r.Units[1]
		if m.Above == "U2" {
			above, below = below, above
		}
		weighted := new(big.Rat)
		theirs := r.Sheet.Groups(below)
		for g, ours := range r.Sheet.Groups(above) {
			d := new(big.Rat).Sub(ours, theirs[g])
			weight := big.NewRat(1, 1) // the worst weights for the upper unit
			if d.Sign() > 0 {
				weight.Sub(weight, m.Delta)
			} else {
				weight.Add(weight, m.Delta)
			}
			weighted.Add(weighted, d.Mul(d, weight))
		}
		if weighted.Sign() != 0 {
			rt.Fatalf("at delta %v the difference is %v", m.Delta, weighted)
		}
	})
}
