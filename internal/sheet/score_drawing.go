package sheet

import (
	"fmt"
	"math/big"
	"strings"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

// Drawing is a picture of one row for each thing it compares: the name and the
// figure, which wrap on a narrow screen, and under them an SVG as wide as its
// place, whose lengths across are percents.
type Drawing struct {
	Key, Title string
	Legend     []Legend
	Rows       []DrawingRow
}

// DrawingRow is one thing compared: its name, its figure, and its shapes.
type DrawingRow struct {
	Label, Value string
	Shapes       []Shape
}

// Words are the figures for those who do not see the picture.
func (d *Drawing) Words() string {
	var all []string
	for _, row := range d.Rows {
		all = append(all, row.Label+": "+row.Value)
	}
	return strings.Join(all, "; ") + "."
}

// Legend says what the shapes of a class are.
type Legend struct{ Class, Text string }

// Shape is one element of an SVG.
type Shape struct {
	Kind    string // rect, line, circle
	Class   string
	X, Wide string
}

func across(share float64) string { return fmt.Sprintf("%.2f%%", 100*share) }

func (d *Drawing) row(label, value string) *DrawingRow {
	d.Rows = append(d.Rows, DrawingRow{Label: label, Value: value})
	return &d.Rows[len(d.Rows)-1]
}

// rect is a bar from one share of the width to another, in either order.
func (r *DrawingRow) rect(class string, from, to float64) {
	from, to = min(from, to), max(from, to)
	r.Shapes = append(r.Shapes, Shape{"rect", class, across(from), across(to - from)})
}

// line lies flat in the middle; its Wide is where it ends.
func (r *DrawingRow) line(class string, from, to float64) {
	r.Shapes = append(r.Shapes, Shape{"line", class, across(from), across(to)})
}

func (r *DrawingRow) dot(class string, at float64) {
	r.Shapes = append(r.Shapes, Shape{Kind: "circle", Class: class, X: across(at)})
}

// zero stands upright through the row.
func (r *DrawingRow) zero(at float64) {
	r.Shapes = append(r.Shapes, Shape{Kind: "zero", X: across(at)})
}

// float is a fraction on a drawing, where a hair's breadth does not matter.
func float(x *big.Rat) float64 {
	f, _ := x.Float64()
	return f
}

// draw is the picture of a part, nil when the part could not be had.
func (a *ScoreAnswer) draw(part ranking.Part) *Drawing {
	d := &Drawing{Key: part.Key, Title: part.Finding}
	c := a.Certificate
	switch {
	case part.Key == "severity" && c.Severity != nil:
		a.drawSeverity(d)
	case part.Key == "pairwise" && len(c.Neighbours) > 1:
		a.drawPairwise(d)
	case part.Key == "margins" && len(c.Margins) > 0:
		a.drawMargins(d)
	case part.Key == "coalition" && c.Received != nil:
		a.drawCoalition(d)
	case part.Key == "agreement" && c.Agreement != nil && c.Agreement.Alpha != nil:
		a.drawAgreement(d)
	case part.Key == "intervals" && c.Intervals != nil:
		a.drawIntervals(d)
	default:
		return nil
	}
	return d
}

// drawRanking draws the value each unit is ranked by, in the official order.
func (a *ScoreAnswer) drawRanking() *Drawing {
	d := &Drawing{Key: "ranking", Title: a.rankingFinding()}
	values, most, least := map[string]*big.Rat{}, 0.0, 0.0
	for _, s := range a.Standings {
		if s.Value != nil {
			values[s.Unit] = s.Value
			most, least = max(most, float(s.Value)), min(least, float(s.Value))
		}
	}
	if most == least {
		return nil
	}
	decimals, unit := a.Result.Sheet.Decimals, ""
	if a.Result.Sheet.RankBy == scoring.ByPercent {
		decimals, unit = percentDecimals, "%"
	}
	for _, id := range a.Certificate.Official {
		if v := values[id]; v != nil {
			row := d.row(a.rankOf(id)+". "+a.unitName(id), comma(v, decimals)+unit)
			class := "bar"
			if a.rankOf(id) == "1" {
				class = "bar mark"
			}
			row.rect(class, -least/(most-least), (float(v)-least)/(most-least))
		}
	}
	return d
}

func (a *ScoreAnswer) drawSeverity(d *Drawing) {
	s := a.Certificate.Severity
	d.Legend = []Legend{{"ring", "điểm được chấm, so với chung"}, {"dot", "sau khi trừ độ nghiêm"}}
	most := 0.0
	for _, id := range s.Order {
		most = max(most, abs(float(s.Plain[id])), abs(float(s.Value[id])))
	}
	if most == 0 {
		most = 1
	}
	at := func(x *big.Rat) float64 { return .5 + .47*float(x)/most }
	for _, id := range s.Order {
		row := d.row(a.unitName(id), fmt.Sprintf("%s thành %s", comma(s.Plain[id], 2), comma(s.Value[id], 2)))
		row.zero(.5)
		row.line("thread", at(s.Plain[id]), at(s.Value[id]))
		row.dot("ring", at(s.Plain[id]))
		row.dot("dot", at(s.Value[id]))
	}
}

func (a *ScoreAnswer) drawPairwise(d *Drawing) {
	d.Legend = []Legend{{"for", "ý kiến thuận"}, {"against", "ý kiến trái"}}
	for _, o := range a.Certificate.Neighbours {
		row := d.row(a.unitName(o.Above)+" trên "+a.unitName(o.Below), fmt.Sprintf("%s thuận, %s trái", halves(o.For), halves(o.Against)))
		part := float(new(big.Rat).Quo(o.For, new(big.Rat).Add(o.For, o.Against)))
		row.rect("for", 0, part)
		row.rect("against", part, 1)
	}
}

func (a *ScoreAnswer) drawMargins(d *Drawing) {
	d.Legend = []Legend{{"bar", "thanh càng ngắn, hai đơn vị càng sát; cả chiều ngang là 100%"}}
	for _, m := range a.Certificate.Margins {
		label := a.unitName(m.Above) + " trên " + a.unitName(m.Below)
		if m.Delta == nil {
			d.row(label, "bằng điểm ở mọi nhóm")
			continue
		}
		row := d.row(label, comma(new(big.Rat).Mul(m.Delta, big.NewRat(100, 1)), 2)+"%")
		row.rect("rest", 0, 1)
		row.rect("bar", 0, float(m.Delta))
	}
}

func (a *ScoreAnswer) drawCoalition(d *Drawing) {
	d.Legend = []Legend{{"mark", "đứng thứ nhất theo trung bình"}, {"bar", "đơn vị khác"}}
	c := a.Certificate
	most, least := 0.0, 0.0
	for _, v := range c.Received {
		most, least = max(most, float(v)), min(least, float(v))
	}
	if most == least {
		most = least + 1
	}
	for _, id := range c.ReceivedOrder {
		row := d.row(a.unitName(id), comma(c.Received[id], 2))
		class := "bar"
		if id == c.First {
			class = "bar mark"
		}
		row.rect(class, -least/(most-least), (float(c.Received[id])-least)/(most-least))
	}
}

func (a *ScoreAnswer) drawAgreement(d *Drawing) {
	g := a.Certificate.Agreement
	d.Legend = []Legend{{"dot", "con số"}, {"span", "khoảng 95%"}}
	spanned := func(label string, e ranking.Estimate) {
		row := d.row(label, fmt.Sprintf("%s (%s đến %s)", comma2(e.Value), comma2(e.Low), comma2(e.High)))
		inside := func(x float64) float64 { return .02 + .96*max(0, min(1, x)) }
		row.rect("rest thin", .02, .98)
		row.line("span", inside(e.Low), inside(e.High))
		row.dot("dot", inside(e.Value))
	}
	spanned("Độ thống nhất α", *g.Alpha)
	if c := g.Components; c != nil {
		spanned("Do đơn vị được chấm", c.UnitShare)
		spanned("Do người chấm", c.RaterShare)
		spanned("Riêng từng cặp", c.PairShare)
	}
}

func (a *ScoreAnswer) drawIntervals(d *Drawing) {
	d.Legend = []Legend{{"span", "hạng trong chín phần mười số lần thử"}, {"dot", "hạng chính thức"}}
	units := a.Certificate.Intervals.Units
	at := func(rank int) float64 { return .03 + .94*float64(rank-1)/float64(len(units)-1) }
	for _, u := range units {
		said := fmt.Sprintf("hạng %d, từ %d đến %d", u.Rank, u.Low, u.High)
		if u.Low == u.High {
			said = fmt.Sprintf("hạng %d, luôn %d", u.Rank, u.Low)
		}
		row := d.row(a.unitName(u.Unit), said)
		row.rect("rest thin", at(1), at(len(units)))
		row.line("span", at(u.Low), at(u.High))
		row.dot("dot", at(u.Rank))
	}
}

// halves writes a count that may hold a half.
func halves(x *big.Rat) string {
	if x.IsInt() {
		return comma(x, 0)
	}
	return comma(x, 1)
}

func abs(x float64) float64 { return max(x, -x) }

// comma2 writes a figure of the statistics with two decimals.
func comma2(x float64) string {
	r := new(big.Rat)
	r.SetFloat64(x)
	return comma(r, 2)
}
