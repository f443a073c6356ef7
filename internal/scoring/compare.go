package scoring

import (
	"slices"
	"strings"

	"giaouoc/internal/vn"
)

// Change is a criterion in which two definitions differ.
type Change struct {
	Before *Row // nil when it is new
	After  *Row // nil when it is gone
	Fields []string
}

// Path is where the criterion stands, or stood.
func (c Change) Path() string {
	if c.After != nil {
		return c.After.Path
	}
	return c.Before.Path
}

// Touches reports whether points given on the criterion before are no longer
// points on it: all but its deadline, and the way its name is written, decide
// what a mark means.
func (c Change) Touches() bool {
	return c.Before == nil || c.After == nil ||
		slices.ContainsFunc(c.Fields, func(f string) bool { return f != FieldDeadline && f != fieldWriting })
}

// The parts of a criterion that may differ.
const (
	FieldName     = "tên"
	fieldWriting  = "cách viết tên"
	FieldMax      = "điểm tối đa"
	FieldKind     = "cách chấm"
	FieldFormula  = "công thức"
	FieldMeasure  = "đơn vị tính"
	FieldSource   = "chỉ số"
	FieldEvidence = "minh chứng"
	FieldDeadline = "hạn"
)

// Compare lists the criteria in which two definitions differ, in the order of
// the new one; those gone stand after their earlier neighbour.
func Compare(before, after []Row) []Change {
	old := map[string]*Row{}
	for i := range before {
		old[before[i].Path] = &before[i]
	}
	now := map[string]bool{}
	for _, r := range after {
		now[r.Path] = true
	}
	gone := map[string][]Change{} // by the kept row before them
	last := ""
	for i := range before {
		if r := &before[i]; now[r.Path] {
			last = r.Path
		} else {
			gone[last] = append(gone[last], Change{Before: r})
		}
	}
	changes := gone[""]
	for i := range after {
		r := &after[i]
		o := old[r.Path]
		if o == nil {
			changes = append(changes, Change{After: r})
		} else if fields := o.differs(*r); len(fields) > 0 {
			changes = append(changes, Change{o, r, fields})
		}
		changes = append(changes, gone[r.Path]...)
	}
	return changes
}

// differs lists the parts in which two rows differ.
func (r Row) differs(o Row) []string {
	var fields []string
	add := func(field string, differ bool) {
		if differ {
			fields = append(fields, field)
		}
	}
	letters := func(text string) string { return strings.ReplaceAll(vn.Slug(text), "-", "") }
	add(FieldName, letters(r.Name) != letters(o.Name))
	add(fieldWriting, r.Name != o.Name && letters(r.Name) == letters(o.Name))
	add(FieldMax, !sameNumber(r.Max, o.Max))
	add(FieldKind, r.Kind != o.Kind)
	add(FieldFormula, r.Scheme != o.Scheme || or(r.Better, More) != or(o.Better, More) || !sameNumber(r.Each, o.Each) || !sameSteps(r.Steps, o.Steps) || !sameSteps(r.Table, o.Table))
	add(FieldMeasure, r.Measure != o.Measure)
	add(FieldSource, r.Indicator != o.Indicator)
	add(FieldEvidence, r.Evidence != o.Evidence)
	add(FieldDeadline, r.Deadline != o.Deadline)
	return fields
}

func or[T ~string](value, otherwise T) T {
	if value == "" {
		return otherwise
	}
	return value
}

func sameNumber(a, b string) bool {
	x, y := fraction(a), fraction(b)
	if x == nil || y == nil {
		return x == nil && y == nil
	}
	return x.Cmp(y) == 0
}

func sameSteps(a, b []StepRow) bool {
	return slices.EqualFunc(a, b, func(x, y StepRow) bool { return sameNumber(x.From, y.From) && sameNumber(x.Points, y.Points) })
}
