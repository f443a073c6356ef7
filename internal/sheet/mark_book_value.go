package sheet

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// read is the value of a filled cell as its rule asks; wrong says as a sentence what
// cannot be there.
func (r markRule) read(row *cellRow, c cellAt) (value, wrong string) {
	said := unescaped(string(row.value(c)))
	switch {
	case c.computed:
		return "", "ô là công thức; hãy chép rồi dán giá trị vào ô này."
	case c.kind == holdsError:
		return "", "ô báo lỗi " + shorten(said) + "; hãy ghi giá trị."
	case c.kind == holdsNumber && c.look == looksDate:
		return "", "ô đang là ngày; bảng tính đã hiểu điều bạn gõ là ngày tháng. Hãy đổi ô sang định dạng chung (General) và ghi lại."
	case r.kind == takesText:
		return wordsOf(said, c), ""
	case r.kind == takesChoice:
		return r.choice(said)
	case c.kind == holdsFlag:
		return "", "ô ghi đúng/sai (TRUE/FALSE). " + r.says()
	case c.kind == holdsNumber && c.look == looksPercent:
		return "", "ô đang định dạng phần trăm; hãy đổi sang định dạng chung (General) và ghi lại số, không có dấu %."
	}
	d, wrong := typedMark(said, c.kind)
	if wrong != "" {
		return "", wrong
	}
	return r.bounded(d)
}

// wordsOf is what a cell for words shows, in one line as the fields of the page are.
func wordsOf(said string, c cellAt) string {
	d, ok := markNumber(said)
	switch {
	case c.kind != holdsNumber || !ok:
		return strings.Join(strings.Fields(said), " ")
	case c.look == looksPercent:
		return strings.Replace(d.Shift(2).String(), ".", ",", 1) + "%"
	}
	return strings.Replace(d.String(), ".", ",", 1)
}

func (r markRule) choice(said string) (value, wrong string) {
	for _, word := range []string{markReached, markUnreached} {
		if vn.Fold(said) == vn.Fold(word) {
			return word, ""
		}
	}
	return "", "«" + shorten(said) + "» không có để chọn. " + r.says()
}

// bounded holds a number against what its cell takes.
func (r markRule) bounded(d decimal.Decimal) (value, wrong string) {
	whole := r.kind == takesCount || r.kind == takesRank
	least := decimal.Zero
	if r.kind == takesRank {
		least = decimal.NewFromInt(1)
	}
	most, bound := markNumber(r.most)
	switch {
	case r.kind == takesNumber:
	case whole && !d.IsInteger(), d.LessThan(least):
		return "", "«" + vn.Format(d) + "» không nhận được. " + r.says()
	case bound && d.GreaterThan(most):
		return "", "điểm " + vn.Format(d) + " cao hơn điểm tối đa " + vn.Format(most) + "."
	}
	return d.String(), ""
}

// typedMark reads the number of a cell: exactly where the cell holds one, else the
// text as it was typed.
func typedMark(said string, kind cellKind) (decimal.Decimal, string) {
	if kind == holdsNumber {
		if d, ok := markNumber(said); ok {
			return d, ""
		}
		return decimal.Decimal{}, "«" + shorten(said) + "» không phải là số."
	}
	d, err := looseNumber(said)
	if list := problem.All(err); len(list) > 0 {
		return d, list[0].Text
	}
	return d, ""
}

// markNumber is a number as a workbook's parts hold it.
func markNumber(text string) (decimal.Decimal, bool) {
	text = untangled(text)
	if len(text) > 60 || !binaryText.MatchString(text) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

var (
	binaryText = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][+-]?\d{1,2})?$`)
	// A point that cannot stand between thousands: "7.5", "0.125", "12.25".
	surePoint = regexp.MustCompile(`^[+-]?(\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+)$`)
	// Three digits after the only mark: thousands for some, decimals for others.
	eitherMark = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}[.,]\d{3}$`)
	// "1,234.5" and "1,234,567.5" have one reading.
	sureEnglish = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+$`)
)

// looseNumber reads a number that was typed as text into a cell. People who mark in
// spreadsheets type points and commas mixed; what has one reading is taken, what has
// two is refused with both.
func looseNumber(text string) (decimal.Decimal, error) {
	clean := strings.TrimSpace(text)
	switch {
	case eitherMark.MatchString(clean):
		whole := strings.NewReplacer(".", "", ",", "").Replace(clean)
		broken := strings.Replace(clean, ".", ",", 1)
		return decimal.Decimal{}, problem.Field("", "«%s» có thể là %s hoặc %s; hãy ghi «%s» hoặc ghi số ấy vào ô số.", clean, whole, broken, whole)
	case surePoint.MatchString(clean):
		return decimal.NewFromString(clean)
	case sureEnglish.MatchString(clean):
		return decimal.NewFromString(strings.ReplaceAll(clean, ",", ""))
	}
	return vn.ParseNumber(clean)
}

// writesOf is what a file was made for, by its stamp.
func writesOf(said map[string]string) string {
	return shorten(MarkStamp{Column: scoring.Column(said["column"]), Level: scoring.Level(said["level"])}.Writes())
}
