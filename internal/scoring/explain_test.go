package scoring

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var explainCases = []struct {
	name string
	leaf Criterion
	in   []Entry
	want []string
}{
	{
		"leader",
		Criterion{Kind: Target, Scheme: Leading, Max: rat("5")},
		figures([2]string{"10", "20"}, [2]string{"10", "15"}, [2]string{"10", "10"}, [2]string{"10", "8"}, [2]string{"", "7"}),
		[]string{"", "½ × 5 × (1 + (15/10 − 1)/(20/10 − 1)) = 3,75", "½ × 5 = 2,5", "½ × 5 × 8/10 = 2", "5 × 7/7 = 5"},
	},
	{
		"leader, less is better",
		Criterion{Kind: Target, Scheme: Leading, Max: rat("5"), Better: Less},
		figures([2]string{"10", "0"}, [2]string{"10", "8"}, [2]string{"10", "12"}, [2]string{"", "6"}, [2]string{"", "4"}),
		[]string{"", "½ × 5 = 2,5", "½ × 5 × 10/12 ≈ 2,08", "5 × 4/6 ≈ 3,33", "5 × 4/4 = 5"},
	},
	{
		"no target, a best of 0",
		Criterion{Kind: Target, Scheme: Leading, Max: rat("5")},
		figures([2]string{"", "0"}),
		[]string{""},
	},
	{
		"attainment",
		Criterion{Kind: Target, Scheme: Attainment, Max: rat("10")},
		figures([2]string{"3", "2"}, [2]string{"3", "4"}, [2]string{"3", ""}),
		[]string{"10 × 2/3 ≈ 6,67", "10 × 4/3, không quá tối đa = 10", ""},
	},
	{
		"attainment, less is better",
		Criterion{Kind: Target, Scheme: Attainment, Max: rat("10"), Better: Less},
		figures([2]string{"3", "0"}, [2]string{"3", "4"}),
		[]string{"", "10 × 3/4 = 7,5"},
	},
	{
		"threshold",
		Criterion{Kind: Target, Scheme: Threshold, Max: rat("10"), Steps: []Step{{rat("95"), rat("8")}}, Better: Less},
		figures([2]string{"2", "2"}, [2]string{"2", "3"}, [2]string{"2", "0"}),
		[]string{"2/2: 100,00% = 8", "2/3: 66,66% = 0", ""},
	},
	{
		"counts",
		Criterion{Kind: PerEvent, Max: rat("12"), Each: rat("2.5")},
		[]Entry{{Count: ptr(int64(3))}, {Count: ptr(int64(9))}},
		[]string{"3 × 2,5 = 7,5", "9 × 2,5, không quá tối đa = 12"},
	},
	{
		"faults",
		Criterion{Kind: Deduction, Max: rat("10"), Each: rat("4")},
		[]Entry{{Count: ptr(int64(2))}, {Count: ptr(int64(3))}},
		[]string{"10 − 2 × 4 = 2", "10 − 3 × 4, không dưới 0 = 0"},
	},
	{
		"rank",
		Criterion{Kind: RankPoints, Max: rat("10"), Table: map[int64]*big.Rat{1: rat("10")}},
		[]Entry{{Rank: ptr(int64(1))}, {Rank: ptr(int64(2))}},
		[]string{"hạng 1 = 10", "hạng 2 = 0"},
	},
	{
		"typed points explain themselves",
		Criterion{Kind: Bonus, Max: rat("5")},
		[]Entry{{Points: rat("3")}, {Unassigned: true}},
		[]string{"", ""},
	},
}

func TestExplain(t *testing.T) {
	for _, tc := range explainCases {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, l := range computeLeaf(t, &Sheet{Decimals: 2}, tc.leaf, tc.in...) {
				got = append(got, l.Explain())
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
