package challenge

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// question is one that a reader without script answers, in digits or in words.
type question struct {
	asks   string
	answer int
}

// weekdays are those that have a number.
var weekdays = [...]string{2: "thứ Hai", 3: "thứ Ba", 4: "thứ Tư", 5: "thứ Năm", 6: "thứ Sáu", 7: "thứ Bảy"}

// ask draws a question from random bytes: the same bytes ask the same.
func ask(seed []byte) question {
	draw := func(i, from, to int) int { return from + int(seed[i])%(to-from+1) }
	word := func(n int) string { return vn.InWords(decimal.NewFromInt(int64(n))) }
	switch draw(0, 0, 5) {
	case 0:
		a, b := draw(1, 2, 19), draw(2, 2, 9)
		return question{upper(word(a)) + " cộng " + word(b) + " bằng bao nhiêu? Ghi bằng số.", a + b}
	case 1:
		a, b := draw(1, 11, 29), draw(2, 2, 9)
		return question{upper(word(a)) + " trừ " + word(b) + " bằng bao nhiêu? Ghi bằng số.", a - b}
	case 2:
		a, b := draw(1, 2, 9), draw(2, 2, 5)
		return question{upper(word(a)) + " nhân " + word(b) + " bằng bao nhiêu? Ghi bằng số.", a * b}
	case 3:
		from, step := draw(1, 2, 30), draw(2, 2, 5)
		return question{"Số nào đứng tiếp theo trong dãy: " + word(from) + ", " + word(from+step) + ", " + word(from+2*step) + "? Ghi bằng số.", from + 3*step}
	case 4:
		day := draw(1, 2, 5)
		after := draw(2, 1, 7-day)
		return question{"Hôm nay là " + weekdays[day] + ", vậy " + word(after) + " ngày nữa là thứ mấy? Ghi bằng số, ví dụ 2 là thứ Hai.", day + after}
	}
	a := draw(1, 10, 40)
	b, c := a+draw(2, 1, 9), a-draw(3, 1, 9)
	return question{"Trong các số " + word(a) + ", " + word(b) + ", " + word(c) + ", số nào lớn nhất? Ghi bằng số.", b}
}

func upper(text string) string {
	r := []rune(text)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// answered reports whether a text is the answer, in digits or in words.
func (q question) answered(text string) bool {
	text = strings.TrimRight(vn.Line(text), ".")
	if text == strconv.Itoa(q.answer) {
		return true
	}
	return text != "" && vn.Fold(text) == vn.Fold(vn.InWords(decimal.NewFromInt(int64(q.answer))))
}
