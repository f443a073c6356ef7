package vn

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/problem"
)

// Format writes a number the Vietnamese way with the decimals it has, without
// the zeros at their end: "774.000", "834.875,801", "-51,4".
func Format(d decimal.Decimal) string {
	return Grouped(d.String())
}

// FormatFixed writes a number with exactly so many decimals, halves rounded
// away from zero.
func FormatFixed(d decimal.Decimal, places int32) string {
	return Grouped(d.StringFixed(places))
}

// Percent writes a share that is already in percent: 51.4 is "51,4%".
func Percent(d decimal.Decimal, places int32) string { return FormatFixed(d, places) + "%" }

// Grouped writes a plain decimal ("-1234.50") the Vietnamese way, with every
// decimal it has: "-1.234,50".
func Grouped(plain string) string {
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
	// What is read.
	vietnameseNumber = regexp.MustCompile(`^[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+|[1-9]\d{0,2}( \d{3})+)(,\d+)?$`)
	// What is refused with its readings; vietnameseNumber would take the first.
	roundThousands = regexp.MustCompile(`^[+-]?[1-9]\d{0,2},000$`)
	singlePoint    = regexp.MustCompile(`^[+-]?\d+\.\d+$`)
	englishNumber  = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}((,\d{3}){2,}(\.\d+)?|,\d{3}\.\d+)$`)
	// What is no number but often pasted.
	exponential = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$`)
	bracketed   = regexp.MustCompile(`^\(([\d., ]+)\)$`)
	withUnit    = regexp.MustCompile(`^([+-]?\d[\d., ]*?) ?(%|‰|\p{L}.*|\$.*|₫.*)$`)
)

// ParseNumber reads a number the Vietnamese way: points, or single spaces,
// between groups of three digits and a comma before decimals. "774.000" and
// "774 000" are 774000, "51,4" is 51.4, "1.896,410" is 1896.41. Spaces around
// it and after the sign are passed over. Its error is an Invalid problem.
//
// The rule for a text that another habit would read as another number, as it
// comes out of a spreadsheet set to English:
//
//   - one point before exactly three digits, with no zero in front, stands
//     between thousands ("51.375" is 51375): that is how the country writes;
//   - any other single point ("99.6", "0.500", "1234.567") is refused with its
//     readings;
//   - commas between several groups, or before a point ("1,896,410",
//     "1,234.5"), are refused with how to write the number;
//   - one comma before three zeros ("774,000") is refused with both readings:
//     a whole number is hardly written with three empty decimals, and to be
//     wrong is to be wrong by a thousand. Format never writes so;
//   - one comma before other digits stands before decimals ("834,875" is
//     834.875). A figure a thousand times too small is then for the
//     comparison with the period before to ask about.
//
// Units, percent signs, brackets for negative numbers and powers of ten are
// refused, each with what to do.
func ParseNumber(text string) (decimal.Decimal, error) {
	clean := cleanNumber(text)
	switch {
	case len(clean) > 60:
		return decimal.Decimal{}, problem.Field("", "«%s» quá dài; hãy kiểm tra lại số này.", quotable(clean))
	case roundThousands.MatchString(clean), !vietnameseNumber.MatchString(clean):
		return decimal.Decimal{}, numberProblem(clean)
	}
	return decimal.NewFromString(strings.NewReplacer(".", "", " ", "", ",", ".").Replace(clean))
}

// cleanNumber is what was typed with plain spaces and a plain minus.
func cleanNumber(text string) string {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2007', '\u2009', '\t':
			return ' '
		case '−', '–':
			return '-'
		}
		return r
	}, trimmed(text))
	if clean != "" && strings.ContainsRune("+-", rune(clean[0])) {
		clean = clean[:1] + strings.TrimLeft(clean[1:], " ")
	}
	return clean
}

// numberProblem says why a text is not taken for a number and what to write.
func numberProblem(clean string) error {
	english, _ := decimal.NewFromString(strings.ReplaceAll(clean, ",", "")) // zero unless the text is written so
	switch {
	case clean == "":
		return problem.Field("", "Chưa ghi số; hãy ghi như 774.000 hoặc 51,4.")
	case roundThousands.MatchString(clean):
		small := english.Shift(-3)
		return problem.Field("", "«%s» có thể là %s hoặc %s; hãy ghi «%s» hoặc «%s».",
			clean, InWords(english), InWords(small), Format(english), Format(small))
	case singlePoint.MatchString(clean):
		whole, _ := decimal.NewFromString(strings.Replace(clean, ".", "", 1))
		if strings.HasPrefix(strings.TrimLeft(clean, "+-"), "0") {
			return problem.Field("", "«%s» dùng dấu chấm trước phần thập phân; nếu là %s, hãy ghi «%s».", clean, InWords(english), Format(english))
		}
		return problem.Field("", "«%s» có thể là %s hoặc %s; hãy ghi «%s» hoặc «%s»: dấu phẩy trước phần thập phân, dấu chấm giữa các hàng nghìn.",
			clean, InWords(english), InWords(whole), Format(english), Format(whole))
	case englishNumber.MatchString(clean):
		return problem.Field("", "«%s» viết theo kiểu tiếng Anh. Nếu là %s, hãy ghi «%s»: dấu phẩy trước phần thập phân, dấu chấm giữa các hàng nghìn.",
			clean, InWords(english), Format(english))
	case exponential.MatchString(clean):
		return problem.Field("", "«%s» là cách bảng tính viết tắt một số lớn; hãy ghi đủ các chữ số.", clean)
	}
	if p := bracketed.FindStringSubmatch(clean); p != nil {
		return problem.Field("", "«%s» để số âm trong ngoặc; hãy ghi dấu trừ: «-%s».", clean, strings.TrimSpace(p[1]))
	}
	if p := withUnit.FindStringSubmatch(clean); p != nil {
		return problem.Field("", "«%s» có cả chữ hoặc đơn vị «%s»; hãy chỉ ghi số: «%s».", quotable(clean), quotable(p[2]), p[1])
	}
	return problem.Field("", "«%s» không phải là số; hãy ghi như 774.000 hoặc 51,4.", quotable(clean))
}
