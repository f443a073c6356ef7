package vn

import (
	"slices"
	"strings"
	"unicode"
)

// mostMarks is how many marks may stand on one letter beside those that it is composed
// with: Khmer words have three, a tower that covers the lines above has more.
const mostMarks = 4

// blank are letters that are drawn as nothing though they are no format characters.
var blank = []rune{'\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0'}

// Text is Seen with nothing around it.
func Text(typed string) string { return strings.TrimSpace(Seen(typed)) }

// Seen is what a person typed, composed and holding nothing but what is seen: of what
// has no width or turns the direction of writing, a line says other than it shows. Every
// space is a plain one, and every line ends with a line feed.
func Seen(typed string) string {
	var b strings.Builder
	marks := 0
	for _, r := range NFC(Legible(strings.ReplaceAll(typed, "\r\n", "\n"))) {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029':
			r = '\n'
		case r < unicode.MaxASCII:
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs), slices.Contains(blank, r):
			continue
		case unicode.Is(unicode.Zs, r):
			r = ' '
		}
		if marks++; r < unicode.MaxASCII || !unicode.Is(unicode.M, r) {
			marks = 0
		}
		if marks <= mostMarks {
			b.WriteRune(r)
		}
	}
	return NFC(b.String())
}

// Line is Text on one line, with single spaces.
func Line(typed string) string { return strings.Join(strings.Fields(Text(typed)), " ") }
