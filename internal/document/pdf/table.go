package pdf

import (
	"giaouoc/internal/document/layout"
)

// lined is what the lines of a table add to the height of a row.
const lined = 0.5

// table prints a table; its head stands on every page that it reaches.
func (p *press) table(t *layout.Table) {
	heights := make([]float64, len(t.Rows))
	for i := range t.Rows {
		heights[i] = p.rowHeight(t, i)
	}
	head := 0.0
	for _, h := range heights[:t.Head] {
		head += h
	}
	last := 0.0 // the line below the last row of a page
	if t.Lines {
		last = lined
	}
	for i := 0; i < len(t.Rows); i++ {
		need := heights[i] + last
		for k := i; k < len(t.Rows)-1 && (t.Rows[k].Keep || k < t.Head); k++ {
			need += heights[k+1]
		}
		if p.y+need > p.bottom()+0.01 && p.y > p.at.Top {
			full := p.at.Top + 0.01
			if i >= t.Head {
				full += head
			}
			if p.y > full || i < t.Head {
				p.newPage()
				if i >= t.Head {
					p.head(t, heights)
				}
			}
		}
		if p.y+heights[i] > p.bottom()+0.01 {
			p.long(t, i, heights)
			continue
		}
		p.row(t, i, heights, p.y, 0, -1)
		p.y += heights[i]
	}
}

func (p *press) head(t *layout.Table, heights []float64) {
	for i := range t.Head {
		p.row(t, i, heights, p.y, 0, -1)
		p.y += heights[i]
	}
}

// long prints a row that is higher than the page, some lines of every cell at a time.
func (p *press) long(t *layout.Table, i int, heights []float64) {
	most := 0
	for _, c := range t.Rows[i].Cells {
		most = max(most, p.linesIn(t, i, &c))
	}
	from := 0
	for from < most {
		size := p.tallest(t, i)
		n := max(1, int((p.bottom()-p.y-2*layout.PadLine)/size))
		part := append([]float64(nil), heights...)
		part[i] = float64(min(n, most-from))*size + 2*layout.PadLine + lined
		p.row(t, i, part, p.y, from, from+n)
		p.y += part[i]
		if from += n; from < most {
			p.newPage()
			p.head(t, heights)
		}
	}
}

// tallest is the highest line in a row.
func (p *press) tallest(t *layout.Table, i int) float64 {
	h := 1.0
	for _, c := range t.Rows[i].Cells {
		for _, g := range c.Paragraphs {
			h = max(h, lineHeight(g.Style))
		}
	}
	return h
}

func (p *press) linesIn(t *layout.Table, i int, c *layout.Cell) int {
	n := 0
	for k := range c.Paragraphs {
		n += len(p.broken(&c.Paragraphs[k], p.cellWidth(t, i, c)-2*layout.PadSide))
	}
	return n
}

// cellWidth finds a cell of a row and adds up its columns.
func (p *press) cellWidth(t *layout.Table, i int, c *layout.Cell) float64 {
	column := 0
	for k := range t.Rows[i].Cells {
		other := &t.Rows[i].Cells[k]
		span := max(1, other.Span)
		if sameCell(other, c) {
			return sum(t.Widths[column : column+span])
		}
		column += span
	}
	return t.Widths[0]
}

func sameCell(a, b *layout.Cell) bool {
	return len(a.Paragraphs) > 0 && len(b.Paragraphs) > 0 && &a.Paragraphs[0] == &b.Paragraphs[0]
}

func sum(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total
}

// rowHeight is the height of its highest cell. One that goes on below asks for none
// itself: its rows are high enough for a head of a list.
func (p *press) rowHeight(t *layout.Table, i int) float64 {
	most := 0.0
	column := 0
	for k := range t.Rows[i].Cells {
		c := &t.Rows[i].Cells[k]
		span := max(1, c.Span)
		width := sum(t.Widths[column : column+span])
		column += span
		h := p.cellHeight(c, width)
		if c.Down && i+1 < len(t.Rows) {
			h -= p.rowHeight(t, i+1) // what it needs beyond the row below
		}
		if !c.Under {
			most = max(most, h)
		}
	}
	if t.Lines {
		most += lined
	}
	return most
}

func (p *press) cellHeight(c *layout.Cell, width float64) float64 {
	h := 0.0
	for k := range c.Paragraphs {
		g := &c.Paragraphs[k]
		if g.Rule > 0 {
			h += ruleHeight
			continue
		}
		h += g.Style.Before + float64(len(p.broken(g, width-2*layout.PadSide)))*lineHeight(g.Style) + g.Style.After
	}
	return h
}

// row prints the lines from..to of every cell of a row; to -1: all.
func (p *press) row(t *layout.Table, i int, heights []float64, y float64, from, to int) {
	x := p.at.Left + (p.at.Inner()-sum(t.Widths))/2
	column := 0
	for k := range t.Rows[i].Cells {
		c := &t.Rows[i].Cells[k]
		span := max(1, c.Span)
		width := sum(t.Widths[column : column+span])
		column += span
		height := heights[i]
		if c.Down {
			height += heights[i+1]
		}
		if t.Lines && !c.Under {
			p.Rect(x, y, width, height, "D")
		}
		if !c.Under {
			top := y
			if t.Lines {
				top += lined / 2
			}
			if i < t.Head {
				top += max(0, (height-lined-p.cellHeight(c, width))/2)
			}
			p.cell(c, x+layout.PadSide, top, width-2*layout.PadSide, from, to)
		}
		x += width
	}
}

func (p *press) cell(c *layout.Cell, x, y, width float64, from, to int) {
	n := 0
	for k := range c.Paragraphs {
		g := &c.Paragraphs[k]
		if g.Rule > 0 {
			p.rule(g.Rule, x, width, y)
			y += ruleHeight
			continue
		}
		y += g.Style.Before
		for _, l := range p.broken(g, width) {
			if n >= from && (to < 0 || n < to) {
				p.line(g, &l, x, y, width)
				y += lineHeight(g.Style)
			}
			n++
		}
		y += g.Style.After
	}
}
