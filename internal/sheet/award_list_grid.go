package sheet

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// grid is a worksheet of a list in memory: only its rows that hold something.
type grid struct {
	sheet  string
	rows   []gridRow
	merged []cellRange
	full   bool // it has more rows than are read
}

type gridRow struct {
	n     int // from 1
	cells []gridCell
}

type gridCell struct {
	text     string
	kind     cellKind
	look     look
	computed bool
}

func (c gridCell) empty() bool { return c.text == "" && !c.computed }

// cellRange counts columns from 0 and rows from 1.
type cellRange struct{ column, row, toColumn, toRow int }

func (r gridRow) cell(column int) gridCell {
	if column < 0 || column >= len(r.cells) {
		return gridCell{}
	}
	return r.cells[column]
}

func (r gridRow) filled() []int {
	var list []int
	for i, c := range r.cells {
		if !c.empty() {
			list = append(list, i)
		}
	}
	return list
}

// largestGrid bounds the words of a worksheet: one long text can stand in every cell
// of a small file.
const largestGrid = 64 << 20

// readGrid reads a worksheet.
func (b *book) readGrid(s bookSheet) (*grid, error) {
	g, size := &grid{sheet: s.name}, 0
	merged, err := b.rows(s, func(r *cellRow) bool {
		row := gridRow{n: r.n}
		for _, c := range r.cells {
			if c.column >= widestSheet {
				break // far to the right stand notes, not columns of a list
			}
			for len(row.cells) <= c.column {
				row.cells = append(row.cells, gridCell{})
			}
			text := strings.Join(strings.Fields(unescaped(string(r.value(c)))), " ")
			if c.kind == holdsNumber {
				text = untangled(text)
			}
			size += len(text)
			row.cells[c.column] = gridCell{text: text, kind: c.kind, look: c.look, computed: c.computed}
		}
		if len(row.filled()) > 0 {
			g.rows = append(g.rows, row)
		}
		g.full = len(g.rows) > mostAwardRows+100 || size > largestGrid
		return !g.full
	})
	if err != nil {
		return nil, err
	}
	for _, ref := range merged {
		from, to, _ := strings.Cut(ref, ":")
		x, y, errFrom := excelize.CellNameToCoordinates(from)
		u, v, errTo := excelize.CellNameToCoordinates(to)
		if errFrom == nil && errTo == nil {
			g.merged = append(g.merged, cellRange{x - 1, y, u - 1, v})
		}
	}
	return g, nil
}

// head finds the rows of the heads among the first of a worksheet.
func (g *grid) head() *awardHead {
	var best *awardHead
	for i := range g.rows[:min(len(g.rows), deepestHead)] {
		for last := i; last <= i+1 && last < len(g.rows); last++ {
			h := g.headAt(i, last)
			if h.settle() && (best == nil || h.columns() > best.columns() || h.columns() == best.columns() && h.last == best.last) {
				best = h
			}
		}
	}
	return best
}

func (h *awardHead) columns() int { return len(h.at) + len(h.years) }

// headAt reads heads that stand in one row or in two; a head above others stands in
// merged cells.
func (g *grid) headAt(first, last int) *awardHead {
	h := &awardHead{first: first, last: last, at: map[string]int{}, caption: map[int]string{}, yearOf: map[int]int{}}
	wide := max(len(g.rows[first].cells), len(g.rows[last].cells))
	for column := range wide {
		above, head := "", g.rows[first].cell(column).text
		if last > first {
			above, head = g.covering(first, column), g.rows[last].cell(column).text
		}
		key := columnUnder(above, head)
		h.caption[column] = strings.TrimSpace(above + " " + head)
		switch {
		case h.caption[column] == "":
		case strings.HasPrefix(key, "y1"), strings.HasPrefix(key, "y2"):
			h.years = append(h.years, column)
			h.yearOf[column], _ = strconv.Atoi(key[1:]) //nolint:errcheck // four digits, by its expression
		case key == "":
			h.strange = append(h.strange, h.caption[column])
		default:
			if _, twice := h.at[key]; twice {
				h.strange = append(h.strange, h.caption[column])
				continue
			}
			h.at[key] = column
		}
	}
	return h
}

// covering is the text of a cell, or of the merged cells that cover it.
func (g *grid) covering(row, column int) string {
	if text := g.rows[row].cell(column).text; text != "" {
		return text
	}
	n := g.rows[row].n
	for _, m := range g.merged {
		if m.row <= n && n <= m.toRow && m.column <= column && column <= m.toColumn {
			return g.rows[row].cell(m.column).text
		}
	}
	return ""
}
