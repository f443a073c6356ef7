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

	PlainOrder []string            // the same by the plain mean of marks received
	Plain      map[string]*big.Rat // id → that mean − the mean of all marks
	Lenient    map[string]*big.Rat // id → how much more than the others it gives to all; negative is harsh
}

// SeverityOrder computes q̂ = ((n−1)·R + C) / (n·(n−2)), the additive
// least-squares mark, from R received and C given; the same with R and C changed
// over is how lenient a rater is. It needs three units; with fewer it returns nil.
func (t *Table) SeverityOrder() *Severity {
	n := int64(len(t.ids))
	if n < 3 {
		return nil
	}
	received, given := make([]*big.Rat, n), make([]*big.Rat, n)
	all := new(big.Rat)
	for i := range t.ids {
		received[i], given[i] = t.received(i), t.handed(i)
		all.Add(all, received[i])
	}
	// The mean of q̂ is all / (n·(n−2)): Σ q̂ = ((n−1)+1)·all / (n·(n−2)).
	mean := new(big.Rat).Mul(all, big.NewRat(1, n*(n-2)))
	part := func(most, least *big.Rat) *big.Rat {
		q := new(big.Rat).Mul(big.NewRat(n-1, 1), most)
		q.Mul(q.Add(q, least), big.NewRat(1, n*(n-2)))
		return q.Sub(q, mean)
	}
	s := &Severity{Value: make(map[string]*big.Rat, n), Plain: make(map[string]*big.Rat, n), Lenient: make(map[string]*big.Rat, n)}
	for i, id := range t.ids {
		s.Value[id], s.Lenient[id] = part(received[i], given[i]), part(given[i], received[i])
		s.Plain[id] = new(big.Rat).Sub(
			new(big.Rat).Mul(received[i], big.NewRat(1, n-1)), new(big.Rat).Mul(all, big.NewRat(1, n*(n-1))))
	}
	s.Order, s.PlainOrder = highestFirst(t.ids, s.Value), highestFirst(t.ids, s.Plain)
	return s
}

// highestFirst orders ids by value, equals by id.
func highestFirst(ids []string, value map[string]*big.Rat) []string {
	order := slices.Clone(ids)
	slices.SortFunc(order, func(a, b string) int {
		return cmp.Or(value[b].Cmp(value[a]), cmp.Compare(a, b))
	})
	return order
}
