package record

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are what a person is known by in texts: name, login, addresses. Each is
// found as a whole value, and within a longer text where it stands as a whole:
// "Trần An" is neither in "Trần Anh" nor in "Trần An Bình". A single plain word,
// such as "An" or "admin", is found as a whole value alone: in a sentence it is
// anybody's.
type Words []string

// In reports whether a text holds one of the words.
func (w Words) In(text string) bool { return w.Replace(text, "") != text }

// Replace puts another text in the place of each of the words.
func (w Words) Replace(text, with string) string {
	for _, word := range w {
		switch {
		case word == "":
		case text == word:
			return with
		case isDistinct(word):
			text = replaceWhole(text, word, with)
		}
	}
	return text
}

// isDistinct reports whether a word is more than letters: no sentence holds it
// by chance.
func isDistinct(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

func replaceWhole(text, word, with string) string {
	var b strings.Builder
	from := 0
	for {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		i += from
		end := i + len(word)
		if goesOnBefore(text[:i], word) || goesOnAfter(text[end:], word) {
			_, size := utf8.DecodeRuneInString(text[i:])
			b.WriteString(text[from : i+size])
			from = i + size
			continue
		}
		b.WriteString(text[from:i])
		b.WriteString(with)
		from = end
	}
	b.WriteString(text[from:])
	return b.String()
}

// goesOnAfter reports whether a word is only the beginning of a longer one in
// what follows it: a letter or digit, the rest of an address, or for a name one
// more part of it.
func goesOnAfter(rest, word string) bool {
	first, size := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[size:])
	switch {
	case rest == "":
		return false
	case isPart(first):
		return true
	case strings.ContainsRune(".-_@", first):
		return isPart(second)
	case first == ' ' && isName(word):
		return unicode.IsUpper(second) && !isCapitals(rest[size:])
	}
	return false
}

// goesOnBefore reports whether a word is only the end of a longer one. A name of
// two parts may be the end of a longer name.
func goesOnBefore(before, word string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	second, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	switch {
	case before == "":
		return false
	case isPart(last):
		return true
	case strings.ContainsRune(".-_@", last):
		return isPart(second)
	case last == ' ' && isName(word) && strings.Count(word, " ") < 2:
		fields := strings.Fields(before)
		if len(fields) == 0 {
			return false
		}
		previous := fields[len(fields)-1]
		r, _ := utf8.DecodeRuneInString(previous)
		return unicode.IsUpper(r) && !isCapitals(previous) && !slices.Contains(titles, strings.ToLower(previous)) && isPart(second)
	}
	return false
}

// titles stand before a name and are no part of it.
var titles = []string{"ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "thầy", "đ/c"}

func isPart(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

func isName(word string) bool { return strings.Contains(word, " ") }

// isCapitals reports whether the first word of a text is an abbreviation, such as
// UBND: no part of a name.
func isCapitals(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	letters := []rune(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	return len(letters) > 1 && !slices.ContainsFunc(letters, unicode.IsLower)
}
