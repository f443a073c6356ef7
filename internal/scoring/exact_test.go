package scoring

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// edges are numerators and denominators at which 64 bits end or products of two
// of them do.
var edges = []int64{
	0, 1, 2, 3, 5, 7, 10, 100, 1000, 999_999_999, 1_000_000_007, math.MaxInt32, math.MaxInt32 + 1, 3_037_000_499, 3_037_000_500,
	1_000_000_000_000_000_000, math.MaxInt64/2 + 1, math.MaxInt64 / 3, math.MaxInt64 - 1, math.MaxInt64,
}

// drawRat draws a number: a decimal as sheets hold them, a fraction of edges,
// or one that no two words hold.
func drawRat(rt *rapid.T, label string) *big.Rat {
	sign := rapid.SampledFrom([]int64{1, 1, 1, -1}).Draw(rt, label+" sign")
	switch rapid.IntRange(0, 4).Draw(rt, label+" sort") {
	case 0, 1:
		return big.NewRat(sign*rapid.Int64Range(0, 1_000_000).Draw(rt, label), rapid.SampledFrom([]int64{1, 2, 4, 10, 100, 1000}).Draw(rt, label+" unit"))
	case 2:
		return big.NewRat(sign*rapid.SampledFrom(edges).Draw(rt, label), max(1, rapid.SampledFrom(edges).Draw(rt, label+" under")))
	case 3:
		return big.NewRat(sign*rapid.Int64Range(0, math.MaxInt64).Draw(rt, label), rapid.Int64Range(1, math.MaxInt64).Draw(rt, label+" under"))
	default:
		r := new(big.Rat).SetInt64(math.MinInt64)
		r.Mul(r, big.NewRat(rapid.SampledFrom([]int64{1, 3, math.MaxInt64}).Draw(rt, label+" times"), rapid.SampledFrom([]int64{1, 7, math.MaxInt64}).Draw(rt, label+" by")))
		return r
	}
}

// drawNum draws a num in another form than numOf gives it: without its Rat, and not
// in lowest terms where that fits.
func drawNum(rt *rapid.T, label string) (num, *big.Rat) {
	r := drawRat(rt, label)
	n := numOf(r)
	if n.isBig() {
		return n, r
	}
	n.r = nil
	k := rapid.SampledFrom([]int64{1, 1, 2, 10, 97}).Draw(rt, label+" factor")
	x, okX := times64(n.n, k)
	d, okD := times64(n.d, k)
	if okX && okD {
		n.n, n.d = x, d
	}
	return n, r
}

// Every operation on a num gives what big.Rat gives, to the last digit.
func TestNumIsBigRat(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, ra := drawNum(rt, "a")
		b, rb := drawNum(rt, "b")
		decimals := rapid.SampledFrom([]int{0, 1, 2, 4, 9, 18, 19, 30}).Draw(rt, "decimals")
		same := func(what string, got num, want *big.Rat) {
			if got.rat().Cmp(want) != 0 || got.rat().Denom().Cmp(want.Denom()) != 0 || got.sign() != want.Sign() || got.cmp(numOf(want)) != 0 {
				rt.Fatalf("%s of %v and %v is %v, not %v", what, ra, rb, got.rat(), want)
			}
		}
		same("itself", a, ra)
		same("the sum", a.add(b), new(big.Rat).Add(ra, rb))
		same("the difference", a.sub(b), new(big.Rat).Sub(ra, rb))
		same("the product", a.mul(b), new(big.Rat).Mul(ra, rb))
		same("the opposite", a.neg(), new(big.Rat).Neg(ra))
		if rb.Sign() != 0 {
			same("the quotient", a.quo(b), new(big.Rat).Quo(ra, rb))
		}
		rounded, _ := new(big.Rat).SetString(ra.FloatString(decimals))
		same("the rounding", a.round(decimals), rounded)
		if a.cmp(b) != ra.Cmp(rb) || a.sign() != ra.Sign() || a.cmp(a) != 0 {
			rt.Fatalf("%v compares with %v as %d, its sign is %d", ra, rb, a.cmp(b), a.sign())
		}
		if new(big.Rat).Sub(ra, a.rat()).Sign() != 0 {
			rt.Fatalf("%v was changed", ra)
		}
	})
}

// A long sum stays exact, wherever it leaves two words and comes back.
func TestNumSums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sum, want := num{}, new(big.Rat)
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			x, r := drawNum(rt, "x")
			if rapid.Bool().Draw(rt, "product") {
				y, s := drawNum(rt, "y")
				x, r = x.mul(y), new(big.Rat).Mul(r, s)
			}
			sum = sum.add(x)
			want.Add(want, r)
		}
		if sum.rat().Cmp(want) != 0 {
			rt.Fatalf("%v, not %v", sum.rat(), want)
		}
	})
}

// What fits stays out of big.Rat: sums and roundings of points take no memory.
func TestNumTakesNoMemory(t *testing.T) {
	points := numOf(rat("7.125"))
	if n := testing.AllocsPerRun(100, func() {
		var sum num
		for range 200 {
			sum = sum.add(points.round(2)).add(points.mul(numInt(3)).quo(numInt(7)))
			sum = sum.round(2)
		}
		if sum.sign() < 0 {
			t.Error("negative")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
