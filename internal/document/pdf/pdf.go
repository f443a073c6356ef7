// Package pdf writes a set document as PDF, so that it looks like the file of Word
// that was set from the same layout: the same breaks of lines, the same repeated heads
// of tables, the number of the page in the middle of the upper margin.
//
// Its text can be selected, searched and copied as it is written; headings are
// bookmarks; title, issuer and language stand in its properties. The same layout gives
// the same bytes.
//
// What never happens: a signature on a page of its own, a row of a list over two
// pages unless it is higher than a page.
//
// Served: Decree 30/2020/NĐ-CP, Annex I.
package pdf

import (
	"fmt"
	"io"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"giaouoc/internal/document/layout"
	"giaouoc/internal/font"
)

const family = "LiberationSerif"

// undated stands in the properties of a document without a day.
var undated = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Write writes the document. An error is that of w, or ours.
func Write(w io.Writer, l *layout.Layout) error {
	f := fpdf.New("P", "pt", "A4", "")
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetCellMargin(0)
	f.SetMargins(0, 0, 0)
	f.SetTitle(l.Title, true)
	f.SetAuthor(l.Author, true)
	f.SetCreator("Giao Ước", true)
	f.SetProducer("Giao Ước", true)
	f.SetLang(l.Language)
	made := undated
	if !l.Made.IsZero() {
		made = time.Date(l.Made.Year(), time.Month(l.Made.Month()), l.Made.Day(), 0, 0, 0, 0, time.UTC)
	}
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetLineWidth(0.5)
	p := &press{Fpdf: f, notes: l.Notes, loaded: map[string]bool{}}
	for i := range l.Sections {
		if err := p.section(&l.Sections[i]); err != nil {
			return err
		}
	}
	if err := f.Output(w); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// press prints one section after the other.
type press struct {
	*fpdf.Fpdf
	notes  []string
	loaded map[string]bool // faces
	at     *layout.Section
	number int     // of the page in its section
	y      float64 // where the next block begins
	err    error   // a face that cannot be read
	face   string
	size   float64
	outer  int // the level of the last bookmark
}

// use chooses a face; the first use of one puts it into the file.
func (p *press) use(f *font.Face, size float64) {
	if !p.loaded[f.Style] {
		p.AddUTF8FontFromBytes(family, f.Style, append([]byte(nil), f.TTF...))
		p.loaded[f.Style] = true
		p.face = "-"
	}
	if p.face != f.Style || p.size != size {
		p.SetFont(family, f.Style, size)
		p.face, p.size = f.Style, size
	}
}

// faceOf is a run's; an error is kept for the end of the section.
func (p *press) faceOf(bold, italic bool) *font.Face {
	f, err := font.Of(bold, italic)
	if err != nil {
		p.err = err
		return &font.Face{}
	}
	return f
}

func (p *press) section(s *layout.Section) error {
	p.at, p.number = s, 0
	p.newPage()
	for i := 0; i < len(s.Blocks); i++ {
		if t := s.Blocks[i].Table; t != nil {
			p.table(t)
			continue
		}
		p.paragraph(i)
	}
	if p.err != nil {
		return fmt.Errorf("set a text: %w", p.err)
	}
	if err := p.Error(); err != nil {
		return fmt.Errorf("set a page: %w", err)
	}
	return nil
}

func (p *press) bottom() float64 { return p.at.Height - p.at.Bottom }

func (p *press) newPage() {
	p.number++
	p.AddPageFormat("P", fpdf.SizeType{Wd: p.at.Width, Ht: p.at.Height})
	p.face = "-"
	p.y = p.at.Top
	if p.number > 1 {
		p.put(layout.PageNumber, fmt.Sprint(p.number), layout.Edge)
	}
	foot := p.at.Height - layout.Edge
	for i := len(p.notes) - 1; i >= 0; i-- {
		g := inStyle(layout.Note, p.notes[i])
		foot -= float64(len(p.broken(&g, p.at.Inner()))) * lineHeight(layout.Note)
		p.put(layout.Note, p.notes[i], foot)
	}
}

// put prints a text in the middle of the page.
func (p *press) put(s *layout.Style, text string, y float64) {
	g := inStyle(s, text)
	for _, l := range p.broken(&g, p.at.Inner()) {
		p.line(&g, &l, p.at.Left, y, p.at.Inner())
		y += lineHeight(s)
	}
}

func inStyle(s *layout.Style, text string) layout.Paragraph {
	return layout.Paragraph{Style: s, Runs: []layout.Run{{Text: text, Bold: s.Bold, Italic: s.Italic}}}
}

// paragraph prints the block of this index, and goes to the next page where it does
// not fit.
func (p *press) paragraph(i int) {
	g := p.at.Blocks[i].Paragraph
	if g.Rule > 0 {
		p.rule(g.Rule, p.at.Left, p.at.Inner(), p.y)
		p.y += ruleHeight
		return
	}
	lines := p.broken(g, p.at.Inner())
	height := lineHeight(g.Style)
	if p.y > p.at.Top {
		p.y += g.Style.Before
	}
	keeps := g.Keep || g.Style.Keep
	for len(lines) > 0 {
		room := int((p.bottom() - p.y + 0.01) / height)
		n := whole(len(lines), room)
		if keeps && n == len(lines) && p.y > p.at.Top {
			if need := p.following(i + 1); p.y+float64(n)*height+g.Style.After+need > p.bottom()+0.01 {
				n = whole(len(lines), min(room, len(lines)-2))
			}
		}
		if n == 0 && p.y > p.at.Top {
			p.newPage()
			continue
		}
		n = max(n, 1)
		for k := range lines[:n] {
			if k == 0 {
				p.bookmark(g)
			}
			p.line(g, &lines[k], p.at.Left, p.y, p.at.Inner())
			p.y += height
		}
		if lines = lines[n:]; len(lines) > 0 {
			p.newPage()
		}
	}
	p.y += g.Style.After
}

// whole is how many of n lines may stand where there is room for some: not the first
// alone below, nor the last alone above.
func whole(n, room int) int {
	switch {
	case room >= n:
		return n
	case n-room == 1:
		room--
	}
	if room < 2 {
		return 0
	}
	return room
}

// following is the height that has to stand on the page of a block that keeps with
// the next one.
func (p *press) following(i int) float64 {
	if i >= len(p.at.Blocks) {
		return 0
	}
	b := p.at.Blocks[i]
	if b.Table != nil {
		h := 0.0
		for k := range b.Table.Rows {
			h += p.rowHeight(b.Table, k)
			if k >= b.Table.Head && !b.Table.Rows[k].Keep {
				break
			}
		}
		return h
	}
	g := b.Paragraph
	if g.Rule > 0 {
		return ruleHeight + p.following(i+1)
	}
	n := len(p.broken(g, p.at.Inner()))
	if g.Keep || g.Style.Keep {
		return g.Style.Before + float64(n)*lineHeight(g.Style) + g.Style.After + p.following(i+1)
	}
	if n > 3 {
		n = 2
	}
	return g.Style.Before + float64(n)*lineHeight(g.Style)
}

// bookmark lists a heading.
func (p *press) bookmark(g *layout.Paragraph) {
	level := g.Style.Outline - 1
	if level < 0 {
		return
	}
	text := ""
	for _, r := range g.Runs {
		text += r.Text
	}
	if text == "" {
		return
	}
	p.outer = min(level, p.outer+1) // no level may be left out
	p.use(p.faceOf(false, false), g.Style.Size)
	p.Bookmark(text, p.outer, p.y)
}

const ruleHeight = layout.RuleAbove + 0.75 + layout.RuleBelow

func (p *press) rule(length, x, width, y float64) {
	x += (width - length) / 2
	p.SetLineWidth(0.75)
	p.Line(x, y+layout.RuleAbove+0.375, x+length, y+layout.RuleAbove+0.375)
	p.SetLineWidth(0.5)
}

// lineHeight is in whole twips, a twentieth of a point, as Word and LibreOffice count:
// over the rows of a long list the rest would come to a row more on a page.
func lineHeight(s *layout.Style) float64 {
	single := math.Round(s.Size * font.Height * 20)
	return math.Round(single*s.Line) / 20
}
