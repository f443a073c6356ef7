package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// The kinds of object beside nil, bool and int64.
type (
	// Name is written with a slash in front.
	Name string
	// Real is a number with a point, as the file writes it.
	Real string
	// String holds bytes, decoded from either spelling.
	String []byte
	// Array is a list of objects.
	Array []any
	// Dict maps names to objects.
	Dict map[Name]any
	// Ref points to an object by its number.
	Ref struct{ Num, Gen int }
	// Stream is a dictionary with bytes, still encoded by its filters.
	Stream struct {
		Dict Dict
		Raw  []byte
	}
	// Raw is written as it stands.
	Raw []byte
)

const (
	deepest     = 64      // arrays and dictionaries in each other
	mostNodes   = 4 << 20 // objects of one file that are read
	mostNumber  = 1 << 23 // the highest number of an object (ISO 32000-1, annex C)
	mostEntries = 1 << 20 // entries of the table of references
)

var errTooLarge = errors.New("the file holds more than is read")

// lexer reads objects from bytes. Its budget is shared by all lexers of a file.
type lexer struct {
	data  []byte
	at    int
	nodes *int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip goes past white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word reads a run of regular characters.
func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

// keyword goes past a keyword, when it stands there.
func (l *lexer) keyword(want string) bool {
	l.skip()
	if !bytes.HasPrefix(l.data[l.at:], []byte(want)) {
		return false
	}
	if end := l.at + len(want); end < len(l.data) && !isSpace(l.data[end]) && !isDelimiter(l.data[end]) {
		return false
	}
	l.at += len(want)
	return true
}

// number reads a whole number that is not negative.
func (l *lexer) number() (int64, error) {
	l.skip()
	at := l.at
	n, err := strconv.ParseInt(l.word(), 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("no number at byte %d", at)
	}
	return n, nil
}

func (l *lexer) object(depth int) (any, error) {
	if *l.nodes--; *l.nodes < 0 {
		return nil, errTooLarge
	}
	if depth > deepest {
		return nil, fmt.Errorf("objects in each other deeper than %d", deepest)
	}
	l.skip()
	if l.at >= len(l.data) {
		return nil, errors.New("the file ends within an object")
	}
	rest := l.data[l.at:]
	switch c := rest[0]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case bytes.HasPrefix(rest, []byte("<<")):
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		return l.array(depth)
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return l.numeric()
	}
	at := l.at
	switch w := l.word(); w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	default:
		return nil, fmt.Errorf("no object at byte %d: %.20q", at, w)
	}
}

// numeric reads a number, or a reference where two more words make it one.
func (l *lexer) numeric() (any, error) {
	at := l.at
	w := l.word()
	n, err := strconv.ParseInt(w, 10, 64)
	if err != nil {
		if _, err := strconv.ParseFloat(w, 64); err != nil || len(w) > 64 {
			return nil, fmt.Errorf("no number at byte %d: %.20q", at, w)
		}
		return Real(w), nil
	}
	if n < 0 || n > mostNumber {
		return n, nil
	}
	after := l.at
	if gen, err := l.number(); err == nil && gen <= 65535 && l.keyword("R") {
		return Ref{int(n), int(gen)}, nil
	}
	l.at = after
	return n, nil
}

func (l *lexer) name() Name {
	l.at++
	w := []byte(l.word())
	if bytes.IndexByte(w, '#') < 0 {
		return Name(w)
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if v, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(v)), i+2
				continue
			}
		}
		out = append(out, w[i])
	}
	return Name(out)
}

func (l *lexer) hex() (any, error) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, fmt.Errorf("the string at byte %d has no end", l.at)
	}
	out := make(String, 0, end/2)
	high, half := byte(0), false
	for _, c := range l.data[l.at+1 : l.at+end] {
		v, ok := hexDigit(c)
		switch {
		case !ok && !isSpace(c):
			return nil, fmt.Errorf("the string at byte %d is not hexadecimal", l.at)
		case !ok:
		case half:
			out, half = append(out, high<<4|v), false
		default:
			high, half = v, true
		}
	}
	if half {
		out = append(out, high<<4)
	}
	l.at += end + 1
	return out, nil
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() (any, error) {
	from, open := l.at, 0
	out := String{}
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch {
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				l.at++
				return out, nil
			}
		case c == '\\' && l.at+1 < len(l.data):
			out = l.escaped(out)
			continue
		}
		out = append(out, c)
	}
	return nil, fmt.Errorf("the string at byte %d has no end", from)
}

// escaped reads what follows a backslash, and stays on its last byte.
func (l *lexer) escaped(out String) String {
	l.at++
	c := l.data[l.at]
	if plain, ok := escapes[c]; ok {
		return append(out, plain)
	}
	if c == '\r' || c == '\n' {
		if c == '\r' && l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for n := 1; n < 3 && l.at+1 < len(l.data) && l.data[l.at+1] >= '0' && l.data[l.at+1] <= '7'; n++ {
		l.at++
		v = v*8 + int(l.data[l.at]-'0')
	}
	return append(out, byte(v))
}

func (l *lexer) array(depth int) (any, error) {
	l.at++
	out := Array{}
	for {
		if l.skip(); l.at < len(l.data) && l.data[l.at] == ']' {
			l.at++
			return out, nil
		}
		v, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) (any, error) {
	l.at += 2
	out := Dict{}
	for {
		l.skip()
		if bytes.HasPrefix(l.data[l.at:], []byte(">>")) {
			l.at += 2
			return out, nil
		}
		if l.at >= len(l.data) || l.data[l.at] != '/' {
			return nil, fmt.Errorf("no key of a dictionary at byte %d", l.at)
		}
		key := l.name()
		v, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("the dictionary before byte %d has two entries %.40q", l.at, string(key))
		}
		out[key] = v
	}
}
