package web

import (
	"math/big"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// rankingUnit is what one unit's rank rests on: groups, criteria, marks, evidence.
func (s *Server) rankingUnit(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitScoreProps
	err := s.view(r, func(tx *db.Tx) error {
		look, err := s.lookAt(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		published := look.Scored.Sheet.State == scoring.Published
		if !look.Whole {
			if err := access.Require(tx, access.ScoringRead, look.Year.UnitScope(unit)); err != nil {
				return err
			}
		}
		all := look.Scored.Result
		if published { // with the reasons of marks, which are not kept
			sc, err := scoring.PublicStanding(tx, look.Year)
			if err != nil {
				return err
			}
			all = sc.Result
		}
		u := result(all, unit)
		if u == nil {
			return problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", look.Year.Year)
		}
		u.Unit.Name = look.name(unit)
		p = pages.UnitScoreProps{
			Frame: s.lookFrame(tx, r, look, "Điểm của "+u.Unit.Name+" năm "+itoa(look.Year.Year)), Provisional: !published, Facts: look.unitFacts(unit, u), Hidden: look.Public,
			Ways: []components.Link{{Href: "/don-vi/" + unit, Text: "Trang của đơn vị"}},
		}
		var desk *scoring.Desk
		if !look.Public && access.May(tx, access.ScoringRead, look.Year.UnitScope(unit)) {
			d, err := scoring.ReadDesk(tx, look.Year, unit)
			if err != nil {
				return err
			}
			desk = &d
			p.Ways = append(p.Ways, components.Link{Href: workPath(look.Cluster, look.Year) + scoringPage + "/" + unit, Text: "Bảng chấm của đơn vị"})
		}
		if access.May(tx, access.RecordRead, look.Year.UnitScope(unit)) {
			scope := look.Year.UnitScope(unit)
			p.Ways = append(p.Ways, components.Link{Href: recordOf(record.Object{Kind: "score_sheet"}, scope), Text: "Nhật ký tự chấm của đơn vị"})
		}
		if look.Whole {
			p.Ways = append(p.Ways, components.Link{Href: look.Base + "/so-sanh?a=" + queryEscape(unit), Text: "So sánh với đơn vị khác"})
		}
		p.Points = look.pointsTable(unit, u, desk)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.UnitScore(p))
}

// result is the result of a unit, or nil.
func result(r *scoring.Result, unitID string) *scoring.UnitResult {
	i := slices.IndexFunc(r.Units, func(u scoring.UnitResult) bool { return u.Unit.ID == unitID })
	if i < 0 {
		return nil
	}
	return &r.Units[i]
}

// name is what a unit is called here.
func (ry *rankedYear) name(unitID string) string {
	if u := result(ry.Scored.Result, unitID); u != nil {
		return u.Unit.Name
	}
	return ""
}

// boardOf is where a unit is ranked, or nil for who may not see that.
func (ry *rankedYear) boardOf(unitID string) *board {
	i := slices.IndexFunc(ry.Boards, func(b *board) bool { return slices.Contains(b.Units, unitID) })
	if i < 0 {
		return nil
	}
	return ry.Boards[i]
}

// unitFacts are a unit's rank and total, beside those of the others.
func (look rankingLook) unitFacts(unit string, u *scoring.UnitResult) []components.Fact {
	say := func(x *big.Rat) string { return vn.Grouped(scoring.Format(x, look.Scored.Decimals)) }
	total := say(u.Total) + " trên " + say(u.AssignedMax)
	if p := u.Percent(); p != nil && look.Scored.Result.Sheet.RankBy == scoring.ByPercent {
		total += " được giao (" + vn.Grouped(scoring.Format(p, 4)) + "%)"
	}
	facts := []components.Fact{{Label: "Tổng điểm", Text: total}}
	if b := look.boardOf(unit); b != nil {
		facts = append([]components.Fact{{Label: "Hạng", Text: look.rankWords(b, unit, u)}}, facts...)
		if n := len(look.compared(b)); n > 1 {
			sum := new(big.Rat)
			best := look.compared(b)[0]
			for _, o := range look.compared(b) {
				sum.Add(sum, o.Total)
				if o.Total.Cmp(best.Total) > 0 {
					best = o
				}
			}
			mean := sum.Quo(sum, big.NewRat(int64(n), 1))
			facts = append(facts,
				components.Fact{Label: "Trung bình " + itoa(n) + " đơn vị được xếp hạng", Text: say(mean) + " (" + difference(u.Total, mean, look.Scored.Decimals) + ")"},
				components.Fact{Label: "Tổng điểm cao nhất", Text: say(best.Total) + ", " + best.Unit.Name})
		}
	}
	if notes := sheet.BandNotes(u); len(notes) > 0 {
		facts = append(facts, components.Fact{Label: "Xếp loại", Text: upperFirst(strings.Join(notes, "; "))})
	}
	if len(u.Missing) > 0 {
		facts = append(facts, components.Fact{Label: "Còn thiếu điểm", Text: strings.Join(u.Missing, ", ")})
	}
	return facts
}

// rankWords is a unit's place in words.
func (look rankingLook) rankWords(b *board, unit string, u *scoring.UnitResult) string {
	if d := u.Unit.Disqualified; d != nil {
		return "không xếp hạng: " + d.Reason + " (" + d.Document + ")"
	}
	words, ranked := "chưa có", 0
	for _, o := range look.places(b) {
		if o.Rank > 0 {
			ranked++
		}
		if o.ID == unit && o.Rank > 0 {
			words = itoa(o.Rank)
			if o.TieUsed != "" {
				words += ", phân hạng bằng tiêu chí phụ " + ranking.TieName(look.Scored.Result.Sheet, o.TieUsed)
			}
			if o.Provisional {
				words += ", tạm tính"
			}
		}
	}
	words += " (trong " + itoa(ranked) + " đơn vị"
	if b.Group != "" {
		words += " của " + b.Group
	}
	return words + ")"
}

// compared lists the units of a board that a unit is compared with: those that
// have a rank.
func (look rankingLook) compared(b *board) []*scoring.UnitResult {
	var list []*scoring.UnitResult
	for _, o := range look.places(b) {
		if o.Rank > 0 {
			list = append(list, o.Result)
		}
	}
	return list
}

// difference writes how much more or less the first is.
func difference(a, b *big.Rat, decimals int) string {
	d := new(big.Rat).Sub(a, b)
	text := vn.Grouped(scoring.Format(d, decimals))
	if d.Sign() > 0 {
		return "+" + text
	}
	return text
}

// pointsTable is every criterion of a unit, beside the mean and the best of those it
// is ranked with. desk holds what those may know who work on it, else nil.
func (look rankingLook) pointsTable(unit string, u *scoring.UnitResult, desk *scoring.Desk) components.TableProps {
	t := components.TableProps{ID: "diem", Caption: "Điểm từng tiêu chí của " + u.Unit.Name, Columns: []components.Column{{Head: "Tiêu chí"}, {Head: "Tối đa", Number: true}, {Head: "Điểm", Number: true}}}
	var others []*scoring.UnitResult
	if b := look.boardOf(unit); b != nil {
		others = look.compared(b)
	}
	if len(others) > 1 {
		t.Columns = append(t.Columns, components.Column{Head: "Trung bình", Number: true}, components.Column{Head: "Tốt nhất", Number: true})
	}
	t.Columns = append(t.Columns, components.Column{Head: "Vì sao"})
	leaves := leavesAt(look.Scored.Result)
	say := func(x *big.Rat) components.Cell {
		return components.Cell{Text: vn.Grouped(scoring.Format(x, look.Scored.Decimals))}
	}
	for _, row := range look.Scored.Rows {
		i, leaf := leaves[row.Path]
		cells := []components.Cell{{Content: pages.CriterionHead(row.Code(), row.Name, look.leafHref(unit, row.Path, desk != nil && leaf), !leaf)}, {Text: vn.Grouped(row.Max)}}
		own := look.Scored.Result.Sheet.TieValue(u, row.Path)
		if leaf {
			own = u.Leaves[i].Points
		}
		if leaf && u.Leaves[i].Unassigned {
			cells = append(cells, components.Cell{Missing: "không giao"})
		} else if leaf && u.Leaves[i].Case == scoring.CaseMissing {
			cells = append(cells, components.Cell{Missing: "chưa có"})
		} else {
			cells = append(cells, say(own))
		}
		if len(others) > 1 {
			mean, best := look.among(others, row.Path, i, leaf)
			for _, x := range []*big.Rat{mean, best} {
				if x == nil {
					cells = append(cells, components.Cell{Missing: "–"})
				} else {
					cells = append(cells, say(x))
				}
			}
		}
		how := components.Cell{}
		if leaf {
			how.Content = pages.LeafHow(look.how(unit, &u.Leaves[i], desk))
		}
		t.Rows = append(t.Rows, components.Row{Level: row.Depth(), Cells: append(cells, how)})
	}
	return t
}

// leavesAt is the place of each leaf among those of a unit, by its path; a computed
// sheet has units, and all have the same leaves.
func leavesAt(r *scoring.Result) map[string]int {
	at := map[string]int{}
	for i := range r.Units[0].Leaves {
		at[r.Units[0].Leaves[i].Path] = i
	}
	return at
}

// leafHref leads those who work on it to all that was said of a leaf.
func (look rankingLook) leafHref(unit, path string, may bool) string {
	if !may {
		return ""
	}
	return workPath(look.Cluster, look.Year) + scoringPage + "/" + unit + "/tieu-chi/" + path
}

// among is the mean and the best of some units on a criterion, of those to which it
// was given; nil where it was given to none. Of a penalty the least is the best.
func (look rankingLook) among(units []*scoring.UnitResult, path string, at int, leaf bool) (mean, best *big.Rat) {
	sum, n := new(big.Rat), int64(0)
	for _, o := range units {
		x := look.Scored.Result.Sheet.TieValue(o, path)
		less := false
		if leaf {
			l := &o.Leaves[at]
			if l.Unassigned || l.Case == scoring.CaseMissing {
				continue
			}
			x, less = l.Points, l.Criterion.Kind == scoring.Penalty
		}
		sum.Add(sum, x)
		n++
		if best == nil || less && x.Cmp(best) < 0 || !less && x.Cmp(best) > 0 {
			best = x
		}
	}
	if n == 0 {
		return nil, nil
	}
	return sum.Quo(sum, big.NewRat(n, 1)), best
}

// how is what stands behind the points of a leaf. Who marked, the evidence, and the
// reasons of marks that did not count are in a desk alone; the reason of the mark that
// counted is public with the points.
func (look rankingLook) how(unit string, l *scoring.Leaf, desk *scoring.Desk) pages.LeafHowProps {
	p := pages.LeafHowProps{How: upperFirst(sheet.HowOf(l)), Files: workPath(look.Cluster, look.Year) + scoringPage + "/" + unit + "/minh-chung/"}
	var line *scoring.Line
	if desk != nil {
		if i := slices.IndexFunc(desk.Lines, func(o scoring.Line) bool { return o.Row.Path == l.Path }); i >= 0 {
			line = &desk.Lines[i]
			p.Evidence = line.Evidence
		}
	}
	if l.Cross != nil {
		p.Marks = append(p.Marks, "trung bình chấm chéo "+vn.Grouped(scoring.Format(l.Cross, look.Scored.Decimals)))
	}
	for _, level := range scoring.Levels {
		m := l.Mark(level)
		if m == nil {
			continue
		}
		var given *scoring.Given
		if line != nil {
			if g, there := line.Given[level]; there {
				given = &g
			}
		}
		reason := m.Reason
		if desk == nil && level != l.Level {
			reason = ""
		}
		p.Marks = append(p.Marks, pages.MarkWords(level, level == l.Level, vn.Grouped(scoring.Format(m.Points, look.Scored.Decimals)), reason, given))
	}
	return p
}
