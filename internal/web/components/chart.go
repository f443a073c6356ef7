package components

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// ChartProps is what every chart has around its drawing.
type ChartProps struct {
	ID        string // unique on the page
	Finding   string // what the reader should see, as a sentence: the chart's title
	What      string // what is measured, of whom, when, in what unit
	Desc      string // for readers who do not see the drawing; made from the values when empty
	NameHead  string // head of the table's first column: "Thành phố"
	ValueHead string // head of its second: "Tăng GRDP"
	Unit      string // "%", "tỷ đồng"
	Source    SourceProps
	Xlsx      string
}

// Bar is one value of a bar chart.
type Bar struct {
	Label     string
	Value     float64
	Text      string // the value as pages write it: "10,34%"
	Highlight bool   // one bar of a chart at most
	Missing   string // why there is no value; the bar stands last, without length
}

// BarProps is a chart of one value each.
type BarProps struct {
	ChartProps
	Bars      []Bar
	KeepOrder bool    // the given order means something; sorted from large to small otherwise
	Full      float64 // what a bar across the whole stands for; the largest value when 0
}

// scale is the scale of the bars, zero and Full on it.
func (p BarProps) scale() scale {
	values := []float64{p.Full}
	for _, b := range p.Bars {
		if b.Missing == "" {
			values = append(values, b.Value)
		}
	}
	return newScale(values)
}

func (p BarProps) sorted() []Bar {
	bars := slices.Clone(p.Bars)
	slices.SortStableFunc(bars, func(a, b Bar) int {
		if (a.Missing == "") != (b.Missing == "") {
			return cmp.Compare(len(a.Missing), len(b.Missing))
		}
		if p.KeepOrder {
			return 0
		}
		return cmp.Compare(b.Value, a.Value)
	})
	return bars
}

// scale maps values to per cent of a line; zero is always on it.
type scale struct{ low, high float64 }

func newScale(values []float64) scale {
	s := scale{}
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	if s.low == s.high {
		s.high = 1
	}
	return s
}

func (s scale) at(v float64) float64 { return (v - s.low) / (s.high - s.low) * 100 }

// span is where a bar from zero to v begins and how long it is, in per cent.
func (s scale) span(v float64) (start, length float64) {
	zero, end := s.at(0), s.at(v)
	return min(zero, end), max(zero, end) - min(zero, end)
}

// percent and em write lengths the way SVG attributes take them.
func percent(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }
func em(v float64) string      { return strconv.FormatFloat(v, 'f', 2, 64) + "em" }

// barRow is the height of one bar with its label, in em.
const barRow = 3.1

func (p ChartProps) describe(values []string) string {
	if p.Desc != "" {
		return p.Desc
	}
	return p.What + ". " + strings.Join(values, "; ") + "."
}

func barWords(bars []Bar) []string {
	out := make([]string, len(bars))
	for i, b := range bars {
		out[i] = b.Label + " " + or(b.Missing, b.Text)
	}
	return out
}

func (p BarProps) table() TableProps {
	t := TableProps{
		ID: p.ID + "-bang", Caption: p.Finding, Quiet: true, Xlsx: p.Xlsx,
		Columns: []Column{{Head: or(p.NameHead, "Đơn vị")}, {Head: or(p.ValueHead, "Giá trị"), Unit: p.Unit, Number: true}},
	}
	for _, b := range p.sorted() {
		t.Rows = append(t.Rows, Row{Mine: b.Highlight, Cells: []Cell{{Text: b.Label}, {Text: b.Text, Missing: b.Missing}}})
	}
	return t
}

// Share is one part of a whole.
type Share struct {
	Label string
	Value float64 // in the unit of the whole
	Text  string  // "51,4%"
	Rest  bool    // what is left of the whole: drawn quiet, always last
}

// ShareProps is one whole and its parts, as one bar.
type ShareProps struct {
	ChartProps
	Parts []Share // together the whole
}

// shareSlot is a part with its place on the bar, in per cent.
type shareSlot struct {
	Share
	class       string
	start, long float64
}

func (p ShareProps) slots() []shareSlot {
	var total float64
	for _, s := range p.Parts {
		total += s.Value
	}
	if total <= 0 {
		return nil
	}
	parts := slices.Clone(p.Parts)
	slices.SortStableFunc(parts, func(a, b Share) int {
		if a.Rest != b.Rest {
			if a.Rest {
				return 1
			}
			return -1
		}
		return cmp.Compare(b.Value, a.Value)
	})
	out := make([]shareSlot, len(parts))
	at := 0.0
	for i, s := range parts {
		class := "seg-" + strconv.Itoa(min(i, 5)+1)
		if s.Rest {
			class = "seg-rest"
		}
		long := s.Value / total * 100
		out[i] = shareSlot{Share: s, class: class, start: at, long: long}
		at += long
	}
	return out
}

func (p ShareProps) words() []string {
	slots := p.slots()
	out := make([]string, len(slots))
	for i, s := range slots {
		out[i] = s.Label + " " + s.Text
	}
	return out
}

func (p ShareProps) table() TableProps {
	t := TableProps{
		ID: p.ID + "-bang", Caption: p.Finding, Quiet: true, Xlsx: p.Xlsx,
		Columns: []Column{{Head: or(p.NameHead, "Phần")}, {Head: or(p.ValueHead, "Tỷ trọng"), Unit: p.Unit, Number: true}},
	}
	for _, s := range p.slots() {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: s.Label}, {Text: s.Text}}})
	}
	return t
}
