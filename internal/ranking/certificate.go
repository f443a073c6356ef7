package ranking

import (
	"fmt"
	"math/big"

	"giaouoc/internal/scoring"
)

// Certificate is what stands beside a ranking to show how firm it is (chứng
// nhận công bằng). A part that cannot be had is nil or empty, and its reason, a
// Vietnamese sentence, says why.
type Certificate struct {
	Margins         []Margin
	Severity        *Severity
	SeverityReason  string
	Pairwise        *PairwiseOrder
	PairwiseReason  string
	First           string // the first by the plain mean of cross-scores; FirstReason when empty
	FirstReason     string
	Coalition       []string // the raters of ranking.Coalition
	CoalitionReason string
}

// Certify computes every part that the figures allow. The cross-scores and
// their range (nil when the regulation gives none) have passed
// scoring.CheckCross.
func Certify(r *scoring.Result, scores []scoring.CrossScore, bounds *scoring.CrossRange) Certificate {
	c := Certificate{Margins: Margins(r)}
	units := make([]scoring.Unit, len(r.Units))
	for i := range r.Units {
		units[i] = r.Units[i].Unit
	}
	t, why := NewTable(r.Sheet, units, scores)
	if t == nil {
		c.SeverityReason, c.PairwiseReason, c.FirstReason, c.CoalitionReason = why, why, why, why
		return c
	}
	if c.Severity = t.SeverityOrder(); c.Severity == nil {
		c.SeverityReason = "Cần ít nhất ba đơn vị chấm chéo nhau."
	}
	if c.Pairwise = t.Pairwise(); c.Pairwise == nil {
		c.PairwiseReason = fmt.Sprintf("Thứ tự chính xác chỉ tính được đến %d đơn vị; mọi thứ tự của %d đơn vị này đều trái với ít nhất %s ý kiến.",
			MaxPairwise, len(units), t.PairwiseBound().FloatString(1))
	}
	c.coalition(t, bounds)
	return c
}

func (c *Certificate) coalition(t *Table, bounds *scoring.CrossRange) {
	if len(t.ids) < 2 {
		c.FirstReason = "Cụm chỉ có một đơn vị nên không có điểm chấm chéo."
		c.CoalitionReason = c.FirstReason
		return
	}
	var low, high *big.Rat
	if bounds != nil {
		low, high = bounds.Low, bounds.High
	}
	found := t.Coalition(low, high)
	c.First, c.Coalition = found.First, found.Raters
	switch {
	case bounds == nil:
		c.CoalitionReason = "Chưa ghi khoảng điểm chấm chéo (cross_range)."
	case c.Coalition == nil:
		c.CoalitionReason = "Không nhóm đơn vị nào đổi được vị trí thứ nhất."
	}
}
