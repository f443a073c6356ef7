package ranking

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"giaouoc/internal/scoring"
)

// Certificate is what stands beside a ranking to show how firm it is (chứng
// nhận công bằng). A part that cannot be had is nil or empty, and its reason, a
// Vietnamese sentence, says why.
type Certificate struct {
	Official        []string // ids in the official order, equals by id; the unranked last
	Margins         []Margin
	Severity        *Severity
	SeverityReason  string
	Pairwise        *PairwiseOrder
	PairwiseReason  string
	Bound           *PairwiseBound      // of a cluster too large for Pairwise
	Neighbours      []Opinions          // along the order of Pairwise or Bound
	Received        map[string]*big.Rat // id → the plain mean of the cross-scores it was given
	ReceivedOrder   []string            // the same, the highest first, equals by id
	First           string              // the first by the plain mean of cross-scores; FirstReason when empty
	FirstReason     string
	Coalition       []string // the raters of ranking.Coalition
	CoalitionReason string
	Agreement       *Agreement
	AgreementReason string
	Intervals       *Intervals
	IntervalsReason string

	units int // that marked each other; 0 when they did not
}

// Certify computes every part that the figures allow. The cross-scores and
// their range (nil when the regulation gives none) have passed
// scoring.CheckCross.
func Certify(r *scoring.Result, scores []scoring.CrossScore, bounds *scoring.CrossRange) Certificate {
	c := Certificate{Official: official(Of(r)), Margins: Margins(r), Intervals: RankIntervals(r)}
	switch {
	case grouped(r):
		c.IntervalsReason = "Mỗi nhóm đơn vị được xếp hạng riêng; khoảng hạng chỉ tính khi mọi đơn vị được xếp chung."
	case c.Intervals == nil:
		c.IntervalsReason = "Cần ít nhất hai đơn vị được xếp hạng."
	}
	units := make([]scoring.Unit, len(r.Units))
	for i := range r.Units {
		units[i] = r.Units[i].Unit
	}
	t, why := NewTable(r.Sheet, units, scores)
	if t == nil {
		c.SeverityReason, c.PairwiseReason, c.FirstReason, c.CoalitionReason, c.AgreementReason = why, why, why, why, why
		return c
	}
	c.units = len(t.ids)
	if c.Severity = t.SeverityOrder(); c.Severity == nil {
		c.SeverityReason = "Cần ít nhất ba đơn vị chấm chéo nhau."
	}
	if c.Pairwise = t.Pairwise(); c.Pairwise == nil {
		bound := t.PairwiseBound()
		c.Bound = &bound
		c.PairwiseReason = fmt.Sprintf("Thứ tự chính xác chỉ tính được đến %d đơn vị; mọi thứ tự của %d đơn vị này đều trái với ít nhất %s ý kiến, và thứ tự tìm được trái với %s ý kiến.",
			MaxPairwise, len(units), inOpinions(bound.Low), inOpinions(bound.High))
	}
	if c.Pairwise != nil {
		c.Neighbours = t.Neighbours(c.Pairwise.Order)
	} else {
		c.Neighbours = t.Neighbours(c.Bound.Order)
	}
	c.coalition(t, bounds)
	if len(t.ids) < 2 {
		c.AgreementReason = c.FirstReason
		return c
	}
	a := t.Agreement()
	c.Agreement = &a
	return c
}

// official lists the ids of standings by rank.
func official(standings []Standing) []string {
	sorted := slices.Clone(standings)
	slices.SortFunc(sorted, func(a, b Standing) int {
		if (a.Rank == 0) != (b.Rank == 0) {
			return cmp.Compare(b.Rank, a.Rank)
		}
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Unit, b.Unit))
	})
	ids := make([]string, len(sorted))
	for i, s := range sorted {
		ids[i] = s.Unit
	}
	return ids
}

func (c *Certificate) coalition(t *Table, bounds *scoring.CrossRange) {
	if len(t.ids) < 2 {
		c.FirstReason = "Cụm chỉ có một đơn vị nên không có điểm chấm chéo."
		c.CoalitionReason = c.FirstReason
		return
	}
	c.Received = make(map[string]*big.Rat, len(t.ids))
	for i, id := range t.ids {
		c.Received[id] = new(big.Rat).Mul(t.received(i), big.NewRat(1, int64(len(t.ids)-1)))
	}
	c.ReceivedOrder = highestFirst(t.ids, c.Received)
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
