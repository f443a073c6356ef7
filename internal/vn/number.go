package vn

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/problem"
)

// Format writes a number the Vietnamese way with the decimals it has:
// "774.000", "834.875,801", "-51,4".
func Format(d decimal.Decimal) string {
	return grouped(d.String())
}

// FormatFixed writes a number with exactly so many decimals, halves rounded
// away from zero.
func FormatFixed(d decimal.Decimal, places int32) string {
	return grouped(d.StringFixed(places))
}

// Percent writes a share in percent: "51,4%".
func Percent(d decimal.Decimal, places int32) string { return FormatFixed(d, places) + "%" }

func grouped(plain string) string {
	sign := ""
	if strings.HasPrefix(plain, "-") {
		sign, plain = "-", plain[1:]
	}
	whole, fraction, has := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(digit)
	}
	if has {
		b.WriteByte(',')
		b.WriteString(fraction)
	}
	return b.String()
}

var (
	plainNumber   = regexp.MustCompile(`^[+-]?\d+(,\d+)?$`)
	groupedNumber = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$`)
	englishNumber = regexp.MustCompile(`^[+-]?(\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+|\d+\.\d+)$`)
)

// ParseNumber reads a number the Vietnamese way: points between groups of three
// digits, a comma before decimals: "774.000" is 774000, "51,4" is 51.4,
// "1.896,410" is 1896.41. Spaces are passed over. What is written the English
// way ("99.6", "1,896,410") is refused with how to write it, since the same
// marks mean another number here. The error is an Invalid problem.
func ParseNumber(text string) (decimal.Decimal, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\t':
			return -1
		case '−':
			return '-'
		}
		return r
	}, text)
	if len(clean) > 60 {
		return decimal.Decimal{}, problem.Field("", "Số quá dài; hãy kiểm tra lại.")
	}
	switch {
	case plainNumber.MatchString(clean), groupedNumber.MatchString(clean):
		return decimal.NewFromString(strings.Replace(strings.ReplaceAll(clean, ".", ""), ",", ".", 1))
	case englishNumber.MatchString(clean):
		d, err := decimal.NewFromString(strings.ReplaceAll(clean, ",", ""))
		if err != nil {
			return decimal.Decimal{}, err
		}
		return decimal.Decimal{}, problem.Field("", "«%s» viết theo kiểu tiếng Anh. Nếu là %s, hãy ghi «%s»: dấu phẩy trước phần thập phân, dấu chấm giữa các hàng nghìn.", text, InWords(d), Format(d))
	}
	return decimal.Decimal{}, problem.Field("", "«%s» không phải là số; hãy ghi như 774.000 hoặc 51,4.", text)
}
