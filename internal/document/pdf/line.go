package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/document"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/font"
)

// line is one line of a paragraph: pieces of one face each, one behind the other. Its
// last piece has no space at its end.
type line struct {
	pieces []piece
	width  float64 // natural
	spaces int
	first  bool // of its paragraph: indented
	last   bool // of its paragraph: not spread
}

type piece struct {
	face  *font.Face
	text  string
	width float64
}

// word is a word with the space before it, perhaps of several faces.
type word struct {
	pieces []piece
	space  float64 // width of the space before it; 0: none
	spacer *font.Face
	width  float64
}

// words takes a paragraph apart at its spaces.
func (p *press) words(g *layout.Paragraph) []word {
	var list []word
	open := word{}
	close := func() {
		if len(open.pieces) > 0 {
			list = append(list, open)
		}
		open = word{}
	}
	for _, r := range g.Runs {
		f := p.faceOf(r.Bold, r.Italic)
		rest := r.Text
		for rest != "" {
			i := strings.IndexByte(rest, ' ')
			text := rest
			if i >= 0 {
				text = rest[:i]
			}
			if text != "" {
				for text != "" {
					n := afterHyphen(text)
					part := printable(f, text[:n])
					w := f.Width(part, g.Style.Size)
					open.pieces = append(open.pieces, piece{f, part, w})
					open.width += w
					if text = text[n:]; text != "" {
						close()
					}
				}
			}
			if i < 0 {
				break
			}
			close()
			open.space += f.Width(" ", g.Style.Size)
			open.spacer = f
			rest = rest[i+1:]
		}
	}
	close()
	return list
}

// afterHyphen is where a text may be broken first: behind a hyphen between two
// letters, as Word does; its length when nowhere.
func afterHyphen(text string) int {
	for i := strings.IndexByte(text, '-'); i >= 0; {
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+1:])
		if unicode.IsLetter(before) && unicode.IsLetter(after) {
			return i + 1
		}
		next := strings.IndexByte(text[i+1:], '-')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return len(text)
}

// printable puts a sign for a letter that the face does not have.
func printable(f *font.Face, text string) string {
	for _, r := range text {
		if !f.Has(r) {
			return strings.Map(func(r rune) rune {
				if f.Has(r) {
					return r
				}
				return font.Instead
			}, text)
		}
	}
	return text
}

// broken breaks a paragraph into lines of a width. A word that is wider than the line
// is broken where it is full.
func (p *press) broken(g *layout.Paragraph, width float64) []line {
	width -= g.Style.Left
	words := p.words(g)
	if len(words) == 0 {
		return []line{{first: true, last: true}}
	}
	var lines []line
	room := width - g.Style.First
	l := line{first: true}
	flush := func() {
		lines = append(lines, l)
		l = line{}
		room = width
	}
	for _, w := range words {
		if len(l.pieces) > 0 && l.width+w.space+w.width > room+0.01 {
			flush()
		}
		for w.width > room+0.01 && len(l.pieces) == 0 {
			var head word
			head, w = split(w, room, g.Style.Size)
			if len(head.pieces) == 0 {
				break
			}
			l.add(head)
			flush()
		}
		l.add(w)
	}
	l.last = true
	return append(lines, l)
}

// add puts a word at the end of the line.
func (l *line) add(w word) {
	if len(l.pieces) > 0 && w.space > 0 {
		l.spaces++
		n := len(l.pieces) - 1
		if l.pieces[n].face == w.spacer {
			l.pieces[n].text += " "
			l.pieces[n].width += w.space
		} else {
			l.pieces = append(l.pieces, piece{w.spacer, " ", w.space})
		}
		l.width += w.space
	}
	for _, q := range w.pieces {
		if n := len(l.pieces) - 1; n >= 0 && l.pieces[n].face == q.face {
			l.pieces[n].text += q.text
			l.pieces[n].width += q.width
		} else {
			l.pieces = append(l.pieces, q)
		}
	}
	l.width += w.width
}

// split takes from a word that is too wide what fits into a line.
func split(w word, room, size float64) (head, rest word) {
	for i, q := range w.pieces {
		if head.width+q.width <= room {
			head.pieces = append(head.pieces, q)
			head.width += q.width
			continue
		}
		cut, wide := 0, 0.0
		for at, r := range q.text {
			wide += q.face.Width(string(r), size)
			if head.width+wide > room {
				break
			}
			cut = at + len(string(r))
		}
		if cut == 0 && len(head.pieces) == 0 {
			cut = len(string([]rune(q.text)[:1]))
		}
		if cut > 0 {
			head.pieces = append(head.pieces, piece{q.face, q.text[:cut], q.face.Width(q.text[:cut], size)})
			head.width += q.face.Width(q.text[:cut], size)
		}
		if cut < len(q.text) {
			rest.pieces = append(rest.pieces, piece{q.face, q.text[cut:], q.face.Width(q.text[cut:], size)})
		}
		rest.pieces = append(rest.pieces, w.pieces[i+1:]...)
		break
	}
	for _, q := range rest.pieces {
		rest.width += q.width
	}
	return head, rest
}

// line prints a line whose top is at y, in a frame that begins at x.
func (p *press) line(g *layout.Paragraph, l *line, x, y, width float64) {
	s := g.Style
	x += s.Left
	width -= s.Left
	if l.first {
		x += s.First
		width -= s.First
	}
	align := g.Align
	if align == "" {
		align = s.Align
	}
	spread := 0.0
	switch {
	case align == document.Centre:
		x += (width - l.width) / 2
	case align == document.Right:
		x += width - l.width
	case align == document.Justify && !l.last && l.spaces > 0:
		spread = (width - l.width) / float64(l.spaces)
	}
	base := y + s.Size*font.Ascent // what a line has beyond its letters stands below, as in LibreOffice
	for _, q := range l.pieces {
		p.use(q.face, s.Size)
		wide := q.width + spread*float64(strings.Count(q.text, " "))
		if spread > 0 && strings.Contains(q.text, " ") {
			p.SetXY(x, base-0.3*s.Size)
			p.CellFormat(wide, 0, q.text, "", 0, "J", false, 0, "")
		} else {
			p.Text(x, base, q.text)
		}
		x += wide
	}
}
