package ranking

import (
	"slices"
	"strings"

	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// TieSentence says in Vietnamese how a unit stands to those of its group that have the
// same value: which tie-break put it above or below them, with both numbers, and
// with whom it shares its rank. It is empty where nobody has the same value. at is
// the unit's place among the units, as in standings.
func TieSentence(r *scoring.Result, standings []Standing, at int) string {
	st := standings[at]
	if st.Rank == 0 {
		return ""
	}
	var level, parts []string
	for i, o := range standings {
		if i == at || o.Group != st.Group || o.Rank == 0 || o.Value.Cmp(st.Value) != 0 {
			continue
		}
		if o.Rank == st.Rank {
			level = append(level, r.Units[i].Unit.Name)
			continue
		}
		parts = append(parts, parted(r, at, i))
	}
	if len(level) > 0 {
		slices.SortFunc(level, vn.Compare)
		same := equal(r)
		if len(r.Sheet.TieBreak) > 0 {
			same += " và mọi tiêu chí phụ"
		}
		parts = append(parts, same+" với "+strings.Join(level, ", ")+" nên cùng hạng")
	}
	if len(parts) == 0 {
		return ""
	}
	return "B" + strings.Join(parts, "; ")[1:] + "."
}

// equal begins a sentence about units of the same value.
func equal(r *scoring.Result) string {
	if r.Sheet.RankBy == scoring.ByPercent {
		return "bằng tỷ lệ"
	}
	return "bằng điểm"
}

// parted says which tie-break parts two units of the same value.
func parted(r *scoring.Result, at, other int) string {
	mine, theirs := &r.Units[at], &r.Units[other]
	_, used := candidateOf(r, mine).compare(candidateOf(r, theirs))
	name := r.Sheet.TieBreak[used]
	word := "hơn"
	if r.Sheet.TieValue(mine, name).Cmp(r.Sheet.TieValue(theirs, name)) < 0 {
		word = "kém"
	}
	points := func(u *scoring.UnitResult) string {
		return vn.Grouped(scoring.Format(r.Sheet.TieValue(u, name), r.Sheet.Decimals))
	}
	return equal(r) + " với " + theirs.Unit.Name + ", " + word + " ở " + TieName(r.Sheet, name) + " (" + points(mine) + " so với " + points(theirs) + ")"
}

// TieName is a tie-break of a sheet (tiêu chí phụ) in Vietnamese.
func TieName(s *scoring.Sheet, name string) string {
	switch name {
	case scoring.TieBonus:
		return "điểm thưởng"
	case scoring.TieSelfTotal:
		return "tổng điểm tự chấm"
	}
	if c := s.Find(name); c != nil && c.Name != "" {
		return "tiêu chí " + name + " " + c.Name
	}
	return "tiêu chí " + name
}
