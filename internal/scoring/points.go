package scoring

import (
	"math/big"
	"strings"
)

// Round returns x to a number of decimals, halves away from zero.
func Round(x *big.Rat, decimals int) *big.Rat {
	// FloatString works on the exact fraction and rounds halves away from zero.
	r, ok := new(big.Rat).SetString(x.FloatString(decimals))
	if !ok {
		return new(big.Rat).Set(x)
	}
	return r
}

// Format writes x with a fixed number of decimals and a decimal point, halves
// away from zero; it never writes a negative zero.
func Format(x *big.Rat, decimals int) string {
	text := x.FloatString(decimals)
	if strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") == "" {
		return text[1:]
	}
	return text
}

// least returns the smaller of two numbers.
func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// times multiplies points by a count.
func times(count int64, each *big.Rat) *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).SetInt64(count), each)
}
