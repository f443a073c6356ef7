package scoring_test

import (
	"testing"

	"giaouoc/internal/scoring"
	"giaouoc/internal/scoring/scoretest"
)

// The made sheet has the size that the figures are promised for.
func TestLargeSheet(t *testing.T) {
	y := scoretest.Large(3, 1)
	nodes, parents, depth := 0, 0, 0
	kinds := map[scoring.Kind]int{}
	var down func(level int, c *scoring.Criterion)
	down = func(level int, c *scoring.Criterion) {
		nodes++
		depth = max(depth, level)
		if !c.IsLeaf() {
			parents++
		} else {
			kinds[c.Kind]++
		}
		for _, child := range c.Children {
			down(level+1, child)
		}
	}
	total := "0"
	for _, c := range y.Sheet.Criteria {
		down(1, c)
	}
	r, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks, y.Cross...)
	if err != nil {
		t.Fatal(err)
	}
	total = r.Units[0].AssignedMax.RatString()
	t.Log(nodes, parents, depth, kinds, total)
	if nodes != scoretest.Nodes || parents != scoretest.Parents || depth != scoretest.Depth || total != "1000" ||
		kinds[scoring.Target] != scoretest.Quantitative || kinds[scoring.Achieved] != scoretest.Qualitative {
		t.Errorf("%d criteria, %d groups, %d levels, %v, %s points", nodes, parents, depth, kinds, total)
	}
}

func BenchmarkLarge(b *testing.B) {
	y := scoretest.Large(20, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLargeMeanCross(b *testing.B) {
	y := scoretest.Large(20, 1)
	y.Sheet.Final = scoring.FinalRule{By: scoring.MeanCross, DropExtremes: 1}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks, y.Cross...); err != nil {
			b.Fatal(err)
		}
	}
}
