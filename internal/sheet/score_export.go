package sheet

import (
	"cmp"
	"slices"

	"giaouoc/internal/scoring"
)

// ExportScore puts a computed sheet back into a bundle: the sheet, what the units
// achieved and every mark that counts, so that computing the bundle gives the same
// points to the last digit. A unit of the result is written as `as` has it by its id
// there, and left out where `as` has none; reasons of marks stay out. Units stand in
// the order of their written ids.
func ExportScore(r *scoring.Result, cross []scoring.CrossScore, bounds *scoring.CrossRange, as map[string]scoring.Unit) *ScoreBundle {
	b := &ScoreBundle{Sheet: r.Sheet}
	units := slices.Clone(r.Units)
	units = slices.DeleteFunc(units, func(u scoring.UnitResult) bool { _, in := as[u.Unit.ID]; return !in })
	slices.SortFunc(units, func(x, y scoring.UnitResult) int { return cmp.Compare(as[x.Unit.ID].ID, as[y.Unit.ID].ID) })
	for i := range units {
		unit := as[units[i].Unit.ID]
		b.Units = append(b.Units, unit)
		for j := range units[i].Leaves {
			leaf := &units[i].Leaves[j]
			if leaf.Entry != nil {
				e := *leaf.Entry
				e.Unit, e.Place = unit.ID, scoring.Place{}
				b.Entries = append(b.Entries, e)
			}
			for _, level := range scoring.Levels {
				if m := leaf.Mark(level); m != nil {
					b.Marks = append(b.Marks, scoring.Mark{Unit: unit.ID, Criterion: leaf.Path, Level: level, Points: m.Points})
				}
			}
		}
	}
	for _, x := range cross {
		from, fromIn := as[x.From]
		to, toIn := as[x.To]
		if fromIn && toIn {
			b.Cross = append(b.Cross, scoring.CrossScore{From: from.ID, To: to.ID, Criterion: x.Criterion, Points: x.Points})
		}
	}
	slices.SortStableFunc(b.Cross, func(x, y scoring.CrossScore) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	if bounds != nil {
		b.CrossRange = &scoring.CrossRange{Low: bounds.Low, High: bounds.High}
	}
	return b
}

// ScoreFile is one file of a sheet's export: of all units, or of the units that are
// ranked among themselves.
type ScoreFile struct {
	Group  string   // name of the group; empty where all units are ranked together
	Units  []string // ids in the result of the units that it ranks
	Bundle *ScoreBundle
}

// ExportGroups writes one bundle for each group of units, for the form of the
// bundle knows one ranking; without groups it is one bundle. Where points of a unit
// rest on units of other groups, by the leader of the cluster or by cross-scores,
// these stand in the bundle as well, knocked out of its ranking: so they count for
// the points and have no rank. Units of no group form one group more.
func ExportGroups(r *scoring.Result, cross []scoring.CrossScore, bounds *scoring.CrossRange, groups []scoring.UnitGroup, as map[string]scoring.Unit) []ScoreFile {
	if len(groups) == 0 {
		all := ScoreFile{Bundle: ExportScore(r, cross, bounds, as)}
		for _, u := range r.Units {
			all.Units = append(all.Units, u.Unit.ID)
		}
		return []ScoreFile{all}
	}
	in := map[string]string{}
	for _, g := range groups {
		for _, id := range g.Units {
			in[id] = g.Name
		}
	}
	names := []string{}
	for _, g := range groups {
		names = append(names, g.Name)
	}
	if slices.ContainsFunc(r.Units, func(u scoring.UnitResult) bool { return in[u.Unit.ID] == "" }) {
		names = append(names, "")
	}
	together := hasLeader(r.Sheet.Criteria) || slices.ContainsFunc(cross, func(x scoring.CrossScore) bool { return in[x.From] != in[x.To] })
	var files []ScoreFile
	for _, name := range names {
		own := map[string]scoring.Unit{}
		var ranked []string
		for _, u := range r.Units {
			unit, known := as[u.Unit.ID]
			group := in[u.Unit.ID]
			switch {
			case !known || group != name && !together:
				continue
			case group == name:
				ranked = append(ranked, u.Unit.ID)
			case unit.Disqualified == nil:
				unit.Disqualified = &scoring.Disqualified{Reason: elsewhere(group), Document: r.Sheet.Name}
			}
			own[u.Unit.ID] = unit
		}
		if len(ranked) > 0 {
			files = append(files, ScoreFile{Group: cmp.Or(name, "Ngoài các nhóm"), Units: ranked, Bundle: ExportScore(r, cross, bounds, own)})
		}
	}
	return files
}

// elsewhere says why a unit has no rank in the file of another group.
func elsewhere(group string) string {
	if group == "" {
		return "Không xếp hạng trong nhóm này"
	}
	return "Xếp hạng ở nhóm khác: " + group
}

func hasLeader(criteria []*scoring.Criterion) bool {
	return slices.ContainsFunc(criteria, func(c *scoring.Criterion) bool { return c.Scheme == scoring.Leading || hasLeader(c.Children) })
}
