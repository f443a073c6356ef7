package sheet

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// kind says how the values of a column are written.
type kind string

// Kinds of value.
const (
	asText   kind = "chữ"
	asLines  kind = "mỗi dòng một mục" // inside one value
	asList   kind = "danh sách"        // with semicolons
	asDay    kind = "ngày"
	asNumber kind = "số nguyên"
	asAmount kind = "số"
	asFlag   kind = "true hoặc trống"
)

// canonical writes a value the one way in which Export writes it; what cannot be
// read stays as it is.
func (k kind) canonical(text string) string {
	switch k {
	case asDay:
		if d, err := vn.ParseDate(text); err == nil {
			return d.String()
		}
	case asNumber:
		if n, err := strconv.Atoi(text); err == nil {
			return strconv.Itoa(n)
		}
	case asAmount:
		if d, ok := exactly(text); ok {
			return d.String()
		}
	case asFlag:
		if value, ok := yesOrNo(text); ok {
			return yes(value)
		}
	case asList:
		return strings.Join(parts(text, ";"), "; ")
	case asLines:
		return strings.Join(parts(text, "\n"), "\n")
	}
	return text
}

// parts are the items of a list, without empty ones.
func parts(text, separator string) []string {
	var list []string
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// exactly reads a decimal as the bundle writes it.
func exactly(text string) (decimal.Decimal, bool) {
	if !decimalText.MatchString(text) || len(text) > longestNumber {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

func yesOrNo(text string) (value, ok bool) {
	switch strings.ToLower(text) {
	case "", "false", "không", "khong", "0":
		return false, true
	case "true", "có", "co", "1":
		return true, true
	}
	return false, false
}
