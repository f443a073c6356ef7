package vn

import (
	"strings"

	"github.com/shopspring/decimal"
)

var digitWords = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// InWords reads a number aloud: 774000 is "bảy trăm bảy mươi tư nghìn", 51.4 is
// "năm mươi mốt phẩy bốn".
func InWords(d decimal.Decimal) string {
	plain := d.String()
	var words []string
	if strings.HasPrefix(plain, "-") {
		words, plain = append(words, "âm"), plain[1:]
	}
	whole, fraction, has := strings.Cut(plain, ".")
	words = append(words, wholeInWords(whole)...)
	if has {
		words = append(words, "phẩy")
		for _, c := range fraction {
			words = append(words, digitWords[c-'0'])
		}
	}
	return strings.Join(words, " ")
}

// wholeInWords reads digits in groups of nine, each read in thousands, with one
// "tỷ" for every group that follows.
func wholeInWords(digits string) []string {
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return []string{"không"}
	}
	var words []string
	head := (len(digits)-1)%9 + 1
	for start, end := 0, head; start < len(digits); start, end = end, end+9 {
		group := millionsInWords(digits[start:end], start > 0)
		words = append(words, group...)
		if len(group) > 0 || start == 0 {
			for range (len(digits) - end) / 9 {
				words = append(words, "tỷ")
			}
		}
	}
	return words
}

// millionsInWords reads up to nine digits; follows says that a greater group
// has been read before it, so that its leading zeros are read.
func millionsInWords(digits string, follows bool) []string {
	var words []string
	for len(digits)%3 != 0 {
		digits = "0" + digits
	}
	names := []string{"", "nghìn", "triệu"}
	for i := 0; i < len(digits); i += 3 {
		group := digits[i : i+3]
		if group == "000" {
			continue
		}
		words = append(words, hundredsInWords(group, follows || len(words) > 0)...)
		if name := names[(len(digits)-i)/3-1]; name != "" {
			words = append(words, name)
		}
	}
	return words
}

// hundredsInWords reads three digits that are not all zero.
func hundredsInWords(group string, follows bool) []string {
	h, t, u := group[0]-'0', group[1]-'0', group[2]-'0'
	var words []string
	if h > 0 || follows {
		words = append(words, digitWords[h], "trăm")
	}
	switch {
	case t == 0 && u > 0 && len(words) > 0:
		words = append(words, "linh")
	case t == 1:
		words = append(words, "mười")
	case t > 1:
		words = append(words, digitWords[t], "mươi")
	}
	switch {
	case u == 0:
	case u == 1 && t > 1:
		words = append(words, "mốt")
	case u == 4 && t > 1:
		words = append(words, "tư")
	case u == 5 && t > 0:
		words = append(words, "lăm")
	default:
		words = append(words, digitWords[u])
	}
	return words
}
