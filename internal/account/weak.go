package account

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

const (
	shortestPassword = 12
	longestPassword  = 128
)

// leakedText is the passwords that are guessed first, one a line; where it comes
// from stands in leaked.LICENSE.txt.
//
//go:embed leaked.txt
var leakedText string

var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(leakedText) {
		set[strings.TrimSuffix(line, "\n")] = true
	}
	return set
})

// Strong refuses a password that is too short, or that a guesser would try
// first: a common one or two of them, one character or a short piece over and
// over, a run of the keyboard, or little more than the words about, such as login
// and name.
// Letters, marks, blanks and signs are all welcome; none is asked for.
func Strong(field, password string, about ...string) error {
	password = vn.NFC(password)
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return problem.Field(field, "Mật khẩu có ký tự không đọc được; hãy gõ lại.")
	case n < shortestPassword:
		return problem.Field(field, "Mật khẩu cần ít nhất %d ký tự; mật khẩu này có %d. Một câu vài từ dễ nhớ là tốt, dùng được cả dấu cách và dấu tiếng Việt.", shortestPassword, n)
	case n > longestPassword:
		return problem.Field(field, "Mật khẩu dài nhất %d ký tự; mật khẩu này có %d.", longestPassword, n)
	}
	low := strings.ToLower(password)
	switch {
	case isCommon(low) || isCommon(vn.Fold(low)):
		return problem.Field(field, "Mật khẩu này nằm trong danh sách mật khẩu hay bị đoán nhất; hãy chọn mật khẩu khác.")
	case repeats(low) || runs(low):
		return problem.Field(field, "Mật khẩu chỉ lặp lại hoặc đi theo hàng phím nên dễ đoán; hãy chọn mật khẩu khác.")
	case onlyAbout(low, about):
		return problem.Field(field, "Mật khẩu chủ yếu là tên đăng nhập, họ tên, thư điện tử hoặc tên chương trình; hãy chọn mật khẩu khác.")
	}
	return nil
}

// isCommon reports whether a text is a common password, or two one after the
// other: few of the list are as long as a password must be, and joining two is
// what people do then.
func isCommon(text string) bool {
	if common()[text] {
		return true
	}
	for i := range text {
		if common()[text[:i]] && common()[text[i:]] {
			return true
		}
	}
	return false
}

// repeats reports whether a text is a piece of at most six characters over and
// over, or has at most three different characters.
func repeats(text string) bool {
	r := []rune(text)
	distinct := slices.Compact(slices.Sorted(slices.Values(r)))
	if len(distinct) <= 3 {
		return true
	}
	for size := 1; size <= 6; size++ {
		same := true
		for i := size; i < len(r) && same; i++ {
			same = r[i] == r[i-size]
		}
		if same {
			return true
		}
	}
	return false
}

// rows are what fingers run along.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm"}

// runs reports whether all but three characters of a text stand in runs of four
// or more along a row, forwards or backwards.
func runs(text string) bool {
	r := []rune(text)
	covered := 0
	for i := 0; i < len(r); {
		n := 0
		for _, row := range rows {
			n = max(n, along(r[i:], row), along(r[i:], reversed(row)))
		}
		if n >= 4 {
			covered += n
			i += n
		} else {
			i++
		}
	}
	return covered >= len(r)-3
}

// along is how many characters of r from its beginning follow a row.
func along(r []rune, row string) int {
	best := 0
	for n := 4; n <= len(r) && strings.Contains(row, string(r[:n])); n++ {
		best = n
	}
	return best
}

func reversed(text string) string {
	r := []rune(text)
	slices.Reverse(r)
	return string(r)
}

// onlyAbout reports whether less than six characters remain of a text without
// the words of what it is about, the program's name and the word password.
func onlyAbout(text string, about []string) bool {
	rest := vn.Fold(text)
	words := []string{"giao uoc", "giaouoc", "mat khau", "matkhau", "password"}
	for _, a := range about {
		folded := vn.Fold(a)
		words = append(words, folded, strings.ReplaceAll(folded, " ", ""))
		words = append(words, strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(" .@-_", r) })...)
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	found := false
	for _, w := range words {
		if len(w) >= 3 && strings.Contains(rest, w) {
			rest, found = strings.ReplaceAll(rest, w, ""), true
		}
	}
	return found && utf8.RuneCountInString(strings.Trim(rest, " .,-_!@")) < 6
}
