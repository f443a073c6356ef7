package ranking

// Agreement is how far the raters agree (độ thống nhất): α over all marks, what
// the differences come from, and whether pairs repay each other. It is
// statistics in floats; a part that cannot be had is nil and its reason, a
// Vietnamese sentence, says why.
type Agreement struct {
	Alpha             *Estimate
	AlphaReason       string
	Components        *Components
	ComponentsReason  string
	Reciprocity       *Reciprocity
	ReciprocityReason string
}

// Agreement measures a table of any size.
func (t *Table) Agreement() Agreement {
	if len(t.ids) < 3 {
		const few = "Cần ít nhất ba đơn vị chấm chéo nhau."
		return Agreement{AlphaReason: few, ComponentsReason: few, ReciprocityReason: few}
	}
	exact := t.Alpha()
	if exact == nil {
		const even = "Mọi điểm chấm chéo bằng nhau nên không có khác biệt nào để so."
		return Agreement{AlphaReason: even, ComponentsReason: even, ReciprocityReason: even}
	}
	x, remains := t.floats(), t.remains()
	e := split(x)
	if !remains {
		e.residual = newSquare(len(x)) // the digits that floats leave are nobody's favour
	}
	r := bootstrap(x, e)
	value, _ := exact.Float64()
	estimate := around(value, r.alpha)
	a := Agreement{Alpha: &estimate}
	if len(t.ids) < leastForComponents {
		a.ComponentsReason = "Cần ít nhất bốn đơn vị chấm chéo nhau."
		a.ReciprocityReason = a.ComponentsReason
		return a
	}
	v := variancesOf(e)
	rater, unit, pair := v.shares()
	a.Components = &Components{
		Rater: v.rater, Unit: v.unit, Pair: v.pair,
		RaterShare: around(rater, r.rater), UnitShare: around(unit, r.unit), PairShare: around(pair, r.pair),
	}
	if !remains {
		a.ReciprocityReason = "Mỗi điểm chấm chéo chỉ là mức chung của người chấm cộng mức chung của đơn vị được chấm, không còn phần riêng của cặp nào."
		return a
	}
	back := reciprocity(e.residual, v)
	a.Reciprocity = &back
	return a
}
