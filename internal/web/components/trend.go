package components

import "strconv"

// Point is one value of a trend.
type Point struct {
	When    string // "2021"
	Value   float64
	Text    string // "10,34"
	Missing bool   // no value is known: the line has a gap here
}

// Series is the trend of one member.
type Series struct {
	Label     string
	Points    []Point // the same times in every series
	Highlight bool
}

// TrendProps is the trend of each member, side by side on one scale.
type TrendProps struct {
	ChartProps
	Series []Series
}

func (p TrendProps) scale() scale {
	var values []float64
	for _, s := range p.Series {
		for _, pt := range s.Points {
			if !pt.Missing {
				values = append(values, pt.Value)
			}
		}
	}
	return newScale(values)
}

// Geometry of one small chart, in em: room for a label above the highest
// point, the field of the lines, and the line of years under it.
const (
	trendTop    = 1.7
	trendField  = 5.0
	trendHeight = trendTop + trendField + 1.7
)

// trendDot is a point with its place.
type trendDot struct {
	Point
	x, y   float64 // per cent across, em down
	anchor string  // class that says how its letters hang on it
	named  bool    // its value is written
}

// dots places the known points of a series.
func (s Series) dots(on scale) []trendDot {
	out := make([]trendDot, len(s.Points))
	last := len(s.Points) - 1
	few := last < 4
	for i, pt := range s.Points {
		d := trendDot{Point: pt, x: 50, anchor: "mid"}
		if last > 0 {
			d.x = 4 + 92*float64(i)/float64(last)
			switch i {
			case 0:
				d.anchor = "start"
			case last:
				d.anchor = "end"
			}
		}
		d.y = trendTop + trendField*(1-on.at(pt.Value)/100)
		d.named = !pt.Missing && (few || i == 0 || i == last || s.alone(i))
		out[i] = d
	}
	return out
}

// alone reports whether a point has no neighbour to be joined with.
func (s Series) alone(i int) bool {
	before := i > 0 && !s.Points[i-1].Missing
	after := i < len(s.Points)-1 && !s.Points[i+1].Missing
	return !before && !after
}

// labelX is where letters of a point stand: the outer ones inside the drawing.
func (d trendDot) labelX() string {
	switch d.anchor {
	case "start":
		return "0"
	case "end":
		return "100%"
	default:
		return percent(d.x)
	}
}

func (s Series) words() string {
	text := s.Label + ":"
	for i, pt := range s.Points {
		if i > 0 {
			text += ","
		}
		if pt.Missing {
			text += " năm " + pt.When + " chưa có số liệu"
		} else {
			text += " năm " + pt.When + " " + pt.Text
		}
	}
	return text
}

func (p TrendProps) gaps() bool {
	for _, s := range p.Series {
		for _, pt := range s.Points {
			if pt.Missing {
				return true
			}
		}
	}
	return false
}

func (p TrendProps) table() TableProps {
	t := TableProps{ID: p.ID + "-bang", Caption: p.Finding, Quiet: true, Xlsx: p.Xlsx, Columns: []Column{{Head: or(p.NameHead, "Đơn vị")}}}
	if len(p.Series) > 0 {
		for _, pt := range p.Series[0].Points {
			t.Columns = append(t.Columns, Column{Head: pt.When, Unit: p.Unit, Number: true})
		}
	}
	for _, s := range p.Series {
		r := Row{Mine: s.Highlight, Cells: []Cell{{Text: s.Label}}}
		for _, pt := range s.Points {
			c := Cell{Text: pt.Text}
			if pt.Missing {
				c.Missing = "chưa có"
			}
			r.Cells = append(r.Cells, c)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func multipleID(id string, i int) string { return id + "-" + strconv.Itoa(i+1) }

func zeroLine(on scale) string { return em(trendTop + trendField*(1-on.at(0)/100)) }
