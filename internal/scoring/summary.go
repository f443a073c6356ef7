package scoring

import "math/big"

// Summary is the points of all units side by side (bảng tổng hợp điểm), as a
// computed sheet has them.
type Summary struct {
	Columns []Level // of every unit, the same for all; the empty one is the points themselves
	Lines   []SummaryLine
	Totals  [][]*big.Rat // by unit and column; nil where a column lacks a mark
}

// SummaryLine is one criterion of a summary, a group with the sum of its leaves.
type SummaryLine struct {
	Row   Row
	Cells [][]SummaryCell // by unit and column
}

// SummaryCell is one value of a summary, rounded as the sheet says.
type SummaryCell struct {
	Points     *big.Rat // nil where nothing was given
	Unassigned bool
}

// SummaryName is what a column of a summary is called.
func (l Level) SummaryName() string {
	return map[Level]string{Self: "Tự chấm", Cross: "Chấm chéo", Appraised: "Thẩm định", Appraised2: "Thẩm định lần hai", Final: "Kết luận", "": "Điểm"}[l]
}

// Summary puts the units of a computed sheet side by side: what each gave itself,
// the levels at which anybody was given a mark that counts, and the points.
func (s Scored) Summary() Summary {
	sheet, units := s.Result.Sheet, s.Result.Units
	out := Summary{Columns: []Level{Self}}
	for _, level := range []Level{Cross, Appraised, Appraised2, Final} {
		if anyMarked(units, level) {
			out.Columns = append(out.Columns, level)
		}
	}
	out.Columns = append(out.Columns, "")
	place := map[string]int{}
	for i := range units {
		for j := range units[i].Leaves {
			place[units[i].Leaves[j].Path] = j
		}
	}
	for _, r := range s.Rows {
		line := SummaryLine{Row: r}
		j, leaf := place[r.Path]
		for i := range units {
			cells := make([]SummaryCell, len(out.Columns))
			for c, level := range out.Columns {
				if leaf {
					cells[c] = units[i].Leaves[j].summed(sheet, level)
				} else {
					cells[c].Points = sheet.totalAt(&units[i], level, func(l *Leaf) bool { return inSubtree(l.Path, r.Path) })
				}
			}
			line.Cells = append(line.Cells, cells)
		}
		out.Lines = append(out.Lines, line)
	}
	for i := range units {
		totals := make([]*big.Rat, len(out.Columns))
		for c, level := range out.Columns {
			totals[c] = sheet.totalAt(&units[i], level, everyLeaf)
		}
		out.Totals = append(out.Totals, totals)
	}
	return out
}

func anyMarked(units []UnitResult, level Level) bool {
	for i := range units {
		for j := range units[i].Leaves {
			l := &units[i].Leaves[j]
			if level == Cross && l.Cross != nil || level != Cross && l.Mark(level) != nil {
				return true
			}
		}
	}
	return false
}

// summed is a leaf in a column of a summary.
func (l *Leaf) summed(s *Sheet, level Level) SummaryCell {
	if l.Unassigned {
		return SummaryCell{Unassigned: true}
	}
	if x, ok := l.given(s, level); ok {
		return SummaryCell{Points: x.rat()}
	}
	return SummaryCell{}
}

// given is what a leaf has in a column of a summary, rounded as the sheet says.
func (l *Leaf) given(s *Sheet, level Level) (num, bool) {
	switch m := l.Mark(level); {
	case level == "" || l.Unassigned:
		return l.points(), l.Case != CaseMissing
	case level == Cross:
		if l.Cross == nil {
			return num{}, false
		}
		return numOf(l.Cross).round(s.Decimals), true
	case m != nil:
		return numOf(m.Points).round(s.Decimals), true
	case level == Self && l.Computed != nil:
		return numOf(l.Computed), true
	}
	return num{}, false
}

// totalAt adds the leaves of a column that take part; nil where one of them has
// nothing in it, since a sum of half a column says nothing. The points themselves
// are always added: what is missing is 0 in them.
func (s *Sheet) totalAt(u *UnitResult, level Level, takesPart func(*Leaf) bool) *big.Rat {
	for i := range u.Leaves {
		l := &u.Leaves[i]
		if _, ok := l.given(s, level); level != "" && takesPart(l) && !ok {
			return nil
		}
	}
	return s.net(u.Leaves, takesPart, func(l *Leaf) num {
		x, _ := l.given(s, level)
		return x
	}).rat()
}

// Label is the name of a criterion, with a word where its points are outside the
// maximum.
func (r Row) Label() string {
	switch r.Kind {
	case Bonus:
		return r.Name + " (cộng thêm)"
	case Penalty:
		return r.Name + " (trừ đi)"
	}
	return r.Name
}
