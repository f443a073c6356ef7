package layout

import (
	"strings"

	"giaouoc/internal/document"
	"giaouoc/internal/font"
	"giaouoc/internal/vn"
)

// Layout is a document as it is set.
type Layout struct {
	Title    string // for the properties of the file
	Author   string
	Language string // "vi-VN"
	Made     vn.Date
	Sections []Section
	Notes    []string // below every page
}

// Section is some pages of one paper; its pages are numbered from 1.
type Section struct {
	Width, Height            float64
	Top, Bottom, Left, Right float64
	Blocks                   []Block
}

// Inner is how wide a line may be.
func (s Section) Inner() float64 { return s.Width - s.Left - s.Right }

// Landscape reports whether the paper lies on its long side.
func (s Section) Landscape() bool { return s.Width > s.Height }

// Block is a paragraph or a table.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Paragraph is a text in a style. One with a Rule has no text: it is a line of this
// length in the middle.
type Paragraph struct {
	Style *Style
	Align document.Align // instead of the style's; empty: the style's
	Runs  []Run
	Rule  float64
	Keep  bool // stays on the page of what follows
}

// Run is a piece of a paragraph in one face.
type Run struct {
	Text         string
	Bold, Italic bool
}

// Table is a table of equal right to be a list or a frame: without Lines it only
// puts texts side by side.
type Table struct {
	Widths []float64
	Head   int // how many rows are repeated on every page
	Rows   []Row
	Lines  bool
}

// Row never breaks over two pages unless it is higher than one. Keep holds it on
// the page of the next row.
type Row struct {
	Cells []Cell
	Keep  bool
}

// Cell is one cell; Span is over how many columns it goes (0 and 1: one). Down begins
// a cell that goes on in the next row, where Under stands in its place.
type Cell struct {
	Paragraphs  []Paragraph
	Span        int
	Down, Under bool
}

// The padding of the cells of a list, on both sides and above and below.
const (
	PadSide = 4.0
	PadLine = 2.0
)

// The room of a line in the middle: above it, and below it. Edge is how far the
// number of a page and the notes stand from the edge of the paper; the decree asks
// for the middle of the margin.
const (
	RuleAbove = 2.0
	RuleBelow = 3.0
	Edge      = 21.0
)

// mm is a length in points.
func mm(v float64) float64 { return v * 72 / 25.4 }

func taken(name string) float64 { return document.Taken(name) }

// portrait is the paper of a document; landscape that of a wide appendix.
func portrait() Section {
	return Section{
		Width: mm(taken("paper_width")), Height: mm(taken("paper_height")),
		Top: mm(taken("top")), Bottom: mm(taken("bottom")), Left: mm(taken("left")), Right: mm(taken("right")),
	}
}

// landscape turns the paper; the decree names the margins by where they are, and they
// stay there.
func landscape() Section {
	p := portrait()
	p.Width, p.Height = p.Height, p.Width
	return p
}

// clean is a text as paper can hold it: composed, in one line, without letters that
// no text has.
func clean(text string) string {
	text = vn.NFC(vn.Legible(text))
	if strings.ContainsAny(text, "\n\r\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	return text
}

// runs of one face, without empty ones.
func runs(list ...Run) []Run {
	var kept []Run
	for _, r := range list {
		if r.Text = clean(r.Text); r.Text != "" {
			kept = append(kept, r)
		}
	}
	return kept
}

func paragraph(s *Style, text string) Paragraph {
	return Paragraph{Style: s, Runs: runs(Run{text, s.Bold, s.Italic})}
}

func block(p Paragraph) Block { return Block{Paragraph: &p} }

// widthOf is how wide a text is in a style; the faces are a part of the program, so
// that one that cannot be read measures nothing and Compose says so.
func widthOf(s *Style, text string) float64 {
	f, err := font.Of(s.Bold, s.Italic)
	if err != nil {
		return 0
	}
	return f.Width(clean(text), s.Size)
}
