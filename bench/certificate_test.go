package bench

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

// BenchmarkCertificate is the fairness certificate of a computed sheet of 230
// criteria, with 10,000 draws of the rank intervals, 2,000 resamples and 9,999
// relabellings, on one core: under 2 s for 20 units. Eighteen are the most for
// which the pairwise order is exact.
func BenchmarkCertificate(b *testing.B) {
	for _, units := range []int{18, 20} {
		b.Run(fmt.Sprintf("units=%d", units), func(b *testing.B) {
			result, cross := markedCluster(b, units)
			bounds := &scoring.CrossRange{Low: new(big.Rat), High: big.NewRat(100, 1)}
			for b.Loop() {
				c := ranking.Certify(result, cross, bounds)
				if c.Intervals.Draws != 10_000 || c.Agreement.Reciprocity == nil || (c.Pairwise == nil) != (units > ranking.MaxPairwise) {
					b.Fatalf("the certificate is not whole: %+v", c)
				}
			}
		})
	}
}

// markedCluster is a sheet of ten groups of 23 criteria, every leaf marked, and
// every unit marked by every other one.
func markedCluster(b *testing.B, units int) (*scoring.Result, []scoring.CrossScore) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	sheet := &scoring.Sheet{Decimals: 2}
	for g := range 10 {
		group := &scoring.Criterion{Code: fmt.Sprint(g)}
		for leaf := range 23 {
			group.Children = append(group.Children, &scoring.Criterion{Code: fmt.Sprint(leaf), Max: big.NewRat(5, 1), Kind: scoring.Direct})
		}
		sheet.Criteria = append(sheet.Criteria, group)
	}
	var members []scoring.Unit
	var entries []scoring.Entry
	var cross []scoring.CrossScore
	for i := range units {
		id := fmt.Sprintf("U%02d", i)
		members = append(members, scoring.Unit{ID: id})
		for g := range 10 {
			for leaf := range 23 {
				entries = append(entries, scoring.Entry{Unit: id, Criterion: fmt.Sprintf("%d/%d", g, leaf), Points: big.NewRat(rng.Int64N(501), 100)})
			}
		}
		for j := range units {
			if i != j {
				cross = append(cross, scoring.CrossScore{From: id, To: fmt.Sprintf("U%02d", j), Points: big.NewRat(700+rng.Int64N(301), 10)})
			}
		}
	}
	result, err := scoring.Compute(sheet, members, entries, nil)
	if err != nil {
		b.Fatal(err)
	}
	return result, cross
}
