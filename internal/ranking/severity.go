package ranking

import (
	"cmp"
	"math/big"
	"slices"
)

// Severity is the order of the units once each rater's harshness is taken out
// (độ nghiêm): a unit that marks all the others low gains nothing here.
type Severity struct {
	Order []string            // ids, the highest first, equals by id
	Value map[string]*big.Rat // id → q̂ − mean of q̂, in points of a cross-score
}

// SeverityOrder computes q̂ = ((n−1)·R + C) / (n·(n−2)), the additive
// least-squares mark, from R received and C given. It needs three units; with
// fewer it returns nil.
func (t *Table) SeverityOrder() *Severity {
	n := int64(len(t.ids))
	if n < 3 {
		return nil
	}
	mean := new(big.Rat)
	values := make([]*big.Rat, n)
	for i := range t.ids {
		q := new(big.Rat).Mul(big.NewRat(n-1, 1), t.received(i))
		q.Add(q, t.handed(i))
		values[i] = q.Mul(q, big.NewRat(1, n*(n-2)))
		mean.Add(mean, q)
	}
	mean.Mul(mean, big.NewRat(1, n))
	s := &Severity{Value: make(map[string]*big.Rat, n)}
	for i, id := range t.ids {
		s.Value[id] = values[i].Sub(values[i], mean)
		s.Order = append(s.Order, id)
	}
	slices.SortFunc(s.Order, func(a, b string) int {
		return cmp.Or(s.Value[b].Cmp(s.Value[a]), cmp.Compare(a, b))
	})
	return s
}
