package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// scanner cuts the XML of a workbook's part into tags and texts. It knows as much
// of XML as spreadsheets write: elements, attributes, entities, CDATA; comments
// and instructions pass by, a document type is refused.
type scanner struct {
	r    io.Reader
	buf  []byte
	at   int // what lies before it has been handed out
	end  int // what lies behind it has not been read
	done bool
}

// token is a tag or a text; it lies in the scanner until the next one.
type token struct {
	name  []byte // of an element, without its prefix
	attrs []byte
	end   bool // </c>
	alone bool // <c/>
	text  []byte
	raw   bool // of CDATA: entities are none
}

var errXML = errors.New("no XML of a workbook")

func newScanner(r io.Reader) *scanner { return &scanner{r: r, buf: make([]byte, 64<<10)} }

// next is the next token; at the end io.EOF.
func (s *scanner) next() (token, error) {
	for {
		if s.at == s.end {
			if err := s.more(); err != nil {
				return token{}, err
			}
		}
		if s.buf[s.at] != '<' {
			return s.textToken()
		}
		t, skip, err := s.tag()
		if err != nil || !skip {
			return t, err
		}
	}
}

// textToken is the text up to the next tag.
func (s *scanner) textToken() (token, error) {
	n, err := s.index([]byte("<"), 0)
	if errors.Is(err, io.EOF) {
		n = s.end - s.at // white space at the end
	} else if err != nil {
		return token{}, err
	}
	t := token{text: s.buf[s.at : s.at+n]}
	s.at += n
	return t, nil
}

// tag reads what begins with "<"; skip is true for what has no meaning here.
func (s *scanner) tag() (t token, skip bool, err error) {
	n, err := s.index([]byte(">"), 0)
	if err != nil {
		return t, false, endless(err)
	}
	inside := s.buf[s.at+1 : s.at+n]
	switch {
	case bytes.HasPrefix(inside, []byte("?")):
		s.at += n + 1
		return t, true, nil
	case bytes.HasPrefix(inside, []byte("!--")):
		if n, err = s.index([]byte("-->"), 4); err != nil {
			return t, false, endless(err)
		}
		s.at += n + 3
		return t, true, nil
	case bytes.HasPrefix(inside, []byte("![CDATA[")):
		if n, err = s.index([]byte("]]>"), 9); err != nil {
			return t, false, endless(err)
		}
		t.text, t.raw = s.buf[s.at+9:s.at+n], true
		s.at += n + 3
		return t, false, nil
	case bytes.HasPrefix(inside, []byte("!")):
		return t, false, errXML
	}
	// A ">" may stand inside the quotes of an attribute.
	for odd(inside) {
		if n, err = s.index([]byte(">"), n+1); err != nil {
			return t, false, endless(err)
		}
		inside = s.buf[s.at+1 : s.at+n]
	}
	s.at += n + 1
	if bytes.IndexByte(inside, '<') >= 0 {
		return t, false, errXML
	}
	if len(inside) > 0 && inside[0] == '/' {
		t.end, inside = true, inside[1:]
	} else if len(inside) > 0 && inside[len(inside)-1] == '/' {
		t.alone, inside = true, inside[:len(inside)-1]
	}
	t.name = inside
	if i := bytes.IndexAny(inside, " \t\r\n"); i >= 0 {
		t.name, t.attrs = inside[:i], inside[i+1:]
	}
	if i := bytes.IndexByte(t.name, ':'); i >= 0 {
		t.name = t.name[i+1:]
	}
	if len(t.name) == 0 {
		return t, false, errXML
	}
	return t, false, nil
}

// odd reports whether a tag ends inside quotes.
func odd(tag []byte) bool {
	var quote byte
	for _, c := range tag {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote != 0
}

// endless turns the end of the file inside a tag into an error of the file.
func endless(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// index finds what is sought from an offset on, reading on as far as it must.
func (s *scanner) index(sought []byte, from int) (int, error) {
	for {
		if from < s.end-s.at {
			if i := bytes.Index(s.buf[s.at+from:s.end], sought); i >= 0 {
				return from + i, nil
			}
			from = max(from, s.end-s.at-len(sought)+1)
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// more reads on, keeping what has not been handed out.
func (s *scanner) more() error {
	if s.done {
		return io.EOF
	}
	if s.at > 0 {
		copy(s.buf, s.buf[s.at:s.end])
		s.at, s.end = 0, s.end-s.at
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= 2*largestToken {
			return errTooLarge
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.r.Read(s.buf[s.end:])
	s.end += n
	switch {
	case n > 0:
		return nil // the error, if it stays, comes again
	case errors.Is(err, io.EOF):
		s.done = true
		return io.EOF
	case err != nil:
		return err
	}
	return nil
}

// attribute is the value of an attribute of a tag, or nil. Values that matter
// here (names of cells, numbers) hold no entity.
func (t token) attribute(name string) []byte {
	rest := t.attrs
	for len(rest) > 0 {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimSpace(rest[:eq])
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : end+1]
		}
		rest = rest[end+2:]
	}
	return nil
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// appendText adds the text of a token, with its entities read and lines ended
// with \n alone; an entity that is none stays as it is.
func appendText(to []byte, t token) []byte {
	text := t.text
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	for !t.raw {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			break
		}
		to, text = append(to, text[:i]...), text[i:]
		end := bytes.IndexByte(text, ';')
		if end < 0 {
			break
		}
		name := string(text[1:end])
		if r, ok := characterReference(name); ok {
			to = utf8.AppendRune(to, r)
		} else if said, ok := entities[name]; ok {
			to = append(to, said...)
		} else {
			to = append(to, text[:end+1]...)
		}
		text = text[end+1:]
	}
	return append(to, text...)
}

func characterReference(name string) (rune, bool) {
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// unescapeCells reads the _x000D_ that spreadsheets write for letters that XML
// does not hold, from an offset on.
func unescapeCells(b []byte, from int) []byte {
	i := bytes.Index(b[from:], []byte("_x"))
	if i < 0 {
		return b
	}
	in := append([]byte(nil), b[from+i:]...)
	out := b[:from+i]
	for len(in) > 0 {
		if len(in) >= 7 && in[0] == '_' && in[1] == 'x' && in[6] == '_' {
			if n, err := strconv.ParseUint(string(in[2:6]), 16, 16); err == nil && n != 0 && utf8.ValidRune(rune(n)) {
				out, in = utf8.AppendRune(out, rune(n)), in[7:]
				continue
			}
		}
		out, in = append(out, in[0]), in[1:]
	}
	return out
}
