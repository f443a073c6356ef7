package scoring

import (
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/problem"
)

// usesCross reports whether points come from cross-scores.
func (f *FinalRule) usesCross() bool {
	return f.By == MeanCross || f.By == Weighted && f.weighs(Cross)
}

func (f *FinalRule) weighs(level Level) bool {
	w := f.Weights[level]
	return w != nil && w.Sign() != 0
}

// means is the mean of the cross-scores by leaf and unit, in the order of the
// check's slots; nil where the rule takes none. An element is nil where too few
// are left.
func (f *FinalRule) means(c *check, scores []CrossScore) []*big.Rat {
	if !f.usesCross() {
		return nil
	}
	// First how many stand in each slot, then the marks themselves, side by side.
	slots, from := make([]int, len(scores)), make([]int, len(c.entries)+1)
	for i := range scores {
		x := &scores[i]
		slots[i] = c.slot(c.knownUnit(&x.Place, "to", x.To), c.crossNode(x).leaf)
		from[slots[i]+1]++
	}
	for i := 1; i < len(from); i++ {
		from[i] += from[i-1]
	}
	given, next := make([]num, len(scores)), slices.Clone(from)
	for i := range scores {
		given[next[slots[i]]] = numOf(scores[i].Points)
		next[slots[i]]++
	}
	means := make([]*big.Rat, len(c.entries))
	var own []num
	for at := range means {
		marks := given[from[at]:from[at+1]]
		if m := c.marks[at]; f.OwnCounts && m != nil && m[atSelf] != nil {
			own = append(append(own[:0], marks...), numOf(m[atSelf].Points))
			marks = own
		}
		if mean, ok := f.mean(marks); ok {
			means[at] = mean.rat()
		}
	}
	return means
}

// mean leaves out the extremes and divides the rest; ok is false when nothing is
// left. It may put the marks in order.
func (f *FinalRule) mean(marks []num) (mean num, ok bool) {
	if len(marks) <= 2*f.DropExtremes {
		return num{}, false
	}
	if f.DropExtremes > 0 {
		slices.SortFunc(marks, num.cmp)
		marks = marks[f.DropExtremes : len(marks)-f.DropExtremes]
	}
	for _, m := range marks {
		mean = mean.add(m)
	}
	return mean.quo(numInt(int64(len(marks)))), true
}

// settle gives the exact points of a leaf by the sheet's rule and says in the
// leaf where they come from; ok is false when a part that the rule needs is
// missing. A conclusion overrides every rule; an unassigned leaf takes no mark. A
// bonus or penalty leaf that the other units have not marked goes by the last level.
func (l *Leaf) settle(computed outcome) (points num, ok bool) {
	if m := l.marks[atFinal]; m != nil {
		l.Level = Final
		return numOf(m.Points), true
	}
	known := computed.what != CaseMissing
	if !l.Unassigned {
		rule := &l.in.sheet.Final
		switch rule.By {
		case MeanCross:
			switch {
			case l.Cross != nil:
				l.Level = Cross
				return numOf(l.Cross), true
			case l.Criterion.Counts():
				return computed.points, false
			}
		case Weighted:
			if l.Criterion.Counts() || rule.marked(l) {
				points, l.Weighted = l.weighted(computed)
				return points, l.Weighted
			}
		}
	}
	for _, m := range l.marks {
		if m != nil {
			l.Level = m.Level
			points = numOf(m.Points)
		}
	}
	if l.Level != "" {
		return points, true
	}
	return computed.points, known
}

// marked reports whether a bonus or penalty leaf has the marks that the weights ask
// for: those of the other units, where they have a weight, else any.
func (f *FinalRule) marked(l *Leaf) bool {
	if f.weighs(Cross) {
		return l.Cross != nil
	}
	return f.weighs(Self) && l.marks[atSelf] != nil || f.weighs(Appraised) && l.appraised() != nil
}

// weightedLevels are the levels that can have a weight.
var weightedLevels = []Level{Self, Cross, Appraised}

// part is what a level brings into the weighted mean, exact; ok is false when it
// is missing.
func (l *Leaf) part(level Level, computed outcome) (points num, ok bool) {
	var m *Mark
	switch level {
	case Cross:
		if l.Cross == nil {
			return num{}, false
		}
		return numOf(l.Cross), true
	case Self:
		m = l.marks[atSelf]
	default:
		m = l.appraised()
	}
	if m != nil {
		return numOf(m.Points), true
	}
	return computed.points, computed.what != CaseMissing
}

// appraised is the last mark of the appraisal, or nil.
func (l *Leaf) appraised() *Mark {
	if m := l.marks[atAppraised2]; m != nil {
		return m
	}
	return l.marks[atAppraised]
}

// weighted is Σ w·m / Σ w; ok is false when a part is missing.
func (l *Leaf) weighted(computed outcome) (mean num, ok bool) {
	var sum num
	rule := &l.in.sheet.Final
	for _, level := range weightedLevels {
		if !rule.weighs(level) {
			continue
		}
		m, ok := l.part(level, computed)
		if !ok {
			return num{}, false
		}
		w := numOf(rule.Weights[level])
		sum = sum.add(w)
		mean = mean.add(w.mul(m))
	}
	return mean.quo(sum), true
}

// ExplainWeights writes how a weighted mean came about, as a line of arithmetic:
// "(30 × 8,5 + 70 × 9)/(30 + 70) = 8,85". It is empty for a leaf without one.
func (l *Leaf) ExplainWeights() string {
	if !l.Weighted {
		return ""
	}
	var products, weights []string
	rule, computed := &l.in.sheet.Final, l.exact()
	for _, level := range weightedLevels {
		if m, ok := l.part(level, computed); ok && rule.weighs(level) {
			w := number(rule.Weights[level])
			products, weights = append(products, w+" × "+number(m.rat())), append(weights, w)
		}
	}
	sign := "="
	if mean, _ := l.weighted(computed); mean.cmp(l.points()) != 0 {
		sign = "≈"
	}
	return "(" + strings.Join(products, " + ") + ")/(" + strings.Join(weights, " + ") + ") " + sign + " " + number(l.Points)
}

// check reports the mistakes of the rule.
func (f *FinalRule) check(l *problem.List, place Place) {
	oneOf(l, place, "final", string(f.By), "", string(LastLevel), string(MeanCross), string(Weighted))
	switch {
	case f.DropExtremes < 0:
		l.Add(at(place, "drop_extremes", "drop_extremes"), "Số điểm cao nhất, thấp nhất được bỏ phải là số nguyên từ 0 trở lên.")
	case f.DropExtremes > 0 && !f.usesCross():
		l.Add(at(place, "drop_extremes", "drop_extremes"), "drop_extremes chỉ dùng khi điểm chấm chéo vào điểm chốt (final: mean_cross hoặc weights có cross).")
	}
	if f.OwnCounts && !f.usesCross() {
		l.Add(at(place, "exclude_own", "exclude_own"), "exclude_own: false chỉ dùng khi điểm chấm chéo vào điểm chốt (final: mean_cross hoặc weights có cross).")
	}
	if place.unread("final") {
		return
	}
	if f.By != Weighted {
		if len(f.Weights) > 0 {
			l.Add(at(place, "final", "final"), "Trọng số chỉ dùng với cách chốt điểm weights.")
		}
		return
	}
	var sum num
	for _, level := range weightedLevels {
		if w := f.Weights[level]; w != nil {
			notNegative(l, place, "final", "final", w)
			sum = sum.add(numOf(w))
		}
	}
	for level := range f.Weights {
		if !slices.Contains(weightedLevels, level) {
			oneOf(l, place, "final", string(level), string(Self), string(Cross), string(Appraised))
		}
	}
	if sum.sign() <= 0 {
		l.Add(at(place, "final", "final"), "Các trọng số của weights cộng lại bằng 0; hãy ghi ít nhất một trọng số lớn hơn 0, ví dụ {cross: 30, appraised: 70}.")
	}
}
