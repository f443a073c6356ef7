package scoring

import (
	"math/big"
	"slices"

	"giaouoc/internal/problem"
)

// Trial is what a made-up unit has on one leaf. Empty strings are not filled in;
// numbers are decimals with a point.
type Trial struct {
	Unit       string
	Criterion  string
	Unassigned bool
	Value      string // yes ("1") or no ("0"), points, count or rank, as the kind asks
	Target     string
	Actual     string
}

// Try computes made-up units on the leaves in one criterion of a sheet, which
// need not be finished elsewhere.
func Try(d Definition, path string, units []string, trials []Trial) (*Result, error) {
	part := d
	part.Settings = Settings{Decimals: d.Decimals, NoTarget: d.NoTarget, Unassigned: d.Unassigned, BonusCap: d.BonusCap}
	part.Rows = nil
	for _, r := range d.Rows {
		if inSubtree(r.Path, path) && r.Kind != "" {
			up := r.Parent()
			if up != "" && !slices.ContainsFunc(part.Rows, func(o Row) bool { return o.Path == up }) {
				part.Rows = append(part.Rows, above(d, r.Path, part.Rows)...)
			}
			part.Rows = append(part.Rows, r)
		}
	}
	sheet, err := part.Sheet("thử")
	if err != nil {
		return nil, err
	}
	var list []Unit
	for _, u := range units {
		list = append(list, Unit{ID: u, Name: u})
	}
	entries, err := tried(sheet, trials)
	if err != nil {
		return nil, err
	}
	return Compute(sheet, list, entries, nil)
}

// above are the groups of a criterion that do not stand among rows yet; without
// a maximum, for only a part of their criteria is there.
func above(d Definition, path string, rows []Row) []Row {
	var groups []Row
	for _, r := range d.Rows {
		if r.Path != path && inSubtree(path, r.Path) && !slices.ContainsFunc(rows, func(o Row) bool { return o.Path == r.Path }) {
			groups = append(groups, Row{Path: r.Path, Name: r.Name})
		}
	}
	return groups
}

// tried makes entries of what was typed for made-up units.
func tried(sheet *Sheet, trials []Trial) ([]Entry, error) {
	var list problem.List
	var entries []Entry
	for _, t := range trials {
		c := sheet.Find(t.Criterion)
		if c == nil {
			continue
		}
		e := Entry{Unit: t.Unit, Criterion: t.Criterion, Unassigned: t.Unassigned, Place: Place{Whole: TrialField(t.Criterion, t.Unit)}}
		value := fraction(t.Value)
		switch {
		case t.Unassigned:
		case c.Kind == Target && t.Actual == "":
			continue
		case c.Kind == Target:
			e.Target, e.Actual = fraction(t.Target), fraction(t.Actual)
		case value == nil:
			continue
		case c.Kind == Achieved:
			yes := value.Sign() != 0
			e.Achieved = &yes
		case c.Kind == Direct, c.Kind == Bonus && c.Each == nil, c.Kind == Penalty && c.Each == nil:
			e.Points = value
		case !value.IsInt() || !value.Num().IsInt64():
			list.Add(e.Place.Whole, "Ghi số nguyên.")
			continue
		case c.Kind == RankPoints:
			rank := value.Num().Int64()
			e.Rank = &rank
		default:
			count := value.Num().Int64()
			e.Count = &count
		}
		entries = append(entries, e)
	}
	return entries, list.Err()
}

// TrialField names what was typed for a made-up unit on a leaf.
func TrialField(criterion, unit string) string { return "value_" + criterion + "_" + unit }

// MaximumOf is the sum of the maxima in a group, or at the top of the sheet where
// path is empty, as its criteria give it, and whether all of them are known.
func (d Definition) MaximumOf(path string) (sum string, known bool) {
	total, known := d.maximumOf(path)
	return total.FloatString(places(total)), known
}

func (d Definition) maximumOf(path string) (total *big.Rat, known bool) {
	total, known = new(big.Rat), true
	for _, r := range d.Rows {
		if r.Parent() != path || r.Kind == Bonus || r.Kind == Penalty {
			continue
		}
		most, sure := fraction(r.Max), true
		if most == nil && r.Kind == "" {
			most, sure = d.maximumOf(r.Path)
		}
		if most == nil || !sure {
			known = false
			continue
		}
		total.Add(total, most)
	}
	return total, known
}

func places(x *big.Rat) int {
	n, exact := x.FloatPrec()
	if !exact {
		return 10
	}
	return n
}
