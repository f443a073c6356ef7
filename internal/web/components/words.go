package components

import "strconv"

// countWord writes a small count the way a sentence does.
func countWord(n int) string {
	words := []string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
