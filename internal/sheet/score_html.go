package sheet

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

//go:embed score.html
var scoreHTML string

var scorePage = template.Must(template.New("score").Parse(scoreHTML))

// htmlPage is what the page of an answer is drawn from.
type htmlPage struct {
	Name    string
	By      string
	Ranking htmlPart
	Parts   []htmlPart
	Leaves  []htmlTable
}

// htmlPart is a finding with its picture and its table.
type htmlPart struct {
	ranking.Part
	Number  int
	Drawing *Drawing // nil when there is nothing to draw
	Table   htmlTable
}

// htmlTable is a table whose cells know their heading, for narrow screens.
type htmlTable struct {
	Caption string
	Heads   []htmlCell
	Rows    [][]htmlCell
}

type htmlCell struct {
	Text, Head string
	Number     bool
}

// WriteHTML writes one page that needs nothing but itself: the ranking, the
// certificate with its pictures, and every leaf of every unit.
func (a *ScoreAnswer) WriteHTML(w io.Writer) error {
	page := htmlPage{Name: a.Result.Sheet.Name, By: a.rankedBy(), Ranking: a.rankingPart()}
	if page.Name == "" {
		page.Name = "Bảng chấm điểm"
	}
	for i, f := range a.Findings() {
		page.Parts = append(page.Parts, htmlPart{
			Part: f.Part, Number: i + 1, Drawing: f.Drawing,
			Table: inHTML("Số liệu: "+f.Title, append(table{f.Heads}, f.Rows...), f.Right),
		})
	}
	for i := range a.Result.Units {
		u := &a.Result.Units[i]
		page.Leaves = append(page.Leaves, inHTML(named(u.Unit.ID, u.Unit.Name), a.leafTable(u), leafRight))
	}
	if err := scorePage.Execute(w, page); err != nil {
		return fmt.Errorf("write score answer as HTML: %w", err)
	}
	return nil
}

// Finding is one part of the certificate with its picture and its figures.
type Finding struct {
	ranking.Part
	Drawing *Drawing // nil when there is nothing to draw
	Heads   []string
	Rows    [][]string // empty when the part could not be had
	Right   []int      // the columns of numbers
}

// Findings are the six parts of the certificate in their order.
func (a *ScoreAnswer) Findings() []Finding {
	var list []Finding
	for _, part := range a.Certificate.Parts(a.unitName) {
		t := a.certificateTable(part.Key)
		list = append(list, Finding{Part: part, Drawing: a.draw(part), Heads: t.rows[0], Rows: t.rows[1:], Right: t.right})
	}
	return list
}

// rankingPart is the ranking in the official order, the unranked last.
func (a *ScoreAnswer) rankingPart() htmlPart {
	units := a.unitTable()
	rows := table{units[0]}
	for _, id := range a.Certificate.Official {
		i := slices.IndexFunc(a.Standings, func(s ranking.Standing) bool { return s.Unit == id })
		rows = append(rows, units[i+1])
	}
	return htmlPart{
		Part:    ranking.Part{Key: "ranking", Finding: a.rankingFinding()},
		Drawing: a.drawRanking(),
		Table:   inHTML("Kết quả xếp hạng", rows, unitRight),
	}
}

// rankingFinding is who stands first, and whether that may still change.
func (a *ScoreAnswer) rankingFinding() string {
	var first []string
	open := false
	for i, s := range a.Standings {
		if s.Rank == 1 {
			first = append(first, a.unitName(s.Unit))
		}
		open = open || s.Provisional && a.Result.Units[i].Unit.Disqualified == nil
	}
	finding := "Không đơn vị nào được xếp hạng."
	if len(first) > 0 {
		finding = strings.Join(first, ", ") + " đứng thứ nhất."
	}
	if open {
		finding += " Hạng còn tạm thời vì có đơn vị chưa đủ điểm ở mọi tiêu chí."
	}
	return finding
}

func inHTML(caption string, rows table, right []int) htmlTable {
	t := htmlTable{Caption: caption}
	for i, row := range rows {
		var cells []htmlCell
		for j, text := range row {
			cells = append(cells, htmlCell{Text: text, Head: rows[0][j], Number: slices.Contains(right, j)})
		}
		if i == 0 {
			t.Heads = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// rankedBy names what the units are ranked by.
func (a *ScoreAnswer) rankedBy() string {
	if a.Result.Sheet.RankBy == scoring.ByPercent {
		return "tỷ lệ phần trăm điểm được giao"
	}
	return "tổng điểm"
}
