package receipt

import (
	"strings"
	"unicode"

	"giaouoc/internal/vn"
)

// Text is what a person without account wrote, composed and without what nobody sees:
// control characters, and those of no width, which hide words from who reads.
func Text(typed string) string {
	seen := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, vn.Legible(strings.ReplaceAll(typed, "\r\n", "\n")))
	return strings.TrimSpace(vn.NFC(seen))
}

// Line is Text on one line, with single spaces.
func Line(typed string) string { return strings.Join(strings.Fields(Text(typed)), " ") }
