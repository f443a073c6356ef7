package web

import (
	"fmt"
	"math/big"
	"net/http"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// mostWeight is the most percent that a group may have of its weight.
const mostWeight = 1000

// tryWeights ranks the units as if the groups of the sheet had other weights.
// Nothing of it is kept.
func (s *Server) tryWeights(w http.ResponseWriter, r *http.Request) error {
	var p pages.TryWeightsProps
	err := s.view(r, func(tx *db.Tx) error {
		look, err := s.lookAtAll(tx, r)
		if err != nil {
			return err
		}
		b, err := look.board(r)
		if err != nil {
			return err
		}
		p = pages.TryWeightsProps{Frame: s.lookFrame(tx, r, look, "Thử trọng số năm "+itoa(look.Year.Year)), Address: look.Base + "/thu", Groups: look.groups(b, "/thu"), Group: text(r, "nhom")}
		p.Frame.Head, p.Frame.Trace = pages.NoIndex(), nil
		p.Frame.Lead = "Nếu các nhóm tiêu chí nặng nhẹ khác đi thì thứ tự ra sao?"
		factors := b.typedWeights(r, &p)
		if len(p.Problems) > 0 {
			p.Frame = refusedFrame(p.Frame, p.Problems)
			return nil
		}
		look.tried(b, factors, &p)
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	return s.render(w, r, statusOf(p.Problems), pages.TryWeights(p))
}

// parts lists the groups of a sheet that can have a weight, by their places among
// Sheet.Groups.
func (b *board) parts() map[int]pages.TriedPart {
	sh, parts := b.Bundle.Sheet, map[int]pages.TriedPart{}
	for k, c := range sh.Criteria {
		if most := c.Maximum(); most != nil && most.Sign() > 0 && (!c.IsLeaf() || c.Counts()) {
			parts[k] = pages.TriedPart{Field: "w" + itoa(k+1), Name: c.Code + ". " + c.Name, Max: "Tối đa " + points(most, b) + " điểm"}
		}
	}
	if hasKind(sh.Criteria, scoring.Bonus) {
		parts[len(sh.Criteria)] = pages.TriedPart{Field: "thuong", Name: "Điểm thưởng"}
	}
	if hasKind(sh.Criteria, scoring.Penalty) {
		parts[len(sh.Criteria)+1] = pages.TriedPart{Field: "tru", Name: "Điểm trừ"}
	}
	return parts
}

func hasKind(criteria []*scoring.Criterion, kind scoring.Kind) bool {
	return slices.ContainsFunc(criteria, func(c *scoring.Criterion) bool { return c.IsLeaf() && c.Kind == kind || hasKind(c.Children, kind) })
}

// typedWeights reads the factor of each group; one that is not typed is 1.
func (b *board) typedWeights(r *http.Request, p *pages.TryWeightsProps) []*big.Rat {
	parts := b.parts()
	factors := make([]*big.Rat, len(b.Bundle.Sheet.Criteria)+2)
	weighs := false
	for k := range factors {
		factors[k] = big.NewRat(1, 1)
		part, there := parts[k]
		if !there {
			continue
		}
		part.Value = text(r, part.Field)
		if part.Value == "" {
			part.Value = "100"
		} else if percent, ok := new(big.Rat).SetString(typedNumber(r, part.Field, &p.Problems)); ok {
			if percent.Sign() < 0 || percent.Cmp(big.NewRat(mostWeight, 1)) > 0 {
				p.Problems.Add(part.Field, "Trọng số là số từ 0 đến %s phần trăm.", vn.Grouped(itoa(mostWeight)))
			}
			factors[k] = percent.Quo(percent, big.NewRat(100, 1))
			p.Changed = p.Changed || factors[k].Cmp(big.NewRat(1, 1)) != 0
		}
		weighs = weighs || k < len(b.Bundle.Sheet.Criteria) && factors[k].Sign() > 0
		p.Parts = append(p.Parts, part)
	}
	if !weighs && len(p.Problems) == 0 && len(p.Parts) > 0 {
		p.Problems.Add(p.Parts[0].Field, "Mọi nhóm đều bằng 0 thì không còn gì để xếp hạng; để ít nhất một nhóm lớn hơn 0.")
	}
	return factors
}

// tried puts the ranking with the factors beside the official one.
func (look rankingLook) tried(b *board, factors []*big.Rat, p *pages.TryWeightsProps) {
	decimals, unit := b.Bundle.Sheet.Decimals, "Tổng thử"
	if b.Bundle.Sheet.RankBy == scoring.ByPercent {
		decimals, unit = 4, "Tỷ lệ thử"
	}
	p.Ranking = components.TableProps{
		ID: "thu", Caption: "Hạng với trọng số thử bên cạnh hạng chính thức", Quiet: true,
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Hạng thử", Number: true}, {Head: "Hạng chính thức", Number: true}, {Head: "Đổi", Number: true}, {Head: unit, Number: true}},
	}
	other := map[string]ranking.Standing{}
	for _, st := range ranking.Reweigh(b.Ranked.Result, factors) {
		other[st.Unit] = st
	}
	places := look.places(b)
	slices.SortStableFunc(places, func(x, y placed) int {
		a, c := other[x.Unit].Rank, other[y.Unit].Rank
		if (a == 0) != (c == 0) {
			return c - a
		}
		return a - c
	})
	var first, was []string
	moved := 0
	for _, u := range places {
		st := other[u.Unit]
		tried, step, total := components.Cell{Missing: "không xếp hạng"}, components.Cell{Missing: "–"}, components.Cell{Missing: "–"}
		if st.Rank > 0 {
			tried, total = components.Cell{Text: itoa(st.Rank)}, components.Cell{Text: vn.Grouped(scoring.Format(st.Value, decimals))}
			step = components.Cell{Text: steps(u.Rank - st.Rank)}
		}
		if st.Rank != u.Rank {
			moved++
		}
		if st.Rank == 1 {
			first = append(first, u.Result.Unit.Name)
		}
		if u.Rank == 1 {
			was = append(was, u.Result.Unit.Name)
		}
		p.Ranking.Rows = append(p.Ranking.Rows, components.Row{Cells: []components.Cell{{Text: u.Result.Unit.Name, Href: look.Base + "/" + u.ID}, tried, u.place(), step, total}})
	}
	p.Finding = triedWords(first, was, moved, p.Changed)
}

// steps is how far a unit moves, up first.
func steps(n int) string {
	switch {
	case n > 0:
		return "lên " + itoa(n)
	case n < 0:
		return "xuống " + itoa(-n)
	}
	return "giữ"
}

func triedWords(first, was []string, moved int, changed bool) string {
	slices.Sort(first)
	slices.Sort(was)
	switch {
	case !changed:
		return "Mọi nhóm đang đúng trọng số của quy chế, nên thứ tự là thứ tự chính thức."
	case moved == 0:
		return "Với trọng số này không đơn vị nào đổi hạng."
	case slices.Equal(first, was):
		return fmt.Sprintf("Với trọng số này %d đơn vị đổi hạng; %s vẫn đứng thứ nhất.", moved, joined(first))
	}
	return fmt.Sprintf("Với trọng số này %d đơn vị đổi hạng; đứng thứ nhất là %s thay vì %s.", moved, joined(first), joined(was))
}
