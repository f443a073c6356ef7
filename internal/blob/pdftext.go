package blob

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
)

// glyphs maps the codes of a font to letters; a code has one byte or two.
type glyphs struct {
	width   int
	letters map[uint16]string
}

// maxGlyphs bounds what one table may define; a code has two bytes.
const maxGlyphs = 1 << 17

// readGlyphs reads the bfchar and bfrange lines of a ToUnicode table.
func readGlyphs(cmap []byte) glyphs {
	g := glyphs{width: 2, letters: map[uint16]string{}}
	section, left := "", maxGlyphs
	for line := range strings.Lines(string(cmap)) {
		line = strings.TrimSpace(line)
		codes := hexParts(line)
		switch {
		case strings.HasPrefix(line, "end"):
			section = ""
		case strings.Contains(line, "begin"):
			section = line[strings.LastIndex(line, "begin")+len("begin"):]
		case section == "codespacerange" && len(codes) > 0:
			g.width = max(1, min(2, len(codes[0])))
		case section == "bfchar":
			for i := 0; i+1 < len(codes); i += 2 {
				g.letters[code(codes[i])] = utf16Text(codes[i+1])
			}
		case section == "bfrange" && len(codes) >= 3:
			if left -= int(code(codes[1])) - int(code(codes[0])) + 1; left < 0 {
				return g
			}
			g.addRange(codes, strings.Contains(line, "["))
		}
	}
	return g
}

// addRange adds codes[0] to codes[1]: to the letters listed after them, or to
// the letter codes[2] and those that follow it.
func (g glyphs) addRange(codes [][]byte, listed bool) {
	from, to := int(code(codes[0])), int(code(codes[1]))
	for n := 0; n <= to-from; n++ {
		switch {
		case listed && n+2 < len(codes):
			g.letters[uint16(from+n)] = utf16Text(codes[n+2])
		case !listed && len(codes[2]) == 2:
			g.letters[uint16(from+n)] = string(rune(int(code(codes[2])) + n))
		}
	}
}

func hexParts(line string) [][]byte {
	var parts [][]byte
	for {
		_, after, found := strings.Cut(line, "<")
		if !found {
			return parts
		}
		digits, rest, found := strings.Cut(after, ">")
		if !found {
			return parts
		}
		if b, err := hex.DecodeString(strings.Join(strings.Fields(digits), "")); err == nil {
			parts = append(parts, b)
		}
		line = rest
	}
}

func code(b []byte) uint16 {
	var n uint16
	for _, c := range b {
		n = n<<8 | uint16(c)
	}
	return n
}

func utf16Text(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// shownText joins the strings of a stream in the fonts that it selects by Tf.
// Without fonts, strings are read as UTF-16 where they say so and as they stand
// otherwise.
func shownText(s []byte, fonts map[string][]glyphs, reading int) string {
	var text strings.Builder
	var font *glyphs
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '/':
			end := i + 1
			for end < len(s) && !bytes.ContainsRune([]byte(" \r\n\t/()<>[]"), rune(s[end])) {
				end++
			}
			if tables := fonts[string(s[i+1:end])]; len(tables) > 0 {
				font = &tables[reading%len(tables)]
			}
			i = end - 1
		case c == '(':
			str, length := literal(s[i:])
			i += length
			text.WriteString(letters(str, font))
		case c == '<' && i+1 < len(s) && s[i+1] == '<':
			i++
		case c == '<':
			end := bytes.IndexByte(s[i:], '>')
			if end < 0 {
				return text.String()
			}
			for _, str := range hexParts(string(s[i : i+end+1])) {
				text.WriteString(letters(str, font))
			}
			i += end
		}
	}
	return text.String()
}

func letters(b []byte, font *glyphs) string {
	if font == nil {
		if bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
			return utf16Text(b[2:])
		}
		return string(b)
	}
	var text strings.Builder
	for i := 0; i+font.width <= len(b); i += font.width {
		text.WriteString(font.letters[code(b[i:i+font.width])])
	}
	return text.String()
}

// literal reads a string in parentheses and returns its bytes and the place of
// its closing parenthesis.
func literal(s []byte) (b []byte, end int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i >= len(s) {
				return b, i
			}
			if s[i] >= '0' && s[i] <= '7' {
				n := 1
				for n < 3 && i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '7' {
					n++
				}
				v, _ := strconv.ParseUint(string(s[i:i+n]), 8, 16)
				b = append(b, byte(v))
				i += n - 1
				continue
			}
			b = append(b, s[i])
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				return b, i
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return b, len(s)
}
