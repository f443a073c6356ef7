package web

import (
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// rankingCertificate is the page that says how firm a ranking is.
func (s *Server) rankingCertificate(w http.ResponseWriter, r *http.Request) error {
	var p pages.CertificateProps
	var b *board
	err := s.view(r, func(tx *db.Tx) error {
		look, err := s.lookAtAll(tx, r)
		if err != nil {
			return err
		}
		if b, err = look.board(r); err != nil {
			return err
		}
		p = pages.CertificateProps{
			Frame: s.lookFrame(tx, r, look, "Chứng nhận công bằng năm "+itoa(look.Year.Year)), Base: look.Base,
			Groups: look.groups(b, "/chung-nhan"), Files: look.files(), Provisional: look.Scored.Sheet.State != scoring.Published,
			Seed: ranking.Seed, Draws: vn.Grouped(itoa(ranking.Draws)), Ranking: look.officialTable(b),
		}
		p.Frame.Lead = "Thứ tự này vững đến đâu? Không phần nào dưới đây làm thay đổi hạng: hạng chính thức luôn theo đúng quy chế."
		return nil
	})
	if err != nil {
		return err
	}
	a := b.certified() // after the transaction: it takes a moment
	for _, f := range a.Findings() {
		p.Parts = append(p.Parts, b.part(a, f))
	}
	return s.render(w, r, http.StatusOK, pages.Certificate(p))
}

// board is the ranking that the address asks for; the first where it asks for none.
func (look rankingLook) board(r *http.Request) (*board, error) {
	asked := text(r, "nhom")
	for i, b := range look.Boards {
		if asked == itoa(i+1) || asked == "" {
			return b, nil
		}
	}
	return nil, problem.New(problem.NotFound, "Không có nhóm xếp hạng này.")
}

// groups leads to a page of each group; nothing where there is one ranking.
func (look rankingLook) groups(shown *board, page string) []components.Link {
	if len(look.Boards) < 2 {
		return nil
	}
	var links []components.Link
	for i, b := range look.Boards {
		links = append(links, components.Link{Href: look.Base + page + "?nhom=" + itoa(i+1), Text: b.Group, Current: b == shown})
	}
	return links
}

// places lists the units of a board in the official order, those without a rank
// last, without the units of other groups.
func (look rankingLook) places(b *board) []placed {
	var list []placed
	for i, st := range b.Ranked.Standings {
		id := look.unitID(st.Unit)
		if slices.Contains(b.Units, id) {
			list = append(list, placed{Standing: st, Result: &b.Ranked.Result.Units[i], ID: id})
		}
	}
	slices.SortStableFunc(list, func(x, y placed) int {
		if (x.Rank == 0) != (y.Rank == 0) {
			return y.Rank - x.Rank
		}
		return x.Rank - y.Rank
	})
	return list
}

// placed is a unit on its board.
type placed struct {
	ranking.Standing
	Result *scoring.UnitResult
	ID     string
}

// place is the rank as pages write it.
func (u placed) place() components.Cell {
	switch {
	case u.Result.Unit.Disqualified != nil:
		return components.Cell{Missing: "không xếp hạng"}
	case u.Rank == 0:
		return components.Cell{Missing: "–"}
	case u.Provisional:
		return components.Cell{Text: itoa(u.Rank), Note: "tạm tính"}
	}
	return components.Cell{Text: itoa(u.Rank)}
}

// officialTable is the ranking in short, each unit leading to its own page.
func (look rankingLook) officialTable(b *board) components.TableProps {
	t := components.TableProps{
		ID: "hang", Caption: "Hạng chính thức", Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Hạng", Number: true}, {Head: "Tổng điểm", Number: true}},
	}
	byPercent := b.Bundle.Sheet.RankBy == scoring.ByPercent
	if byPercent {
		t.Columns = append(t.Columns, components.Column{Head: "Tỷ lệ điểm được giao", Unit: "%", Number: true})
	}
	for _, u := range look.places(b) {
		cells := []components.Cell{{Text: u.Result.Unit.Name, Href: look.Base + "/" + u.ID}, u.place(), {Text: points(u.Result.Total, b)}}
		if byPercent {
			cells = append(cells, percentCell(u.Result))
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

func percentCell(u *scoring.UnitResult) components.Cell {
	if p := u.Percent(); p != nil {
		return components.Cell{Text: vn.Grouped(scoring.Format(p, 4))}
	}
	return components.Cell{Missing: "–"}
}

// part is one finding with its pictures.
func (b *board) part(a *sheet.ScoreAnswer, f sheet.Finding) pages.CertificatePart {
	p := pages.CertificatePart{Key: f.Key, Title: f.Title, Finding: f.Finding, Caution: f.Caution, Had: len(f.Rows) > 0}
	if d := f.Drawing; d != nil {
		p.Picture = pictureOf(d)
	}
	if p.Had {
		p.Tables = append(p.Tables, figuresTable(f))
	}
	switch {
	case f.Key == "severity" && a.Certificate.Severity != nil:
		p.Slope = slopeOf(a)
	case f.Key == "pairwise" && p.Had:
		if t := b.pairs(a); t != nil {
			p.Tables = append(p.Tables, *t)
		}
	}
	return p
}

func pictureOf(d *sheet.Drawing) *components.PictureProps {
	p := &components.PictureProps{ID: d.Key + "-hinh", Title: d.Title, Words: d.Words()}
	for _, l := range d.Legend {
		p.Keys = append(p.Keys, components.Key{Class: l.Class, Text: l.Text})
	}
	for _, row := range d.Rows {
		one := components.PictureRow{Label: row.Label, Value: row.Value}
		for _, sh := range row.Shapes {
			one.Shapes = append(one.Shapes, components.Shape{Kind: sh.Kind, Class: sh.Class, X: sh.X, Wide: sh.Wide})
		}
		p.Rows = append(p.Rows, one)
	}
	return p
}

// figuresTable is the table of a finding.
func figuresTable(f sheet.Finding) components.TableProps {
	t := components.TableProps{ID: f.Key + "-bang", Caption: "Xem bảng số liệu: " + f.Title, Quiet: true}
	for i, head := range f.Heads {
		t.Columns = append(t.Columns, components.Column{Head: head, Number: slices.Contains(f.Right, i)})
	}
	for _, row := range f.Rows {
		var cells []components.Cell
		for _, text := range row {
			cells = append(cells, components.Cell{Text: text})
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

// slopeOf sets the official order beside the order without severity, both of the
// units that have a rank.
func slopeOf(a *sheet.ScoreAnswer) *components.SlopeProps {
	p := &components.SlopeProps{ID: "severity-thu-tu", Title: "Hạng chính thức bên cạnh thứ tự đã trừ độ nghiêm", Left: "Hạng chính thức", Right: "Trừ độ nghiêm"}
	ranks := map[string]int{}
	for _, st := range a.Standings {
		ranks[st.Unit] = st.Rank
	}
	names := map[string]string{}
	for _, u := range a.Result.Units {
		names[u.Unit.ID] = u.Unit.Name
	}
	for _, id := range a.Certificate.Official {
		if ranks[id] > 0 {
			p.From, p.Places = append(p.From, names[id]), append(p.Places, itoa(ranks[id]))
		}
	}
	var words []string
	for _, id := range a.Certificate.Severity.Order {
		if ranks[id] > 0 {
			p.To = append(p.To, names[id])
			words = append(words, fmt.Sprintf("%s hạng %d, trừ độ nghiêm thứ %d", names[id], ranks[id], len(p.To)))
		}
	}
	p.Words = strings.Join(words, "; ") + "."
	return p
}

// pairs is every pair of units: how many of the others put the row before the column.
func (b *board) pairs(a *sheet.ScoreAnswer) *components.TableProps {
	var units []scoring.Unit
	names := map[string]string{}
	for _, u := range a.Result.Units {
		units = append(units, u.Unit)
		names[u.Unit.ID] = u.Unit.Name
	}
	cross, _ := ranking.NewTable(b.Bundle.Sheet, units, b.Bundle.Cross)
	if cross == nil || len(units) < 2 {
		return nil
	}
	var order []string
	switch {
	case a.Certificate.Pairwise != nil:
		order = a.Certificate.Pairwise.Order
	default:
		order = a.Certificate.Bound.Order
	}
	t := &components.TableProps{
		ID: "tung-cap", Caption: "Xem mọi cặp: bao nhiêu đơn vị khác xếp đơn vị ở dòng trên đơn vị ở cột", Quiet: true, Framed: true, Columns: []components.Column{{Head: "Đơn vị"}},
	}
	for _, id := range order {
		t.Columns = append(t.Columns, components.Column{Head: names[id], Number: true})
	}
	matrix := cross.Matrix(order)
	for i, row := range matrix {
		cells := []components.Cell{{Text: names[order[i]]}}
		for j, x := range row {
			switch {
			case x == nil:
				cells = append(cells, components.Cell{Missing: "–"})
			case j > i && x.Cmp(matrix[j][i]) < 0:
				cells = append(cells, components.Cell{Text: halves(x), Note: "trái thứ tự"})
			default:
				cells = append(cells, components.Cell{Text: halves(x)})
			}
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

// halves writes a count of opinions, of which a tie gives halves.
func halves(x *big.Rat) string {
	if x.IsInt() {
		return vn.Grouped(scoring.Format(x, 0))
	}
	return vn.Grouped(scoring.Format(x, 1))
}

// points are points as the sheet of a board rounds them.
func points(x *big.Rat, b *board) string {
	return vn.Grouped(scoring.Format(x, b.Bundle.Sheet.Decimals))
}
