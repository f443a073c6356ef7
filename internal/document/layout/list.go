package layout

import (
	"strings"

	"giaouoc/internal/document"
)

// listing is a table with lines. Its letters are 12, or 10 when it asks for less.
func (s *Section) listing(t *document.Table) {
	if t == nil || len(t.Columns) == 0 {
		return
	}
	head, cells := CellHead, Cells
	if t.Size > 0 && t.Size < 12 {
		head, cells = SmallHead, SmallCells
	}
	out := Table{Lines: true, Widths: widths(t.Columns, head, s.Inner()), Rows: make([]Row, 0, len(t.Rows)+2)}
	out.Rows = append(out.Rows, headRows(t.Columns, head)...)
	out.Head = len(out.Rows)
	for i, texts := range t.Rows {
		row := Row{Cells: make([]Cell, len(t.Columns))}
		for j := range t.Columns {
			text := ""
			if j < len(texts) {
				text = texts[j]
			}
			p := paragraph(cells, text)
			if t.Bold[i] {
				for k := range p.Runs {
					p.Runs[k].Bold = true
				}
			}
			if a := t.Columns[j].Align; a != "" {
				p.Align = a
			}
			row.Cells[j].Paragraphs = []Paragraph{p}
		}
		out.Rows = append(out.Rows, row)
	}
	s.table(out)
	s.add(paragraph(Space, ""))
}

// headRows is the head of a list: one row, or two when columns stand in groups.
func headRows(columns []document.Column, head *Style) []Row {
	grouped := false
	for _, c := range columns {
		grouped = grouped || c.Group != ""
	}
	var above, below Row
	for i := 0; i < len(columns); i++ {
		c := columns[i]
		text := []Paragraph{paragraph(head, c.Title)}
		if c.Group == "" {
			above.Cells = append(above.Cells, Cell{Paragraphs: text, Down: grouped})
			below.Cells = append(below.Cells, Cell{Paragraphs: []Paragraph{paragraph(head, "")}, Under: true})
			continue
		}
		group := Cell{Paragraphs: []Paragraph{paragraph(head, c.Group)}}
		for ; i < len(columns) && columns[i].Group == c.Group; i++ {
			group.Span++
			below.Cells = append(below.Cells, Cell{Paragraphs: []Paragraph{paragraph(head, columns[i].Title)}})
		}
		i--
		above.Cells = append(above.Cells, group)
	}
	if !grouped {
		return []Row{above}
	}
	above.Keep = true
	return []Row{above, below}
}

// widths shares a line among columns by their weights. A column is never narrower
// than the longest word of its head; what it takes more, the others give.
func widths(columns []document.Column, head *Style, inner float64) []float64 {
	list, least := make([]float64, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		for _, word := range strings.Fields(c.Title) {
			least[i] = max(least[i], widthOf(head, word)+2*PadSide+1)
		}
	}
	fixed := make([]bool, len(columns))
	for range columns {
		room, weight := inner, 0.0
		for i, c := range columns {
			if fixed[i] {
				room -= list[i]
			} else {
				weight += max(c.Weight, 0.01)
			}
		}
		again := false
		for i, c := range columns {
			if fixed[i] {
				continue
			}
			list[i] = room * max(c.Weight, 0.01) / weight
			if list[i] < least[i] {
				list[i], fixed[i], again = least[i], true, true
			}
		}
		if !again {
			break
		}
	}
	return list
}
