package scoring

import (
	"math"
	"math/big"
	"math/bits"
)

// num is an exact number. It stays in two machine words while it fits, and is a
// big.Rat where it does not; either way no digit is lost. The zero value is 0.
type num struct {
	n, d int64    // the value n/d, not always in lowest terms; d is 0 when only r holds it
	r    *big.Rat // the same value, where it is known; never changed
}

// zeroRat is every 0 that leaves this package; like all results it is read only.
var zeroRat = new(big.Rat)

// numOf takes a number in, and remembers it.
func numOf(r *big.Rat) num {
	n, d := r.Num(), r.Denom()
	if n.IsInt64() && d.IsInt64() {
		if n := n.Int64(); n != math.MinInt64 {
			return num{n, d.Int64(), r}
		}
	}
	return num{r: r}
}

func numInt(n int64) num {
	if n == math.MinInt64 {
		return num{r: new(big.Rat).SetInt64(n)}
	}
	return num{n: n, d: 1}
}

// rat hands the number out, in lowest terms. It may be the number that came in.
func (a num) rat() *big.Rat {
	switch {
	case a.r != nil:
		return a.r
	case a.n == 0:
		return zeroRat
	case a.n%a.d == 0:
		return new(big.Rat).SetInt64(a.n / a.d)
	default:
		return big.NewRat(a.n, a.d)
	}
}

// isBig reports whether two words do not hold the number.
func (a num) isBig() bool { return a.d == 0 && a.r != nil }

// small is the number as n/d; it must not be big.
func (a num) small() (n, d int64) {
	if a.d == 0 {
		return 0, 1
	}
	return a.n, a.d
}

func (a num) sign() int {
	switch {
	case a.isBig():
		return a.r.Sign()
	case a.n < 0:
		return -1
	case a.n > 0:
		return 1
	default:
		return 0
	}
}

func (a num) neg() num {
	if a.isBig() {
		return num{r: new(big.Rat).Neg(a.r)}
	}
	return num{n: -a.n, d: a.d}
}

func (a num) add(b num) num {
	if !a.isBig() && !b.isBig() {
		an, ad := a.small()
		bn, bd := b.small()
		if n, d, ok := addSmall(an, ad, bn, bd); ok {
			return num{n: n, d: d}
		}
	}
	return numOf(new(big.Rat).Add(a.rat(), b.rat()))
}

func (a num) sub(b num) num { return a.add(b.neg()) }

func (a num) mul(b num) num {
	if !a.isBig() && !b.isBig() {
		an, ad := a.small()
		bn, bd := b.small()
		if n, d, ok := mulSmall(an, ad, bn, bd); ok {
			return num{n: n, d: d}
		}
	}
	return numOf(new(big.Rat).Mul(a.rat(), b.rat()))
}

// quo divides by a number that is not 0.
func (a num) quo(b num) num {
	if b.isBig() {
		return numOf(new(big.Rat).Quo(a.rat(), b.r))
	}
	n, d := b.small()
	if n < 0 {
		n, d = -n, -d
	}
	return a.mul(num{n: d, d: n})
}

func (a num) cmp(b num) int {
	if a.isBig() || b.isBig() {
		return a.rat().Cmp(b.rat())
	}
	an, ad := a.small()
	bn, bd := b.small()
	if ad == bd || a.sign() != b.sign() {
		return compare(an < bn, an > bn)
	}
	// The same sign: compare the products across, of which none is cut.
	h1, l1 := bits.Mul64(magnitude(an), uint64(bd))
	h2, l2 := bits.Mul64(magnitude(bn), uint64(ad))
	c := compare(h1 < h2 || h1 == h2 && l1 < l2, h1 > h2 || h1 == h2 && l1 > l2)
	if an < 0 {
		return -c
	}
	return c
}

// round goes to a number of decimals, halves away from zero. A number that has
// no more decimals comes back as it is.
func (a num) round(decimals int) num {
	if a.isBig() || decimals >= len(powers) {
		return a.roundBig(decimals)
	}
	n, d := a.small()
	scale := powers[decimals]
	if scale%d == 0 {
		return a
	}
	hi, lo := bits.Mul64(magnitude(n), uint64(scale))
	if hi >= uint64(d) {
		return a.roundBig(decimals)
	}
	q, rest := bits.Div64(hi, lo, uint64(d))
	if rest == 0 {
		return a
	}
	if rest >= uint64(d)-rest {
		q++
	}
	if q > math.MaxInt64 {
		return a.roundBig(decimals)
	}
	if n < 0 {
		return num{n: -int64(q), d: scale}
	}
	return num{n: int64(q), d: scale}
}

func (a num) roundBig(decimals int) num {
	// FloatString works on the exact fraction and rounds halves away from zero.
	r, ok := new(big.Rat).SetString(a.rat().FloatString(decimals))
	if !ok {
		return a
	}
	return numOf(r)
}

// powers of ten that fit.
var powers = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()

// addSmall adds two fractions; ok is false when the sum does not fit.
func addSmall(an, ad, bn, bd int64) (n, d int64, ok bool) {
	switch {
	case ad == bd:
		d = ad
	case bd%ad == 0:
		an, ok = times64(an, bd/ad)
		if !ok {
			return 0, 0, false
		}
		d = bd
	case ad%bd == 0:
		bn, ok = times64(bn, ad/bd)
		if !ok {
			return 0, 0, false
		}
		d = ad
	default:
		g := gcd(uint64(ad), uint64(bd))
		x, okX := times64(an, bd/int64(g))
		y, okY := times64(bn, ad/int64(g))
		z, okZ := times64(ad, bd/int64(g))
		if !okX || !okY || !okZ {
			return 0, 0, false
		}
		an, bn, d = x, y, z
	}
	n = an + bn
	if (n > an) != (bn > 0) && bn != 0 || n == math.MinInt64 {
		return 0, 0, false
	}
	return n, d, true
}

// mulSmall multiplies two fractions, in lowest terms when they do not fit as
// they are; ok is false when they do not fit then either.
func mulSmall(an, ad, bn, bd int64) (n, d int64, ok bool) {
	n, okN := times64(an, bn)
	d, okD := times64(ad, bd)
	if okN && okD {
		return n, d, true
	}
	an, bd = reduce(an, bd)
	bn, ad = reduce(bn, ad)
	an, ad = reduce(an, ad)
	bn, bd = reduce(bn, bd)
	n, okN = times64(an, bn)
	d, okD = times64(ad, bd)
	return n, d, okN && okD
}

// reduce takes the common factor out of a numerator and a denominator.
func reduce(n, d int64) (int64, int64) {
	g := int64(gcd(magnitude(n), uint64(d)))
	return n / g, d / g
}

// times64 multiplies; ok is false when the product does not fit.
func times64(a, b int64) (product int64, ok bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// gcd of two numbers of which the second is not 0.
func gcd(a, b uint64) uint64 {
	for a != 0 {
		a, b = b%a, a
	}
	return b
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// compare is -1, 0 or 1.
func compare(less, more bool) int {
	switch {
	case less:
		return -1
	case more:
		return 1
	default:
		return 0
	}
}
