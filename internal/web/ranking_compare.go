package web

import (
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// compareUnits sets the units of a ranking beside each other.
func (s *Server) compareUnits(w http.ResponseWriter, r *http.Request) error {
	var p pages.CompareProps
	err := s.view(r, func(tx *db.Tx) error {
		look, err := s.lookAtAll(tx, r)
		if err != nil {
			return err
		}
		b, err := look.board(r)
		if err != nil {
			return err
		}
		p = pages.CompareProps{
			Frame: s.lookFrame(tx, r, look, "So sánh các đơn vị năm "+itoa(look.Year.Year)), Address: look.Base + "/so-sanh",
			Groups: look.groups(b, "/so-sanh"), Group: text(r, "nhom"), Provisional: look.Scored.Sheet.State != scoring.Published,
		}
		places := look.places(b)
		look.byGroup(b, places, &p)
		look.pair(r, places, &p)
		p.Criteria = look.criteriaTable(places)
		if err := s.lastYear(tx, look, places, &p); err != nil {
			return err
		}
		p.Frame = refusedFrame(p.Frame, p.Problems)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Compare(p))
}

// byGroup draws each group of the sheet with a bar for each unit, all on one scale:
// the share of the group's maximum.
func (look rankingLook) byGroup(b *board, places []placed, p *pages.CompareProps) {
	sh := b.Bundle.Sheet
	p.Scale = "Thanh là phần điểm đạt được trong điểm tối đa của nhóm; mọi hình cùng một thước, đơn vị theo thứ hạng."
	p.GroupTable = components.TableProps{ID: "theo-nhom", Caption: "Xem bảng số liệu: điểm theo nhóm tiêu chí", Quiet: true, Framed: true, Columns: []components.Column{{Head: "Nhóm tiêu chí"}, {Head: "Tối đa", Number: true}}}
	for _, u := range places {
		p.GroupTable.Columns = append(p.GroupTable.Columns, components.Column{Head: u.Result.Unit.Name, Number: true})
	}
	parts := b.parts()
	leads := map[string][]string{} // names of groups by the unit that leads them alone
	for k := range len(sh.Criteria) + 2 {
		part, there := parts[k]
		if !there {
			continue
		}
		most := b.groupMaximum(k)
		chart := components.PictureProps{ID: "nhom-" + itoa(k+1), Title: part.Name}
		cells := []components.Cell{{Text: part.Name}, {Text: points(most, b)}}
		var words []string
		var best *big.Rat
		var first []string
		for _, u := range places {
			x := sh.Groups(u.Result)[k]
			share := 0.0
			if most.Sign() > 0 {
				share, _ = new(big.Rat).Quo(new(big.Rat).Abs(x), most).Float64()
			}
			class := "bar"
			if u.Rank == 1 {
				class = "bar mark"
			}
			chart.Rows = append(chart.Rows, components.PictureRow{Label: u.Result.Unit.Name, Value: points(x, b), Shapes: []components.Shape{
				{Kind: "rect", Class: "rest", X: "0", Wide: "100%"}, {Kind: "rect", Class: class, X: "0", Wide: fmt.Sprintf("%.2f%%", 100*share)},
			}})
			cells = append(cells, components.Cell{Text: points(x, b)})
			words = append(words, u.Result.Unit.Name+" "+points(x, b))
			switch c := cmpRat(x, best); {
			case u.Rank == 0: // is not compared
			case c > 0:
				best, first = x, []string{u.Result.Unit.Name}
			case c == 0:
				first = append(first, u.Result.Unit.Name)
			}
		}
		chart.Words = part.Name + ", tối đa " + points(most, b) + ": " + strings.Join(words, "; ") + "."
		p.Charts = append(p.Charts, chart)
		p.GroupTable.Rows = append(p.GroupTable.Rows, components.Row{Cells: cells})
		if len(first) == 1 && k < len(sh.Criteria) {
			leads[first[0]] = append(leads[first[0]], sh.Criteria[k].Code)
		}
	}
	p.Finding = leadWords(places, leads)
}

// cmpRat compares; everything is more than nothing.
func cmpRat(x, y *big.Rat) int {
	if y == nil {
		return 1
	}
	return x.Cmp(y)
}

// groupMaximum is the most that a part of Sheet.Groups can give.
func (b *board) groupMaximum(k int) *big.Rat {
	sh := b.Bundle.Sheet
	if k < len(sh.Criteria) {
		return sh.Criteria[k].Maximum()
	}
	kind, sum := scoring.Bonus, new(big.Rat)
	if k > len(sh.Criteria) {
		kind = scoring.Penalty
	}
	var down func(list []*scoring.Criterion)
	down = func(list []*scoring.Criterion) {
		for _, c := range list {
			if c.IsLeaf() && c.Kind == kind {
				sum.Add(sum, c.Max)
			}
			down(c.Children)
		}
	}
	down(sh.Criteria)
	if limit := sh.BonusCap; kind == scoring.Bonus && limit != nil && limit.Cmp(sum) < 0 {
		return limit
	}
	return sum
}

// leadWords says who leads in which groups.
func leadWords(places []placed, leads map[string][]string) string {
	var said []string
	for _, u := range places {
		if codes := leads[u.Result.Unit.Name]; len(codes) > 0 {
			said = append(said, u.Result.Unit.Name+" cao nhất ở nhóm "+strings.Join(codes, ", "))
		}
	}
	if len(said) == 0 {
		return "Không đơn vị nào một mình cao nhất ở một nhóm."
	}
	return strings.Join(said, "; ") + "."
}

// pair sets two units side by side, the criteria that part them most first.
func (look rankingLook) pair(r *http.Request, places []placed, p *pages.CompareProps) {
	at := map[string]*scoring.UnitResult{}
	for _, u := range places {
		p.Units = append(p.Units, components.Option{Value: u.ID, Text: u.Result.Unit.Name})
		at[u.ID] = u.Result
	}
	p.A, p.B = text(r, "a"), text(r, "b")
	for _, field := range []string{"a", "b"} {
		if id := text(r, field); id != "" && at[id] == nil {
			p.Problems.Add(field, "Chọn một đơn vị trong danh sách.")
		}
	}
	if p.A != "" && p.A == p.B {
		p.Problems.Add("b", "Chọn hai đơn vị khác nhau.")
	}
	if len(p.Problems) > 0 || p.A == "" || p.B == "" {
		return
	}
	a, b := at[p.A], at[p.B]
	say := func(x *big.Rat) string { return vn.Grouped(scoring.Format(x, look.Scored.Decimals)) }
	t := components.TableProps{
		ID: "chenh", Caption: "Chênh lệch giữa " + a.Unit.Name + " và " + b.Unit.Name + ", lớn nhất trước", Columns: []components.Column{
			{Head: "Tiêu chí"}, {Head: a.Unit.Name, Number: true}, {Head: b.Unit.Name, Number: true}, {Head: "Chênh", Number: true},
		},
	}
	sum, level := new(big.Rat), 0
	parted := effects(a, b)
	for _, e := range parted {
		if e.d.Sign() == 0 {
			level++
			continue
		}
		sum.Add(sum, e.d)
		x, y := &a.Leaves[e.at], &b.Leaves[e.at]
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: x.Path + ". " + x.Criterion.Name}, pointsCell(x, say), pointsCell(y, say), {Text: signed(e.d, say)}}})
	}
	total := new(big.Rat).Sub(a.Total, b.Total)
	if rest := new(big.Rat).Sub(total, sum); rest.Sign() != 0 {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: "Trần điểm thưởng"}, {Missing: "–"}, {Missing: "–"}, {Text: signed(rest, say)}}})
	}
	t.Foot = []components.Row{{Cells: []components.Cell{{Text: "Tổng điểm"}, {Text: say(a.Total)}, {Text: say(b.Total)}, {Text: signed(total, say)}}}}
	p.Pair, p.PairWords = &t, pairWords(a, b, total, parted, level, say)
}

// effect is how much one criterion parts two units; of a penalty what it takes.
type effect struct {
	at int
	d  *big.Rat
}

// effects lists the criteria by what they part, the most first.
func effects(a, b *scoring.UnitResult) []effect {
	var list []effect
	for i := range a.Leaves {
		d := new(big.Rat).Sub(a.Leaves[i].Points, b.Leaves[i].Points)
		if a.Leaves[i].Criterion.Kind == scoring.Penalty {
			d.Neg(d)
		}
		list = append(list, effect{i, d})
	}
	slices.SortStableFunc(list, func(x, y effect) int { return new(big.Rat).Abs(y.d).Cmp(new(big.Rat).Abs(x.d)) })
	return list
}

func pairWords(a, b *scoring.UnitResult, total *big.Rat, parted []effect, level int, say func(*big.Rat) string) string {
	words := a.Unit.Name + " và " + b.Unit.Name + " bằng tổng điểm"
	switch total.Sign() {
	case 1:
		words = a.Unit.Name + " hơn " + b.Unit.Name + " " + say(total) + " điểm"
	case -1:
		words = b.Unit.Name + " hơn " + a.Unit.Name + " " + say(new(big.Rat).Neg(total)) + " điểm"
	}
	if len(parted) > 0 && parted[0].d.Sign() != 0 {
		l := a.Leaves[parted[0].at]
		words += "; khác nhau nhiều nhất ở " + l.Path + ". " + l.Criterion.Name
	}
	if level > 0 {
		words += "; " + itoa(level) + " tiêu chí bằng điểm"
	}
	return words + "."
}

func signed(x *big.Rat, say func(*big.Rat) string) string {
	if x.Sign() > 0 {
		return "+" + say(x)
	}
	return say(x)
}

// pointsCell is the points of a leaf; of a penalty they are taken away.
func pointsCell(l *scoring.Leaf, say func(*big.Rat) string) components.Cell {
	switch {
	case l.Unassigned:
		return components.Cell{Missing: "không giao"}
	case l.Case == scoring.CaseMissing:
		return components.Cell{Missing: "chưa có"}
	case l.Criterion.Kind == scoring.Penalty && l.Points.Sign() > 0:
		return components.Cell{Text: say(new(big.Rat).Neg(l.Points))}
	}
	return components.Cell{Text: say(l.Points)}
}

// criteriaTable is every criterion with the points of every unit.
func (look rankingLook) criteriaTable(places []placed) components.TableProps {
	t := components.TableProps{ID: "tieu-chi", Caption: "Điểm từng tiêu chí của từng đơn vị", Quiet: true, Framed: true, Columns: []components.Column{{Head: "Tiêu chí"}, {Head: "Tối đa", Number: true}}}
	for _, u := range places {
		t.Columns = append(t.Columns, components.Column{Head: u.Result.Unit.Name, Number: true})
	}
	say := func(x *big.Rat) string { return vn.Grouped(scoring.Format(x, look.Scored.Decimals)) }
	leaves := leavesAt(look.Scored.Result)
	for _, row := range look.Scored.Rows {
		cells := []components.Cell{{Content: pages.CriterionHead(row.Code(), row.Name, "", row.Kind == "")}, {Text: vn.Grouped(row.Max)}}
		for _, u := range places {
			if i, leaf := leaves[row.Path]; leaf {
				cells = append(cells, pointsCell(&u.Result.Leaves[i], say))
			} else {
				cells = append(cells, components.Cell{Text: say(look.Scored.Result.Sheet.TieValue(u.Result, row.Path))})
			}
		}
		t.Rows = append(t.Rows, components.Row{Level: row.Depth(), Cells: cells})
	}
	foot := []components.Cell{{Text: "Tổng điểm"}, {Text: ""}}
	for _, u := range places {
		foot = append(foot, components.Cell{Text: say(u.Result.Total)})
	}
	t.Foot = []components.Row{{Cells: foot}}
	return t
}

// lastYear sets the published ranking of the year before beside this one.
func (s *Server) lastYear(tx *db.Tx, look rankingLook, places []placed, p *pages.CompareProps) error {
	before, err := look.yearBefore(tx, s)
	if problem.Is(err, problem.NotFound) {
		p.LastWords = fmt.Sprintf("Năm %d không có thứ hạng đã công bố trong chương trình.", look.Year.Year-1)
		return nil
	}
	if err != nil {
		return err
	}
	then := map[string]placed{}
	for _, b := range before.Boards {
		for _, u := range before.places(b) {
			then[u.ID] = u
		}
	}
	p.LastWords = "Hai năm dùng cùng bảng chấm điểm nên tổng điểm so được với nhau."
	same := before.Scored.Sheet.Definition == look.Scored.Sheet.Definition
	if !same {
		p.LastWords = "Bảng chấm điểm hai năm khác nhau nên tổng điểm và tỷ lệ không so được với nhau; chỉ xem hạng."
	}
	year := func(what string, n int) components.Column {
		return components.Column{Head: what + " " + itoa(n), Number: true}
	}
	now, last := look.Year.Year, look.Year.Year-1
	t := components.TableProps{
		ID: "hai-nam", Caption: fmt.Sprintf("Hạng và điểm năm %d và %d", last, now), Quiet: true,
		Columns: []components.Column{{Head: "Đơn vị"}, year("Hạng", last), year("Hạng", now), {Head: "Đổi hạng", Number: true}, year("Tổng điểm", last), year("Tổng điểm", now), year("Tỷ lệ (%)", last), year("Tỷ lệ (%)", now)},
	}
	if same {
		t.Columns = append(t.Columns, components.Column{Head: "Chênh tổng điểm", Number: true})
	}
	for _, u := range places {
		cells := []components.Cell{{Text: u.Result.Unit.Name}}
		o, there := then[u.ID]
		if !there {
			none := components.Cell{Missing: "không có"}
			cells = append(cells, none, u.place(), components.Cell{Missing: "–"}, none, look.totalCell(u), none, percentCell(u.Result))
		} else {
			step := components.Cell{Missing: "–"}
			if o.Rank > 0 && u.Rank > 0 {
				step = components.Cell{Text: steps(o.Rank - u.Rank)}
			}
			cells = append(cells, o.place(), u.place(), step, before.totalCell(o), look.totalCell(u), percentCell(o.Result), percentCell(u.Result))
		}
		if same && there {
			cells = append(cells, components.Cell{Text: difference(u.Result.Total, o.Result.Total, look.Scored.Decimals)})
		} else if same {
			cells = append(cells, components.Cell{Missing: "–"})
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	p.Last = &t
	return nil
}
