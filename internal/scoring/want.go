package scoring

// Want says what a line still lacks of a column, beside the mark itself, before the
// column can be handed in: why a mark is another than the one before it, or
// evidence. It is empty where nothing is lacking.
func (d Desk) Want(l Line, column Column) string {
	if l.Leaf == nil || l.Leaf.Unassigned {
		return ""
	}
	switch column {
	case ColumnSelf:
		self := fraction(l.Filled.Self)
		if self != nil && l.Leaf.Computed != nil && self.Cmp(l.Leaf.Computed) != 0 && l.Filled.Note == "" {
			return "thiếu lý do: điểm khác giá trị tính"
		}
		if l.Row.Evidence && len(l.Evidence) == 0 && l.Leaf.selfPoints(d.Decimals).rat().Sign() > 0 {
			return "cần minh chứng"
		}
	case ColumnMark, ColumnFinal:
		g, before := l.Given[d.Level(column)], l.Leaf.previous(d.Level(column))
		if g.Points != "" && g.Reason == "" && before != nil && fraction(g.Points).Cmp(before) != 0 {
			return "thiếu lý do: điểm khác điểm trước đó"
		}
	}
	return ""
}
