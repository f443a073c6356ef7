package scoring

import (
	"math/big"
	"strings"
)

// Round returns x to a number of decimals, halves away from zero. It is x itself
// where x has no more decimals than that.
func Round(x *big.Rat, decimals int) *big.Rat { return numOf(x).round(decimals).rat() }

// Format writes x with a fixed number of decimals and a decimal point, halves
// away from zero; it never writes a negative zero.
func Format(x *big.Rat, decimals int) string {
	text := x.FloatString(decimals)
	if strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") == "" {
		return text[1:]
	}
	return text
}

// Numbers of the formulas.
var (
	one     = numInt(1)
	hundred = numInt(100)
)

// least returns the smaller of two numbers.
func least(a, b num) num {
	if a.cmp(b) <= 0 {
		return a
	}
	return b
}

// times multiplies points by a count.
func times(count int64, each *big.Rat) num { return numInt(count).mul(numOf(each)) }
