package vn

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// NFC composes a text, so that the same word is the same bytes.
func NFC(text string) string { return norm.NFC.String(text) }

// Legible is a text without what no text has: bytes that are no UTF-8, which
// PostgreSQL and YAML refuse, and control characters, which a workbook refuses.
func Legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t':
			return r
		case r == '\v', r == '\f':
			return '\n' // with these Word and PDF part lines and pages
		case r == utf8.RuneError, r == '\ufffe', r == '\uffff', unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// Fold makes a text comparable without marks or case: "Đặng Văn Đức" becomes
// "dang van duc".
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case r == 'đ', r == 'ð', r == 'ɖ': // the second and third look like đ and were typed for it in old files
			b.WriteByte('d')
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Slug is a text as a word of an address: folded letters and digits joined by
// dashes.
func Slug(text string) string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// A collator keeps state while it compares.
var (
	collatorLock sync.Mutex
	collator     = collate.New(language.Vietnamese)
)

// Compare orders two texts as a Vietnamese dictionary does.
func Compare(a, b string) int {
	collatorLock.Lock()
	defer collatorLock.Unlock()
	return collator.CompareString(a, b)
}
