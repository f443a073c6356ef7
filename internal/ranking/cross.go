package ranking

import (
	"fmt"
	"math/big"
	"slices"

	"giaouoc/internal/scoring"
)

// Table is a complete set of cross-scores (bảng chấm chéo): every unit has
// marked every other one, nobody itself. Ids stand in the order of code points.
type Table struct {
	ids  []string
	mark [][]*big.Rat // mark[rater][unit]; nil on the diagonal
}

// NewTable gathers cross-scores that scoring.CheckCross has accepted. When they
// are not complete it returns nil and a Vietnamese sentence that says why.
func NewTable(s *scoring.Sheet, units []scoring.Unit, scores []scoring.CrossScore) (*Table, string) {
	if len(scores) == 0 && len(units) > 1 {
		return nil, "Không có điểm chấm chéo."
	}
	t := &Table{}
	for _, u := range units {
		t.ids = append(t.ids, u.ID)
	}
	slices.Sort(t.ids)
	totals := s.CrossTotals(scores)
	var criteria []string // of the first pair; every other must have the same
	var first string
	for _, from := range t.ids {
		row := make([]*big.Rat, len(t.ids))
		for j, to := range t.ids {
			if from == to {
				continue
			}
			given, ok := totals[scoring.CrossPair{From: from, To: to}]
			if !ok {
				return nil, fmt.Sprintf("Chấm chéo chưa đầy đủ: đơn vị “%s” chưa chấm cho đơn vị “%s”.", from, to)
			}
			if first == "" {
				first = fmt.Sprintf("“%s” chấm cho “%s”", from, to)
				criteria = given.Criteria
			}
			if !slices.Equal(criteria, given.Criteria) {
				return nil, fmt.Sprintf("Chấm chéo không cùng tiêu chí: %s và “%s” chấm cho “%s” ghi các tiêu chí khác nhau.", first, from, to)
			}
			row[j] = given.Points
		}
		t.mark = append(t.mark, row)
	}
	return t, ""
}

// received is the sum of the marks a unit was given.
func (t *Table) received(unit int) *big.Rat {
	sum := new(big.Rat)
	for rater := range t.ids {
		if rater != unit {
			sum.Add(sum, t.mark[rater][unit])
		}
	}
	return sum
}

// handed is the sum of the marks a unit gave.
func (t *Table) handed(rater int) *big.Rat {
	sum := new(big.Rat)
	for unit := range t.ids {
		if rater != unit {
			sum.Add(sum, t.mark[rater][unit])
		}
	}
	return sum
}
